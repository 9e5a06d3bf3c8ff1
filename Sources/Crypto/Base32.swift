/// Base32 (RFC 4648 6), as people type secrets into the programs that make their codes; never as text.
public enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
  /// Characters of a group, where a secret is written in groups.
  private static let group = 4

  /// A secret in base32, without padding.
  ///
  /// `isGrouped`: whether a blank stands behind each fourth character, for people.
  public static func encode(_ secret: borrowing Secret, isGrouped: Bool = false) -> Secret {
    let count = (secret.count * 8 + 4) / 5
    let length = isGrouped ? count + max(0, count - 1) / group : count
    return Secret(count: length) { place in
      if isGrouped, place % (group + 1) == group { return 0x20 }
      let index = isGrouped ? place - place / (group + 1) : place
      var digit = 0
      for bit in (index * 5)..<(index * 5 + 5) {
        let byte = bit / 8 < secret.count ? secret[bit / 8] : 0
        digit = digit << 1 | Int(byte >> (7 - bit % 8) & 1)
      }
      return alphabet[digit]
    }
  }

  /// The secret that a text means, in either case, with or without blanks and padding; nil where another
  /// character is in it, or bits are left that are not zero.
  public static func decode(_ text: borrowing Secret) -> SharedSecret? {
    var digits: [UInt8] = []
    digits.reserveCapacity(text.count)
    defer { Wipe.bytes(&digits) }
    for index in 0..<text.count {
      let byte = text[index]
      switch byte {
      case 0x20, 0x3D: continue
      case 0x41...0x5A: digits.append(byte - 0x41)
      case 0x61...0x7A: digits.append(byte - 0x61)
      case 0x32...0x37: digits.append(byte - 0x32 + 26)
      default: return nil
      }
    }
    let count = digits.count * 5 / 8
    for bit in (count * 8)..<(digits.count * 5) where digits[bit / 5] >> (4 - bit % 5) & 1 == 1 {
      return nil
    }
    return SharedSecret(
      Secret(count: count) { place in
        var byte: UInt8 = 0
        for bit in (place * 8)..<(place * 8 + 8) {
          byte = byte << 1 | (digits[bit / 5] >> (4 - bit % 5) & 1)
        }
        return byte
      })
  }
}
