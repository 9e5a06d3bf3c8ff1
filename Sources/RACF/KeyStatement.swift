import Bytes
public import Crypto
public import Keystore
public import Names

/// A statement that puts a key into the CKDS, changes it or takes it away, in the form of KGUP's (ICSF
/// Administrator's Guide, Key generator utility program): `ADD LABEL(name) TYPE(DATA) CLEAR KEY(hex)`,
/// `UPDATE` likewise, `RENAME LABEL(old,new)`, `DELETE LABEL(name)`.
///
/// Ours are TYPE(MAC) for a key of HMAC, which KGUP does not load, and `KEY(*)`, a key at random.
public enum KeyStatement: Sendable {
  case add(KeyLabel, KeyToken.Kind, SharedSecret)
  case update(KeyLabel, KeyToken.Kind, SharedSecret)
  case rename(KeyLabel, to: KeyLabel)
  case delete(KeyLabel)

  public init(_ statement: RACFStatement) throws(RACFFault) {
    let (verb, operands) = try RACFOperand.command(statement.bytes[...])
    var labels: [KeyLabel] = []
    var kind: KeyToken.Kind?
    var key: ArraySlice<UInt8>?
    for operand in operands {
      switch operand.word {
      case "LABEL": labels = try RACFParser.all(operand.words, "LABEL") { KeyLabel($0) }
      case "TYPE":
        kind = try RACFParser.value(operand, "TYPE") { text in
          // ICSF calls the enhanced ticket's key MAC, with the algorithm HMAC.
          text == "MAC" ? .hmac : KeyToken.Kind(rawValue: text)
        }
      case "KEY": key = operand.value
      case "CLEAR": break
      default: throw RACFFault("\(operand.word) is none of LABEL, TYPE, KEY, CLEAR")
      }
    }
    guard let label = labels.first, labels.count == (verb == "RENAME" ? 2 : 1) else {
      throw RACFFault(
        verb == "RENAME" ? "RENAME wants LABEL(old,new)" : "one label is expected in LABEL(...)")
    }
    switch verb {
    case "DELETE": self = .delete(label)
    case "RENAME": self = .rename(label, to: labels[1])
    case "ADD", "UPDATE":
      guard let kind, let key else { throw RACFFault("\(verb) wants LABEL, TYPE and KEY") }
      let secret = try Self.secret(key, kind)
      self = verb == "ADD" ? .add(label, kind, secret) : .update(label, kind, secret)
    default: throw RACFFault("\(verb) is no statement; ADD, UPDATE, RENAME and DELETE are")
    }
  }

  /// The key that the digits say, or one at random.
  private static func secret(
    _ key: ArraySlice<UInt8>, _ kind: KeyToken.Kind
  ) throws(RACFFault) -> SharedSecret {
    if key.elementsEqual([0x2A]) { return try RACFParser.random(kind == .des ? 8 : 64) }
    let lengths = kind == .des ? 8...8 : 32...256
    // Digits may stand in groups.
    var digits = key.filter { $0 != 0x2C && $0 != 0x20 }
    defer { Wipe.bytes(&digits) }
    guard lengths.contains(digits.count / 2), let secret = RACFParser.secret(digits[...]) else {
      throw RACFFault(
        "KEY wants \(lengths.lowerBound) to \(lengths.upperBound) bytes in hexadecimal digits")
    }
    guard kind != .des || !WeakKey.contains(secret.secret) else {
      throw RACFFault("KEY is a weak key of DES")
    }
    return secret
  }
}
