public import Crypto
public import Diagnosis
public import Keystore
public import Names
import Platform
public import SAF
import Synchronization
import Time

/// The security database of a state directory: its file, its keys, and the security manager over both.
///
/// All methods wait (for the disk, or for a password hash) and may be called from any thread.
public final class SecurityDatabase: Sendable {
  let file: DatabaseFile
  /// Makes and evaluates tickets, checks passwords, and changes the state.
  public let manager: SecurityManager
  /// The built-in crypto card.
  public let softwareCard: SoftwareCard
  /// Where the files of the built-in card's master keys are.
  private let keysDirectory: String

  private init(
    _ file: DatabaseFile, _ manager: SecurityManager, softwareCard: SoftwareCard,
    keysDirectory: String
  ) {
    self.file = file
    self.manager = manager
    self.softwareCard = softwareCard
    self.keysDirectory = keysDirectory
  }

  // MARK: Opening

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
  ///
  /// `keys`: directory of the keys; the same one where it is left out. `server`: who the server is
  /// to RACF, for CSFSERV and CSFKEYS. `cards`: the site's crypto cards, the first choice first; it
  /// gets the built-in one. `health`: is told when the file cannot be written, and, with nil, when
  /// it can again. `audited`: hears of each change, for the log.
  public static func open(
    directory: String, keys: String? = nil, server: UserID? = nil,
    cards: (SoftwareCard) -> [any CryptoCard] = { [$0] },
    health: @escaping @Sendable (StoreError?) -> Void = { _ in },
    audited: @escaping @Sendable ([AuditEntry]) -> Void = { _ in }
  ) throws(StoreError) -> SecurityDatabase {
    try prepare(directory: directory)
    let files = StateFiles(directory: directory, keys: keys ?? directory)
    let isNew = try files.begin()
    // A directory of the first version has one master key for all.
    let card = SoftwareCard(
      desKey: try files.key("des-mk.key", else: "card.key", isMade: isNew),
      aesKey: try files.key("aes-mk.key", else: "card.key", isMade: isNew),
      isOnline: true)
    let local = SharedSecret(try files.key("local.key", isMade: isNew))
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
    card.set(isOnline: try sqlite.fact(cardOffline) != 1)
    guard let user = server ?? UserID(standardServer) else {
      preconditionFailure("\(standardServer) is a user id")
    }
    let file = try DatabaseFile(sqlite, server: user, at: Clock.wall(), audited: audited)
    do {
      let manager = try SecurityManager(
        file, keys: KeyService(cards: cards(card), localKey: local))
      return SecurityDatabase(file, manager, softwareCard: card, keysDirectory: files.keys)
    } catch {
      throw StoreError(path: files.database, reason: error.description)
    }
  }

  /// The server's user id where the site names none.
  public static let standardServer = "TURNSTIL"

  /// The system's name in labels, where the site names none that can stand there.
  public static let standardSystem: PackedName = {
    guard let name = PackedName(standardServer) else {
      preconditionFailure("\(standardServer) is a name")
    }
    return name
  }()

  /// Name of the fact that the built-in card was taken away.
  private static let cardOffline = "card offline"

  // MARK: A new site, and a clean end

  /// What a start has to do before the first user can sign on.
  public enum Beginning: Hashable, Sendable {
    /// A new database: the decks, and the first user.
    case newSite
    /// A database in use that nobody is left in: the first user alone.
    case noUser
    case nothing
  }

  /// What a start of this database has to do first.
  public func beginning() throws(StoreError) -> Beginning {
    try file.content.withLock { (content) throws(StoreError) in
      guard content.state.users.isEmpty else { return .nothing }
      return try content.sqlite.fact("installed") == 1 ? .noUser : .newSite
    }
  }

  /// Whether a state directory has a database.
  public static func exists(in directory: String) -> Bool {
    Files.exists(StateFiles(directory: directory, keys: directory).database)
  }

  /// Runs what makes a site of a new database as one change: all of it counts, or nothing, so that a start
  /// that fails or is killed begins again. Nobody else may use the database meanwhile.
  public func install(_ body: () throws -> Void) throws {
    try file.install(body)
    checkpoint()
  }

  /// Brings all changes from the write-ahead log into `security.db`, so that the one file may be copied.
  /// It is tried only: the log is as good.
  public func checkpoint() {
    file.content.withLock { content in
      _ = try? content.sqlite.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// Copies the database into a directory, while it is in use. The keys stay where they are: nothing
  /// in the copy can be opened without them.
  public func backup(to directory: String) throws(StoreError) {
    do {
      try Files.makeDirectory(directory)
    } catch {
      throw StoreError(path: directory, reason: error.reason)
    }
    try file.content.withLock { (content) throws(StoreError) in
      _ = try content.sqlite.run("VACUUM INTO ?1", .text(directory + "/security.db"))
    }
  }

  // MARK: What operators do

  /// SETICSF ACTIVATE and DEACTIVATE: whether a card is used; outlives a restart. False where no
  /// card has this name.
  public func use(
    _ isUsed: Bool, card name: String, by author: AuditAuthor
  ) throws(StoreError) -> Bool {
    let card = manager.keys.cards.first { $0.name.uppercased() == name.uppercased() }
    guard let card else { return false }
    try manager.acting(author).change(at: Clock.wall()) { state in
      var settings = state.icsf
      if isUsed {
        settings.deactivated.remove(card.name)
      } else {
        settings.deactivated.insert(card.name)
      }
      return ((), [.icsf(settings)])
    }
    return true
  }

  /// START and STOP of ICSF; outlives a restart.
  public func setICSF(isStarted: Bool, by author: AuditAuthor) throws(StoreError) {
    try manager.acting(author).change(at: Clock.wall()) { state in
      var settings = state.icsf
      settings.isStarted = isStarted
      return ((), [.icsf(settings)])
    }
  }

  /// Takes the built-in card away or brings it back; the state outlives a restart.
  public func setCard(isOnline: Bool, by author: AuditAuthor) throws(StoreError) {
    try file.content.withLock { (content) throws(StoreError) in
      try content.sqlite.keep(isOnline ? 0 : 1, as: Self.cardOffline)
    }
    softwareCard.set(isOnline: isOnline)
    manager.acting(author).note(
      .icsf, of: softwareCard.name, detail: isOnline ? "brought back" : "taken away",
      at: Clock.wall())
  }

  /// Loads master keys into the built-in card, from now on and for later starts.
  ///
  /// A master key that the CKDS is not under is refused while there are keys of its type, since none of
  /// them could be used any more.
  public func loadMasterKeys(
    _ new: [MasterKey: SharedSecret], by author: AuditAuthor
  ) throws(StoreError) -> [MasterKey: [UInt8]] {
    try MasterKeyFile.write(new, for: manager.state, to: keysDirectory)
    softwareCard.load(des: new[.des], aes: new[.aes])
    for key in new.keys {
      manager.acting(author).note(
        .key, of: "\(key.rawValue)-MK", detail: "loaded into the built-in card", at: Clock.wall())
    }
    return new.mapValues { SoftwareCard.pattern(of: $0.secret) }
  }

  // MARK: What is told of it

  /// Master keys of the CKDS that no card in use has.
  public var missingMasterKeys: [MasterKey] { manager.keys.missingMasterKeys(manager.state) }

  /// How the cards are, in a few words: what `status` says.
  public var cardState: String { manager.keys.cardState(manager.state) }

  /// What was changed and refused: the latest entries that a query wants, the oldest of them first.
  public func audit(_ query: AuditQuery) throws(StoreError) -> [AuditEntry] {
    try file.audit(query)
  }

  /// Seconds that were given to tickets, and times that were seen.
  public var ledger: DecisionLedger { file.ledger }

  /// Everything but secrets.
  public func snapshot() -> SecuritySnapshot {
    var snapshot = SecuritySnapshot(
      manager.state, manager.keys, ledger: ledger, at: Clock.wall())
    snapshot.clock = Clock.synchronisation().map {
      SecuritySnapshot.ClockHealth(
        isSynchronised: $0.isSynchronised, errorMilliseconds: $0.errorMicroseconds / 1000)
    }
    return snapshot
  }
}
