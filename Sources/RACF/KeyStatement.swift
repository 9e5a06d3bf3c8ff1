import Bytes
public import Crypto
public import Keystore
public import Names

/// A statement that puts a key into the CKDS or takes it away, in the form of KGUP's:
/// `ADD LABEL(name) TYPE(DATA|MAC) CLEAR KEY(hex)`, `DELETE LABEL(name)`; `KEY(*)` makes one at random.
public enum KeyStatement: Sendable {
  case add(KeyLabel, KeyToken.Kind, SharedSecret)
  case delete(KeyLabel)

  public init(_ statement: RACFStatement) throws(RACFFault) {
    let (verb, operands) = try RACFOperand.command(statement.bytes[...])
    var label: KeyLabel?
    var kind: KeyToken.Kind?
    var key: ArraySlice<UInt8>?
    for operand in operands {
      switch operand.word {
      case "LABEL": label = try RACFParser.value(operand, "LABEL") { KeyLabel($0) }
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
    guard let label else { throw RACFFault("LABEL(...) is missing") }
    switch verb {
    case "DELETE": self = .delete(label)
    case "ADD":
      guard let kind, let key else { throw RACFFault("ADD wants LABEL, TYPE and KEY") }
      if key.elementsEqual([0x2A]) {
        self = .add(label, kind, try RACFParser.random(kind == .des ? 8 : 64))
        return
      }
      let lengths = kind == .des ? 8...8 : 32...256
      let digits = key.filter { $0 != 0x2C && $0 != 0x20 }.map { Hex.value($0) }
      guard !digits.contains(nil), digits.count.isMultiple(of: 2),
        lengths.contains(digits.count / 2)
      else {
        throw RACFFault(
          "KEY wants \(lengths.lowerBound) to \(lengths.upperBound) bytes in hexadecimal digits")
      }
      self = .add(
        label, kind,
        SharedSecret(
          Secret(
            count: digits.count / 2,
            byte: { (digits[2 * $0] ?? 0) << 4 | (digits[2 * $0 + 1] ?? 0) })))
    default: throw RACFFault("\(verb) is no statement; ADD and DELETE are")
    }
  }
}
