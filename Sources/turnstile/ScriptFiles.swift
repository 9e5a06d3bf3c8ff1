import Platform
import Script
import Syntax

/// Scripts that a person names, and those beside them.
struct ScriptFiles {
  private(set) var sources: [SourceText] = []
  /// Those that were named, themselves or by their folder.
  private(set) var paths: Set<String> = []
  private(set) var faults: [Diagnostic] = []

  private static let suffix = ".acl"

  init(_ names: [String]) {
    for name in names {
      if let found = try? Files.list(name, suffix: Self.suffix) {
        let folder = name.hasSuffix("/") ? String(name.dropLast()) : name
        if found.isEmpty {
          note(name, "no script is here", note: "expected files NAME\(Self.suffix)")
        }
        for file in found.sorted() { take("\(folder)/\(file)", isNamed: true) }
      } else {
        take(name, isNamed: true)
      }
    }
    for path in paths.sorted() {
      let cut = path.lastIndex(of: "/")
      let folder = cut.map { String(path[..<$0]) } ?? "."
      let beside = (try? Files.list(folder.isEmpty ? "/" : folder, suffix: Self.suffix)) ?? []
      for file in beside.sorted() { take(cut == nil ? file : "\(folder)/\(file)", isNamed: false) }
    }
  }

  private mutating func take(_ path: String, isNamed: Bool) {
    guard !sources.contains(where: { $0.path == path }) else { return }
    do {
      let bytes = try Files.read(path, limit: ScriptLimits.fileSize)
      sources.append(SourceText(path: path, bytes: bytes))
      if isNamed { paths.insert(path) }
    } catch {
      if isNamed { note(path, "the script cannot be read: \(error.reason)") }
    }
  }

  private mutating func note(_ path: String, _ message: String, note: String? = nil) {
    faults.append(Diagnostic(path, at: nil, says: message, note: note))
  }
}
