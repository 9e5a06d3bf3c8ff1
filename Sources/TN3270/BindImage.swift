public import DataStream
public import Names

/// Why a BIND cannot be taken.
public enum BindFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// It does not start with the request code 31.
  case notABind
  /// No display has such a screen (`Geometry`).
  case screenSize(rows: Int, columns: Int)

  /// What the host did, in plain words.
  public var description: String {
    switch self {
    case .notABind: "a BIND without its request code X'31'"
    case .screenSize(let rows, let columns):
      "BIND of a screen of \(rows)x\(columns); a screen has \(Geometry.rule)"
    }
  }
}

/// Screen sizes of a session: bytes 20 to 24 of a BIND for LU type 2.
public enum PresentationSize: Hashable, Sendable {
  /// 24x80 alone (code 00 or 02).
  case model2
  /// Default 24x80, alternate as the Query Reply says (code 03); also for screens over 255 columns.
  case queried
  /// One size alone (code 7E).
  case fixed(Geometry)
  /// Erase/Write and Erase/Write Alternate (code 7F).
  case both(default: Geometry, alternate: Geometry)
  /// A code without a meaning, or a BIND too short to have one: the terminal keeps its own sizes.
  case unspecified
}

/// The part of a BIND RU that a 3270 terminal uses (SNA Formats, BIND for LU type 2).
public struct BindImage: Hashable, Sendable {
  /// The screen sizes that it orders.
  public var size: PresentationSize
  /// Name of the primary LU, the application; nil where the BIND names none.
  public private(set) var primaryName: String?

  /// A BIND of our own.
  public init(size: PresentationSize, primary: APPLID) {
    self.size = size
    primaryName = primary.description
  }

  private enum Offset {
    static let defaultRows = 20
    static let alternateRows = 22
    static let code = 24
    static let nameLength = 27
    static let name = 28
  }

  /// Reads a BIND RU.
  public init(_ ru: [UInt8]) throws(BindFault) {
    guard ru.first == 0x31 else { throw .notABind }
    size = try Self.size(ru)
    guard ru.count > Offset.name else { return }
    let length = Int(ru[Offset.nameLength])
    guard length > 0, ru.count >= Offset.name + length else { return }
    primaryName = String(
      String.UnicodeScalarView(
        ru[Offset.name..<(Offset.name + length)].map(NameCode.decode)))
  }

  /// The RU, with the session parameters that a display needs.
  public var encoded: [UInt8] {
    var ru: [UInt8] = [
      0x31, 0x01, 0x03, 0x03, 0x91, 0x90, 0x30, 0x80, 0x00, 0x07, 0x85, 0xC7, 0x85, 0x00, 0x02,
      0x80, 0x00, 0x00, 0x00, 0x00,
    ]
    let (first, second, code): (Geometry?, Geometry?, UInt8) =
      switch size {
      case .model2: (.model2, .model2, 0x02)
      case .queried: (.model2, .model2, 0x03)
      case .fixed(let size): (size, size, 0x7E)
      case .both(let first, let second): (first, second, 0x7F)
      case .unspecified: (nil, nil, 0x01)
      }
    let sides = [first?.rows, first?.columns, second?.rows, second?.columns]
    let name = (primaryName ?? "").unicodeScalars.map(NameCode.encode)
    ru += sides.map { UInt8(clamping: $0 ?? 0) } + [code, 0x00, 0x00]
    ru.append(UInt8(clamping: name.count))
    ru += name
    // User data length; x3270 shows the name only where a byte follows it.
    ru.append(0x00)
    return ru
  }

  private static func size(_ ru: [UInt8]) throws(BindFault) -> PresentationSize {
    guard ru.count > Offset.code else { return .unspecified }
    switch ru[Offset.code] {
    case 0x00, 0x02: return .model2
    case 0x03: return .queried
    case 0x7E:
      guard let size = try geometry(ru, Offset.defaultRows) else { return .unspecified }
      return .fixed(size)
    case 0x7F:
      guard let first = try geometry(ru, Offset.defaultRows),
        let second = try geometry(ru, Offset.alternateRows)
      else { return .unspecified }
      return .both(default: first, alternate: second)
    default: return .unspecified
    }
  }

  /// Rows and columns at a place; nil where one of them is left open.
  private static func geometry(_ ru: [UInt8], _ at: Int) throws(BindFault) -> Geometry? {
    let (rows, columns) = (Int(ru[at]), Int(ru[at + 1]))
    guard rows > 0, columns > 0 else { return nil }
    guard let size = Geometry(rows: rows, columns: columns) else {
      throw .screenSize(rows: rows, columns: columns)
    }
    return size
  }
}

/// Why a session ends: the byte of an UNBIND (SNA Formats, UNBIND type).
public enum UnbindReason: Hashable, Sendable {
  /// 01: the session is over.
  case normal
  /// 02: keep the connection, a BIND follows (CLSDST PASS).
  case bindForthcoming
  /// Any other code.
  case other(UInt8)

  /// The reason of a code.
  public init(code: UInt8) {
    self =
      switch code {
      case 0x01: .normal
      case 0x02: .bindForthcoming
      default: .other(code)
      }
  }

  /// The byte on the wire.
  public var code: UInt8 {
    switch self {
    case .normal: 0x01
    case .bindForthcoming: 0x02
    case .other(let code): code
    }
  }
}

/// EBCDIC of the characters of names, the same in every Latin code page of a mainframe's network.
private enum NameCode {
  static func encode(_ scalar: Unicode.Scalar) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: scalar.value)
    return switch scalar {
    case "A"..."I": value - 0x41 + 0xC1
    case "J"..."R": value - 0x4A + 0xD1
    case "S"..."Z": value - 0x53 + 0xE2
    case "0"..."9": value - 0x30 + 0xF0
    case "$": 0x5B
    case "#": 0x7B
    case "@": 0x7C
    case ".": 0x4B
    default: 0x6F
    }
  }

  static func decode(_ byte: UInt8) -> Unicode.Scalar {
    switch byte {
    case 0xC1...0xC9: Unicode.Scalar(byte - 0xC1 + 0x41)
    case 0xD1...0xD9: Unicode.Scalar(byte - 0xD1 + 0x4A)
    case 0xE2...0xE9: Unicode.Scalar(byte - 0xE2 + 0x53)
    case 0xF0...0xF9: Unicode.Scalar(byte - 0xF0 + 0x30)
    case 0x5B: "$"
    case 0x7B: "#"
    case 0x7C: "@"
    case 0x4B: "."
    default: "?"
    }
  }
}
