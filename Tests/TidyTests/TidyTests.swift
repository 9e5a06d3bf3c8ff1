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
    #expect(
      try SourceTree.whole.get().largeTypes == [],
      "types that own their state, not extensions that all see everything")
  }

  @Test func `a function has at most 60 lines`() throws {
    #expect(try SourceTree.whole.get().longFunctions == [:])
  }

  @Test func `parameters from the third on have labels`() throws {
    #expect(try SourceTree.whole.get().unlabelled == [:])
  }

  @Test func `what is declared is named somewhere`() throws {
    let dead = try SourceTree.whole.get().deadDeclarations
    let faults = dead.filter { !Rules.calledFromOutside.contains($0.name) }
    #expect(faults.map { "\($0.path):\($0.line): \($0.name)" } == [])
    #expect(Rules.calledFromOutside.subtracting(dead.map(\.name)) == [])
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
