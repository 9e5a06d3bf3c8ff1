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
  /// - Parameters:
  ///   - size: the screen's size after the record; the record has no error in it.
  ///   - isDoubleByte: whether the terminal shows double-byte text. It may be written into from any
  ///     address, which a record alone does not tell, and takes no run: nothing is shortened then.
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
  public func freeze(into freezer: inout Freezer) {
    freezer.put(compresses)
    freezer.put(clearsModified)
    freezer.put(fruitless)
    freezer.put(resting)
  }

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
  private let record: [UInt8]
  private let size: Geometry
  private var shortens: Bool
  private let clearsModified: Bool
  private var index = 2
  /// Where the pointer is; nil where only the terminal knows.
  private var address: Int?
  private var output: [UInt8]

  init(
    _ record: [UInt8], _ size: Geometry, shortens: Bool, clearsModified: Bool, address: Int?
  ) {
    self.record = record
    self.size = size
    self.shortens = shortens
    self.clearsModified = clearsModified
    self.address = address
    output = Array(record[..<2])
    output.reserveCapacity(record.count)
  }

  mutating func run() -> [UInt8] {
    while index < record.count { step() }
    return output
  }

  private func operand(_ offset: Int) -> UInt8 {
    index + offset < record.count ? record[index + offset] : 0
  }

  /// Copies an order of some length; the pointer is at `next` after it.
  private mutating func copy(_ length: Int, next: Int?) {
    let end = min(record.count, index + length)
    output += record[index..<end]
    index = end
    address = next
  }

  private func after(_ cells: Int) -> Int? { address.map { ($0 + cells) % size.cells } }

  private mutating func step() {
    switch record[index] {
    case Order.setBufferAddress: setAddress()
    case Order.startField:
      copy(2, next: after(1))
      clear(output.count - 1)
    case Order.startFieldExtended, Order.modifyField: pairs()
    case Order.setAttribute:
      if operand(1) == ExtendedType.characterSet { stopAtDoubleByte(operand(2)) }
      copy(3, next: address)
    case Order.insertCursor: copy(1, next: address)
    case Order.programTab: copy(1, next: nil)
    case Order.graphicEscape: copy(2, next: after(1))
    case Order.eraseUnprotected: copy(3, next: BufferAddress.decode(operand(1), operand(2)))
    case Order.repeatToAddress:
      copy(
        operand(3) == Order.graphicEscape ? 5 : 4,
        next: BufferAddress.decode(operand(1), operand(2)))
    case 0x00, 0x40...0xFF: characters()
    case 0x0E, 0x0F:
      // Double-byte text begins or ends: its bytes come in pairs and make no runs.
      shortens = false
      copy(1, next: nil)
    default: copy(1, next: nil)
    }
  }

  private mutating func setAddress() {
    let target = BufferAddress.decode(operand(1), operand(2))
    // Program Tab looks at whether an order stands before it.
    if shortens, target == address, operand(3) != Order.programTab {
      index += 3
    } else {
      copy(3, next: target)
    }
  }

  private mutating func pairs() {
    let count = Int(operand(1))
    let start = output.count
    for pair in 0..<count where operand(2 + 2 * pair) == ExtendedType.characterSet {
      stopAtDoubleByte(operand(3 + 2 * pair))
    }
    copy(2 + 2 * count, next: after(1))
    for place in stride(from: start + 2, to: output.count - 1, by: 2)
    where output[place] == ExtendedType.fieldAttribute { clear(place + 1) }
  }

  private mutating func stopAtDoubleByte(_ set: UInt8) {
    if set == CharacterSet.doubleByte { shortens = false }
  }

  /// Takes the modified tag out of the attribute at a place of the output.
  private mutating func clear(_ place: Int) {
    guard clearsModified else { return }
    let attribute = FieldAttribute(rawValue: output[place])
    if attribute.isModified {
      output[place] = attribute.subtracting(.modified).graphicCode
    }
  }

  private mutating func characters() {
    let code = record[index]
    var end = index + 1
    while end < record.count, record[end] == code { end += 1 }
    let length = end - index
    guard shortens, length > OutboundRewriter.shortRun, let address,
      address + length <= size.cells,
      end == record.count || record[end] != Order.programTab
    else {
      copy(length, next: after(length))
      return
    }
    let stop = (address + length) % size.cells
    output.append(Order.repeatToAddress)
    BufferAddress.append(stop, in: size, to: &output)
    output.append(code)
    index = end
    self.address = stop
  }
}
