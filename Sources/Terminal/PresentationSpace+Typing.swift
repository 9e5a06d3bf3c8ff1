public import DataStream

/// What somebody would send who typed at the terminal.
extension PresentationSpace {
  /// The inbound record of texts typed from the cursor on, each in the next field, and a key.
  ///
  /// The model's own fields stay as they are, so that what is secret never stands in them; the
  /// keyboard waits for the host. Nil where there is no place to type.
  public mutating func typing(_ texts: [[UInt8]], then key: AID) -> [UInt8]? {
    guard lock == .unlocked else { return nil }
    guard isFormatted else {
      guard texts.count == 1 else { return nil }
      var record = [key.byte]
      BufferAddress.append((cursor + texts[0].count) % size.cells, in: size, to: &record)
      restore(aid: key, lock: .waiting)
      return record + texts[0]
    }
    var data: [UInt8] = []
    var position = isProtected(cursor) ? nextInput(after: cursor) : cursor
    var end = cursor
    for (index, text) in texts.enumerated() {
      guard let place = position, text.count <= room(at: place) else { return nil }
      let start = ((field(at: place) ?? place) + 1) % size.cells
      data.append(Order.setBufferAddress)
      BufferAddress.append(start, in: size, to: &data)
      // What stands before the cursor in its field goes along, as Read Modified sends it.
      var cell = start
      while cell != place {
        if codes[cell] != 0 { data.append(codes[cell]) }
        cell = (cell + 1) % size.cells
      }
      data += text
      end = (place + text.count) % size.cells
      position = index + 1 < texts.count ? nextInput(after: place) : nil
    }
    var record = [key.byte]
    BufferAddress.append(end, in: size, to: &record)
    restore(aid: key, lock: .waiting)
    return record + data
  }

  /// First cell of the next unprotected field; the field that a position is in is passed over.
  private func nextInput(after position: Int) -> Int? {
    var cell = position
    for _ in 0..<size.cells {
      cell = (cell + 1) % size.cells
      let next = (cell + 1) % size.cells
      if isField(cell), !fieldAttribute(cell).isProtected, !isField(next) { return next }
    }
    return nil
  }

  /// Cells from a position to the end of its field.
  private func room(at position: Int) -> Int {
    var count = 0
    while count < size.cells, !isField((position + count) % size.cells) { count += 1 }
    return count
  }
}
