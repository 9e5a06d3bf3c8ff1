import Crypto
import Names
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

  /// Defines the first user and the demonstration's keys.
  static func prepare(
    _ database: SecurityDatabase, user: UserID, password: borrowing Secret
  ) throws(StoreError) {
    try database.defineDemonstration()
    try database.define(user, name: "FIRST USER", password: password)
  }
}
