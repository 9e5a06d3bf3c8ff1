public import DataStream

/// What the terminal answers to a host's reads, from the model (GA23-0059 chapter 3).
extension PresentationSpace {
  private func header(_ aid: AID) -> [UInt8] {
    var record = [aid.byte]
    BufferAddress.append(cursor, in: size, to: &record)
    return record
  }

  /// Read Buffer: every cell, in the form of the reply mode.
  /// - Parameter identifier: the AID to answer with; nil for the one in force.
  public func readBuffer(as identifier: AID? = nil) -> [UInt8] {
    var record = header(identifier ?? aid)
    record.reserveCapacity(size.cells + 64)
    var current = CellAttributes.default
    for position in 0..<size.cells {
      appendCell(position, &current, to: &record)
    }
    return record
  }

  private func appendCell(
    _ position: Int, _ current: inout CellAttributes, to record: inout [UInt8]
  ) {
    let values = attributes(position)
    switch kind(position) {
    case .attribute(let attribute):
      if case .field = replyMode {
        record += [Order.startField, attribute.graphicCode]
      } else {
        let pairs = CellAttributes.types.filter { values.value($0) != 0 }
        record += [Order.startFieldExtended, UInt8(pairs.count + 1)]
        record += [ExtendedType.fieldAttribute, attribute.graphicCode]
        for type in pairs { record += [type, values.value(type)] }
      }
    case .graphic(let code):
      appendAttributes(values, &current, to: &record)
      record += [Order.graphicEscape, code]
    case .character(let code):
      appendAttributes(values, &current, to: &record)
      record.append(code)
    }
  }

  private func appendAttributes(
    _ values: CellAttributes, _ current: inout CellAttributes, to record: inout [UInt8]
  ) {
    guard case .character(let types) = replyMode, values != current else { return }
    for type in types where values.value(type) != current.value(type) {
      record += [Order.setAttribute, type, values.value(type)]
    }
    current = values
  }

  /// Read Modified, or Read Modified All, which is never short.
  public func readModified(all: Bool, as identifier: AID? = nil) -> [UInt8] {
    let key = identifier ?? aid
    if !all, key.isShortRead { return [key.byte] }
    var record = header(key)
    var current = CellAttributes.default
    guard isFormatted else {
      for position in 0..<size.cells { appendData(position, &current, to: &record) }
      return record
    }
    for start in 0..<size.cells where isField(start) && fieldAttribute(start).isModified {
      var position = (start + 1) % size.cells
      record.append(Order.setBufferAddress)
      BufferAddress.append(position, in: size, to: &record)
      while !isField(position) {
        appendData(position, &current, to: &record)
        position = position + 1 == size.cells ? 0 : position + 1
      }
    }
    return record
  }

  private func appendData(
    _ position: Int, _ current: inout CellAttributes, to record: inout [UInt8]
  ) {
    if case .character(0) = kind(position) { return }
    appendCell(position, &current, to: &record)
  }
}
