import DataStream

/// What somebody would send who typed at a screen.
struct Typing {
  private let cells: Cells
  private let cursor: Int

  init(_ cells: Cells, _ cursor: Int) {
    self.cells = cells
    self.cursor = cursor
  }

  /// The record of texts typed from the cursor on, each in the next field, and a key; nil where there
  /// is no place for one.
  func record(_ texts: [[UInt8]], _ key: AID) -> [UInt8]? {
    guard cells.isFormatted else {
      guard texts.count == 1 else { return nil }
      return header(key, cursor: (cursor + texts[0].count) % cells.count) + texts[0]
    }
    var data: [UInt8] = []
    var place = cells.isProtected(cursor) ? cells.nextInput(after: cursor) : cursor
    var end = cursor
    for text in texts {
      guard let start = place, text.count <= cells.room(at: start) else { return nil }
      append(text, at: start, to: &data)
      end = (start + text.count) % cells.count
      place = cells.nextInput(after: start)
    }
    return header(key, cursor: end) + data
  }

  private func header(_ key: AID, cursor: Int) -> [UInt8] {
    var record = [key.byte]
    BufferAddress.append(cursor, in: cells.size, to: &record)
    return record
  }

  /// A field with the text at a place in it; what stands before it goes along, as Read Modified sends
  /// it.
  private func append(_ text: [UInt8], at place: Int, to data: inout [UInt8]) {
    var cell = cells.next(cells.field(at: place) ?? place)
    data.append(OrderCode.setBufferAddress)
    BufferAddress.append(cell, in: cells.size, to: &data)
    while cell != place {
      let code = cells.code(cell)
      if code != 0 { data.append(code) }
      cell = cells.next(cell)
    }
    data += text
  }
}
