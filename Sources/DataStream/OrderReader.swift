public import Bytes

/// Reads the orders of a record, one after the other: nothing else decodes them.
///
/// Hosts and terminals speak different languages: in a host's write all orders occur; a terminal's
/// answer has those that it is made of, and all other bytes are data.
///
/// It is inlined where it is used: every screen that is relayed goes through it.
@frozen public struct OrderReader: Sendable {
  /// Which orders occur.
  @frozen public enum Grammar: Hashable, Sendable {
    /// A host's write: all orders. A code below X'40' that is none is a `control`.
    case write
    /// A terminal's Read Modified: Set Buffer Address, Set Attribute, Graphic Escape.
    case readModified
    /// A terminal's Read Buffer: Start Field, Start Field Extended, Set Attribute, Graphic Escape.
    case readBuffer
  }

  /// The record. Ranges of orders are positions in it, and offsets of errors count in it.
  public let record: ArraySlice<UInt8>
  @usableFromInline var index: Int
  @usableFromInline let grammar: Grammar
  @usableFromInline let cells: Int
  @usableFromInline let end: Int

  /// - `record`: the orders; a host's begin behind the WCC, a terminal's behind the cursor's address.
  /// - `cells`: cells of the screen, below which all addresses lie.
  @inlinable public init(_ record: ArraySlice<UInt8>, _ grammar: Grammar, cells: Int) {
    self.record = record
    self.grammar = grammar
    self.cells = cells
    index = record.startIndex
    end = record.endIndex
  }

  /// Where the next order begins.
  @inlinable public var position: Int { index }

  /// The next order; nil at the record's end.
  /// - Throws: where the record ends inside the order, or an address lies outside the screen.
  @inlinable @inline(__always)
  public mutating func next() throws(DataStreamError) -> Order? {
    guard index < end else { return nil }
    let code = record[index]
    switch grammar {
    case .write: return code >= 0x40 ? text() : try order(code)
    case .readModified, .readBuffer:
      return isOrder(code) ? try order(code) : data()
    }
  }

  /// Characters of a host's write up to the next code below X'40'.
  @inlinable @inline(__always)
  mutating func text() -> Order {
    let start = index
    // A few characters between orders are the rule where colours change; the search is for more.
    let near = min(end, start + 4)
    repeat { index += 1 } while index < near && record[index] >= 0x40
    if index == near, near < end {
      let first = record.startIndex
      index = first + record.span.firstOffset(below: 0x40, from: near - first)
    }
    return .text(start..<index)
  }

  /// Data of a terminal's answer up to the next order.
  @inlinable mutating func data() -> Order {
    let start = index
    repeat { index += 1 } while index < end && !isOrder(record[index])
    return .text(start..<index)
  }

  @inlinable func isOrder(_ code: UInt8) -> Bool {
    switch code {
    case OrderCode.setAttribute, OrderCode.graphicEscape: true
    case OrderCode.setBufferAddress: grammar == .readModified
    case OrderCode.startField, OrderCode.startFieldExtended: grammar == .readBuffer
    default: false
    }
  }

  @inlinable @inline(__always)
  mutating func order(_ code: UInt8) throws(DataStreamError) -> Order {
    let order: Order
    var length = 1
    switch code {
    case OrderCode.setBufferAddress:
      order = .setBufferAddress(try address())
      length = 3
    case OrderCode.startField:
      order = .startField(FieldAttribute(rawValue: try operand(1)))
      length = 2
    case OrderCode.startFieldExtended:
      let pairs = try pairs()
      order = .startFieldExtended(pairs)
      length = 2 + pairs.count
    case OrderCode.modifyField:
      let pairs = try pairs()
      order = .modifyField(pairs)
      length = 2 + pairs.count
    case OrderCode.setAttribute:
      order = .setAttribute(type: try operand(1), value: try operand(2))
      length = 3
    case OrderCode.insertCursor: order = .insertCursor
    case OrderCode.programTab: order = .programTab
    case OrderCode.repeatToAddress:
      let stop = try address()
      let first = try operand(3)
      if first == OrderCode.graphicEscape {
        order = .repeatToAddress(stop, .graphic(try operand(4)))
        length = 5
      } else {
        order = .repeatToAddress(stop, .character(first))
        length = 4
      }
    case OrderCode.eraseUnprotected:
      order = .eraseUnprotected(to: try address())
      length = 3
    case OrderCode.graphicEscape:
      order = .graphicEscape(try operand(1))
      length = 2
    default: order = .control(code)
    }
    index += length
    return order
  }

  @inlinable @inline(__always)
  func operand(_ number: Int) throws(DataStreamError) -> UInt8 {
    guard index + number < end else { throw .truncated(offset: index) }
    return record[index + number]
  }

  @inlinable @inline(__always)
  func address() throws(DataStreamError) -> Int {
    let address = BufferAddress.decode(try operand(1), try operand(2))
    guard address < cells else { throw .addressOutOfRange(address, offset: index) }
    return address
  }

  @inlinable @inline(__always)
  func pairs() throws(DataStreamError) -> Range<Int> {
    let start = index + 2
    let stop = start + 2 * Int(try operand(1))
    guard stop <= end else { throw .truncated(offset: index) }
    return start..<stop
  }

  /// The pairs of a Start Field Extended or a Modify Field.
  @inlinable public func pairs(_ range: Range<Int>) -> AttributePairs {
    AttributePairs(record, range)
  }

  /// Reads the second byte of a pair that Repeat to Address repeats, which stands behind the first.
  ///
  /// Whether there is one depends on the screen: amid double-byte text, at terminals that have it.
  @inlinable public mutating func secondOfPair() throws(DataStreamError) -> UInt8 {
    let second = try operand(0)
    index += 1
    return second
  }

  /// Whether Program Tab follows, which looks at whether an order stands before it.
  @inlinable public var isBeforeProgramTab: Bool {
    index < end && record[index] == OrderCode.programTab
  }
}
