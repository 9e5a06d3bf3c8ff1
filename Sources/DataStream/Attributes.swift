public import Bytes

/// Field attribute: the six bits that say how a field behaves and looks (GA23-0059 chapter 4).
public struct FieldAttribute: OptionSet, Hashable, Sendable {
  /// The six bits.
  public let rawValue: UInt8

  /// The two transmission bits and the reserved bit are dropped.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue & 0x3D }

  /// The user may not type.
  public static let protected = FieldAttribute(rawValue: 0x20)
  /// Digits alone may be typed.
  public static let numeric = FieldAttribute(rawValue: 0x10)
  /// Shown bright.
  public static let intensified = FieldAttribute(rawValue: 0x08)
  /// Not shown.
  public static let nondisplay = FieldAttribute(rawValue: 0x0C)
  /// Modified data tag: the field is sent.
  public static let modified = FieldAttribute(rawValue: 0x01)
  /// Protected and numeric: the cursor skips it.
  public static let autoskip = FieldAttribute(rawValue: 0x30)

  /// Whether the user may not type.
  public var isProtected: Bool { contains(.protected) }
  /// Whether the field is sent.
  public var isModified: Bool { contains(.modified) }
  /// Whether the field is not shown.
  public var isNondisplay: Bool { rawValue & 0x0C == 0x0C }
  /// Whether the field is bright.
  public var isIntensified: Bool { rawValue & 0x0C == 0x08 }
  /// The byte on the wire.
  public var graphicCode: UInt8 { BufferAddress.graphicCode(rawValue) }
}

/// Types of extended attributes (GA23-0059 chapter 4).
public enum ExtendedType {
  /// All types: back to the default.
  public static let all: UInt8 = 0x00
  /// Extended highlighting.
  public static let highlighting: UInt8 = 0x41
  /// Foreground colour.
  public static let foreground: UInt8 = 0x42
  /// Character set.
  public static let characterSet: UInt8 = 0x43
  /// Background colour.
  public static let background: UInt8 = 0x45
  /// Transparency of the background.
  public static let transparency: UInt8 = 0x46
  /// The 3270 field attribute.
  public static let fieldAttribute: UInt8 = 0xC0
  /// Field validation.
  public static let validation: UInt8 = 0xC1
  /// Field outlining.
  public static let outlining: UInt8 = 0xC2
  /// Field input control.
  public static let inputControl: UInt8 = 0xFE
}

/// Values of the character set attribute (GA23-0059 chapter 4) that are known here.
public enum CharacterSet {
  /// The alternate set of graphic escape: APL and line drawing.
  public static let alternate: UInt8 = 0xF1
  /// Two bytes a character.
  public static let doubleByte: UInt8 = 0xF8
}

/// Foreground and background colours, by their codes.
public enum Color: UInt8, CaseIterable, Sendable {
  case blue = 0xF1, red, pink, green, turquoise, yellow, white

  /// The names in a panel's `COLOR(…)`.
  public init?(name: String) {
    switch name.uppercased() {
    case "BLUE": self = .blue
    case "RED": self = .red
    case "PINK": self = .pink
    case "GREEN": self = .green
    case "TURQ", "TURQUOISE": self = .turquoise
    case "YELLOW": self = .yellow
    case "WHITE": self = .white
    default: return nil
    }
  }
}

/// Extended highlighting, by its codes.
public enum Highlight: UInt8, Sendable {
  case blink = 0xF1, reverse = 0xF2, underscore = 0xF4
}

/// Write control character: what a write does besides its orders (GA23-0059 chapter 3).
public struct WCC: OptionSet, Hashable, Sendable {
  /// The six bits.
  public let rawValue: UInt8
  /// Takes the six bits that count.
  public init(rawValue: UInt8) { self.rawValue = rawValue & 0x3F }

  /// The bit that lets Erase/Write set the reply mode back.
  public static let resetBit: UInt8 = 0x40

  /// Sets all modified data tags back.
  public static let resetMDT = WCC(rawValue: 0x01)
  /// Unlocks the keyboard.
  public static let restoreKeyboard = WCC(rawValue: 0x02)
  /// Sounds the alarm.
  public static let alarm = WCC(rawValue: 0x04)

  /// The byte on the wire; its graphic code has the reset bit (X'40') on.
  public var byte: UInt8 { BufferAddress.graphicCode(rawValue) }
}

/// Commands, in SNA codes; a local (CCW) code means the same (GA23-0059 chapter 3).
public enum Command: UInt8, Sendable, Freezable {
  case write = 0xF1
  case eraseWrite = 0xF5
  case eraseWriteAlternate = 0x7E
  case eraseAllUnprotected = 0x6F
  case readBuffer = 0xF2
  case readModified = 0xF6
  case readModifiedAll = 0x6E
  case writeStructuredField = 0xF3
  case noOperation = 0x03

  /// Reads a command byte in either set of codes.
  public init?(byte: UInt8) {
    switch byte {
    case 0x01: self = .write
    case 0x05: self = .eraseWrite
    case 0x0D: self = .eraseWriteAlternate
    case 0x0F: self = .eraseAllUnprotected
    case 0x02: self = .readBuffer
    case 0x06: self = .readModified
    case 0x0E: self = .readModifiedAll
    case 0x11: self = .writeStructuredField
    default: self.init(rawValue: byte)
    }
  }

  /// Its name in GA23-0059.
  public var title: String {
    switch self {
    case .write: "Write"
    case .eraseWrite: "Erase/Write"
    case .eraseWriteAlternate: "Erase/Write Alternate"
    case .eraseAllUnprotected: "Erase All Unprotected"
    case .readBuffer: "Read Buffer"
    case .readModified: "Read Modified"
    case .readModifiedAll: "Read Modified All"
    case .writeStructuredField: "Write Structured Field"
    case .noOperation: "No Operation"
    }
  }
}
