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
    case .field: 0x00
    case .extendedField: 0x01
    case .character: 0x02
    }
  }
}

extension ReplyMode: Freezable {
  public func freeze(into freezer: inout Freezer) {
    freezer.put(byte: code)
    if case .character(let types) = self { freezer.put(bytes: types) }
  }

  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0x00: self = .field
    case 0x01: self = .extendedField
    case 0x02:
      let types = try thawer.run()
      guard types.count <= Self.typeLimit else { throw .invalid("reply mode") }
      self = .character(types)
    default: throw .invalid("reply mode")
    }
  }
}
