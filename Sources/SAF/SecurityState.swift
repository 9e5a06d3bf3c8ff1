public import Keystore
public import Names
public import Time

/// Everything that the security manager knows, as a value: users, groups, profiles, access and the labels
/// of keys. It has no password and no hash of one; its keys are wrapped.
///
/// It changes by ``SecurityChange`` only, so that whoever keeps it on a disk can write down the same.
public struct SecurityState: Sendable {
  /// Users by their ids.
  public internal(set) var users: [UserID: UserRecord] = [:]
  /// When users last signed on. It is apart from their records, so that a sign-on copies no record.
  public internal(set) var lastAccess: [UserID: WallTime] = [:]
  /// Second factors of users who have one, or need one; their secrets are wrapped.
  public internal(set) var factors: [UserID: SecondFactor] = [:]
  /// Groups by their names.
  public internal(set) var groups: [GroupName: GroupRecord] = [:]
  /// Profiles as commands defined them.
  public internal(set) var defined = ProfileSet()
  /// Profiles as they were at the last SETROPTS REFRESH: these count.
  public internal(set) var inForce = ProfileSet()
  /// AUDIT, LEVEL and the like, which are only listed, by class and profile.
  public internal(set) var listed: [ListedProfile: [ListedKeyword: String]] = [:]
  /// Classes that SETROPTS CLASSACT made active.
  public internal(set) var active: Set<ResourceClass> = []
  /// The CKDS.
  public internal(set) var tokens: [KeyLabel: KeyToken] = [:]
  /// Labels of the CKDS that RACF made up; their keys go when no profile names them any more.
  public internal(set) var madeLabels: Set<KeyLabel> = []
  /// What SETROPTS says of passwords.
  public internal(set) var passwords = PasswordOptions()
  /// What operators did to ICSF.
  public internal(set) var icsf = ICSFSettings()
  var keyChanges = KeyChanges()
  /// Who the server is to RACF when it uses ICSF; it has access without being a user, as a started task.
  public let server: UserID

  /// An empty state, with every class inactive.
  public init(server: UserID) { self.server = server }

  /// A profile whose listed keywords are kept.
  public struct ListedProfile: Hashable, Sendable {
    /// The profile's class.
    public let resourceClass: ResourceClass
    /// The profile's name.
    public let name: String

    /// The profile of a class and a name.
    public init(_ resourceClass: ResourceClass, _ name: String) {
      self.resourceClass = resourceClass
      self.name = name
    }
  }

  // MARK: Users and groups

  /// How a user stands with RACF at a time.
  public func standing(of user: UserID, at time: WallTime) -> Standing {
    guard let record = users[user] else { return .undefined }
    return isInactive(record, on: time.day) ? .revoked : record.standing(on: time.day)
  }

  /// Changes by REVOKE(date) and RESUME(date) whose day has come, and by INACTIVE; of one user, or of all.
  public func due(_ user: UserID? = nil, at time: WallTime) -> [SecurityChange] {
    let found = user.map { users[$0].map { [$0] } ?? [] } ?? Array(users.values)
    return found.flatMap { record -> [SecurityChange] in
      var settled = record.settled(on: time.day) ?? record
      let resumes = record.dueResume(on: time.day) != nil
      if isInactive(record, on: time.day) { settled.isRevoked = true }
      guard settled != record else { return [] }
      return [.user(settled)] + (resumes ? resumed(settled, at: time) : [])
    }
  }

  /// Whether INACTIVE revokes a user on a day; RESUME(date) counts more.
  public func isInactive(_ user: UserRecord, on day: Int64) -> Bool {
    user.dueResume(on: day) == nil
      && passwords.isInactive(user, lastAccess: lastAccess[user.id], on: day)
  }

  /// What follows where a user is resumed: wrong passwords of before count no more, and the days of INACTIVE
  /// begin anew, as at a sign-on.
  public func resumed(_ user: UserRecord, at time: WallTime) -> [SecurityChange] {
    [isInactive(user, on: time.day) ? .signedOn(user.id, at: time) : .forgetFailures(user.id)]
  }

  /// Whether a user with SPECIAL can sign on.
  public var hasAdministrator: Bool {
    users.values.contains { $0.isAdministrator && !$0.isRevoked && $0.canProve }
  }

  /// Whether so many wrong passwords in a row revoke a user (SETROPTS PASSWORD(REVOKE)).
  ///
  /// A user with SPECIAL is not revoked, as RACF asks the operator before it does that (ICH301I), nor is
  /// the only one who can sign on; nor is a PROTECTED one, who has nothing to guess.
  public func revokes(_ user: UserID, after failures: Int) -> Bool {
    guard let allowed = passwords.revoke, failures >= allowed, let record = users[user] else {
      return false
    }
    return record.canProve && !record.isAdministrator
      && users.values.contains { $0.id != user && !$0.isRevoked && $0.canProve }
  }

  // MARK: Sign-ons

  /// What a user lacks besides a password; nil where nothing. The one rule: of the user, of the groups that
  /// the user is in, and of the terminal.
  ///
  /// `policy`: the site's; nil where only a password is asked for, since the sign-on stands.
  public func factorNeed(of user: UserRecord, by policy: FactorPolicy?) -> FactorStep.Need? {
    guard let policy else { return nil }
    let factor = factors[user.id]
    let isAsked =
      factor?.isActive == true || policy.asksEverybody
      || user.groups.contains(where: policy.groups.contains)
    guard isAsked else { return nil }
    return factor?.wrapped == nil ? .enrolment : .code
  }

  /// Whether what proved a sign-on still does; a database keeps whole seconds of when it was set.
  func isStill(_ proof: FactorStep.Proof, of user: UserRecord) -> Bool {
    switch proof {
    case .certificate, .authority: true
    case .password(.password, let set):
      user.hasPassword && user.passwordChanged?.seconds == set?.seconds
    case .password(.phrase, let set): user.hasPhrase && user.phraseChanged?.seconds == set?.seconds
    }
  }

  /// What a user is told who signs on with a password or phrase.
  func welcome(_ record: UserRecord, by kind: PasswordKind, at time: WallTime) -> SignOnWelcome {
    SignOnWelcome(
      lastAccess: lastAccess[record.id],
      daysLeft: passwords.daysToTell(of: kind, of: record, on: time.day))
  }

  // MARK: Access

  /// Access of somebody to a resource; nil where no profile covers it.
  ///
  /// Who is not defined, or revoked, has none, whatever access lists and UACC say.
  public func access(
    of user: UserID, to resource: String, in type: ResourceClass, at time: WallTime
  ) -> AccessLevel? {
    guard let rule = inForce.rules(type).covering(resource) else { return nil }
    guard user == server || standing(of: user, at: time).hasAccess else { return AccessLevel.none }
    return rule.access(of: user, in: users[user]?.groups ?? [])
  }

  /// Access of somebody to `IRRPTAUTH.appl.user`; none where the class is not active, no profile covers
  /// it (R_ticketserv: RACF authorization), or who asks is not defined or revoked.
  public func ticketAccess(
    of who: UserID, to application: TicketName, for user: UserID, at time: WallTime
  ) -> AccessLevel {
    guard active.contains(.tickets) else { return .none }
    return access(of: who, to: Self.authority(application, user), in: .tickets, at: time) ?? .none
  }

  /// Name of the resource that says who may make and check a user's tickets for an application.
  static func authority(_ application: TicketName, _ user: UserID) -> String {
    "IRRPTAUTH.\(application).\(user)"
  }

  /// Why RACF keeps a user out of an application: where the class APPL is active and a profile covers the
  /// application, READ is needed (RACF Security Administrator's Guide, Protecting applications). Nil
  /// where it does not.
  public func refusal(
    of user: UserID, to application: TicketName, at time: WallTime
  ) -> String? {
    guard active.contains(.applications),
      let access = access(of: user, to: application.description, in: .applications, at: time),
      access < .read
    else { return nil }
    return "no READ to \(application) in the class APPL"
  }

  // MARK: Keys

  /// Profiles to evaluate a ticket with: the qualified one, then the application's.
  public func evaluationProfiles(
    _ application: TicketName, _ user: UserID
  ) -> [PTKTDATAProfile] {
    guard active.contains(.tickets) else { return [] }
    let names = TicketPlan.names(
      application: application, user: user, group: defaultGroup(of: user), form: .qualified)
    return [TicketPlan.first(names, on: self), inForce.keys[PTKTDATAName(application)]]
      .compactMap(\.self)
  }

  /// Whether a key of some profiles was changed so lately that tickets of the former are on their way.
  func hasNewKey(_ profiles: [PTKTDATAProfile], now: Int64) -> Bool {
    profiles.contains { profile in
      var labels = profile.enhanced.map { [$0.label] } ?? []
      if case .encrypted(let label) = profile.legacy { labels.append(label) }
      return keyChanges.isRecent(profile.name, labels, now: now)
    }
  }

  /// Labels that RACF made up for profiles which do not name them any more, neither as they are defined
  /// nor in force.
  public var unusedLabels: [KeyLabel] {
    let profiles = Array(defined.keys.values) + Array(inForce.keys.values)
    let used = Set(
      profiles.compactMap { if case .encrypted(let label) = $0.legacy { label } else { nil } })
    return madeLabels.subtracting(used).sorted()
  }

  /// Verification patterns that the keys of the CKDS of one master key are under.
  public func patterns(_ key: MasterKey, without labels: Set<KeyLabel> = []) -> Set<[UInt8]> {
    Set(
      tokens.values.filter { $0.kind.masterKey == key && !labels.contains($0.label) }
        .map(\.pattern))
  }
}

/// The state is what tickets are planned on; whether a card can use a key shows when it is tried, and a
/// second is taken for the user who asks.
extension SecurityState: TicketGround {
  /// Whether the class PTKTDATA is active.
  public var isClassActive: Bool { active.contains(.tickets) }
  /// Whether ICSF is started.
  public var isICSFStarted: Bool { icsf.isStarted }
  /// The profile of a name that is in force.
  public func profileInForce(_ name: PTKTDATAName) -> PTKTDATAProfile? { inForce.keys[name] }
  /// The group by which qualified profiles are found.
  public func defaultGroup(of user: UserID) -> GroupName? { users[user]?.defaultGroup }
  /// The type of a label's key in the CKDS.
  public func kind(of label: KeyLabel) -> KeyToken.Kind? { tokens[label]?.kind }
  /// Nil: which card can use a key shows when it is tried.
  public func cardFailure(of label: KeyLabel) -> ServiceFailure? { nil }
  /// Nil: the second is looked for, and taken, for the user who asks.
  public func shortage(_ reach: TicketSlots.Reach) -> TicketSlots.Shortage? { nil }

  /// Whether RACF lets the server use an ICSF service with a key label (ICSF System Programmer's Guide,
  /// Controlling access to ICSF): where the class is active and a profile covers the resource, READ is
  /// needed.
  public func refusal(_ kind: KeyToken.Kind, _ label: KeyLabel) -> ServiceFailure? {
    func isRefused(_ resource: String, _ type: ResourceClass) -> Bool {
      guard active.contains(type), let rule = inForce.rules(type).covering(resource) else {
        return false
      }
      return rule.access(of: server, in: users[server]?.groups ?? []) < .read
    }
    if isRefused(kind.service, .services) { return .serviceRefused }
    return isRefused(label.text, .keys) ? .labelRefused : nil
  }
}

/// Profiles of all classes.
public struct ProfileSet: Sendable {
  /// Profiles of PTKTDATA with keys of tickets.
  public internal(set) var keys: [PTKTDATAName: PTKTDATAProfile] = [:]
  private var tables: [ResourceClass: RuleTable] = [:]

  /// Nothing: no profiles, or ICSF started with all its cards.
  public init() {}

  /// Profiles of a class that say who may use something.
  public func rules(_ type: ResourceClass) -> RuleTable { tables[type] ?? RuleTable() }

  mutating func set(_ rule: AccessRule?, _ name: ResourceName, in type: ResourceClass) {
    tables[type, default: RuleTable()][name] = rule
  }

  /// Takes over what another set says of a class.
  mutating func refresh(_ type: ResourceClass, from other: ProfileSet) {
    tables[type] = other.tables[type]
    if type == .tickets { keys = other.keys }
  }
}

/// Whether ICSF is started, and which cards it uses.
public struct ICSFSettings: Hashable, Sendable {
  /// Whether the operator left ICSF started.
  public var isStarted = true
  /// Names of cards that SETICSF DEACTIVATE took out of use.
  public var deactivated: Set<String> = []

  /// Nothing: no profiles, or ICSF started with all its cards.
  public init() {}
}

extension KeyToken.Kind {
  /// Resource of the class CSFSERV that guards the service which the key is used with: CSNBENC's and
  /// CSNBHMG's.
  var service: String {
    switch self {
    case .des: "CSFENC"
    case .hmac: "CSFHMG"
    }
  }
}
