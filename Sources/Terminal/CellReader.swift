import DataStream

/// Reads cells from what a terminal sent: the data of a field, or a whole Read Buffer.
struct CellReader {
  private var orders: OrderReader
  /// Characters that are left of a run of data.
  private var run = 0..<0

  init(_ data: ArraySlice<UInt8>, _ grammar: OrderReader.Grammar, cells: Int) {
    orders = OrderReader(data, grammar, cells: cells)
  }

  /// Whether nothing is left, not even an order.
  var isAtEnd: Bool { run.isEmpty && orders.position == orders.record.endIndex }

  /// The next cell; nil at the end.
  /// - Throws: where the data ends inside an order.
  mutating func next() throws(DataStreamError) -> PresentationSpace.Kind? {
    while run.isEmpty {
      guard let order = try orders.next() else { return nil }
      switch order {
      case .text(let range): run = range
      case .graphicEscape(let code): return .graphic(code)
      case .startField(let attribute): return .attribute(attribute)
      case .startFieldExtended(let pairs):
        return .attribute(orders.pairs(pairs).fieldAttribute ?? FieldAttribute())
      // Attributes of characters stay as the model has them; the others are no orders of answers.
      case .setAttribute, .setBufferAddress, .control, .modifyField, .insertCursor, .programTab,
        .repeatToAddress, .eraseUnprotected:
        break
      }
    }
    defer { run = (run.lowerBound + 1)..<run.upperBound }
    return .character(orders.record[run.lowerBound])
  }
}
