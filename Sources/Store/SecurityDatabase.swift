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
    /// Users as they are now, and the groups that each is connected to.
    var users: [UserID: KnownUser] = [:]
    var connects: [String: Set<String>] = [:]
    /// Profiles that say who may use what, as they were at the last SETROPTS REFRESH.
    var rules: [ResourceClass: [AccessRule]] = [:]
    var active: Set<ResourceClass> = [.tickets]
    /// Who the server is to RACF, when it uses ICSF.
    var server: UserID
    /// Name of the system, in the labels that RACF makes up.
    var systemName = SecurityDatabase.standardSystem
    var tokens: [KeyLabel: KeyToken] = [:]
    var slots: TicketSlots
    /// Seconds that the file says were given to tickets, or may be.
    var promised: SecondSet
    /// Latest time that was ever seen.
    var timeMark: Int64
    /// Tickets that run out before this second count no more: the ledger has forgotten which were used.
    var purgeMark: Int64
    var guesses = GuessLimiter()
    var keyChanges = KeyChanges()
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
  /// Where the files of the built-in card's master keys are.
  let keysDirectory: String

  private init(
    _ inside: consuming sending Inside, softwareCard: SoftwareCard, cards: [any CryptoCard],
    localKey: consuming Secret, dummyHash: String, keysDirectory: String
  ) {
    self.inside = Mutex(inside)
    self.softwareCard = softwareCard
    self.cards = cards
    self.localKey = localKey
    self.dummyHash = dummyHash
    self.keysDirectory = keysDirectory
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

  /// Opens the database of a state directory, or makes it where the directory is new.
  /// - Parameters:
  ///   - keys: directory of the keys; the same one where it is left out.
  ///   - server: who the server is to RACF, for CSFSERV and CSFKEYS.
  ///   - cards: the site's crypto cards, the first choice first; it gets the built-in one.
  ///   - health: is told when the file cannot be written, and, with nil, when it can again.
  public static func open(
    directory: String, keys: String? = nil, server: UserID? = nil,
    cards: (SoftwareCard) -> [any CryptoCard] = { [$0] },
    health: @escaping @Sendable (StoreError?) -> Void = { _ in }
  ) throws(StoreError) -> SecurityDatabase {
    try prepare(directory: directory)
    let files = StateFiles(directory: directory, keys: keys ?? directory)
    let isNew = try files.begin()
    // A directory of the first version has one master key for all.
    let card = SoftwareCard(
      desKey: try files.key("des-mk.key", else: "card.key", isMade: isNew),
      aesKey: try files.key("aes-mk.key", else: "card.key", isMade: isNew),
      isOnline: true)
    let local = try files.key("local.key", isMade: isNew)
    let sqlite = try SQLite(path: files.database, health: health)
    do throws(StoreError) {
      try sqlite.execute(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
          + "BEGIN EXCLUSIVE; COMMIT;")
    } catch {
      guard error.isLocked else { throw error }
      throw StoreError(
        path: files.database,
        reason: "another server, or a command, works with this state directory (\(error.reason))",
        isLocked: true)
    }
    try Schema.bringUpToDate(sqlite, path: files.database)
    try files.finish()
    return try load(sqlite, card, local, server, cards, files)
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
    _ server: UserID?, _ cards: (SoftwareCard) -> [any CryptoCard], _ files: StateFiles
  ) throws(StoreError) -> SecurityDatabase {
    card.set(isOnline: try Inside.fact("card offline", sqlite) != 1)
    guard let user = server ?? UserID(standardServer) else {
      preconditionFailure("\(standardServer) is a user id")
    }
    let slots = try Inside.slots(sqlite)
    var inside = Inside(
      sqlite: sqlite, server: user, slots: slots, promised: slots.before,
      timeMark: try Inside.fact("time mark", sqlite) ?? 0,
      purgeMark: try Inside.fact("purge mark", sqlite) ?? 0)
    try inside.loadClasses()
    for type in ResourceClass.allCases { try inside.refresh(type) }
    try inside.loadTokens()
    try inside.loadCards()
    try inside.loadGuesses()
    inside.keyChanges = KeyChanges()
    let dummy: String
    do {
      dummy = try PasswordHash.make(Random.secret(count: 16))
    } catch {
      throw StoreError(path: files.database, reason: error.description)
    }
    return SecurityDatabase(
      inside, softwareCard: card, cards: cards(card), localKey: local, dummyHash: dummy,
      keysDirectory: files.keys)
  }

  /// Runs `body` as one change: all of it counts, or nothing. What is kept of users in memory follows.
  func change<Result: Sendable>(
    _ body: (inout Inside) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try inside.withLock { (inside) throws(StoreError) in
      let sqlite = inside.sqlite
      try sqlite.begin()
      let result: Result
      do throws(StoreError) {
        result = try body(&inside)
      } catch {
        sqlite.rollBack()
        throw error
      }
      try sqlite.commit()
      try inside.loadUsers()
      return result
    }
  }

  /// SETICSF ACTIVATE and DEACTIVATE: whether a card is used; outlives a restart. False where no
  /// card has this name.
  public func use(_ isUsed: Bool, card name: String) throws(StoreError) -> Bool {
    guard let card = cards.first(where: { $0.name.uppercased() == name.uppercased() }) else {
      return false
    }
    try inside.withLock { (inside) throws(StoreError) in
      try inside.keep(isUsed ? 0 : 1, as: "deactivated \(card.name)")
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
  /// those up to the end of both windows from now, where the ledger forgot any later than now.
  /// - Returns: the second from which on tickets count again.
  public func forgetClock(at time: WallTime) throws(StoreError) -> Int64 {
    let now = time.seconds
    return try change { (inside) throws(StoreError) in
      let mark = min(inside.purgeMark, now + 2 * LegacyPassTicket.window + 120)
      inside.slots.forget(at: now)
      inside.promised = inside.slots.before
      inside.timeMark = now
      inside.purgeMark = mark
      try inside.keep(now, as: "time mark")
      try inside.keep(mark, as: "purge mark")
      try inside.writeSlots(now: now)
      return max(now, mark - LegacyPassTicket.window)
    }
  }

  /// START and STOP of ICSF; outlives a restart.
  public func setICSF(isStarted: Bool) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.keep(isStarted ? 0 : 1, as: "icsf stopped")
      inside.isICSFStopped = !isStarted
    }
  }

  /// Takes the crypto card away or brings it back; the state outlives a restart.
  public func setCard(isOnline: Bool) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.keep(isOnline ? 0 : 1, as: "card offline")
    }
    softwareCard.set(isOnline: isOnline)
  }
}
