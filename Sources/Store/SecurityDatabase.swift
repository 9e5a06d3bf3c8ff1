import CSQLite
import Crypto
public import Keystore
public import Names
import PassTicket
import Platform
import SAF
import Synchronization
public import Time

/// Users, PTKTDATA profiles, the CKDS and the replay ledger, in one file of the state directory.
///
/// All methods wait (for the disk, or for a password hash) and may be called from any thread.
public final class SecurityDatabase: Sendable {
  /// What the lock guards.
  struct Inside: ~Copyable {
    let sqlite: SQLite
    /// As they were at the last SETROPTS REFRESH.
    var profiles: [PTKTDATAName: PTKTDATAProfile] = [:]
    /// Default group of each user, likewise, and the groups that each is connected to.
    var groups: [UserID: GroupName] = [:]
    var connects: [String: Set<String>] = [:]
    /// Profiles that say who may use what, likewise.
    var rules: [ResourceClass: [AccessRule]] = [:]
    var active: Set<ResourceClass> = [.tickets]
    /// Who the server is to RACF, when it uses ICSF.
    var server: UserID
    /// Name of the system, in the labels that RACF makes up.
    var systemName = SecurityDatabase.standardSystem
    var tokens: [KeyLabel: KeyToken] = [:]
    var slots: TicketSlots
    /// Seconds up to which slots were promised in the file.
    var slotMark: Int64
    /// Latest time that was ever seen; a clock that steps back does not bring used tickets back.
    var timeMark: Int64
    var guesses = GuessLimiter()
    /// Names of cards that SETICSF DEACTIVATE took out of use.
    var deactivated: Set<String> = []
    /// Whether the operator stopped ICSF.
    var isICSFStopped = false
  }

  let inside: Mutex<Inside>
  /// The built-in crypto card.
  public let softwareCard: SoftwareCard
  /// All cards, the first choice first.
  public let cards: [any CryptoCard]
  /// The key of the database itself, for masked keys.
  let localKey: Secret
  /// Hash that is checked for a user who does not exist, so that the answer takes as long.
  let dummyHash: String
  private let path: String
  let directory: String

  private init(
    _ inside: consuming sending Inside, softwareCard: SoftwareCard, cards: [any CryptoCard],
    localKey: consuming Secret, dummyHash: String, path: String
  ) {
    self.inside = Mutex(inside)
    self.softwareCard = softwareCard
    self.cards = cards
    self.localKey = localKey
    self.dummyHash = dummyHash
    self.path = path
    directory = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
  }

  /// Makes the state directory, for its owner alone, where there is none.
  public static func prepare(directory: String) throws(StoreError) {
    do {
      try Files.makeDirectory(directory)
    } catch {
      throw StoreError(path: directory, reason: error.reason)
    }
    guard Files.isWritable(directory) else {
      throw StoreError(
        path: directory,
        reason:
          "the state directory cannot be written; name another with --state, or mend its rights")
    }
  }

  /// Opens the database of a state directory, or makes it.
  /// - Parameters:
  ///   - keys: directory of the keys; the same one where it is left out.
  ///   - server: who the server is to RACF, for CSFSERV and CSFKEYS.
  ///   - cards: the site's crypto cards, the first choice first; it gets the built-in one.
  public static func open(
    directory: String, keys: String? = nil, server: UserID? = nil,
    cards: (SoftwareCard) -> [any CryptoCard] = { [$0] }
  ) throws(StoreError) -> SecurityDatabase {
    try prepare(directory: directory)
    let path = directory + "/security.db"
    let keys = keys ?? directory
    let isNew = !Files.exists(path)
    // A directory of the first version has one master key for all.
    let card = SoftwareCard(
      desKey: try key("des-mk.key", in: keys, else: keys + "/card.key", isMade: isNew),
      aesKey: try key("aes-mk.key", in: keys, else: keys + "/card.key", isMade: isNew),
      isOnline: true)
    let local = try key("local.key", in: keys, isMade: isNew)
    let sqlite = try SQLite(path: path)
    try sqlite.execute(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    do throws(StoreError) {
      try sqlite.execute("BEGIN EXCLUSIVE; COMMIT;")
    } catch {
      throw StoreError(
        path: path, reason: "another server uses this state directory (\(error.reason))")
    }
    var version = try sqlite.run("PRAGMA user_version").rows.first?.first?.integer ?? 0
    while let upgrade = Schema.upgrades[version] {
      version += 1
      try sqlite.execute("BEGIN; \(upgrade) PRAGMA user_version = \(version); COMMIT;")
    }
    if version == 0 {
      try sqlite.execute(
        "BEGIN; \(Schema.create) PRAGMA user_version = \(Schema.version); COMMIT;")
    } else if version != Schema.version {
      throw StoreError(
        path: path, reason: "the database is of version \(version), not \(Schema.version)")
    }
    return try load(sqlite, card, local, server, cards, path)
  }

  /// The server's user id where the site names none.
  public static let standardServer = "TURNSTIL"
  /// The system's name, likewise.
  static let standardSystem: PackedName = {
    guard let name = PackedName(standardServer) else {
      preconditionFailure("\(standardServer) is a name")
    }
    return name
  }()

  /// Says what the system is called, where the text can be part of a label.
  public func name(system: String) {
    guard let name = PackedName(system) else { return }
    inside.withLock { $0.systemName = name }
  }

  private static func load(
    _ sqlite: sending SQLite, _ card: SoftwareCard, _ local: consuming Secret,
    _ server: UserID?, _ cards: (SoftwareCard) -> [any CryptoCard], _ path: String
  ) throws(StoreError) -> SecurityDatabase {
    let isOffline =
      try sqlite.run("SELECT value FROM facts WHERE name = 'card offline'")
      .rows.first?.first?.integer == 1
    let mark =
      try sqlite.run("SELECT value FROM facts WHERE name = 'time mark'")
      .rows.first?.first?.integer ?? 0
    let slotMark =
      try sqlite.run("SELECT value FROM facts WHERE name = 'slot mark'")
      .rows.first?.first?.integer ?? 0
    card.set(isOnline: !isOffline)
    guard let user = server ?? UserID(standardServer) else {
      preconditionFailure("\(standardServer) is a user id")
    }
    var inside = Inside(
      sqlite: sqlite, server: user, slots: TicketSlots(floor: max(slotMark, Clock.wall().seconds)),
      slotMark: slotMark, timeMark: mark)
    try inside.loadClasses()
    for type in ResourceClass.allCases { try inside.refresh(type) }
    try inside.loadTokens()
    try inside.loadCards()
    try inside.loadGuesses()
    let dummy: String
    do {
      dummy = try PasswordHash.make(Random.secret(count: 16))
    } catch {
      throw StoreError(path: path, reason: error.description)
    }
    return SecurityDatabase(
      inside, softwareCard: card, cards: cards(card), localKey: local,
      dummyHash: dummy, path: path)
  }

  /// A key of 32 bytes: a credential that systemd gives, or a file for its owner alone.
  /// - Parameters:
  ///   - other: the file that it is copied from where it has none.
  ///   - isMade: whether it is made at random where there is none; never beside an old database, whose
  ///     keys it could not open.
  private static func key(
    _ name: String, in directory: String, else other: String = "", isMade: Bool
  ) throws(StoreError) -> Secret {
    let path = directory + "/" + name
    do throws(SystemError) {
      let source = Files.credential(name) ?? (Files.exists(path) ? path : other)
      if Files.exists(source) {
        var bytes = try Files.read(source, limit: 33)
        defer { Wipe.bytes(&bytes) }
        guard bytes.count == 32 else {
          throw SystemError("read \(source)", code: 22)
        }
        if source == other { try Files.write(bytes, to: path) }
        return Secret(copying: bytes)
      }
      guard isMade else { throw SystemError("read \(path)", code: 2) }
      guard let key = try? Random.secret(count: 32) else {
        throw SystemError("random \(path)", code: 5)
      }
      var bytes = key.withBytes { Array($0) }
      defer { Wipe.bytes(&bytes) }
      try Files.write(bytes, to: path)
      return key
    } catch {
      throw StoreError(path: path, reason: error.reason)
    }
  }

  /// Whether nobody is defined yet.
  public func isEmpty() throws(StoreError) -> Bool {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.sqlite.run("SELECT count(*) FROM users").rows.first?.first?.integer == 0
    }
  }

  /// SETICSF ACTIVATE and DEACTIVATE: whether a card is used; outlives a restart. False where no
  /// card has this name.
  public func use(_ isUsed: Bool, card name: String) throws(StoreError) -> Bool {
    guard let card = cards.first(where: { $0.name.uppercased() == name.uppercased() }) else {
      return false
    }
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
        .text("deactivated \(card.name)"), .integer(isUsed ? 0 : 1))
      if isUsed {
        inside.deactivated.remove(card.name)
      } else {
        inside.deactivated.insert(card.name)
      }
    }
    return true
  }

  /// Cards that answer and are in use; fails where there are none, or ICSF is not started.
  func usableCards() throws(ServiceFailure) -> [any CryptoCard] {
    let (deactivated, isStopped) = inside.withLock { ($0.deactivated, $0.isICSFStopped) }
    if isStopped { throw .notStarted }
    let usable = cards.filter { $0.isOnline && !deactivated.contains($0.name) }
    if usable.isEmpty { throw .notAvailable }
    return usable
  }

  /// Forgets the latest time that was seen, where it was wrong and the clock is right now.
  ///
  /// No ticket is accepted for the seconds in which one may have been used that the ledger has forgotten:
  /// those up to the end of both windows from now.
  /// - Returns: the second from which on tickets count again.
  public func forgetClock(at time: WallTime) throws(StoreError) -> Int64 {
    let mark = time.seconds + 2 * LegacyPassTicket.window + 120
    try inside.withLock { (inside) throws(StoreError) in
      for (name, value) in [("time mark", mark), ("slot mark", time.seconds)] {
        _ = try inside.sqlite.run(
          "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", .text(name),
          .integer(value))
      }
      inside.timeMark = mark
      inside.slotMark = time.seconds
      inside.slots = TicketSlots(floor: time.seconds)
    }
    return mark - LegacyPassTicket.window
  }

  /// START and STOP of ICSF; outlives a restart.
  public func setICSF(isStarted: Bool) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "INSERT INTO facts VALUES ('icsf stopped', ?1) ON CONFLICT DO UPDATE SET value = ?1",
        .integer(isStarted ? 0 : 1))
      inside.isICSFStopped = !isStarted
    }
  }

  /// Takes the crypto card away or brings it back; the state outlives a restart.
  public func setCard(isOnline: Bool) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "INSERT INTO facts VALUES ('card offline', ?1) ON CONFLICT DO UPDATE SET value = ?1",
        .integer(isOnline ? 0 : 1))
    }
    softwareCard.set(isOnline: isOnline)
  }
}
