public import Crypto
public import Time

/// Codes of six digits that a user's device makes of a shared secret and the time (RFC 6238, over RFC 4226
/// with SHA-1, as all such programs make them).
public enum OneTimeCode {
  /// Bytes of a secret: as many as the HMAC's (RFC 4226 4, R6).
  public static let secretCount = 20
  /// Bytes that a secret from elsewhere has at least (RFC 4226 4, R6).
  public static let shortestSecret = 16
  /// Seconds for which a device shows one code (RFC 6238 5.2).
  public static let stepSeconds: Int64 = 30
  /// Steps by which a device's clock may differ, each way.
  static let window: Int64 = 1
  /// Digits of a code.
  public static let digits = 6
  /// Most characters of what somebody types as a code: the digits, and blanks between.
  public static let typedLimit = 8

  /// A new secret, at random.
  public static func newSecret() throws(CryptoError) -> Secret {
    try Random.secret(count: secretCount)
  }

  /// The step of a time; there is none before 1970.
  static func step(at time: WallTime) -> Int64 { max(0, time.seconds) / stepSeconds }

  /// The code of a step (RFC 4226 5.3).
  static func code(
    _ secret: borrowing Secret, step: Int64, digits: Int = digits
  ) throws(CryptoError) -> Int {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
    let number = try HMACSHA1.withCode(counter, key: secret) { hash in
      let offset = Int(hash[19] & 0x0F)
      return (0..<4).reduce(0) { $0 << 8 | Int(hash[offset + $1]) } & 0x7FFF_FFFF
    }
    return number % (0..<digits).reduce(1) { power, _ in power * 10 }
  }

  /// The step near a time whose code somebody typed; nil where it is none of theirs.
  ///
  /// All steps are looked at, whichever is right, so that the time it takes tells nothing. Throws where
  /// OpenSSL does not work.
  public static func step(
    of typed: borrowing Secret, from secret: borrowing Secret, at time: WallTime
  ) throws(CryptoError) -> Int64? {
    guard let number = number(typed) else { return nil }
    let now = step(at: time)
    var found: Int64?
    for step in max(0, now - window)...(now + window) {
      if try code(secret, step: step) == number { found = step }
    }
    return found
  }

  /// What was typed, where it is six digits with blanks or without.
  private static func number(_ typed: borrowing Secret) -> Int? {
    guard typed.count <= typedLimit else { return nil }
    var (value, count) = (0, 0)
    for index in 0..<typed.count where typed[index] != 0x20 {
      guard (0x30...0x39).contains(typed[index]) else { return nil }
      value = value * 10 + Int(typed[index] - 0x30)
      count += 1
    }
    return count == digits ? value : nil
  }
}
