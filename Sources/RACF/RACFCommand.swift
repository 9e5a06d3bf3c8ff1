public import Crypto
public import Names
public import PassTicket

/// A RACF command, understood.
public enum RACFCommand: Sendable {
  case addUser([UserID], UserChange)
  case alterUser([UserID], UserChange)
  /// Empty: all users.
  case listUser([UserID])
  case deleteUser([UserID])
  case addGroup([GroupName], superior: GroupName?)
  case connect([UserID], GroupName, ConnectChange)
  case define(ResourceClass, [RACFProfileName], ProfileChange)
  case alter(ResourceClass, [RACFProfileName], ProfileChange)
  case list(ResourceClass, [RACFProfileName], ProfileView)
  case delete(ResourceClass, [RACFProfileName])
  case permit(ResourceClass, ResourceName, PermitChange)
  case setOptions(ClassOptions)
}

/// A profile of a class.
public enum RACFProfileName: Hashable, Sendable, CustomStringConvertible {
  /// A profile of PTKTDATA with keys of tickets.
  case key(PTKTDATAName)
  /// A profile that says who may use something.
  case resource(ResourceName)
  /// `*`: every profile of the class.
  case all

  /// Nil where the text is no name of the class; a generic name is none for keys.
  public init?(_ text: String, in resourceClass: ResourceClass) {
    if resourceClass == .tickets, !Self.isAuthority(text) {
      guard let name = PTKTDATAName(text) else { return nil }
      self = .key(name)
    } else if let name = ResourceName(text),
      resourceClass != .tickets || text.split(separator: ".").count == 3
    {
      self = .resource(name)
    } else {
      return nil
    }
  }

  /// `IRRPTAUTH.appl.user`: who may make and check tickets.
  private static func isAuthority(_ text: String) -> Bool {
    text.uppercased().hasPrefix("IRRPTAUTH.")
  }

  public var description: String {
    switch self {
    case .key(let name): name.description
    case .resource(let name): name.description
    case .all: "*"
    }
  }
}

/// What ADDUSER and ALTUSER say; nil leaves a thing as it is.
public struct UserChange: Sendable {
  public var name: String?
  public var password: SharedSecret?
  public var defaultGroup: GroupName?
  public var owner: String?
  /// RESUME or REVOKE.
  public var isRevoked: Bool?
  /// NOPASSWORD: the user becomes PROTECTED.
  public var removesPassword = false
  public var installationData: String?
}

/// What CONNECT says besides users and group.
public struct ConnectChange: Sendable {
  public var owner: String?
  public var authority: GroupAuthority?
}

/// What a user may do in a group, in order.
public enum GroupAuthority: String, CaseIterable, Sendable {
  case use = "USE"
  case create = "CREATE"
  case connect = "CONNECT"
  case join = "JOIN"
}

/// What RDEFINE and RALTER say; nil leaves a thing as it is.
public struct ProfileChange: Sendable {
  /// The legacy key's operand.
  public enum LegacyKey: Sendable {
    case masked(SharedSecret)
    case encrypted(SharedSecret)
    case label(KeyLabel)
    /// ENCRYPTKEY: a masked key goes into the CKDS.
    case encrypt
    case none
  }

  public var legacy: LegacyKey?
  public var enhancedLabel: KeyLabel?
  public var removesEnhanced = false
  public var form: EnhancedPassTicket.Form?
  public var timeout: Int64?
  public var allowsReplay: Bool?
  public var applicationData: String?
  public var installationData: String?
  public var owner: String?
  public var universalAccess: String?
}

/// What RLIST is to show.
public struct ProfileView: Sendable {
  public var signOn = false
  /// NORACF: only the SSIGNON block.
  public var onlySegments = false
  public var accessList = false
}

/// PERMIT's operands.
public struct PermitChange: Sendable {
  /// Users, groups, and `*` for everybody who is defined.
  public var ids: [String] = []
  /// Nil to delete.
  public var access: AccessLevel?
  public var resets = false
}

/// Levels of access, in order.
public enum AccessLevel: String, Comparable, CaseIterable, Sendable {
  case none = "NONE"
  case read = "READ"
  case update = "UPDATE"
  case control = "CONTROL"
  case alter = "ALTER"

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// SETROPTS, as far as it is about these classes.
public struct ClassOptions: Sendable {
  public var activates: Set<ResourceClass> = []
  public var deactivates: Set<ResourceClass> = []
  public var refreshes: Set<ResourceClass> = []
  public var lists = false
}
