import Testing

/// Each rule of the tidy test fails on a text that breaks it.
@Suite struct RuleTests {
  private static func tree(_ texts: [(path: String, text: String)]) -> SourceTree {
    SourceTree(files: texts.map { SourceTree.File($0.path, $0.text) })
  }

  @Test func `banned words are found, but not in comments`() {
    let text =
      "let a = try! b()\nprint(a)\n// fatalError in a comment\nstruct S: @unchecked Sendable {}\n"
    let rules = Rules(pure: [])
    #expect(
      rules.faults("Sources/Names/X.swift", text) == [
        "Sources/Names/X.swift:1: try! is banned; use a typed error",
        "Sources/Names/X.swift:2: print( is banned; use Output.line, in the executables",
        "Sources/Names/X.swift:4: @unchecked outside the list",
      ])
    #expect(rules.faults("Sources/turnstile/X.swift", "print(1)\n") == [])
    let own = "func print(_ a: Int) { desk.print(a) }\n"
    #expect(rules.faults("Sources/Names/X.swift", own) == [])
    let long = String(repeating: "let a = 1\n", count: 401)
    #expect(rules.faults("Sources/Names/X.swift", long).count == 1)
  }

  @Test func `a pure module imports nothing of the platform, and has no unsafe code`() {
    let text = "import Glibc\npublic import CPlatform\nimport Names\nlet a = unsafe b\n"
    #expect(
      Rules(pure: ["Names"]).faults("Sources/Names/X.swift", text) == [
        "Sources/Names/X.swift:1: a pure module imports Glibc",
        "Sources/Names/X.swift:2: a pure module imports CPlatform",
        "Sources/Names/X.swift:4: a pure module says unsafe",
      ])
    #expect(Rules(pure: []).faults("Sources/Names/X.swift", text) == [])
  }

  @Test func `rows of Package.swift tell imports and purity`() {
    let rows = Layers.rows(
      """
      func module(_ name: String) {}
      targets += module("A")
      targets += module("B", ["A", "C"], c: ["D"])
      targets += module("E", c: ["F"], settings: strict)
      """)
    #expect(
      rows == [
        Layers.Row(name: "A", imports: [], isPure: true),
        Layers.Row(name: "B", imports: ["A", "C"], isPure: true),
        Layers.Row(name: "E", imports: [], isPure: false),
      ])
    #expect(Layers.imports("public import A\nimport B\nlet important = 1\n") == ["A", "B"])
  }

  @Test func `comments and literals are no code, and interpolations are`() {
    let text = ##"""
      let a = "b \(c("d")) e" // f
      /* g */ let h = #"\(i) \#(j) ""#
      let k = """
        l "\(m)"
        """
      """##
    let words = SwiftTokens.scan(text).filter(\.isWord).map(\.text)
    #expect(words == ["let", "a", "c", "let", "h", "j", "let", "k", "m"])
    #expect(SwiftTokens.scan(text).last?.line == 4)
  }

  @Test func `a type is as long as its extensions together, and without the types inside it`() {
    let body = String(repeating: "  var a: Int { 1 }\n", count: 299)
    let inside = "  struct B {\n\(body)  }\n"
    let tree = Self.tree([
      ("Sources/M/A.swift", "struct A {\n\(body)\(inside)}\n"),
      ("Sources/M/A+B.swift", "extension A {\n\(body)}\nextension A.B {\n\(body)\(body)}\n"),
      ("Sources/M/A+C.swift", "extension A {}\nextension String {\n\(body)}\n"),
      ("Sources/N/A+D.swift", "extension A.B {}\n"),
    ])
    #expect(
      tree.types == [
        .init(name: "M.A", lines: 603, files: 3), .init(name: "M.A.B", lines: 902, files: 2),
      ])
    #expect(tree.largeTypes == tree.types)
  }

  @Test func `a long function is found, in whatever form it is`() {
    let lines = String(repeating: "    a()\n", count: 59)
    let text = """
      struct A {
        func long<B>(_ c: () -> Void = {}) where B: C {
      \(lines)  }
        init(b: Int) {
      \(lines)  }
        var c: [Int] {
      \(lines)  }
        func short() {
          a()
        }
      }
      protocol P { func d(); var e: Int { get } }
      """
    #expect(
      Self.tree([("Sources/M/A.swift", text)]).longFunctions == [
        "M.A.long": 61, "M.A.init": 61, "M.A.c": 61,
      ])
  }

  @Test func `an unlabelled parameter is found from the third on`() {
    let text = """
      func a(_ b: Int, _ c: [A<B, C>], _ d: Int) {}
      func e(_ f: (Int, Int) -> Void, _ g: Int, h: Int = [1, 2].count) {}
      struct S { init(_ a: Int, b: Int, _ c: Int) {} }
      """
    #expect(
      Self.tree([("Sources/M/A.swift", text)]).unlabelled == [
        "M": ["Sources/M/A.swift:1: a", "Sources/M/A.swift:3: S.init"]
      ])
  }

  @Test func `a name that only declarations say is dead, as far as its access reaches`() {
    let tree = Self.tree([
      (
        "Sources/M/A.swift",
        """
        public struct A {
          private func used() {}
          private func unused() {}
          func elsewhere() { used() }
          public var open: Int { "\\(interpolated)".count }
          var interpolated = 1
          func required() {}
        }
        enum E {
          case never(Int), sometimes
        }
        enum Listed: String { case raw }
        protocol P { func required() }
        """
      ),
      ("Sources/M/B.swift", "func b() { unused(); elsewhere(); let local = E.sometimes }\n"),
      ("Sources/N/C.swift", "func c() { b(); A().required(); Listed(rawValue: P()) }\n"),
    ])
    #expect(
      tree.deadDeclarations.map { "\($0.path) \($0.name)" } == [
        "Sources/M/A.swift unused", "Sources/M/A.swift open", "Sources/M/A.swift never",
        "Sources/M/A.swift Listed", "Sources/M/A.swift P", "Sources/M/B.swift b",
        "Sources/N/C.swift c",
      ])
  }
}
