/// One order of a data stream, or a run of data between orders (GA23-0059 chapter 4).
///
/// Data stays in the record, and the value says where: nothing is copied, and no order owns memory.
@frozen public enum Order: Hashable, Sendable {
  /// Characters: their positions in the record.
  case text(Range<Int>)
  /// A code below X'40' that is no order; the terminal stores it or skips it.
  case control(UInt8)
  /// One character of the alternate set.
  case graphicEscape(UInt8)
  /// What follows stands at this buffer address.
  case setBufferAddress(Int)
  /// A field begins.
  case startField(FieldAttribute)
  /// A field begins: positions of its pairs in the record, the field attribute among them.
  case startFieldExtended(Range<Int>)
  /// The field attribute at the buffer address changes: positions of the pairs in the record.
  case modifyField(Range<Int>)
  /// The characters that follow get an attribute.
  case setAttribute(type: UInt8, value: UInt8)
  /// The cursor stands at the buffer address.
  case insertCursor
  /// On to the next unprotected field.
  case programTab
  /// One character fills the cells before a buffer address.
  case repeatToAddress(Int, Fill)
  /// Unprotected cells before a buffer address become nulls.
  case eraseUnprotected(to: Int)

  /// What Repeat to Address repeats.
  @frozen public enum Fill: Hashable, Sendable {
    /// A character, or the first byte of a pair: see `OrderReader.secondOfPair`.
    case character(UInt8)
    /// A character of the alternate set.
    case graphic(UInt8)
  }
}

/// The pairs (type, value) of a Start Field Extended or a Modify Field.
@frozen public struct AttributePairs: Sequence, IteratorProtocol, Sendable {
  @usableFromInline let record: ArraySlice<UInt8>
  @usableFromInline var rest: Range<Int>

  /// The pairs at these positions of a record.
  @inlinable init(_ record: ArraySlice<UInt8>, _ positions: Range<Int>) {
    self.record = record
    rest = positions
  }

  /// The next pair; nil after the last.
  @inlinable public mutating func next() -> (type: UInt8, value: UInt8)? {
    guard rest.count >= 2 else { return nil }
    let start = rest.lowerBound
    rest = (start + 2)..<rest.upperBound
    return (record[start], record[start + 1])
  }

  /// The field attribute among the pairs, the last where there are several; nil without any.
  public var fieldAttribute: FieldAttribute? {
    var found: FieldAttribute?
    for (type, value) in self where type == ExtendedType.fieldAttribute {
      found = FieldAttribute(rawValue: value)
    }
    return found
  }
}
