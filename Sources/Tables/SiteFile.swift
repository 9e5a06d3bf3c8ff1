import Names
public import Syntax

/// What a file of a site describes: its folder and its name say so, nothing in it does.
public enum SiteFile: Hashable, Sendable {
  /// ACT/System.yaml.
  case system
  /// A file of ACT/Applications; its name is free.
  case application
  /// A file of ACT/Users; its name is the user's.
  case user
  case profile
  case masks
  /// A file of ACT/CommandClasses; its name is the class's.
  case commandClass
  /// A file of ACT/OperatorClasses; its name is the class's.
  case operatorClass
  /// A file of ACT/UpdateClasses; its name is the class's.
  case updateClass
  /// A file of Screens; its name is the panel's.
  case panel
  /// A deck of ACT/Security, for the first run.
  case deck
  /// A file of ACT/Scripts; its name is the script's.
  case script

  /// Where the file of the whole system is.
  public static let systemPath = "ACT/System.yaml"
  /// Folders that a site has, and what their files describe; each but the first two may be missing.
  public static let folders: [(path: String, kind: SiteFile)] = [
    ("ACT/Applications", .application), ("Screens", .panel), ("ACT/Masks", .masks),
    ("ACT/Profiles", .profile), ("ACT/Users", .user), ("ACT/UpdateClasses", .updateClass),
    ("ACT/CommandClasses", .commandClass), ("ACT/OperatorClasses", .operatorClass),
    ("ACT/Scripts", .script), ("ACT/Security", .deck),
  ]

  /// Endings of the files of a kind.
  public var endings: [String] {
    switch self {
    case .panel: [".panel"]
    case .deck: [".racf", ".kgup"]
    case .script: [".acl"]
    default: [".yaml"]
    }
  }

  /// Whether its files have labels and values.
  public var isTable: Bool {
    switch self {
    case .panel, .deck, .script: false
    case .system, .application, .user, .profile, .masks, .commandClass, .updateClass,
      .operatorClass:
      true
    }
  }

  /// What a path of a site describes; nil where the server reads no such file.
  public static func kind(of path: String) -> SiteFile? {
    if path == systemPath { return .system }
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let name = path[path.utf8.index(after: slash)...]
    guard let kind = folders.first(where: { $0.path == path[..<slash] })?.kind,
      !name.hasPrefix("."),
      kind.endings.contains(where: { name.hasSuffix($0) && name.utf8.count > $0.utf8.count })
    else { return nil }
    return kind
  }

  /// What is to be told of an entry of a folder that the server does not read; nil where the entry is
  /// nobody's business, such as what begins with a full stop.
  public static func ignored(_ path: String, isFolder: Bool) -> Diagnostic? {
    guard let slash = path.lastIndex(of: "/") else { return nil }
    let folder = String(path[..<slash])
    let name = String(path[path.index(after: slash)...])
    if name.hasPrefix(".") || name.uppercased().hasPrefix("README") { return nil }
    let note: String
    if isFolder {
      if folder == "ACT" {
        let known = folders.map(\.path).filter { $0.hasPrefix("ACT/") }.map { $0.dropFirst(4) }
        note =
          Suggestion.closest(to: name, among: known.map(String.init))
          .map { "did you mean \($0)?" } ?? "its folders are " + known.joined(separator: ", ")
      } else {
        note = "files stand in \(folder) itself"
      }
      return Diagnostic(
        path, at: nil, says: "the server does not read this folder", note: note, severity: .warning)
    }
    if folder == "ACT" {
      let isNear = Suggestion.closest(to: name, among: ["System.yaml"]) != nil
      note =
        isNear
        ? "did you mean System.yaml?" : "applications are files of ACT/Applications, NAME.yaml"
    } else {
      let endings = folders.first { $0.path == folder }?.kind.endings ?? []
      let whole = SourceText(path: path, text: "").name
      // A copy, such as BOB.yaml.bak.
      let stem =
        endings.first { whole.hasSuffix($0) }.map { String(whole.dropLast($0.count)) } ?? whole
      note = "it would be " + endings.map { stem + $0 }.joined(separator: " or ")
    }
    return Diagnostic(
      path, at: nil, says: "the server does not read this file", note: note, severity: .warning)
  }
}
