import Crypto
import Foundation
import Keystore
import Names
import RACF
import Store
import Testing
import Time

/// A database of its own in a directory of its own.
@discardableResult
func withDatabase<Result>(
  cards: (SoftwareCard) -> [any CryptoCard] = { [$0] },
  _ body: (SecurityDatabase, String) throws -> Result
) throws -> Result {
  let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
  defer { try? FileManager.default.removeItem(atPath: directory) }
  let database = try SecurityDatabase.open(directory: directory, cards: cards)
  return try body(database, directory)
}

extension SecurityDatabase {
  /// TSOS001 masked, TSOR001 in the CKDS, CICSA enhanced; each key made at random.
  func defineKeys() throws {
    let label = try #require(KeyLabel("HMAC.KEY"))
    try store(try Random.secret(count: 64), label: label, kind: .hmac)
    try run(
      """
      RDEFINE PTKTDATA TSOS001 SSIGNON(KEYMASKED(*))
      RDEFINE PTKTDATA TSOR001 SSIGNON(KEYENCRYPTED(*))
      RDEFINE PTKTDATA CICSA SSIGNON(EPTKEYLABEL(HMAC.KEY))
      SETROPTS RACLIST(PTKTDATA) REFRESH
      """)
  }

  /// Runs a deck; the lines that it answers.
  @discardableResult
  func run(_ deck: String) throws -> [String] {
    try RACFStatement.statements(Array(deck.utf8)).flatMap { statement in
      execute(try RACFParser.parse(statement), at: time).lines
    }
  }
}

/// The time of all tests.
let time = WallTime(seconds: 1_800_000_000)
