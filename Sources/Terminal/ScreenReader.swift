import DataStream

/// What the terminal answers to a host's reads, from the model (GA23-0059 chapter 3).
struct ScreenReader {
  private let cells: Cells
  private let mode: ReplyMode
  private let aid: AID
  private var record: [UInt8]
  /// Attributes that were told last.
  private var current = CellAttributes.default

  /// - Parameters:
  ///   - space: the screen, whose reply mode gives the form.
  ///   - aid: what the answer begins with.
  init(_ space: PresentationSpace, as aid: AID) {
    cells = space.cells
    mode = space.replyMode
    self.aid = aid
    record = [aid.byte]
    BufferAddress.append(space.cursor, in: space.size, to: &record)
  }

  /// Read Buffer: every cell.
  consuming func buffer() -> [UInt8] {
    record.reserveCapacity(cells.count + 64)
    for position in 0..<cells.count { append(position) }
    return record
  }

  /// Read Modified; keys that send no data send themselves alone.
  consuming func modified() -> [UInt8] {
    aid.isShortRead ? [aid.byte] : modifiedAll()
  }

  /// Read Modified All: modified fields, or all data of an unformatted screen.
  consuming func modifiedAll() -> [UInt8] {
    guard cells.isFormatted else {
      for position in 0..<cells.count { appendData(position) }
      return record
    }
    for start in 0..<cells.count
    where cells.isField(start) && cells.fieldAttribute(start).isModified {
      var position = cells.next(start)
      record.append(OrderCode.setBufferAddress)
      BufferAddress.append(position, in: cells.size, to: &record)
      while !cells.isField(position) {
        appendData(position)
        position = cells.next(position)
      }
    }
    return record
  }

  /// A cell that is no null.
  private mutating func appendData(_ position: Int) {
    if case .character(0) = cells.kind(position) { return }
    append(position)
  }

  private mutating func append(_ position: Int) {
    let values = cells.attributes(position)
    switch cells.kind(position) {
    case .attribute(let attribute):
      if case .field = mode {
        record += [OrderCode.startField, attribute.graphicCode]
      } else {
        let types = CellAttributes.types.filter { values.value($0) != 0 }
        record += [OrderCode.startFieldExtended, UInt8(types.count + 1)]
        record += [ExtendedType.fieldAttribute, attribute.graphicCode]
        for type in types { record += [type, values.value(type)] }
      }
    case .graphic(let code):
      change(to: values)
      record += [OrderCode.graphicEscape, code]
    case .character(let code):
      change(to: values)
      record.append(code)
    }
  }

  private mutating func change(to values: CellAttributes) {
    guard case .character(let types) = mode, values != current else { return }
    for type in types where values.value(type) != current.value(type) {
      record += [OrderCode.setAttribute, type, values.value(type)]
    }
    current = values
  }
}
