import Syntax

@testable import Script

/// Scripts of tests: named texts, and what is said of them.
enum ScriptSource {
  /// What is said of scripts that lie together, the first of which is `A`.
  static func faults(_ texts: String...) -> [String] {
    let sources = zip(["A", "B", "C", "D"], texts).map {
      SourceText(path: "\($0).acl", text: $1)
    }
    let byPath = Dictionary(sources.map { ($0.path, $0) }) { first, _ in first }
    return ScriptLibrary.load(sources).faults.map { $0.rendered(byPath[$0.path]) }
  }

  /// The statements of a script without faults.
  static func operations(_ text: String) -> [Operation]? {
    ScriptParser.parse(SourceText(path: "A.acl", text: text)).program?.statements.map(\.operation)
  }
}
