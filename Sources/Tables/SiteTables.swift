public import Bytes
public import Names

/// A session as it is for a user: the application's entry, complete and checked.
public final class EffectiveSession: Sendable {
  /// The application's entry.
  public let entry: ACTEntry
  /// What the user types for it.
  public let id: SessionID
  /// Name of the application in the network.
  public let application: APPLID
  /// Where the application is reached.
  public let host: HostTarget
  /// Name of the session's key, as `PF13`.
  public let key: String?
  /// The application name that a ticket is made for.
  public let ticketProfile: TicketName
  /// The file that defines it, as `ACT/Applications/TSOA.yaml`.
  public let path: String
  /// All of it, frozen once: it never changes, and each of its sessions is frozen often.
  private let frozen: [UInt8]

  init(_ entry: ACTEntry, _ application: APPLID, at host: HostTarget, path: String) {
    self.path = path
    self.entry = entry
    self.application = application
    self.host = host
    id = entry.sessionID ?? SessionID(packed: application.packed)
    key = entry.sessionKey
    ticketProfile = entry.ticketProfile ?? TicketName(application)
    frozen = Self.frozen(entry, path, as: id)
  }

  private init(_ like: EffectiveSession, _ id: SessionID) {
    (entry, application, host, path) = (like.entry, like.application, like.host, like.path)
    (key, ticketProfile) = (like.key, like.ticketProfile)
    self.id = id
    frozen = Self.frozen(entry, path, as: id)
  }

  private static func frozen(_ entry: ACTEntry, _ path: String, as id: SessionID) -> [UInt8] {
    var freezer = Freezer()
    freezer.put(entry)
    freezer.put(path)
    freezer.put(id)
    return freezer.bytes
  }

  /// The entry with what its blank labels stand for.
  public var wholeEntry: ACTEntry {
    var whole = entry
    whole.sessionID = ownID
    whole.ticketProfile = ticketProfile
    return whole
  }

  /// The id that the tables give it.
  public var ownID: SessionID { entry.sessionID ?? SessionID(packed: application.packed) }

  /// The same session under an id that is free: its own, or the first of `ID#2`, `ID#3` and so on.
  ///
  /// `isFree`: whether nobody has an id; where none is, the own id stays.
  public func named(isFree: (SessionID) -> Bool) -> EffectiveSession {
    if isFree(ownID) { return id == ownID ? self : EffectiveSession(self, ownID) }
    let base = ownID.description.prefix(5)
    for number in 2...99 {
      if let other = SessionID("\(base)#\(number)"), isFree(other) {
        return EffectiveSession(self, other)
      }
    }
    return self
  }
}

/// All tables of a site: immutable; a change makes another.
public final class SiteTables: Sendable {
  /// Options of the whole system.
  public let system: SystemOptions
  /// In menu order, the invisible ones among them.
  public let sessions: [EffectiveSession]
  /// Those that the menu shows.
  public let visible: [EffectiveSession]
  /// Options of users that have a file, over those of their profiles and of DEFAULT.
  public let users: [UserID: UserOptions]
  /// Options of all others: the profile DEFAULT, where there is one.
  public let standard: UserOptions?
  /// What the users' own files say, and the profiles.
  let ownOptions: [UserID: UserOptions]
  let profiles: [String: UserOptions]
  private let masks: [String: MaskingRules]
  private let byID: [SessionID: EffectiveSession]

  init(
    system: SystemOptions, sessions: [EffectiveSession], users: [UserID: UserOptions] = [:],
    profiles: [String: UserOptions] = [:], masks: [String: MaskingRules] = [:]
  ) {
    self.system = system
    let standard = profiles[UserOptions.defaultProfile]
    self.standard = standard
    self.profiles = profiles
    self.masks = masks
    ownOptions = users
    self.users = users.mapValues { $0.over(Self.profile(of: $0, profiles)) }
    self.sessions = sessions.sorted {
      ($0.entry.menuPosition, $0.id) < ($1.entry.menuPosition, $1.id)
    }
    visible = self.sessions.filter { !$0.entry.isInvisible }
    byID = Dictionary(sessions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What holds for a user who says nothing: the profile that the user's file names over DEFAULT, which
  /// is everybody's.
  private static func profile(
    of own: UserOptions?, _ profiles: [String: UserOptions]
  ) -> UserOptions? {
    let standard = profiles[UserOptions.defaultProfile]
    guard let named = own?.profile.flatMap({ profiles[$0] }) else { return standard }
    return named.over(standard)
  }

  func profile(of own: UserOptions?) -> UserOptions? { Self.profile(of: own, profiles) }

  /// The session of an id, as for users without options; nil where there is none.
  public func session(_ id: SessionID) -> EffectiveSession? { byID[id] }

  /// LU names to ask a session's host for, in order: what the masking rules make of the terminal's
  /// own name, those of the entry before the user's, then the entry's `LU name`.
  public func luNames(
    of session: EffectiveSession, for terminal: LUName, given: LUName, user: UserID?
  ) -> [LUName] {
    let options = user.flatMap { users[$0] } ?? standard
    let rules = (session.entry.maskName ?? options?.maskName).flatMap { masks[$0] }
    let masked = rules?.name(for: terminal)
    let own = session.entry.takesClientName ? terminal : given
    let listed = session.entry.luMasks.map { $0.name(for: own) }
    return (masked.map { [$0] } ?? []) + listed.filter { $0 != masked }
  }
}

/// A definition is written whole: what a session runs with stays what it was at its start, whatever the
/// tables say when it is read back.
extension EffectiveSession {
  /// Writes the entry, its file and the session's id.
  public func freeze(into freezer: inout Freezer) { freezer.put(raw: frozen) }
}

extension SiteTables {
  /// Reads what a definition wrote: the tables' own one where it says the same, so that there is one of
  /// it, else what it was.
  public func definition(thawing thawer: inout Thawer) throws(ThawError) -> EffectiveSession {
    let entry = try thawer.take(ACTEntry.self)
    let path = try thawer.take(String.self)
    let id = try thawer.take(SessionID.self)
    guard let application = entry.application, let host = entry.host else {
      throw .invalid("definition")
    }
    let frozen = EffectiveSession(entry, application, at: host, path: path)
    let own = session(frozen.ownID)
    let isSame = own?.entry == entry && own?.path == path
    let definition = (isSame ? own ?? frozen : frozen).named { $0 == id }
    guard definition.id == id else { throw .invalid("session id") }
    return definition
  }
}
