import Crypto
import Names
import Platform
import Store

/// What is made when a state directory is used for the first time.
enum FirstRun {
  /// Characters of a generated password: none that look alike.
  private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)

  /// A password of 12 characters, 60 bits.
  static func password() throws(CryptoError) -> Secret {
    let random = try Random.secret(count: 12)
    return Secret(count: 12, byte: { alphabet[Int(random[$0]) % alphabet.count] })
  }

  /// Defines the first user, and what the decks of ACT/Security say: keys first, then profiles.
  static func prepare(
    _ database: SecurityDatabase, site: String, user: UserID, password: borrowing Secret
  ) throws(StoreError) {
    let administration = Administration(database, nil, site: site)
    let folder = site + "/ACT/Security"
    for kind in [OperatorVerb.Name.kgup, .racf] {
      guard let names = try? Files.list(folder, suffix: "." + kind.rawValue) else { continue }
      for name in names {
        let path = folder + "/" + name
        var deck: [UInt8]
        do {
          deck = try Files.read(path, limit: Administration.deckLimit)
        } catch {
          throw StoreError(path: path, reason: error.reason)
        }
        defer { Wipe.bytes(&deck) }
        let answer = kind == .kgup ? administration.kgup(deck) : administration.racf(deck)
        guard !answer.isFailed else {
          throw StoreError(path: path, reason: answer.lines.joined(separator: "\n"))
        }
      }
    }
    try database.define(user, name: "FIRST USER", password: password)
  }
}
