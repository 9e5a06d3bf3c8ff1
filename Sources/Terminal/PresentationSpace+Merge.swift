public import DataStream

/// What the user did at the terminal, taken over into the model.
extension PresentationSpace {
  /// The user pressed a key: its fields, the cursor and the AID are the model's now.
  ///
  /// Nulls between typed characters are not in such a record; a Read Buffer puts that right.
  public mutating func merge(_ record: InboundRecord) {
    guard record.aid != .structuredField else { return }
    aid = record.aid
    lock = .waiting
    if record.aid == .clear {
      erase(size)
      return
    }
    guard let position = record.cursor else { return }
    cursor = position
    // Fields of an honest terminal do not overlap, so that all of them take each cell once.
    var visits = 2 * size.cells
    let isFormatted = isFormatted
    for field in record.fields { merge(field, isFormatted, &visits) }
  }

  private mutating func merge(
    _ field: InboundRecord.Field, _ isFormatted: Bool, _ visits: inout Int
  ) {
    var position = max(0, field.position)
    let before = position == 0 ? size.cells - 1 : position - 1
    if field.position >= 0, isField(before) { setModified(before, true) }
    let end = position
    var index = field.data.startIndex
    repeat {
      guard visits > 0, !isField(position) else { return }
      visits -= 1
      var code: UInt8 = 0
      var mark: UInt8 = 0
      while index < field.data.endIndex, field.data[index] == Order.setAttribute { index += 3 }
      if index < field.data.endIndex {
        if field.data[index] == Order.graphicEscape, index + 1 < field.data.endIndex {
          mark = Self.graphicMark
          index += 1
        }
        code = field.data[index]
        index += 1
      }
      replace(position, code, mark)
      position = position + 1 == size.cells ? 0 : position + 1
    } while position != end && (index < field.data.endIndex || isFormatted)
  }

  /// A typed cell loses its character attributes; one that is as it was keeps them.
  ///
  /// A code that no keyboard makes becomes a null: a redraw could not bring it back.
  private mutating func replace(_ position: Int, _ sent: UInt8, _ mark: UInt8) {
    let isShown = sent >= 0x40 || (mark == 0 && Self.storedControls.contains(sent))
    let code = isShown ? sent : 0
    let mark = isShown ? mark : 0
    guard codes[position] != code || marks[position] != mark else { return }
    set(position, code, mark, .default)
  }

  /// What comparing a terminal's Read Buffer with the model found.
  public struct Drift: Hashable, Sendable {
    /// Protected cells and attributes that differed: the model was wrong there, and is not now.
    public var protectedCells = 0
    /// Cells that the user had typed into.
    public var typedCells = 0
  }

  /// Takes over a terminal's answer to Read Buffer; nil where it is of another size than the model.
  ///
  /// - Parameter keepsModified: whether modified tags stay on that the terminal was not told of.
  public mutating func merge(readBuffer record: [UInt8], keepsModified: Bool = false) -> Drift? {
    guard record.count >= 3 else { return nil }
    let newCursor = BufferAddress.decode(record[1], record[2])
    guard newCursor < size.cells, Self.cells(ofReadBuffer: record) == size.cells else { return nil }
    var drift = Drift()
    var protected = isProtected(0)
    var position = 0
    var index = 3
    while index < record.count {
      switch record[index] {
      case Order.setAttribute:
        index += 3
        continue
      case Order.startField, Order.startFieldExtended:
        let (attribute, length) = Self.attribute(record, index)
        let own = keepsModified && isField(position) ? marks[position] & 0x01 : 0
        mergeAttribute(position, attribute.union(FieldAttribute(rawValue: own)), &drift)
        protected = attribute.isProtected
        index += length
      default:
        let isGraphic = record[index] == Order.graphicEscape
        if isGraphic { index += 1 }
        let mark = isGraphic ? Self.graphicMark : 0
        if codes[position] != record[index] || marks[position] != mark {
          if protected { drift.protectedCells += 1 } else { drift.typedCells += 1 }
          replace(position, record[index], mark)
        }
        index += 1
      }
      position += 1
    }
    cursor = newCursor
    return drift
  }

  private mutating func mergeAttribute(
    _ position: Int, _ attribute: FieldAttribute, _ drift: inout Drift
  ) {
    let mark = Self.fieldMark | attribute.rawValue
    if marks[position] | 0x01 != mark | 0x01 {
      drift.protectedCells += 1
      set(position, 0, mark, attributes(position))
    } else {
      marks[position] = mark
    }
  }

  /// Attribute and length of an SF or SFE of a reply; C0 may stand anywhere among the pairs.
  private static func attribute(
    _ record: [UInt8], _ index: Int
  ) -> (attribute: FieldAttribute, length: Int) {
    if record[index] == Order.startField {
      return (FieldAttribute(rawValue: record[index + 1]), 2)
    }
    let count = Int(record[index + 1])
    var attribute = FieldAttribute(rawValue: 0)
    for pair in 0..<count where record[index + 2 + 2 * pair] == ExtendedType.fieldAttribute {
      attribute = FieldAttribute(rawValue: record[index + 3 + 2 * pair])
    }
    return (attribute, 2 + 2 * count)
  }

  /// Cells that a Read Buffer reply holds; nil where it ends inside an order, and so is none.
  public static func cells(ofReadBuffer record: [UInt8]) -> Int? {
    var index = 3
    var count = 0
    while index < record.count {
      switch record[index] {
      case Order.setAttribute:
        index += 3
        count -= 1
      case Order.startField, Order.graphicEscape: index += 2
      case Order.startFieldExtended:
        guard index + 1 < record.count else { return nil }
        index += 2 + 2 * Int(record[index + 1])
      default: index += 1
      }
      count += 1
    }
    return index == record.count ? count : nil
  }

  /// Keeps the lock and the AID that the host knows, after keys that never reached it.
  public mutating func restore(aid: AID, lock: Lock) {
    self.aid = aid
    self.lock = lock
  }
}
