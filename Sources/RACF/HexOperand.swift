import Bytes
import Crypto

/// Keys that stand in commands as hexadecimal digits, straight into their own memory.
enum HexOperand {
  /// 16 hexadecimal digits, straight into a secret; a star, which is ours, makes a key at random.
  static func key(_ operand: Operand) throws(RACFFault) -> SharedSecret {
    let fault = RACFFault("IKJ56702I INVALID KEY: 16 HEXADECIMAL DIGITS ARE EXPECTED")
    guard let value = operand.value?.trimmed else { throw fault }
    if value.elementsEqual([0x2A]) { return try random(8) }
    guard value.count == 16, let key = secret(value) else { throw fault }
    return key
  }

  /// What hexadecimal digits spell; nil where one is none.
  static func secret(_ digits: WipedSlice) -> SharedSecret? {
    guard digits.count.isMultiple(of: 2), digits.allSatisfy({ Hex.value($0) != nil }) else {
      return nil
    }
    let first = digits.startIndex
    return SharedSecret(
      Secret(
        count: digits.count / 2,
        byte: {
          (Hex.value(digits[first + 2 * $0]) ?? 0) << 4
            | (Hex.value(digits[first + 2 * $0 + 1]) ?? 0)
        }))
  }

  static func random(_ count: Int) throws(RACFFault) -> SharedSecret {
    do {
      return SharedSecret(try Random.secret(count: count))
    } catch {
      throw RACFFault("no random key: \(error)")
    }
  }
}
