import SAF
import Syntax
import Tables

/// What differs between two texts of a definition file, in a few words and without secrets.
struct SiteDifference {
  /// As `Session timeout: 10 -> 20; Session options TSOA Session key: (none) -> PF5`.
  let text: String

  /// - `path`: which file it is.
  /// - `old`: nil where there was none.
  /// - `new`: nil where it is gone.
  init(_ path: String, from old: String?, to new: String?) {
    switch (old, new) {
    case (nil, _): text = "a new file"
    case (_, nil): text = "the file is gone"
    case (let old?, let new?):
      guard SiteFile.kind(of: path) != .panel else {
        text = "the panel is another"
        return
      }
      guard SiteFile.kind(of: path) != .script else {
        text = "the script is another"
        return
      }
      let (before, after) = (Values(path, old), Values(path, new))
      text = before.isRead && after.isRead ? after.difference(from: before) : "the text is another"
    }
  }

  /// The values of a file by the way to each.
  private struct Values {
    private(set) var isRead = true
    private var all: [String: String] = [:]

    /// What a host gets, which may be a password: that it changed is told, and not what it is.
    private static let secrets: Set<String> = ["session data"]

    init(_ path: String, _ text: String) {
      guard let root = YAMLNode.parse(SourceText(path: path, text: text)).0 else {
        isRead = false
        return
      }
      add(root, "")
    }

    private mutating func add(_ node: YAMLNode, _ way: String) {
      switch node {
      case .scalar(let text, _): all[way] = text
      case .sequence(let items, _):
        for (place, item) in items.enumerated() {
          add(item, "\(way) \(place + 1)")
        }
      case .mapping(let members, _):
        for member in members {
          add(member.value, way.isEmpty ? member.key : "\(way) \(member.key)")
        }
      }
    }

    func difference(from old: Values) -> String {
      let ways = Set(all.keys).union(old.all.keys).filter { all[$0] != old.all[$0] }.sorted()
      let parts = ways.map { way in
        Self.secrets.contains { way.lowercased().contains($0) }
          ? "\(way): another, which is not shown"
          : AuditTrail.difference(way, from: old.all[way] ?? "", to: all[way] ?? "")
      }
      return parts.isEmpty ? "comments or order" : parts.joined(separator: "; ")
    }
  }
}
