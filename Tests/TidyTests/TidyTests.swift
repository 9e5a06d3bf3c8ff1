import Foundation
import TestSupport
import Testing

@Suite struct TidyTests {
  @Test func `no source file has what is banned, and each has one concept`() throws {
    let faults = try Repository.files("Sources", suffix: ".swift").flatMap {
      Rules.faults($0, try Repository.text($0))
    }
    #expect(faults == [])
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

  @Test func `the checker finds what it looks for`() {
    let text =
      "let a = try! b()\nprint(a)\n// fatalError in a comment\nstruct S: @unchecked Sendable {}\n"
    #expect(
      Rules.faults("Sources/Names/X.swift", text) == [
        "Sources/Names/X.swift:1: try! is banned; use a typed error",
        "Sources/Names/X.swift:2: print( is banned; use Output.line, in the executables",
        "Sources/Names/X.swift:4: @unchecked outside the list",
      ])
    let long = String(repeating: "let a = 1\n", count: 401)
    #expect(Rules.faults("Sources/Names/X.swift", long).count == 1)
    let rows = Layers.rows(
      "module(\"A\")\nmodule(\"B\", [\"A\", \"C\"], c: [\"D\"])\nmodule(\"E\", c: [\"F\"])")
    #expect(rows.map(\.name) == ["A", "B", "E"])
    #expect(rows.map(\.imports) == [[], ["A", "C"], []])
    #expect(Layers.imports("public import A\nimport B\nlet important = 1\n") == ["A", "B"])
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
    #expect(!package.contains("nio"))
  }
}
