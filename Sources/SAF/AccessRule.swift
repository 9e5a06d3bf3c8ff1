public import Names

/// A profile that says who may use what its name covers.
public struct AccessRule: Hashable, Sendable {
  /// What it covers.
  public let name: ResourceName
  /// The user or group that owns it.
  public var owner = "IBMUSER"
  /// APPLDATA.
  public var applicationData = ""
  /// DATA.
  public var installationData = ""
  /// Access of everybody who has no entry (UACC).
  public var universal = AccessLevel.none
  /// The access list: levels by user, group, or `*` for everybody who is defined.
  public var entries: [String: AccessLevel] = [:]

  /// A profile without entries that gives nobody access.
  public init(name: ResourceName) { self.name = name }

  /// The access of a user who is defined and not revoked: the user's own entry, else the highest entry of
  /// the user's groups, else the entry `*`, else UACC.
  public func access(of user: UserID, in groups: [GroupName]) -> AccessLevel {
    if let own = entries[user.description] { return own }
    if let best = groups.compactMap({ entries[$0.description] }).max() { return best }
    return entries["*"] ?? universal
  }
}

/// The profiles of one class, and the rule that finds the one that counts.
public struct RuleTable: Hashable, Sendable {
  private var rules: [ResourceName: AccessRule] = [:]
  /// Those of them that stand for several names.
  private var generic: [ResourceName: AccessRule] = [:]

  /// A class without profiles.
  public init() {}

  /// The profile of exactly this name.
  public subscript(_ name: ResourceName) -> AccessRule? {
    get { rules[name] }
    set {
      rules[name] = newValue
      if name.isGeneric { generic[name] = newValue }
    }
  }

  /// All profiles, by name.
  public var all: [AccessRule] { rules.values.sorted { $0.name < $1.name } }

  /// The most specific profile that covers a resource: the one of its own name, else a generic one.
  public func covering(_ resource: String) -> AccessRule? {
    if let name = ResourceName(resource), let own = rules[name] { return own }
    return generic.values.filter { $0.name.covers(resource) }
      .min { $0.name.isMoreSpecific(than: $1.name) }
  }
}
