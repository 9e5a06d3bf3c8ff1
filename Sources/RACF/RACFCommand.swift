public import Crypto
public import Names
public import PassTicket
public import SAF

/// A RACF command, understood.
public enum RACFCommand: Sendable {
  case addUser([UserID], UserChange)
  case alterUser([UserID], UserChange)
  /// No users: all of them.
  case listUser([UserID], SegmentView)
  case deleteUser([UserID])
  case addGroup([GroupName], GroupChange)
  case alterGroup([GroupName], GroupChange)
  /// No groups: all of them.
  case listGroup([GroupName], SegmentView)
  case deleteGroup([GroupName])
  case connect([UserID], GroupName, ConnectChange)
  case remove([UserID], GroupName, owner: String?)
  case password(PasswordChange)
  case define(ResourceClass, [RACFProfileName], ProfileChange)
  case alter(ResourceClass, [RACFProfileName], ProfileChange)
  case list(ResourceClass, [RACFProfileName], ProfileView)
  case delete(ResourceClass, [RACFProfileName])
  case permit(PermitTarget, PermitChange)
  case search(SearchFilter)
  case setOptions(ClassOptions)
  /// RVARY LIST.
  case listDatabases
  /// HELP: its lines.
  case help([String])
}

/// A profile of a class.
public enum RACFProfileName: Hashable, Sendable, CustomStringConvertible {
  /// A profile of PTKTDATA with keys of tickets.
  case key(PTKTDATAName)
  /// A profile that says who may use something; of PTKTDATA also a generic one, whose key no ticket
  /// is made with.
  case resource(ResourceName)
  /// `*`: every profile of the class.
  case all

  /// Nil where the text is no name of the class.
  public init?(_ text: String, in resourceClass: ResourceClass) {
    switch resourceClass {
    case .tickets:
      if let name = PTKTDATAName(text), !Self.isAuthority(text) {
        self = .key(name)
        return
      }
      // Generic names, and IRRPTAUTH.appl.user.
      guard let name = ResourceName(text), name.isGeneric || Self.isAuthority(text) else {
        return nil
      }
      guard name.isGeneric || text.split(separator: ".").count == 3 else { return nil }
      self = .resource(name)
    case .applications:
      guard let name = ResourceName(text), !text.contains("."), text.utf8.count <= 8 else {
        return nil
      }
      self = .resource(name)
    case .services, .keys, .operatorCommands:
      guard let name = ResourceName(text) else { return nil }
      self = .resource(name)
    }
  }

  /// `IRRPTAUTH.appl.user`: who may make and check tickets.
  private static func isAuthority(_ text: String) -> Bool {
    text.uppercased().hasPrefix("IRRPTAUTH.")
  }

  /// The name as commands write it.
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
  /// NAME.
  public var name: String?
  /// PASSWORD.
  public var password: SharedSecret?
  /// PHRASE.
  public var phrase: SharedSecret?
  /// DFLTGRP.
  public var defaultGroup: GroupName?
  /// OWNER.
  public var owner: String?
  /// RESUME or REVOKE, at once.
  public var isRevoked: Bool?
  /// REVOKE(date): revoked from this day on, in days since 1970; `removed` by NOREVOKE.
  public var revokeDate: Change<Int64>?
  /// RESUME(date), likewise.
  public var resumeDate: Change<Int64>?
  /// NOPASSWORD: the user has no password any more.
  public var removesPassword = false
  /// NOPHRASE.
  public var removesPhrase = false
  /// DATA; blank by NODATA.
  public var installationData: String?
  /// EXPIRED or NOEXPIRED.
  public var isExpired: Bool?
  /// Attributes that are given (SPECIAL) or taken (NOSPECIAL).
  public var attributes: [String: Bool] = [:]
  /// MFA(FACTOR(AZFTOTP1)); `removed` by NOMFA and DELFACTOR.
  public var factor: Change<FactorWish>?
  /// Authority in the default group (ADDUSER).
  public var authority: GroupAuthority?
}

/// What MFA(FACTOR(AZFTOTP1)) says of a user's second factor.
public struct FactorWish: Hashable, Sendable {
  /// ACTIVE or NOACTIVE; nil where neither is said.
  public var isActive: Bool?
  /// TAGS(REGSTATE:OPEN): the user enrols anew, and the secret of before is forgotten.
  public var forgetsSecret = false
}

/// A new value, or none any more.
public enum Change<Value: Sendable>: Sendable {
  case set(Value)
  case removed

  /// The new value.
  public var value: Value? { if case .set(let value) = self { value } else { nil } }
}

/// What ADDGROUP and ALTGROUP say.
public struct GroupChange: Sendable {
  /// SUPGROUP.
  public var superior: GroupName?
  /// OWNER.
  public var owner: String?
  /// DATA; blank by NODATA.
  public var installationData: String?
}

/// What CONNECT says besides users and group.
public struct ConnectChange: Sendable {
  /// OWNER.
  public var owner: String?
  /// AUTHORITY.
  public var authority: GroupAuthority?
  /// REVOKE or RESUME of the connection.
  public var isRevoked: Bool?
}

/// What PASSWORD and PHRASE say.
public struct PasswordChange: Sendable {
  /// USER.
  public var user: UserID?
  /// The current one and the new one.
  public var password: (current: SharedSecret, new: SharedSecret)?
  /// Of the phrase, likewise.
  public var phrase: (current: SharedSecret, new: SharedSecret)?
  /// INTERVAL, in days; `removed` by NOINTERVAL.
  public var interval: Change<Int>?
}

/// Which segments a listing of users or groups is asked for.
public struct SegmentView: Sendable {
  /// NORACF: only the segments.
  public var onlySegments = false
  /// Segments by name.
  public var segments: [String] = []

  /// The base segment alone.
  public init() {}
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

  /// The legacy key's operand; nil leaves the key as it is.
  public var legacy: LegacyKey?
  /// EPTKEYLABEL.
  public var enhancedLabel: KeyLabel?
  /// NOEPTKEYLABEL, or NOSSIGNON.
  public var removesEnhanced = false
  /// TYPE.
  public var form: EnhancedPassTicket.Form?
  /// TIMEOUT, in seconds.
  public var timeout: Int64?
  /// REPLAY.
  public var allowsReplay: Bool?
  /// APPLDATA; blank by NOAPPLDATA.
  public var applicationData: String?
  /// DATA; blank by NODATA.
  public var installationData: String?
  /// OWNER.
  public var owner: String?
  /// UACC.
  public var universalAccess: String?
  /// What is kept and listed only, such as AUDIT and LEVEL.
  public var listed: [ListedKeyword: Change<String>] = [:]
  /// FROM: the profile whose access list and data are copied first.
  public var model: (resourceClass: ResourceClass, name: ResourceName)?
}

/// What RLIST is to show.
public struct ProfileView: Sendable {
  /// SSIGNON.
  public var signOn = false
  /// NORACF: only the SSIGNON block.
  public var onlySegments = false
  /// AUTHUSER, or ALL.
  public var accessList = false
  /// GENERIC or NOGENERIC; nil for both.
  public var generic: Bool?
  /// NOYOURACC.
  public var hidesAccess = false

  /// The base segment, and what is asked for.
  public init(signOn: Bool = false, hidesAccess: Bool = false) {
    self.signOn = signOn
    self.hidesAccess = hidesAccess
  }
}

/// The profile whose access list PERMIT changes.
public enum PermitTarget: Sendable {
  case resource(ResourceClass, ResourceName)
  /// A profile of DATASET, RACF's class where none is said, which has no profiles here.
  case dataSet(String)
}

/// PERMIT's operands.
public struct PermitChange: Sendable {
  /// Users, groups, and `*` for everybody who is defined.
  public var ids: [String] = []
  /// Nil to delete.
  public var access: AccessLevel?
  /// RESET: the standard access list is emptied first.
  public var resets = false
  /// WHEN: the entries are of the conditional access list, which does not exist here.
  public var isConditional = false
  /// FROM: the profile whose access list is copied first.
  public var model: (resourceClass: ResourceClass, name: ResourceName)?
}

/// SEARCH's operands.
public struct SearchFilter: Sendable {
  /// What is looked for.
  public enum Kind: Sendable {
    case users
    case groups
    case profiles(ResourceClass)
    /// A class that has no profiles here.
    case other
  }

  /// What is looked for.
  public var kind = Kind.other
  /// MASK: the name begins with the first text, and has the second behind it.
  public var mask: [String] = []
  /// FILTER: a name with `%`, `*` and `**`.
  public var filter: ResourceName?
  /// GENERIC or NOGENERIC; nil for both.
  public var generic: Bool?
}

/// One operand of SETROPTS PASSWORD, or INACTIVE.
public enum PasswordSetting: Hashable, Sendable {
  case interval(Int)
  case minimumChange(Int)
  /// 0 by NOHISTORY.
  case history(Int)
  /// Nil by NOREVOKE.
  case revoke(Int?)
  /// Nil by NOWARNING.
  case warning(Int?)
  case mixedCase(Bool)
  case specialCharacters(Bool)
  /// FIRSTEXPIRED or NOFIRSTEXPIRED.
  case firstExpired(Bool)
  /// Nil by NORULEn.
  case rule(Int, PasswordSyntax?)
  /// NORULES.
  case noRules
  /// Nil by NOINACTIVE.
  case inactive(Int?)
}

/// SETROPTS, as far as it is about these classes.
public struct ClassOptions: Sendable {
  /// CLASSACT.
  public var activates: Set<ResourceClass> = []
  /// NOCLASSACT.
  public var deactivates: Set<ResourceClass> = []
  /// RACLIST, with REFRESH or without.
  public var refreshes: Set<ResourceClass> = []
  /// PASSWORD(...), INACTIVE and NOINACTIVE, in their order.
  public var passwords: [PasswordSetting] = []
  /// LIST.
  public var lists = false
}
