import Bytes
import DataStream

/// The orders of a write (GA23-0059 chapter 4).
extension PresentationSpace {
  /// Control codes that are stored as one cell of data; other codes below X'40' are skipped.
  static let storedControls: Set<UInt8> = [
    0x00, 0x0C, 0x0D, 0x0E, 0x0F, 0x15, 0x19, 0x1C, 0x1E, 0x25, 0x3F,
  ]

  /// How far a write has come.
  private struct Writer {
    var address: Int
    var index: Int
    var attributes = CellAttributes.default
    /// The last thing was an order, not data: Program Tab then nulls nothing.
    var afterOrder = true
    /// A Program Tab nulled up to the end of the screen and stands at 0.
    var tabbedToStart = false
  }

  /// Does a write: `record` begins with the WCC.
  mutating func write(
    _ record: ArraySlice<UInt8>, erase newSize: Geometry?, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    outcome.wroteScreen = true
    if let newSize {
      try spend(newSize.cells / Self.cellsPerErased, record.startIndex, &outcome)
      erase(newSize)
    }
    guard let control = record.first else { throw .truncated(offset: record.startIndex) }
    let wcc = WCC(rawValue: control)
    if newSize != nil, control & 0x40 != 0 { replyMode = .field }
    // An erased screen has no field whose tag could be reset.
    if wcc.contains(.resetMDT), newSize == nil {
      try spend(size.cells, record.startIndex, &outcome)
      for position in marks.indices where isField(position) { setModified(position, false) }
    }
    var writer = Writer(address: cursor, index: record.startIndex + 1)
    defer {
      if wcc.contains(.alarm) { outcome.alarm = true }
      if wcc.contains(.restoreKeyboard) {
        aid = .none
        lock = .unlocked
        outcome.restored = true
      }
    }
    while writer.index < record.endIndex {
      if record[writer.index] >= 0x40 {
        characters(record, &writer)
      } else {
        try step(record, &writer, &outcome)
      }
    }
  }

  /// A run of characters, the bulk of every screen, up to the next order or the buffer's end.
  private mutating func characters(_ record: ArraySlice<UInt8>, _ writer: inout Writer) {
    let start = writer.index
    let limit = min(record.endIndex, start + size.cells - writer.address)
    let end = start + record[start..<limit].span.firstOffset(below: 0x40, from: 0)
    codes.copy(record[start..<end].span, to: writer.address)
    mark(&writer, count: end - start, 0)
    writer.index = end
    writer.afterOrder = false
    writer.tabbedToStart = false
  }

  /// Cells from the address on get a mark and the attributes in force; the address goes behind them.
  private mutating func mark(_ writer: inout Writer, count: Int, _ mark: UInt8) {
    let cells = writer.address..<(writer.address + count)
    marks.fill(cells, with: mark)
    if !attributes.isEmpty || writer.attributes != .default {
      if attributes.isEmpty { attributes = Array(repeating: .default, count: size.cells) }
      attributes.fill(cells, with: writer.attributes)
    }
    writer.address = cells.upperBound == size.cells ? 0 : cells.upperBound
  }

  /// Repeat to Address: one character up to the cell before `stop`; all cells where that is here.
  private mutating func fill(
    _ writer: inout Writer, to stop: Int, _ character: UInt8, _ mark: UInt8
  ) {
    repeat {
      let end = stop > writer.address ? stop : size.cells
      let count = end - writer.address
      codes.fill(writer.address..<end, with: character)
      self.mark(&writer, count: count, mark)
    } while writer.address != stop
  }

  /// Whether Repeat to Address takes two bytes: amid double-byte text, at terminals that have it.
  private func repeatsPairs(_ writer: Writer) -> Bool {
    capabilities.isDoubleByte
      && (writer.attributes.characterSet == CharacterSet.doubleByte
        || isAmidDoubleByteText(writer.address))
  }

  /// Repeat to Address with a double-byte character; half a cell at the end stays as it is.
  private mutating func fillPairs(
    _ writer: inout Writer, to stop: Int, _ first: UInt8, _ second: UInt8
  ) {
    let length = (stop + size.cells - writer.address - 1) % size.cells + 1
    for _ in 0..<(length / 2) {
      put(&writer, first, 0, writer.attributes)
      put(&writer, second, 0, writer.attributes)
    }
    writer.address = stop
  }

  private mutating func step(
    _ record: ArraySlice<UInt8>, _ writer: inout Writer, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    let offset = writer.index
    let code = record[offset]
    func operand(_ number: Int) throws(DataStreamError) -> UInt8 {
      guard offset + number < record.endIndex else { throw .truncated(offset: offset) }
      return record[offset + number]
    }
    func address() throws(DataStreamError) -> Int {
      let position = BufferAddress.decode(try operand(1), try operand(2))
      guard position < size.cells else { throw .addressOutOfRange(position, offset: offset) }
      return position
    }
    switch code {
    case Order.setBufferAddress:
      writer.address = try address()
      finish(&writer, length: 3)
    case Order.startField:
      put(&writer, 0, Self.fieldMark | (try operand(1) & 0x3D), .default)
      finish(&writer, length: 2)
    case Order.startFieldExtended:
      let count = Int(try operand(1))
      _ = count == 0 ? 0 : try operand(1 + 2 * count)
      var attribute: UInt8 = 0
      var values = CellAttributes.default
      for pair in 0..<count {
        let type = try operand(2 + 2 * pair)
        let value = try operand(3 + 2 * pair)
        if type == ExtendedType.fieldAttribute {
          attribute = value & 0x3D
        } else {
          values.set(type, value)
        }
      }
      put(&writer, 0, Self.fieldMark | attribute, values)
      finish(&writer, length: 2 + 2 * count)
    case Order.modifyField:
      let count = Int(try operand(1))
      _ = count == 0 ? 0 : try operand(1 + 2 * count)
      if isField(writer.address) {
        var mark = marks[writer.address]
        var values = attributes(writer.address)
        for pair in 0..<count {
          let type = try operand(2 + 2 * pair)
          let value = try operand(3 + 2 * pair)
          if type == ExtendedType.fieldAttribute {
            mark = Self.fieldMark | (value & 0x3D)
          } else {
            values.set(type, value)
          }
        }
        put(&writer, 0, mark, values)
      }
      finish(&writer, length: 2 + 2 * count)
    case Order.setAttribute:
      writer.attributes.set(try operand(1), try operand(2))
      finish(&writer, length: 3)
    case Order.insertCursor:
      cursor = writer.address
      finish(&writer, length: 1)
    case Order.programTab:
      try spend(programTab(&writer), offset, &outcome)
      writer.index += 1
    case Order.repeatToAddress:
      let stop = try address()
      try spend(
        stop > writer.address ? stop - writer.address : size.cells + stop - writer.address, offset,
        &outcome)
      if repeatsPairs(writer) {
        fillPairs(&writer, to: stop, try operand(3), try operand(4))
        return finish(&writer, length: 5)
      }
      let isGraphic = try operand(3) == Order.graphicEscape
      let character = try operand(isGraphic ? 4 : 3)
      let isShown = isGraphic || character >= 0x40 || Self.storedControls.contains(character)
      fill(&writer, to: stop, isShown ? character : 0, isGraphic ? Self.graphicMark : 0)
      finish(&writer, length: isGraphic ? 5 : 4)
    case Order.eraseUnprotected:
      let stop = try address()
      try spend(eraseUnprotected(from: writer.address, to: stop), offset, &outcome)
      writer.address = stop
      finish(&writer, length: 3)
    case Order.graphicEscape:
      put(&writer, try operand(1), Self.graphicMark, writer.attributes)
      writer.index += 2
      writer.afterOrder = false
      writer.tabbedToStart = false
    default:
      if Self.storedControls.contains(code) {
        put(&writer, code, 0, writer.attributes)
        writer.afterOrder = false
        writer.tabbedToStart = false
      }
      writer.index += 1
    }
  }

  private mutating func put(
    _ writer: inout Writer, _ code: UInt8, _ mark: UInt8, _ values: CellAttributes
  ) {
    set(writer.address, code, mark, values)
    writer.address = writer.address + 1 == size.cells ? 0 : writer.address + 1
  }

  private func finish(_ writer: inout Writer, length: Int) {
    writer.index += length
    writer.afterOrder = true
    writer.tabbedToStart = false
  }

  /// - Returns: cells that were looked at.
  private mutating func programTab(_ writer: inout Writer) -> Int {
    let start = writer.address
    if isField(start), !fieldAttribute(start).isProtected {
      writer.address = start + 1 == size.cells ? 0 : start + 1
      writer.afterOrder = true
      writer.tabbedToStart = false
      return 1
    }
    let (target, steps) = tabTarget(from: start)
    var looks = steps
    if !writer.afterOrder || writer.tabbedToStart {
      var position = start
      // Where there is nowhere to go, nothing is nulled.
      // The characters' attributes are reset with them (GA23-0059, Program Tab).
      while position < size.cells, !isField(position), target != start {
        set(position, 0, 0, .default)
        position += 1
      }
      looks += position - start
      if target == 0 { writer.tabbedToStart = true }
    } else {
      writer.tabbedToStart = false
    }
    writer.address = target
    writer.afterOrder = true
    return looks
  }

  /// First cell of the next unprotected field; 0 where none follows before the end of the buffer.
  ///
  /// As emulators do: a field without a cell is passed over, and where the search comes back to the
  /// field that it started in, the address stays.
  private func tabTarget(from start: Int) -> (target: Int, looks: Int) {
    for step in 0..<size.cells {
      let position = (start + step) % size.cells
      guard isField(position), !fieldAttribute(position).isProtected else { continue }
      let first = position + 1 == size.cells ? 0 : position + 1
      if !isField(first) { return (first >= start ? first : 0, step) }
    }
    return (0, size.cells)
  }

  /// Nulls unprotected cells; attributes stay, and with them the colours (as x3270).
  ///
  /// - Returns: cells that were looked at.
  private mutating func eraseUnprotected(from start: Int, to stop: Int) -> Int {
    let own = field(at: start)
    var open = own.map { !fieldAttribute($0).isProtected } ?? true
    var looks = own.map { (start - $0 + size.cells) % size.cells } ?? size.cells
    var position = start
    repeat {
      looks += 1
      if isField(position) {
        open = !fieldAttribute(position).isProtected
      } else if open {
        codes[position] = 0
        marks[position] = 0
      }
      position = position + 1 == size.cells ? 0 : position + 1
    } while position != stop
    return looks
  }
}

extension [UInt8] {
  /// Takes bytes over, from a place on.
  fileprivate mutating func copy(_ bytes: Span<UInt8>, to start: Int) {
    var elements = mutableSpan
    precondition(start >= 0 && start + bytes.count <= elements.count)
    for index in bytes.indices { elements[start + index] = bytes[index] }
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
