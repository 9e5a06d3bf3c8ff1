import DataStream

/// Applies the orders of one write to a screen's cells (GA23-0059 chapter 4).
struct ScreenWriter {
  private var reader: OrderReader
  /// Whether Repeat to Address takes pairs amid double-byte text.
  private let takesPairs: Bool
  /// Cells of the screen.
  private let count: Int
  /// Where the next character goes.
  private var address: Int
  private var attributes = CellAttributes.default
  /// The last thing was an order, not data: Program Tab then nulls nothing.
  private var isAfterOrder = true
  /// A Program Tab nulled up to the end of the screen and stands at 0.
  private var tabbedToStart = false

  /// - `orders`: the record behind its WCC.
  /// - `address`: where the cursor is.
  init(_ orders: ArraySlice<UInt8>, at address: Int, cells: Int, takesPairs: Bool) {
    reader = OrderReader(orders, .write, cells: cells)
    count = cells
    self.address = address
    self.takesPairs = takesPairs
  }

  /// Hears of each order before it is done: where it stands in the record, where its text goes, and the
  /// screen.
  typealias Watch = (Order, Range<Int>, Int, Cells) -> Void

  /// Writes until the record ends, or something in it is wrong: what came before stays.
  mutating func run(
    _ cells: inout Cells, cursor: inout Int, work: inout RecordWork, watch: Watch? = nil
  ) throws(DataStreamError) {
    var start = reader.position
    while let order = try reader.next() {
      if let watch { watch(order, start..<reader.position, address, cells) }
      switch order {
      case .text(let range): write(range, &cells)
      case .control(let code): if Cells.isStored(code) { put(data: .character(code), in: &cells) }
      case .graphicEscape(let code): put(data: .graphic(code), in: &cells)
      case .setBufferAddress(let target):
        address = target
        finishOrder()
      case .startField(let attribute):
        put(.attribute(attribute), values: .default, in: &cells)
        finishOrder()
      case .startFieldExtended(let pairs): startField(reader.pairs(pairs), &cells)
      case .modifyField(let pairs): modifyField(reader.pairs(pairs), &cells)
      case .setAttribute(let type, let value):
        attributes.set(type, value)
        finishOrder()
      case .insertCursor:
        cursor = address
        finishOrder()
      case .programTab: try work.spend(programTab(&cells), at: start)
      case .repeatToAddress(let stop, let fill):
        try work.spend(stop > address ? stop - address : count + stop - address, at: start)
        try repeatTo(stop, fill, in: &cells)
        finishOrder()
      case .eraseUnprotected(let stop):
        try work.spend(cells.eraseUnprotected(from: address, to: stop), at: start)
        address = stop
        finishOrder()
      }
      start = reader.position
    }
  }

  private mutating func finishOrder() {
    isAfterOrder = true
    tabbedToStart = false
  }

  private mutating func finishData() {
    isAfterOrder = false
    tabbedToStart = false
  }

  /// A run of characters, the bulk of every screen; behind the last cell it goes on in the first.
  private mutating func write(_ range: Range<Int>, _ cells: inout Cells) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, start + count - address)
      cells.write(reader.record, start..<end, at: address, values: attributes)
      advance(end - start)
      start = end
    }
    finishData()
  }

  private mutating func advance(_ cells: Int) {
    address = address + cells == count ? 0 : address + cells
  }

  private mutating func put(
    _ kind: PresentationSpace.Kind, values: CellAttributes, in cells: inout Cells
  ) {
    cells.set(address, kind, values: values)
    advance(1)
  }

  private mutating func put(data kind: PresentationSpace.Kind, in cells: inout Cells) {
    put(kind, values: attributes, in: &cells)
    finishData()
  }

  private mutating func startField(_ pairs: AttributePairs, _ cells: inout Cells) {
    var attribute = FieldAttribute()
    var values = CellAttributes.default
    for (type, value) in pairs {
      if type == ExtendedType.fieldAttribute {
        attribute = FieldAttribute(rawValue: value)
      } else {
        values.set(type, value)
      }
    }
    put(.attribute(attribute), values: values, in: &cells)
    finishOrder()
  }

  /// Where no field begins at the address, nothing changes.
  private mutating func modifyField(_ pairs: AttributePairs, _ cells: inout Cells) {
    if cells.isField(address) {
      var attribute = cells.fieldAttribute(address)
      var values = cells.attributes(address)
      for (type, value) in pairs {
        if type == ExtendedType.fieldAttribute {
          attribute = FieldAttribute(rawValue: value)
        } else {
          values.set(type, value)
        }
      }
      put(.attribute(attribute), values: values, in: &cells)
    }
    finishOrder()
  }

  /// One character up to the cell before `stop`; all cells where that is here.
  private mutating func repeatTo(
    _ stop: Int, _ fill: Order.Fill, in cells: inout Cells
  ) throws(DataStreamError) {
    if isAmidPairs(cells) {
      // A first byte X'08' is no Graphic Escape here.
      let (first, second): (UInt8, UInt8)
      switch fill {
      case .character(let code): (first, second) = (code, try reader.secondOfPair())
      case .graphic(let code): (first, second) = (OrderCode.graphicEscape, code)
      }
      return repeatPair(first, second, to: stop, in: &cells)
    }
    let kind: PresentationSpace.Kind =
      switch fill {
      case .character(let code): .character(Cells.isStored(code) ? code : 0)
      case .graphic(let code): .graphic(code)
      }
    repeat {
      let end = stop > address ? stop : count
      cells.fill(address..<end, kind, values: attributes)
      advance(end - address)
    } while address != stop
  }

  private func isAmidPairs(_ cells: Cells) -> Bool {
    takesPairs
      && (attributes.characterSet == CharacterSet.doubleByte
        || DoubleByteText.isUnderWay(at: address, in: cells))
  }

  /// Half a cell at the end stays as it is.
  private mutating func repeatPair(
    _ first: UInt8, _ second: UInt8, to stop: Int, in cells: inout Cells
  ) {
    let length = (stop + count - address - 1) % count + 1
    for _ in 0..<(length / 2) {
      put(.character(first), values: attributes, in: &cells)
      put(.character(second), values: attributes, in: &cells)
    }
    address = stop
  }

  /// - Returns: cells that were looked at.
  private mutating func programTab(_ cells: inout Cells) -> Int {
    let start = address
    if cells.isField(start), !cells.fieldAttribute(start).isProtected {
      address = start
      advance(1)
      finishOrder()
      return 1
    }
    let (target, steps) = cells.tabTarget(from: start)
    var looks = steps
    if !isAfterOrder || tabbedToStart {
      var position = start
      // Where there is nowhere to go, nothing is nulled.
      // The characters' attributes are reset with them (GA23-0059, Program Tab).
      while position < count, !cells.isField(position), target != start {
        cells.set(position, .character(0), values: .default)
        position += 1
      }
      looks += position - start
      if target == 0 { tabbedToStart = true }
    } else {
      tabbedToStart = false
    }
    address = target
    isAfterOrder = true
    return looks
  }
}
