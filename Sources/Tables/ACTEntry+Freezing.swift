public import Bytes

extension ACTEntry: Freezable {
  /// Appends what is not the default: the field's place in the table and its text.
  public func freeze(into freezer: inout Freezer) {
    let said = Self.fields.enumerated().map { ($0.offset, $0.element.text(of: self), $0.element) }
      .filter { $0.1 != $0.2.defaultText }
    freezer.put(number: UInt64(said.count))
    for (place, text, _) in said {
      freezer.put(number: UInt64(place))
      freezer.put(bytes: text.utf8.span)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init()
    for _ in 0..<(try thawer.count()) {
      let place = try thawer.number()
      let text = String(decoding: try thawer.run(), as: UTF8.self)
      guard place < UInt64(Self.fields.count), Self.fields[Int(place)].assign(&self, text) else {
        throw .invalid("ACT entry")
      }
    }
  }
}
