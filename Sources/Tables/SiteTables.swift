public import Bytes
public import Names
public import Script
import Synchronization
import Syntax

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
  /// All of it, frozen when it is first wanted: it never changes, and each of its sessions is frozen
  /// often, but of most entries of a large site none runs.
  private let frozen = Mutex<[UInt8]>([])

  init(_ entry: ACTEntry, _ application: APPLID, at host: HostTarget, path: String) {
    self.path = path
    self.entry = entry
    self.application = application
    self.host = host
    id = entry.sessionID ?? SessionID(packed: application.packed)
    key = entry.sessionKey
    ticketProfile = entry.ticketProfile ?? TicketName(application)
  }

  private init(_ like: EffectiveSession, _ id: SessionID) {
    (entry, application, host, path) = (like.entry, like.application, like.host, like.path)
    (key, ticketProfile) = (like.key, like.ticketProfile)
    self.id = id
  }

  /// The session of `/E`, in which users change their own options; it stands in no file.
  public static let selfMaintenance: EffectiveSession = {
    guard let name = APPLID("TPXSELF") else { preconditionFailure("a name follows its rule") }
    var entry = ACTEntry()
    entry.application = name
    entry.host = .selfMaintenance
    entry.summary = "Your own options"
    return EffectiveSession(entry, name, at: .selfMaintenance, path: "")
  }()

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
  /// Applications that are opened to some users alone.
  let gated: [EffectiveSession]
  /// What the users' own files say, and the profiles.
  let users: [UserID: UserOptions]
  let profiles: [String: UserOptions]
  /// Profiles that groups and permissions open: those that come first, then by name.
  private let opened: [(name: String, gate: Gate, options: UserOptions)]
  /// All that the tables ask the security manager: the rights of who is in every group that they name,
  /// and may read every resource.
  public let everything: Rights
  let masks: [String: MaskingRules]
  /// What sessions type by themselves.
  public let scripts: ScriptLibrary
  let updateClasses: [String: UpdateClass]
  let commandClasses: [String: CommandClass]
  let operatorClasses: [String: OperatorClass]
  private let byID: [SessionID: EffectiveSession]

  /// Classes of each kind, by name.
  typealias Classes = (
    update: [String: UpdateClass], command: [String: CommandClass],
    operators: [String: OperatorClass]
  )

  init(
    system: SystemOptions, sessions: [EffectiveSession], users: [UserID: UserOptions] = [:],
    profiles: [String: UserOptions] = [:], masks: [String: MaskingRules] = [:],
    scripts: ScriptLibrary = ScriptLibrary(), classes: Classes = ([:], [:], [:])
  ) {
    self.system = system
    self.profiles = profiles
    self.masks = masks
    self.scripts = scripts
    (updateClasses, commandClasses, operatorClasses) = classes
    self.users = users
    self.sessions = sessions.sorted {
      ($0.entry.menuPosition, $0.id) < ($1.entry.menuPosition, $1.id)
    }
    byID = Dictionary(sessions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    gated = self.sessions.filter { $0.entry.gate != nil }
    opened = profiles.compactMap { name, options in options.gate.map { (name, $0, options) } }
      .sorted {
        ($0.options.comesFirst ? 0 : 1, $0.name) < ($1.options.comesFirst ? 0 : 1, $1.name)
      }
    let gates = gated.compactMap(\.entry.gate) + opened.map(\.gate)
    everything = Rights(
      groups: Set(gates.flatMap(\.groups)), permissions: Set(gates.compactMap(\.permission)))
  }

  /// How many entries there are of each kind, and where their files lie.
  public var sizes: [(kind: String, entries: Int, place: String)] {
    [("SYSTEM", 1, SiteFile.systemPath)]
      + SiteFile.folders.compactMap { path, kind in
        let name = path.split(separator: "/").last.map { $0.uppercased() } ?? path
        return entries(of: kind).map { (name, $0, path) }
      }
  }

  /// How many entries of a kind there are; nil of kinds that the tables do not hold.
  private func entries(of kind: SiteFile) -> Int? {
    switch kind {
    case .application: sessions.count
    case .user: users.count
    case .profile: profiles.count
    case .masks: masks.count
    case .updateClass: updateClasses.count
    case .commandClass: commandClasses.count
    case .script: scripts.count
    case .operatorClass: operatorClasses.count
    case .system, .panel, .deck: nil
    }
  }

  /// Whether what a user has depends on what the security manager says of the user.
  public var asksRights: Bool { everything != Rights() }

  /// All that the tables name and the security manager has to define: what they ask of users, and groups
  /// whose users need a second factor.
  public var toBeDefined: Rights {
    Rights(
      groups: everything.groups.union(system.secondFactorGroups),
      permissions: everything.permissions)
  }

  /// What holds for a user of whom the security manager says this; nil is anybody without a file.
  public func effective(_ user: UserID?, _ rights: Rights = Rights()) -> EffectiveUser {
    effective(own: own(user), rights)
  }

  /// What a user's own file says; nil where there is none. Users with equal ones, and equal rights, have
  /// the same.
  public func own(_ user: UserID?) -> UserOptions? { user.flatMap { users[$0] } }

  /// What holds for whoever's own file says this.
  public func effective(own: UserOptions?, _ rights: Rights) -> EffectiveUser {
    EffectiveUser(self, own: own, profiles: chosen(own, rights), rights: rights)
  }

  /// What holds for a user whose file has these bytes, whether they are in force yet or not.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - bytes: what it has; nil where there is none.
  ///   - rights: what the security manager says of the user.
  /// - Returns: what holds for the user then.
  public func effective(
    own path: String, _ bytes: [UInt8]?, rights: Rights
  ) -> EffectiveUser {
    effective(
      own: bytes.flatMap {
        FileReading(SourceText(path: path, bytes: $0)).options
      }, rights)
  }

  /// What a user may change with `/E`; nil where that is nothing.
  public func updateClass(of user: EffectiveUser) -> UpdateClass? {
    guard let name = system.options(of: user.options).updateClass, name != UpdateClass.none else {
      return nil
    }
    return updateClasses[name].flatMap { $0.opensSomething ? $0 : nil }
  }

  /// Which commands a user has; of who has no class, all.
  public func commandClass(of user: EffectiveUser) -> CommandClass {
    system.options(of: user.options).commandClass.flatMap { commandClasses[$0] } ?? CommandClass()
  }

  /// Which operators' commands a user's class leaves, of those that the security manager gives; nil where
  /// no class is named, which leaves them all.
  public func operatorClass(of user: EffectiveUser) -> (name: String, commands: OperatorClass)? {
    system.options(of: user.options).operatorClass.map {
      ($0, operatorClasses[$0] ?? OperatorClass())
    }
  }

  /// What members of the control group may; without a name where the system names no class.
  public var controlGroupClass: (name: String?, commands: OperatorClass) {
    guard let name = system.controlGroupClass else { return (nil, .display) }
    return (name, operatorClasses[name] ?? OperatorClass())
  }

  /// Whether any user's operator class can be told: where there is none, all have what RACF gives.
  public var hasOperatorClasses: Bool { !operatorClasses.isEmpty }

  /// The profiles of a user but DEFAULT: those that the user's file names, then those that are opened.
  private func chosen(_ own: UserOptions?, _ rights: Rights) -> [ChosenProfile] {
    var chosen = named(own)
    for (name, gate, options) in opened where !chosen.contains(where: { $0.name == name }) {
      guard let why = gate.opening(rights) else { continue }
      chosen.append(ChosenProfile(name: name, why: why, options: options))
    }
    return chosen
  }

  /// The profiles that a user's file names, but DEFAULT.
  func named(_ own: UserOptions?) -> [ChosenProfile] {
    (own?.profiles?.names.map(\.text) ?? []).compactMap { name in
      guard name != UserOptions.defaultProfile, let options = profiles[name] else { return nil }
      return ChosenProfile(name: name, why: ChosenProfile.named, options: options)
    }
  }

  /// The session of ACT/Applications with this id or, where there is none, with this Application-ID; nil
  /// where there is none or more than one.
  func application(_ name: SessionID) -> EffectiveSession? {
    if let session = byID[name] { return session }
    let found = sessions.filter { $0.application.packed == name.packed }
    return found.count == 1 ? found[0] : nil
  }

  /// The session of an id, as for users without options; nil where there is none.
  public func session(_ id: SessionID) -> EffectiveSession? { byID[id] }

  /// LU names to ask a session's host for, in order: what the masking rules make of the terminal's
  /// own name, those of the entry before the user's, then the entry's `LU name`.
  public func luNames(
    of session: EffectiveSession, for terminal: LUName, given: LUName, user: UserOptions
  ) -> [LUName] {
    let rules = (session.entry.maskName ?? user.maskName).flatMap { masks[$0] }
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
  public func freeze(into freezer: inout Freezer) {
    let bytes = frozen.withLock { frozen in
      if frozen.isEmpty { frozen = Self.frozen(entry, path, as: id) }
      return frozen
    }
    freezer.put(raw: bytes)
  }
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
