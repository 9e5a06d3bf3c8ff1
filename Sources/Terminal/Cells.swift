import Bytes
import DataStream

/// What stands at each position of a screen, and the fields that this makes.
///
/// A byte a position, and another from the first colour or line-drawing character on.
struct Cells: Sendable {
  /// The size in force.
  private(set) var size: Geometry
  /// What stands at each position, as `CellCode` says.
  private var codes: [UInt8]
  private var styles = CellStyles()

  /// Control codes that are stored as one cell of data; other codes below X'40' are skipped.
  private static func isStoredControl(_ code: UInt8) -> Bool {
    switch code {
    case 0x00, 0x0C, 0x0D, 0x0E, 0x0F, 0x15, 0x19, 0x1C, 0x1E, 0x25, 0x3F: true
    default: false
    }
  }

  /// Nulls.
  init(_ size: Geometry) {
    self.size = size
    codes = Array(repeating: CellCode.null, count: size.cells)
  }

  var count: Int { size.cells }

  // MARK: One cell

  func kind(_ position: Int) -> PresentationSpace.Kind {
    let byte = codes[position]
    if CellCode.isField(byte) { return .attribute(CellCode.attribute(byte)) }
    if !styles.isEmpty {
      switch styles[position].content {
      case .plain: break
      case .graphic: return .graphic(byte)
      case .odd(let code, let isGraphic): return isGraphic ? .graphic(code) : .character(code)
      }
    }
    return .character(CellCode.code(byte))
  }

  /// The code of a character of either set; 0 for a field attribute.
  func code(_ position: Int) -> UInt8 {
    switch kind(position) {
    case .character(let code), .graphic(let code): code
    case .attribute: 0
    }
  }

  func attributes(_ position: Int) -> CellAttributes {
    styles.isEmpty ? .default : styles[position].attributes
  }

  func isField(_ position: Int) -> Bool { CellCode.isField(codes[position]) }

  func fieldAttribute(_ position: Int) -> FieldAttribute { CellCode.attribute(codes[position]) }

  /// Whether a code of a data stream is shown or stored as it is; others are nulls.
  static func isStored(_ code: UInt8) -> Bool { code >= 0x40 || isStoredControl(code) }

  /// The position behind another; the first behind the last.
  func next(_ position: Int) -> Int { position + 1 == count ? 0 : position + 1 }

  /// The byte of a cell, and what its style says of it.
  private static func parts(
    _ kind: PresentationSpace.Kind
  ) -> (byte: UInt8, content: CellStyle.Content) {
    switch kind {
    case .attribute(let attribute): return (CellCode.field(attribute), .plain)
    case .character(let code):
      let byte = CellCode.character(code)
      return (byte, byte == CellCode.odd ? .odd(code, isGraphic: false) : .plain)
    case .graphic(let code):
      if CellCode.isCharacter(code) { return (code, .graphic) }
      return (CellCode.odd, .odd(code, isGraphic: true))
    }
  }

  mutating func set(
    _ position: Int, _ kind: PresentationSpace.Kind, values: CellAttributes
  ) {
    let (byte, content) = Self.parts(kind)
    codes[position] = byte
    let style = CellStyle(attributes: values, content: content)
    styles.set(position..<(position + 1), style, count: count)
  }

  /// What is typed, a character of either set: the cell loses its attributes where it changes.
  ///
  /// A code that no keyboard makes becomes a null: a redraw could not bring it back.
  mutating func type(_ position: Int, _ sent: PresentationSpace.Kind) {
    let isShown =
      switch sent {
      case .character(let code): Self.isStored(code)
      case .graphic(let code): code >= 0x40
      case .attribute: false
      }
    let new = isShown ? sent : .character(0)
    guard kind(position) != new else { return }
    set(position, new, values: .default)
  }

  mutating func setModified(_ position: Int, _ isModified: Bool) {
    guard isField(position) else { return }
    codes[position] = CellCode.tagged(codes[position], isModified)
  }

  /// Whether nothing but nulls stands anywhere; a screen that is not blank is known by its first cells.
  var isBlank: Bool { !codes.contains { $0 != CellCode.null } }

  // MARK: Many cells

  /// Characters of a record, at positions there, from a position on; they fit before the end, and
  /// none is a control code.
  mutating func write(
    _ record: ArraySlice<UInt8>, _ range: Range<Int>, at start: Int, values: CellAttributes
  ) {
    let offset = range.lowerBound - record.startIndex
    codes.copy(record.span.extracting(offset..<(offset + range.count)), to: start)
    restyle(start..<(start + range.count), CellStyle(attributes: values))
  }

  /// One character in all cells of a range.
  mutating func fill(
    _ range: Range<Int>, _ kind: PresentationSpace.Kind, values: CellAttributes
  ) {
    let (byte, content) = Self.parts(kind)
    codes.fill(range, with: byte)
    restyle(range, CellStyle(attributes: values, content: content))
  }

  private mutating func restyle(_ range: Range<Int>, _ style: CellStyle) {
    guard !styles.isEmpty || style != .default else { return }
    styles.set(range, style, count: count)
  }

  /// Nulls everywhere, in a size.
  mutating func erase(_ newSize: Geometry) {
    size = newSize
    codes.clear(newSize.cells)
    styles = CellStyles()
  }

  /// Takes all modified tags away.
  mutating func resetModified() {
    var cells = codes.mutableSpan
    for position in cells.indices where CellCode.isField(cells[position]) {
      cells[position] = CellCode.tagged(cells[position], false)
    }
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
        set(position, .character(0), values: attributes(position))
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
        set(position, .character(0), values: .default)
      }
    }
    return first ?? 0
  }

  /// Nulls whatever stands in fields that are not shown, with its attributes.
  mutating func darken() {
    var isHidden = field(at: count - 1).map { fieldAttribute($0).isNondisplay } ?? false
    for position in 0..<count {
      if isField(position) {
        isHidden = fieldAttribute(position).isNondisplay
      } else if isHidden {
        set(position, .character(0), values: .default)
      }
    }
  }

  /// Has nothing typed into any field, and sends none of them.
  mutating func protectAll() {
    for position in 0..<count where isField(position) {
      let attribute = fieldAttribute(position).union(.protected).subtracting(.modified)
      set(position, .attribute(attribute), values: attributes(position))
    }
  }

  // MARK: Fields

  /// Whether the screen has a field.
  var isFormatted: Bool { codes.contains(where: CellCode.isField) }

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
    size == other.size && codes == other.codes && styles.areSame(as: other.styles, count: count)
  }

  /// Whether there may be double-byte text.
  var holdsDoubleByteText: Bool {
    codes.contains { $0 == DoubleByteText.shiftOut || $0 == DoubleByteText.shiftIn }
      || styles.mayContain { $0.attributes.characterSet == CharacterSet.doubleByte }
  }

  // MARK: Freezing

  /// Appends the planes; the size is frozen by whoever owns them.
  func freeze(into freezer: inout Freezer) {
    let blank = isBlank
    freezer.put(blank)
    if !blank { freezer.put(raw: codes) }
    styles.freeze(into: &freezer)
  }

  /// Reads what `freeze` wrote of a screen of this size.
  init(thawing thawer: inout Thawer, _ size: Geometry) throws(ThawError) {
    self.init(size)
    if !(try thawer.take(Bool.self)) { codes = try thawer.raw(count) }
    styles = try CellStyles(thawing: &thawer, count: count)
    guard (0..<count).allSatisfy(isSound) else { throw .invalid("cell") }
  }

  /// Whether a cell's byte is one of those that its style goes with.
  private func isSound(_ position: Int) -> Bool {
    let byte = codes[position]
    return switch styles[position].content {
    case .plain: byte != CellCode.odd
    case .graphic: CellCode.isCharacter(byte)
    case .odd: byte == CellCode.odd
    }
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
