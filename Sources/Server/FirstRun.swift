import Crypto
import Names
import Platform
import SAF
import Store
import Time

/// What is made when a state directory is used for the first time: the first user, and what the decks of
/// ACT/Security say.
struct FirstRun: ~Copyable {
  let user: UserID
  private let password: Secret
  /// Whether the password was made here, so that somebody must be told it.
  private let isMade: Bool

  /// Characters of a generated password: none that look alike.
  private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)

  /// `passwordFile`: file with the first user's password; nil to make one of 12 characters, 60
  /// bits.
  init(user: UserID, passwordFile: String?) throws {
    self.user = user
    isMade = passwordFile == nil
    if let passwordFile {
      password = try Self.readPassword(passwordFile)
    } else {
      let random = try Random.secret(count: 12)
      password = Secret(
        count: 12, byte: { Self.alphabet[Int(random[$0]) % Self.alphabet.count] })
    }
  }

  /// The password of a file, without the end of its line.
  static func readPassword(_ file: String) throws(StoreError) -> Secret {
    var bytes: [UInt8]
    do {
      bytes = try Files.read(file, limit: 256)
    } catch {
      throw StoreError(path: file, reason: error.reason)
    }
    defer { Wipe.bytes(&bytes) }
    let end = bytes.lastIndex { $0 != 0x0A && $0 != 0x0D } ?? -1
    let password = Secret(copying: bytes[...end])
    if let fault = PasswordRule.fault(of: password) {
      throw StoreError(path: file, reason: fault)
    }
    return password
  }

  /// The line that tells the password, once.
  var credentials: String? {
    guard isMade else { return nil }
    let text = password.withBytes { String(decoding: $0, as: UTF8.self) }
    return "Sign on:   user \(user)  password \(text)   (shown once)"
  }

  /// Runs the decks, keys first, then profiles, and defines the first user: as one change, so that a start
  /// that is killed or fails leaves nothing behind.
  ///
  /// `hasDecks`: whether the database is new; decks are run once.
  func prepare(
    _ database: SecurityDatabase, site: String, hasDecks: Bool
  ) throws {
    let manager = database.manager.acting(AuditAuthor("(first run)", from: "ACT/Security"))
    let decks = DeckRunner(manager, site: site) { _ in }
    try database.install {
      for kind in hasDecks ? [OperatorVerb.Name.kgup, .racf] : [] {
        for path in Self.decks(kind, site) { try Self.run(path, kind, by: decks) }
      }
      try manager.define(
        user, name: "FIRST USER", password: password, at: Clock.wall())
    }
  }

  private static func decks(_ kind: OperatorVerb.Name, _ site: String) -> [String] {
    let folder = site + "/ACT/Security"
    let names = try? Files.list(folder, suffix: "." + kind.rawValue)
    return (names ?? []).map { "\(folder)/\($0)" }
  }

  private static func run(
    _ path: String, _ kind: OperatorVerb.Name, by runner: DeckRunner
  ) throws(StoreError) {
    var deck: [UInt8]
    do {
      deck = try Files.read(path, limit: DeckRunner.limit)
    } catch {
      throw StoreError(path: path, reason: error.reason)
    }
    defer { Wipe.bytes(&deck) }
    let answer = kind == .kgup ? runner.kgup(deck) : runner.racf(deck)
    guard !answer.isFailed else {
      throw StoreError(path: path, reason: answer.lines.joined(separator: "\n"))
    }
  }
}
