import DataStream

/// What stands at each position of a screen, and the fields that this makes.
///
/// Planes: two bytes a position, and two more from the first colour on.
struct Cells: Sendable {
  /// The size in force.
  private(set) var size: Geometry
  private(set) var codes: [UInt8]
  /// 00 character, 01 graphic escape, 80 + six bits a field attribute.
  private(set) var marks: [UInt8]
  /// Empty until the first extended attribute.
  private(set) var attributes: [CellAttributes] = []

  static let graphicMark: UInt8 = 0x01
  static let fieldMark: UInt8 = 0x80
  private static let modifiedMark = FieldAttribute.modified.rawValue

  /// Control codes that are stored as one cell of data; other codes below X'40' are skipped.
  static let storedControls: Set<UInt8> = [
    0x00, 0x0C, 0x0D, 0x0E, 0x0F, 0x15, 0x19, 0x1C, 0x1E, 0x25, 0x3F,
  ]

  /// Nulls.
  init(_ size: Geometry) {
    self.size = size
    codes = Array(repeating: 0, count: size.cells)
    marks = Array(repeating: 0, count: size.cells)
  }

  /// Planes that were thawed; nil where they are not of this size, or a mark is none.
  init?(_ size: Geometry, codes: [UInt8], marks: [UInt8], attributes: [CellAttributes]) {
    guard codes.count == size.cells, marks.count == size.cells, marks.allSatisfy(Self.isMark),
      attributes.isEmpty || attributes.count == size.cells
    else { return nil }
    self.size = size
    self.codes = codes
    self.marks = marks
    self.attributes = attributes
  }

  var count: Int { size.cells }

  // MARK: One cell

  func kind(_ position: Int) -> PresentationSpace.Kind {
    let mark = marks[position]
    if mark & Self.fieldMark != 0 { return .attribute(FieldAttribute(rawValue: mark)) }
    return mark == Self.graphicMark ? .graphic(codes[position]) : .character(codes[position])
  }

  func attributes(_ position: Int) -> CellAttributes {
    attributes.isEmpty ? .default : attributes[position]
  }

  func isField(_ position: Int) -> Bool { marks[position] & Self.fieldMark != 0 }

  func fieldAttribute(_ position: Int) -> FieldAttribute {
    FieldAttribute(rawValue: marks[position])
  }

  /// The mark of a field attribute.
  static func mark(_ attribute: FieldAttribute) -> UInt8 { fieldMark | attribute.rawValue }

  /// Whether a byte of the marks' plane says what stands at a position.
  static func isMark(_ mark: UInt8) -> Bool {
    mark == 0 || mark == graphicMark || mark == Self.mark(FieldAttribute(rawValue: mark))
  }

  /// Whether a code of a data stream is shown or stored as it is; others are nulls.
  static func isStored(_ code: UInt8) -> Bool { code >= 0x40 || storedControls.contains(code) }

  /// The position behind another; the first behind the last.
  func next(_ position: Int) -> Int { position + 1 == count ? 0 : position + 1 }

  mutating func set(
    _ position: Int, _ code: UInt8, mark: UInt8, values: CellAttributes
  ) {
    codes[position] = code
    marks[position] = mark
    if attributes.isEmpty {
      guard values != .default else { return }
      attributes = Array(repeating: .default, count: count)
    }
    attributes[position] = values
  }

  /// What is typed: the cell loses its attributes where it changes.
  ///
  /// A code that no keyboard makes becomes a null: a redraw could not bring it back.
  mutating func type(_ position: Int, _ sent: UInt8, mark: UInt8) {
    let isShown = mark == 0 ? Self.isStored(sent) : sent >= 0x40
    let (code, mark) = isShown ? (sent, mark) : (0, 0)
    guard codes[position] != code || marks[position] != mark else { return }
    set(position, code, mark: mark, values: .default)
  }

  mutating func setModified(_ position: Int, _ isModified: Bool) {
    if isModified {
      marks[position] |= Self.modifiedMark
    } else {
      marks[position] &= ~Self.modifiedMark
    }
  }

  // MARK: Many cells

  /// Characters of a record, at positions there, from a position on; they fit before the end.
  mutating func write(
    _ record: ArraySlice<UInt8>, _ range: Range<Int>, at start: Int, values: CellAttributes
  ) {
    let offset = range.lowerBound - record.startIndex
    codes.copy(record.span.extracting(offset..<(offset + range.count)), to: start)
    mark(start..<(start + range.count), 0, values: values)
  }

  /// One character in all cells of a range.
  mutating func fill(
    _ range: Range<Int>, _ code: UInt8, mark: UInt8, values: CellAttributes
  ) {
    codes.fill(range, with: code)
    self.mark(range, mark, values: values)
  }

  private mutating func mark(_ range: Range<Int>, _ mark: UInt8, values: CellAttributes) {
    marks.fill(range, with: mark)
    guard !attributes.isEmpty || values != .default else { return }
    if attributes.isEmpty { attributes = Array(repeating: .default, count: count) }
    attributes.fill(range, with: values)
  }

  /// Nulls everywhere, in a size.
  mutating func erase(_ newSize: Geometry) {
    size = newSize
    codes.clear(newSize.cells)
    marks.clear(newSize.cells)
    attributes = []
  }

  /// Takes all modified tags away.
  mutating func resetModified() {
    for position in marks.indices where isField(position) { setModified(position, false) }
  }

  /// Nulls unprotected cells; attributes stay, and with them the colours (as x3270).
  ///
  /// - Returns: cells that were looked at.
  mutating func eraseUnprotected(from start: Int, to stop: Int) -> Int {
    let own = field(at: start)
    var open = own.map { !fieldAttribute($0).isProtected } ?? true
    var looks = own.map { (start - $0 + count) % count } ?? count
    var position = start
    repeat {
      looks += 1
      if isField(position) {
        open = !fieldAttribute(position).isProtected
      } else if open {
        codes[position] = 0
        marks[position] = 0
      }
      position = next(position)
    } while position != stop
    return looks
  }

  /// Nulls all unprotected cells with their attributes and tags (Erase All Unprotected).
  ///
  /// - Returns: where the cursor goes: the first such field's first cell.
  mutating func eraseAllUnprotected() -> Int {
    var first: Int?
    var open = !isFormatted
    if let last = field(at: count - 1) { open = !fieldAttribute(last).isProtected }
    for position in 0..<count {
      if isField(position) {
        open = !fieldAttribute(position).isProtected
        if open {
          setModified(position, false)
          first = first ?? next(position)
        }
      } else if open {
        set(position, 0, mark: 0, values: .default)
      }
    }
    return first ?? 0
  }

  // MARK: Fields

  /// Whether the screen has a field.
  var isFormatted: Bool { marks.contains { $0 & Self.fieldMark != 0 } }

  /// Position of the attribute of the field that a position belongs to; nil on an unformatted screen.
  func field(at position: Int) -> Int? {
    var index = position
    for _ in 0..<count {
      if isField(index) { return index }
      index = index == 0 ? count - 1 : index - 1
    }
    return nil
  }

  /// Whether what is typed at a position is refused: a protected field, or an attribute itself.
  func isProtected(_ position: Int) -> Bool {
    if isField(position) { return true }
    return field(at: position).map { fieldAttribute($0).isProtected } ?? false
  }

  /// Whether a position is in a field that is not shown; its attribute itself is nothing to hide.
  func isHidden(_ position: Int) -> Bool {
    guard !isField(position), let field = field(at: position) else { return false }
    return fieldAttribute(field).isNondisplay
  }

  /// First cell of the next unprotected field behind a position; fields without a cell are passed over.
  func nextInput(after position: Int) -> Int? {
    var cell = position
    for _ in 0..<count {
      cell = next(cell)
      if isField(cell), !fieldAttribute(cell).isProtected, !isField(next(cell)) {
        return next(cell)
      }
    }
    return nil
  }

  /// Cells from a position to the end of its field.
  func room(at position: Int) -> Int {
    var room = 0
    while room < count, !isField((position + room) % count) { room += 1 }
    return room
  }

  /// Where Program Tab goes: the first cell of the next unprotected field, or 0 where none follows
  /// before the end.
  ///
  /// As emulators do: a field without a cell is passed over, and where the search comes back to the
  /// field that it started in, the address stays.
  func tabTarget(from start: Int) -> (target: Int, looks: Int) {
    for step in 0..<count {
      let position = (start + step) % count
      guard isField(position), !fieldAttribute(position).isProtected else { continue }
      let first = next(position)
      if !isField(first) { return (first >= start ? first : 0, step) }
    }
    return (0, count)
  }

  // MARK: All of it

  func showsSame(as other: Cells) -> Bool {
    guard size == other.size, codes == other.codes, marks == other.marks else { return false }
    return attributes == other.attributes
      || (0..<count).allSatisfy { attributes($0) == other.attributes($0) }
  }

  /// Whether there may be double-byte text.
  var holdsDoubleByteText: Bool {
    codes.contains { $0 == DoubleByteText.shiftOut || $0 == DoubleByteText.shiftIn }
      || attributes.contains { $0.characterSet == CharacterSet.doubleByte }
  }
}

extension [UInt8] {
  /// Takes bytes over, from a place on.
  fileprivate mutating func copy(_ bytes: Span<UInt8>, to start: Int) {
    var elements = mutableSpan
    precondition(start >= 0 && start + bytes.count <= elements.count)
    for index in bytes.indices { elements[start + index] = bytes[index] }
  }

  /// So many zeros, in the memory that is there where the count stays.
  fileprivate mutating func clear(_ newCount: Int) {
    if count == newCount {
      var elements = mutableSpan
      elements.update(repeating: 0)
    } else {
      self = Array(repeating: 0, count: newCount)
    }
  }
}

extension Array {
  /// Sets the elements of a range to one value, without a look at each.
  fileprivate mutating func fill(_ range: Range<Int>, with value: Element) {
    var elements = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= elements.count)
    for index in range { elements[index] = value }
  }
}
