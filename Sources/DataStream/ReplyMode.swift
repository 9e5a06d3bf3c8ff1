public import Bytes

/// How much of the attributes a terminal's answers carry.
public enum ReplyMode: Hashable, Sendable {
  case field
  case extendedField
  /// With the attribute types whose changes are told between characters.
  case character([UInt8])

  /// Most attribute types that a Set Reply Mode is heard to name; there are ten (GA23-0059 chapter 4).
  public static let typeLimit = 16

  /// The mode's code in Set Reply Mode and in the Query Reply (GA23-0059, Reply Modes).
  public var code: UInt8 {
    switch self {
    case .field: Self.fieldCode
    case .extendedField: Self.extendedFieldCode
    case .character: Self.characterCode
    }
  }

  private static let fieldCode: UInt8 = 0x00
  private static let extendedFieldCode: UInt8 = 0x01
  private static let characterCode: UInt8 = 0x02

  /// Reads a mode; nil where the code is none. The types count in character mode only.
  init?(code: UInt8, types: [UInt8]) {
    switch code {
    case Self.fieldCode: self = .field
    case Self.extendedFieldCode: self = .extendedField
    case Self.characterCode: self = .character(types)
    default: return nil
    }
  }
}

extension ReplyMode: Freezable {
  /// Appends the mode.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(byte: code)
    if case .character(let types) = self { freezer.put(bytes: types) }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    let code = try thawer.byte()
    let types = code == Self.characterCode ? try thawer.run() : []
    guard types.count <= Self.typeLimit, let mode = ReplyMode(code: code, types: types) else {
      throw .invalid("reply mode")
    }
    self = mode
  }
}
