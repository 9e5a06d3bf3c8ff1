public import DataStream

/// The screen of one session as its host has made it, with all that a redraw or a host's read needs.
///
/// Planes, not cells: two bytes a position, and two more from the first colour on.
public struct PresentationSpace: Sendable {
  /// What a position holds.
  public enum Kind: Hashable, Sendable {
    case character(UInt8)
    case graphic(UInt8)
    case attribute(FieldAttribute)
  }

  /// Whether the user may type.
  public enum Lock: Hashable, Sendable {
    case unlocked
    /// A key was sent; the host has not restored the keyboard yet.
    case waiting
  }

  /// Sizes of Erase/Write and of Erase/Write Alternate.
  public internal(set) var defaultSize: Geometry
  public internal(set) var alternateSize: Geometry
  /// The size in force.
  public internal(set) var size: Geometry
  public internal(set) var cursor = 0
  public internal(set) var aid = AID.none
  public internal(set) var lock = Lock.unlocked
  public internal(set) var replyMode = ReplyMode.field
  /// The terminal's abilities, from which hosts' queries are answered.
  public internal(set) var capabilities: TerminalCapabilities
  var codes: [UInt8]
  /// 00 character, 01 graphic escape, 80 + six bits a field attribute.
  var marks: [UInt8]
  /// Empty until the first extended attribute.
  var attributes: [CellAttributes] = []

  static let graphicMark: UInt8 = 0x01
  static let fieldMark: UInt8 = 0x80

  /// An empty screen of the terminal's default size, keyboard unlocked.
  public init(_ capabilities: TerminalCapabilities) {
    self.capabilities = capabilities
    defaultSize = capabilities.defaultSize
    alternateSize = capabilities.alternateSize
    size = capabilities.defaultSize
    codes = Array(repeating: 0, count: size.cells)
    marks = Array(repeating: 0, count: size.cells)
  }

  /// What stands at a position.
  public func kind(_ position: Int) -> Kind {
    let mark = marks[position]
    if mark & Self.fieldMark != 0 { return .attribute(FieldAttribute(rawValue: mark & 0x3F)) }
    return mark == Self.graphicMark ? .graphic(codes[position]) : .character(codes[position])
  }

  /// Extended attributes of a position.
  public func attributes(_ position: Int) -> CellAttributes {
    attributes.isEmpty ? .default : attributes[position]
  }

  /// Whether the screen has a field.
  public var isFormatted: Bool { marks.contains { $0 & Self.fieldMark != 0 } }

  func isField(_ position: Int) -> Bool { marks[position] & Self.fieldMark != 0 }

  func fieldAttribute(_ position: Int) -> FieldAttribute {
    FieldAttribute(rawValue: marks[position] & 0x3F)
  }

  /// Position of the attribute of the field that a position belongs to; nil on an unformatted screen.
  public func field(at position: Int) -> Int? {
    var index = position
    for _ in 0..<size.cells {
      if isField(index) { return index }
      index = index == 0 ? size.cells - 1 : index - 1
    }
    return nil
  }

  /// Whether what is typed at a position is refused: a protected field, or an attribute itself.
  public func isProtected(_ position: Int) -> Bool {
    if isField(position) { return true }
    return field(at: position).map { fieldAttribute($0).isProtected } ?? false
  }

  mutating func set(_ position: Int, _ code: UInt8, _ mark: UInt8, _ value: CellAttributes) {
    codes[position] = code
    marks[position] = mark
    if attributes.isEmpty {
      guard value != .default else { return }
      attributes = Array(repeating: .default, count: size.cells)
    }
    attributes[position] = value
  }

  mutating func setModified(_ position: Int, _ isModified: Bool) {
    marks[position] = isModified ? marks[position] | 0x01 : marks[position] & ~0x01
  }

  /// Empties the screen in a size; address and cursor go to 0.
  mutating func erase(_ newSize: Geometry) {
    size = newSize
    Self.clear(&codes, newSize.cells)
    Self.clear(&marks, newSize.cells)
    attributes = []
    cursor = 0
  }

  /// Zeros, in the memory that is there where the size stays.
  private static func clear(_ plane: inout [UInt8], _ count: Int) {
    if plane.count == count {
      var cells = plane.mutableSpan
      cells.update(repeating: 0)
    } else {
      plane = Array(repeating: 0, count: count)
    }
  }

  /// A BIND gave other sizes, or gave the terminal's back; the screen is empty after it.
  public mutating func bind(default newDefault: Geometry?, alternate newAlternate: Geometry?) {
    defaultSize = newDefault ?? capabilities.defaultSize
    alternateSize = newAlternate ?? capabilities.alternateSize
    replyMode = .field
    erase(defaultSize)
    aid = .none
    lock = .unlocked
  }

  /// Whether two screens look the same and behave the same under a user's keys.
  public func showsSame(as other: PresentationSpace) -> Bool {
    guard size == other.size, cursor == other.cursor, lock == other.lock,
      codes == other.codes, marks == other.marks
    else { return false }
    return attributes == other.attributes
      || (0..<size.cells).allSatisfy { attributes($0) == other.attributes($0) }
  }

  /// Wipes all that was on the screen, with what a user may have typed into hidden fields.
  public mutating func wipe() {
    for index in codes.indices { codes[index] = 0 }
    erase(size)
  }
}
