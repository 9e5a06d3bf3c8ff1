import Foundation
import TestSupport
import Testing

@Suite struct TidyTests {
  @Test func `no source file has what is banned, and each has one concept`() throws {
    let pure = Layers.rows(try Repository.text("Package.swift")).filter(\.isPure).map(\.name)
    #expect(pure.contains("SessionEngine") && !pure.contains("Server"))
    let rules = Rules(pure: Set(pure))
    let files = Repository.files("Sources", suffix: ".swift")
    #expect(files.count > 300)
    let faults = try files.flatMap { rules.faults($0, try Repository.text($0)) }
    #expect(faults == [])
  }

  @Test func `a type has at most 600 lines in two files`() throws {
    let faults = try SourceTree.whole.get().largeTypes.filter { type in
      let ceiling = Ceilings.types[type.name]
      return type.lines > max(ceiling?.lines ?? 0, SourceTree.typeLimit)
        || type.files > max(ceiling?.files ?? 0, SourceTree.filesLimit)
    }
    #expect(faults == [], "types that own their state, not extensions that all see everything")
  }

  @Test func `a function has at most 60 lines`() throws {
    let faults = try SourceTree.whole.get().longFunctions.filter { name, lines in
      lines > Ceilings.functions[name] ?? SourceTree.functionLimit
    }
    #expect(faults == [:])
  }

  @Test func `parameters from the third on have labels`() throws {
    #expect(try SourceTree.whole.get().unlabelled == [:])
  }

  @Test func `what is declared is named somewhere`() throws {
    let faults = try SourceTree.whole.get().deadDeclarations.filter {
      Ceilings.unnamed[$0.name] == nil
    }
    #expect(faults.map { "\($0.path):\($0.line): \($0.name)" } == [])
  }

  @Test func `what is listed as too large, or as unnamed, still is`() throws {
    let tree = try SourceTree.whole.get()
    let (types, functions) = (Set(tree.largeTypes.map(\.name)), tree.longFunctions)
    #expect(Ceilings.types.keys.filter { !types.contains($0) } == [])
    #expect(Ceilings.functions.keys.filter { functions[$0] == nil } == [])
    let dead = Set(tree.deadDeclarations.map(\.name))
    #expect(Ceilings.unnamed.keys.filter { !dead.contains($0) } == [])
  }

  @Test func `a module imports only what its row names, and rows name only earlier ones`() throws {
    let rows = Layers.rows(try Repository.text("Package.swift"))
    #expect(rows.count > 20)
    var earlier: Set<String> = []
    for row in rows {
      #expect(Set(row.imports).subtracting(earlier) == [], "\(row.name)")
      earlier.insert(row.name)
      for file in Repository.files("Sources/\(row.name)", suffix: ".swift") {
        let ours = Set(Layers.imports(try Repository.text(file))).intersection(rows.map(\.name))
        #expect(ours.subtracting(row.imports) == [], "\(file)")
      }
    }
  }

  @Test func `the top of the repository has what the owner gave, and nothing else`() throws {
    let allowed: Set<String> = [
      "Package.swift", "Sources", "Tests", "Screens", "ACT", "README.md", ".ci", ".gitignore",
    ]
    let own: Set<String> = [".git", ".build", "Package.resolved", "state", ".swiftpm"]
    let found = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path())
    #expect(
      Set(found).subtracting(allowed).subtracting(own).filter { !$0.hasPrefix(".build") } == [])
  }

  @Test func `no network library of others is in the graph`() throws {
    let package = try Repository.text("Package.swift").lowercased()
    #expect(!package.contains("swift-nio"))
  }
}
