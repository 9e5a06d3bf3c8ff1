import Syntax

/// Definition files by their paths, and by kind and name: a deck has many statements, a site many files.
struct TableShelf {
  private(set) var files: [String: [UInt8]]
  /// Paths, by the files' names in capitals.
  private var names: [SiteFile: [String: [String]]] = [:]

  init(_ files: [String: [UInt8]]) {
    self.files = files
    for path in files.keys { note(path) }
  }

  subscript(path: String) -> [UInt8]? {
    get { files[path] }
    set {
      let isThere = files[path] != nil
      files[path] = newValue
      if newValue == nil, isThere { forget(path) } else if !isThere, newValue != nil { note(path) }
    }
  }

  /// Files of a kind that have a name, in whatever case.
  func paths(_ kind: SiteFile, named name: String) -> [String] {
    names[kind]?[name.uppercased()]?.sorted() ?? []
  }

  /// Names of all files of a kind, in capitals.
  func names(_ kind: SiteFile) -> [String] { names[kind].map { Array($0.keys) } ?? [] }

  private static func name(_ path: String) -> String {
    SourceText(path: path, text: "").name.uppercased()
  }

  private mutating func note(_ path: String) {
    guard let kind = SiteFile.kind(of: path) else { return }
    names[kind, default: [:]][Self.name(path), default: []].append(path)
  }

  private mutating func forget(_ path: String) {
    guard let kind = SiteFile.kind(of: path) else { return }
    let name = Self.name(path)
    names[kind]?[name]?.removeAll { $0 == path }
    if names[kind]?[name]?.isEmpty ?? false { names[kind]?[name] = nil }
  }
}
