public import Bytes
public import DataStream

/// Makes a host's write shorter for the terminal, or takes preset modified tags out of it, as the ACT
/// entry's `Outbound compression` and `Inbound compression` say (TPX Programming Guide).
///
/// Runs of more than four equal characters become Repeat to Address; a Set Buffer Address that says
/// where the pointer is already is dropped. Where a record has nothing to gain it is left alone.
public struct OutboundRewriter: Sendable {
  private let compresses: Bool
  private let clearsModified: Bool
  /// Records in a row that had nothing to gain.
  private var fruitless = 0
  /// Records that are still to be left alone.
  private var resting = 0

  /// After so many records without gain compression rests for as many.
  static let patience = 16
  /// Runs up to this length cost less as they are: the order takes four bytes.
  static let shortRun = 4

  /// Nil where nothing is to be done.
  public init?(compresses: Bool, clearsModified: Bool) {
    guard compresses || clearsModified else { return nil }
    self.compresses = compresses
    self.clearsModified = clearsModified
  }

  /// The record for the terminal; the same where it is no plain write, or has nothing to gain.
  ///
  /// - `size`: the screen's size after the record; the record has no error in it.
  /// - `isDoubleByte`: whether the terminal shows double-byte text. It may be written into from any
  ///   address, which a record alone does not tell, and takes no run: nothing is shortened then.
  public mutating func rewrite(
    _ record: [UInt8], in size: Geometry, isDoubleByte: Bool = false
  ) -> [UInt8] {
    guard let first = record.first, record.count > 2, let command = Command(byte: first),
      [.write, .eraseWrite, .eraseWriteAlternate].contains(command)
    else { return record }
    let shortens = compresses && resting == 0 && !isDoubleByte
    if resting > 0 { resting -= 1 }
    guard shortens || clearsModified else { return record }
    var pass = RewritePass(
      record, size, shortens: shortens, clearsModified: clearsModified,
      address: command == .write ? nil : 0)
    let new = pass.run()
    guard shortens else { return new }
    if new.count < record.count {
      fruitless = 0
    } else {
      fruitless += 1
      if fruitless == Self.patience {
        fruitless = 0
        resting = Self.patience
      }
    }
    return new
  }
}

extension OutboundRewriter: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(compresses)
    freezer.put(clearsModified)
    freezer.put(fruitless)
    freezer.put(resting)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard
      var rewriter = OutboundRewriter(
        compresses: try thawer.take(), clearsModified: try thawer.take())
    else { throw .invalid("rewriter") }
    rewriter.fruitless = try thawer.take()
    rewriter.resting = try thawer.take()
    guard (0..<Self.patience).contains(rewriter.fruitless),
      (0...Self.patience).contains(rewriter.resting)
    else { throw .invalid("rewriter") }
    self = rewriter
  }
}

/// One record on its way through the rewriter.
private struct RewritePass {
  private var reader: OrderReader
  private let size: Geometry
  private var shortens: Bool
  private let clearsModified: Bool
  /// Where the pointer is; nil where only the terminal knows.
  private var address: Int?
  private var output: [UInt8]
  /// Nulls that were read and not written yet.
  private var nulls = 0

  init(
    _ record: [UInt8], _ size: Geometry, shortens: Bool, clearsModified: Bool, address: Int?
  ) {
    reader = OrderReader(record[2...], .write, cells: size.cells)
    self.size = size
    self.shortens = shortens
    self.clearsModified = clearsModified
    self.address = address
    output = Array(record[..<2])
    output.reserveCapacity(record.count)
  }

  /// The new record; what an error leaves unread stays as it is.
  mutating func run() -> [UInt8] {
    var start = reader.position
    while let order = try? reader.next() {
      if case .control(0x00) = order {
        nulls += 1
      } else {
        writeNulls(isBeforeTab: order == .programTab)
        step(order, reader.record[start..<reader.position])
      }
      start = reader.position
    }
    writeNulls(isBeforeTab: false)
    output += reader.record[reader.position...]
    return output
  }

  /// Copies an order; the pointer is at `next` after it.
  private mutating func copy(_ bytes: ArraySlice<UInt8>, next: Int?) {
    output += bytes
    address = next
  }

  private func after(_ cells: Int) -> Int? { address.map { ($0 + cells) % size.cells } }

  private mutating func step(_ order: Order, _ bytes: ArraySlice<UInt8>) {
    switch order {
    case .text(let range): write(range)
    case .setBufferAddress(let target):
      // Program Tab looks at whether an order stands before it.
      if !shortens || target != address || reader.isBeforeProgramTab { copy(bytes, next: target) }
    case .startField:
      copy(bytes, next: after(1))
      clear(output.count - 1)
    case .startFieldExtended(let pairs): copy(bytes, pairs: pairs, next: after(1))
    // Where no field begins at the address, the pointer stays.
    case .modifyField(let pairs): copy(bytes, pairs: pairs, next: nil)
    case .setAttribute(let type, let value):
      stopAtDoubleByte(type, value)
      copy(bytes, next: address)
    case .insertCursor: copy(bytes, next: address)
    case .graphicEscape: copy(bytes, next: after(1))
    case .eraseUnprotected(let target), .repeatToAddress(let target, _): copy(bytes, next: target)
    case .control(let code):
      // Double-byte text begins or ends: its bytes come in pairs and make no runs.
      if code == DoubleByteText.shiftOut || code == DoubleByteText.shiftIn { shortens = false }
      copy(bytes, next: nil)
    case .programTab: copy(bytes, next: nil)
    }
  }

  private mutating func copy(_ bytes: ArraySlice<UInt8>, pairs: Range<Int>, next: Int?) {
    for (type, value) in reader.pairs(pairs) { stopAtDoubleByte(type, value) }
    copy(bytes, next: next)
    for place in stride(from: output.count - pairs.count, to: output.count, by: 2)
    where output[place] == ExtendedType.fieldAttribute { clear(place + 1) }
  }

  private mutating func stopAtDoubleByte(_ type: UInt8, _ value: UInt8) {
    if type == ExtendedType.characterSet, value == CharacterSet.doubleByte { shortens = false }
  }

  /// Takes the modified tag out of the attribute at a place of the output.
  private mutating func clear(_ place: Int) {
    guard clearsModified else { return }
    let attribute = FieldAttribute(rawValue: output[place])
    if attribute.isModified {
      output[place] = attribute.subtracting(.modified).graphicCode
    }
  }

  private mutating func write(_ range: Range<Int>) {
    guard shortens else { return copy(reader.record[range], next: after(range.count)) }
    var start = range.lowerBound
    while start < range.upperBound {
      let code = reader.record[start]
      var end = start + 1
      while end < range.upperBound, reader.record[end] == code { end += 1 }
      write(
        code, times: end - start,
        isBeforeTab: end == range.upperBound && reader.isBeforeProgramTab)
      start = end
    }
  }

  private mutating func writeNulls(isBeforeTab: Bool) {
    guard nulls > 0 else { return }
    write(0x00, times: nulls, isBeforeTab: isBeforeTab)
    nulls = 0
  }

  /// One character so many times: as Repeat to Address where that is shorter and the pointer is known,
  /// but not before Program Tab, which looks at whether data stands before it.
  private mutating func write(_ code: UInt8, times count: Int, isBeforeTab: Bool) {
    guard shortens, count > OutboundRewriter.shortRun, let start = address,
      start + count <= size.cells, !isBeforeTab
    else {
      output.append(contentsOf: repeatElement(code, count: count))
      address = after(count)
      return
    }
    let stop = (start + count) % size.cells
    output.append(OrderCode.repeatToAddress)
    BufferAddress.append(stop, in: size, to: &output)
    output.append(code)
    address = stop
  }
}
