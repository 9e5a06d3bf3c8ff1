public import Bytes

/// Attention identifier: the key that sent a record (GA23-0059 chapter 3).
public struct AID: Hashable, Sendable, CustomStringConvertible {
  /// The byte on the wire.
  public let byte: UInt8

  /// The key of a byte.
  public init(byte: UInt8) { self.byte = byte }

  /// No key: the record was not sent by the user.
  public static let none = AID(byte: 0x60)
  /// Inbound structured field: a partition was read.
  public static let readPartition = AID(byte: 0x61)
  /// Inbound structured fields follow.
  public static let structuredField = AID(byte: 0x88)
  /// ENTER.
  public static let enter = AID(byte: 0x7D)
  /// CLEAR.
  public static let clear = AID(byte: 0x6D)
  /// The selector pen, or Cursor Select.
  public static let cursorSelect = AID(byte: 0x7E)
  /// SYSREQ, as a record.
  public static let sysreq = AID(byte: 0xF0)
  /// PA1.
  public static let pa1 = AID(byte: 0x6C)
  /// PA2.
  public static let pa2 = AID(byte: 0x6E)
  /// PA3.
  public static let pa3 = AID(byte: 0x6B)
  /// PF1.
  public static let pf1 = pf(1)
  /// PF2.
  public static let pf2 = AID(byte: 0xF2)
  /// PF3.
  public static let pf3 = pf(3)
  /// PF7.
  public static let pf7 = pf(7)
  /// PF8.
  public static let pf8 = pf(8)
  /// PF12.
  public static let pf12 = pf(12)
  /// PF13.
  public static let pf13 = pf(13)
  /// PF15.
  public static let pf15 = pf(15)
  /// PF19.
  public static let pf19 = pf(19)
  /// PF20.
  public static let pf20 = pf(20)

  private static let pfCodes: [UInt8] = [
    0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0x7A, 0x7B, 0x7C,
    0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0x4A, 0x4B, 0x4C,
  ]

  /// Program function key 1 to 24.
  public static func pf(_ number: Int) -> AID {
    precondition((1...24).contains(number), "there are 24 PF keys")
    return AID(byte: pfCodes[number - 1])
  }

  /// Number of the PF key, or nil where the AID is none.
  public var pfNumber: Int? { Self.pfCodes.firstIndex(of: byte).map { $0 + 1 } }

  /// PA keys and CLEAR send the AID alone: no cursor, no fields.
  public var isShortRead: Bool { [Self.clear, .pa1, .pa2, .pa3].contains(self) }

  /// Reads `PF12`, `pf 12`, `PA1`, `ENTER`, `CLEAR`; nil for anything else.
  public init?(name: String) {
    let text = name.uppercased().filter { $0 != " " }
    switch text {
    case "ENTER": self = .enter
    case "CLEAR": self = .clear
    case "PA1": self = .pa1
    case "PA2": self = .pa2
    case "PA3": self = .pa3
    default:
      guard text.hasPrefix("PF"), let number = Int(text.dropFirst(2)), (1...24).contains(number)
      else { return nil }
      self = .pf(number)
    }
  }

  /// Its name, as on the keyboard.
  public var description: String {
    if let number = pfNumber { return "PF\(number)" }
    switch self {
    case .enter: return "ENTER"
    case .clear: return "CLEAR"
    case .pa1: return "PA1"
    case .pa2: return "PA2"
    case .pa3: return "PA3"
    case .none: return "none"
    case .structuredField: return "structured field"
    case .readPartition: return "read partition"
    case .cursorSelect: return "cursor select"
    case .sysreq: return "SYSREQ"
    default: return "AID \(byte)"
    }
  }
}

extension AID: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(byte: byte) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) { self.init(byte: try thawer.byte()) }
}
