public import Bytes
public import Names

/// A resource of the security manager whose READ opens something: `TSOPROD`, or `CSFSERV/CSFENC`.
public struct Permission: Hashable, Sendable, CustomStringConvertible {
  /// The resource's class; APPL where none is written.
  public let resourceClass: ResourceClass
  /// The resource's name, which is no generic one.
  public let resource: String

  /// Nil where the class is none of RACF's here, or the name is none of one resource.
  public init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/") else {
      guard let name = PackedName(text) else { return nil }
      (resourceClass, resource) = (.applications, name.text)
      return
    }
    guard let type = ResourceClass(rawValue: text[..<slash].uppercased()),
      let name = ResourceName(text[text.index(after: slash)...]), !name.isGeneric
    else { return nil }
    (resourceClass, resource) = (type, name.description)
  }

  /// As it is written: without the class where that is APPL.
  public var description: String {
    resourceClass == .applications && PackedName(resource) != nil
      ? resource : "\(resourceClass.rawValue)/\(resource)"
  }

  static let expected =
    "a resource of the class APPL, or CLASS/RESOURCE of "
    + ResourceClass.allCases.map(\.rawValue).joined(separator: ", ")
  /// The same for a JSON Schema (ECMA-262).
  static let pattern: String = {
    let classes = ResourceClass.allCases.map { FieldShape.anyCase($0.rawValue) }
    let part = "[A-Za-z0-9$#@]+"
    return "^([A-Za-z0-9$#@]{1,8}|(\(classes.joined(separator: "|")))/(?=.{1,246}$)"
      + "\(part)([.]\(part))*)$"
  }()
}

extension Permission: Freezable {
  /// Appends the text.
  public func freeze(into freezer: inout Freezer) { freezer.put(description) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let permission = Permission(try thawer.take(String.self)) else {
      throw .invalid("permission")
    }
    self = permission
  }
}

/// What the security manager says of a user, as far as the tables ask: which of the groups that they name
/// the user is in, and which of the resources the user may read.
public struct Rights: Hashable, Sendable, Freezable {
  /// The user's groups.
  public let groups: Set<GroupName>
  /// Resources of which the user has READ.
  public let permissions: Set<Permission>

  /// Both, in order, frozen once: they never change, may be thousands, and are frozen with each change of
  /// what their user does.
  private let frozen: [UInt8]

  /// Nobody's groups, and no right, where nothing is said.
  public init(groups: Set<GroupName> = [], permissions: Set<Permission> = []) {
    self.groups = groups
    self.permissions = permissions
    var freezer = Freezer()
    freezer.put(groups.sorted())
    freezer.put(permissions.map(\.description).sorted())
    frozen = freezer.bytes
  }

  /// Whether both say the same.
  public static func == (left: Rights, right: Rights) -> Bool { left.frozen == right.frozen }

  /// Of many rights a few tell enough.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(frozen.count)
    for byte in frozen.suffix(64) { hasher.combine(byte) }
  }

  /// A line for each, sorted.
  public var lines: [String] {
    groups.sorted().map { "group \($0)" } + permissions.map { "permission \($0)" }.sorted()
  }

  /// What `lines` told; lines that are none of it say nothing.
  public init(lines: [String]) {
    func values(_ word: String) -> [String] {
      lines.filter { $0.hasPrefix(word + " ") }.map { String($0.dropFirst(word.count + 1)) }
    }
    self.init(
      groups: Set(values("group").compactMap { GroupName($0) }),
      permissions: Set(values("permission").compactMap { Permission($0) }))
  }

  /// Appends both sets.
  public func freeze(into freezer: inout Freezer) { freezer.put(raw: frozen) }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(
      groups: Set(try thawer.take([GroupName].self)),
      permissions: Set(try thawer.take([Permission].self)))
  }
}

/// Whom something is opened to: an application or a profile with `Groups` or `Permission`.
struct Gate: Hashable, Sendable {
  let groups: [GroupName]
  let permission: Permission?

  /// Nil where neither label says anything.
  init?(_ groups: NameList?, _ permission: Permission?) {
    guard groups != nil || permission != nil else { return nil }
    self.groups = groups?.names.map { GroupName(packed: $0) } ?? []
    self.permission = permission
  }

  /// What opens it to a user, in words; nil where nothing does.
  func opening(_ rights: Rights) -> String? {
    if let group = groups.first(where: rights.groups.contains) { return "group \(group)" }
    if let permission, rights.permissions.contains(permission) {
      return "READ to \(permission.resource) in \(permission.resourceClass.rawValue)"
    }
    return nil
  }
}

/// Names with commas between, in their order.
struct NameList: Hashable, Sendable, CustomStringConvertible {
  let names: [PackedName]

  /// Most names of one list: who has more wants a group or a profile in their place.
  static let limit = 32
  static let expected = "1 to \(limit) names with commas between"
  /// The same for a JSON Schema (ECMA-262).
  static let pattern = "^\(item)(,\(item)){0,\(limit - 1)}$"
  private static let item = " *[A-Za-z0-9$#@]{1,8} *"

  /// Nil where an item is no name; one that stands twice counts once.
  init?(_ text: String) {
    let items = text.split(separator: ",", omittingEmptySubsequences: false)
    guard items.count <= Self.limit else { return nil }
    var names: [PackedName] = []
    for item in items {
      let words = item.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count == 1, let name = PackedName(words[0]) else { return nil }
      if !names.contains(name) { names.append(name) }
    }
    self.names = names
  }

  /// As it is written.
  var description: String { names.map(\.text).joined(separator: ",") }
}
