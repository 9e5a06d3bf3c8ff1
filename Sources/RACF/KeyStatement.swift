import Bytes
public import Crypto
public import Keystore
public import Names

/// A statement that puts a key into the CKDS, changes it or takes it away, in the form of KGUP's (ICSF
/// Administrator's Guide, Key generator utility program).
///
/// Ours are TYPE(MAC) for a key of HMAC, which KGUP does not load, and `KEY(*)`, a key at random.
public enum KeyStatement: Sendable {
  case add([KeyLabel], KeyToken.Kind, KeyValue)
  case update([KeyLabel], KeyToken.Kind, KeyValue)
  case rename(KeyLabel, to: KeyLabel)
  case delete([KeyLabel])
  /// SET INSTDATA: data of the CKDS's header, which has none here.
  case set

  /// A key, and what ICSF would say of it.
  public struct KeyValue: Sendable {
    /// The key in the clear.
    public let key: SharedSecret
    /// Whether a key of DES has bytes of even parity; its parity bits are no part of it.
    public let hasEvenParity: Bool
    /// Whether it is a weak key of DES.
    public let isWeak: Bool
    /// Whether it was made here, at random.
    public let isGenerated: Bool
  }

  /// Most labels of one statement (KGUP), and most that a RANGE may name.
  static let labelLimit = 64

  /// Reads a statement, whether or not it can be understood.
  public static func read(_ statement: RACFStatement) -> CommandReading<KeyStatement> {
    CommandReading(
      statement, verb: { word in verb(word).map { ($0, tables[$0] ?? keyTable) } },
      unknown: { _ in
        RACFFault("a statement begins with ADD, UPDATE, RENAME, DELETE or SET")
      }
    ) { (name, reader) throws(RACFFault) in try Self(name, &reader) }
  }

  private static let verbs = ["ADD", "UPDATE", "RENAME", "DELETE", "SET"]

  private static func verb(_ word: WipedSlice) -> String? {
    guard word.count <= 8 else { return nil }
    let name = CommandAtom.folded(word)
    return verbs.first { $0 == name }
  }

  private static let keyTable = KeywordTable(
    """
    LABEL() RANGE() TYPE() ALGORITHM() OUTTYPE(') TRANSKEY(') CLEAR LENGTH() KEY(!) ~NOCV ~SINGLE
    DOUBLEO ~KEYUSAGE(') ~DKYGENKYUSAGE(')
    """)

  private static let tables: [String: KeywordTable] = [
    "RENAME": KeywordTable("LABEL() TYPE()"), "DELETE": KeywordTable("LABEL() RANGE() TYPE()"),
    "SET": KeywordTable("~INSTDATA(')"),
  ]

  /// KGUP's words for the statements, for help.
  public static var help: [String] {
    verbs.flatMap { ["\($0) -"] + (tables[$0] ?? keyTable).help }
  }

  private init(_ verb: String, _ reader: inout OperandReader) throws(RACFFault) {
    var request = Request()
    while let operand = try reader.next() { try request.take(operand) }
    switch verb {
    case "SET": self = .set
    case "RENAME":
      guard request.labels.count == 2 else { throw RACFFault("RENAME wants LABEL(old,new)") }
      self = .rename(request.labels[0], to: request.labels[1])
    case "DELETE":
      guard !request.labels.isEmpty else { throw RACFFault("DELETE wants LABEL or RANGE") }
      self = .delete(request.labels)
    default:
      guard !request.labels.isEmpty else { throw RACFFault("\(verb) wants LABEL or RANGE") }
      let kind = try request.keyKind(verb)
      let value = try request.value(kind)
      self =
        verb == "ADD" ? .add(request.labels, kind, value) : .update(request.labels, kind, value)
    }
  }

  /// The operands of a statement.
  private struct Request {
    var labels: [KeyLabel] = []
    private var type: String?
    private var algorithm: String?
    private var length: Int?
    private var key: WipedSlice?

    init() {}

    mutating func take(_ operand: Operand) throws(RACFFault) {
      switch operand.name {
      case "LABEL":
        labels = try operand.all { KeyLabel($0) }
        guard labels.count <= KeyStatement.labelLimit, Set(labels).count == labels.count else {
          throw RACFFault("LABEL has 1 to \(KeyStatement.labelLimit) labels, each once")
        }
      case "RANGE": labels = try Self.range(try operand.all { KeyLabel($0) })
      case "TYPE": type = try operand.single { KeyTypes.all.contains($0) ? $0 : nil }
      case "ALGORITHM":
        algorithm = try operand.single("DES, AES OR HMAC IS EXPECTED") {
          ["DES", "AES", "HMAC"].contains($0) ? $0 : nil
        }
      case "LENGTH":
        length = try operand.single("BYTES ARE EXPECTED") { text in
          Int(text).flatMap { (1...256).contains($0) ? $0 : nil }
        }
      case "KEY": key = operand.value?.trimmed
      case "OUTTYPE", "TRANSKEY":
        // A key for another system leaves this one by `keys export` only.
        throw RACFFault(
          "\(operand.name): no key leaves or enters here under a transport key of the CKDS; "
            + "turnstile keys export and keys import carry keys under a key of their own")
      case "DOUBLEO": throw RACFFault("DOUBLEO: a key of PassTickets has a single length, 8 bytes")
      // CLEAR: every key comes in the clear here.
      default: break
      }
    }

    /// RANGE(start,end): labels that differ in the digits at their ends.
    private static func range(_ ends: [KeyLabel]) throws(RACFFault) -> [KeyLabel] {
      let fault = RACFFault(
        "RANGE wants two labels that end with 1 to 4 digits and are alike before them; at most "
          + "\(KeyStatement.labelLimit) labels")
      guard ends.count == 2 else { throw fault }
      let (low, high) = (ends[0].text, ends[1].text)
      // As many digits as both have.
      let digits = min(4, low.reversed().prefix { $0.isNumber }.count)
      guard digits >= 1, low.count == high.count, low.dropLast(digits) == high.dropLast(digits),
        let first = Int(low.suffix(digits)), let last = Int(high.suffix(digits)), first <= last,
        last - first < KeyStatement.labelLimit
      else { throw fault }
      return (first...last).compactMap { number in
        let text = String(number)
        return KeyLabel(
          low.dropLast(digits) + String(repeating: "0", count: digits - text.count) + text)
      }
    }

    /// What the key is for.
    func keyKind(_ verb: String) throws(RACFFault) -> KeyToken.Kind {
      guard let type else { throw RACFFault("\(verb) wants TYPE(DATA) or TYPE(MAC)") }
      switch (type, algorithm) {
      // ICSF calls the enhanced ticket's key MAC, with the algorithm HMAC.
      case ("MAC", nil), ("MAC", "HMAC"), ("HMAC", nil), ("HMAC", "HMAC"): return .hmac
      case ("DATA", nil), ("DATA", "DES"): return .des
      default:
        throw RACFFault(
          "TYPE(\(type))" + (algorithm.map { " ALGORITHM(\($0))" } ?? "")
            + ": no PassTicket is made with such a key; DATA of DES and MAC of HMAC are")
      }
    }

    /// The key that the digits say, or one at random, as KGUP makes one where no KEY is said.
    func value(_ kind: KeyToken.Kind) throws(RACFFault) -> KeyValue {
      let lengths = kind == .des ? 8...8 : 32...256
      if let length, !lengths.contains(length) {
        throw RACFFault(
          "LENGTH: a key of this type has \(Self.bytes(lengths)) bytes")
      }
      guard let key, !key.elementsEqual([0x2A]) else {
        return KeyValue(
          key: try HexOperand.random(length ?? (kind == .des ? 8 : 64)), hasEvenParity: false,
          isWeak: false, isGenerated: true)
      }
      // Values of eight bytes each may stand in groups.
      let bare = WipedText(copying: key.lazy.filter { $0 != 0x2C && $0 != 0x20 }).slice
      guard lengths.contains(bare.count / 2), length ?? bare.count / 2 == bare.count / 2,
        let secret = HexOperand.secret(bare)
      else {
        throw RACFFault(
          "KEY wants \(Self.bytes(length.map { $0...$0 } ?? lengths)) bytes in hexadecimal digits")
      }
      let hasEvenParity =
        kind == .des
        && (0..<8).contains { secret.secret[$0].nonzeroBitCount.isMultiple(of: 2) }
      return KeyValue(
        key: secret, hasEvenParity: hasEvenParity,
        isWeak: kind == .des && WeakKey.contains(secret.secret), isGenerated: false)
    }

    private static func bytes(_ lengths: ClosedRange<Int>) -> String {
      lengths.count == 1
        ? "\(lengths.lowerBound)" : "\(lengths.lowerBound) to \(lengths.upperBound)"
    }
  }

  /// Types of keys that KGUP knows, and HMAC, so that a fault can name them.
  private enum KeyTypes {
    static let all: Set<String> = [
      "CIPHER", "CIPHERXI", "CIPHERXL", "CIPHERXO", "CLRAES", "CLRDES", "DATA", "DATAM", "DATAMV",
      "DATAXLAT", "DECIPHER", "DKYGENKY", "ENCIPHER", "EXPORTER", "HMAC", "IMPORTER", "IPINENC",
      "KEYGENKY", "MAC", "MACVER", "NULL", "OPINENC", "PINGEN", "PINVER",
    ]
  }
}
