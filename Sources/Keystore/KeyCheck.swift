public import Crypto

/// First bytes of a known text under a key: enough to tell keys apart, too few to find one.
///
/// For a key of DES it is what key loaders and ICSF's panels show: DES of zeros. For a key of HMAC the
/// code of no text stands for it, which is this product's own.
public enum KeyCheck {
  /// Bytes of a check value.
  public static let count = 3

  /// The check value of a key, of `count` bytes.
  public static func value(
    of key: borrowing Secret, _ kind: KeyToken.Kind
  ) throws(CryptoError) -> [UInt8] {
    switch kind {
    case .des:
      let des = try DES(key: key)
      let block = try des.encipher(0)
      return (0..<count).map { UInt8(truncatingIfNeeded: block >> (56 - 8 * $0)) }
    case .hmac: return Array(try HMACSHA512.code([], key: key).prefix(count))
    }
  }
}
