public import DataStream

/// Makes the stream that draws a presentation space on a terminal: exact, and with few bytes.
///
/// Erase, then cells in order: runs of more than four as Repeat to Address, the ground skipped. The
/// ground is what stands everywhere before the first cell: the nulls of the erase, or blanks, where
/// filling the screen with them first makes the record shorter. Double-byte text is written as it is.
public struct RestoreEncoder {
  private let space: PresentationSpace
  private let terminal: TerminalCapabilities
  private let ground: UInt8
  /// Runs of double-byte text by their first cell.
  private let pairs: [Int: DoubleByteText.Run]
  private var encoder: OutboundEncoder
  private var current = CellAttributes.default
  private var showsCursor = false

  private init(
    _ space: PresentationSpace, _ pairs: [Int: DoubleByteText.Run],
    for terminal: TerminalCapabilities, alarm: Bool, ground: UInt8
  ) {
    self.space = space
    self.terminal = terminal
    self.ground = ground
    self.pairs = pairs
    var wcc = WCC()
    if space.lock == .unlocked { wcc.insert(.restoreKeyboard) }
    if alarm { wcc.insert(.alarm) }
    let isAlternate = space.size != terminal.defaultSize
    encoder = OutboundEncoder(
      isAlternate ? .eraseWriteAlternate : .eraseWrite, wcc, in: space.size)
  }

  /// Records that draw the space: the write, and Set Reply Mode where it is not the field mode.
  ///
  /// - `terminal`: what the terminal that will show it can do; it gets no type it did not announce.
  /// - `alarm`: whether the terminal shall sound it.
  public static func records(
    _ space: PresentationSpace, for terminal: TerminalCapabilities, alarm: Bool = false
  ) -> [[UInt8]] {
    var space = space
    if terminal.isDoubleByte { space.cells = DoubleByteText.mended(space.cells) }
    let pairs = DoubleByteText(space.cells)?.runs ?? [:]
    func record(ground: UInt8) -> [UInt8] {
      var restore = RestoreEncoder(space, pairs, for: terminal, alarm: alarm, ground: ground)
      return restore.record()
    }
    let (nulls, blanks) = (record(ground: 0x00), record(ground: 0x40))
    var records = [blanks.count < nulls.count ? blanks : nulls]
    if space.replyMode != .field, terminal.announces(space.replyMode) {
      records.append(StructuredField.replyModeRecord(space.replyMode))
    }
    return records
  }

  private mutating func record() -> [UInt8] {
    let count = space.size.cells
    if ground != 0 {
      // The last cell is written as it is: not every terminal fills a whole screen by one order.
      encoder.fill(to: count - 1, with: ground)
      encoder.characters(CollectionOfOne(ground))
    }
    var position = 0
    while position < count {
      let kind = space.kind(position)
      if let run = pairs[position] {
        literally(run)
        position = run.cells.upperBound
        continue
      }
      if isGround(position) {
        position = gap(from: position)
        continue
      }
      if case .attribute(let attribute) = kind {
        encoder.move(to: position)
        let values = values(position)
        encoder.startField(
          attribute,
          extended: CellAttributes.types.filter { values.value($0) != 0 }.map {
            ($0, values.value($0))
          })
        position += 1
        // Often the cursor stands at a field's first cell, where the address is now.
        if position == space.cursor { showCursor() }
        continue
      }
      position = run(from: position, kind)
    }
    if !showsCursor {
      encoder.move(to: space.cursor)
      encoder.insertCursor()
    }
    return encoder.bytes
  }

  private mutating func showCursor() {
    encoder.insertCursor()
    showsCursor = true
  }

  private func isGround(_ position: Int) -> Bool {
    space.kind(position) == .character(ground) && values(position) == .default
  }

  /// Whether double-byte text begins here; most screens have none.
  private func beginsPairs(_ position: Int) -> Bool {
    !pairs.isEmpty && pairs[position] != nil
  }

  /// Skips the ground: up to three cells of it cost less as they are than as an address.
  private mutating func gap(from start: Int) -> Int {
    var end = start
    while end < space.size.cells, isGround(end), !beginsPairs(end) { end += 1 }
    if end - start <= 3, end < space.size.cells, current == .default, start > 0 {
      encoder.move(to: start)
      encoder.characters(repeating: ground, count: end - start)
    }
    return end
  }

  /// Double-byte text: nothing may stand between the two bytes of a pair.
  private mutating func literally(_ run: DoubleByteText.Run) {
    encoder.move(to: run.cells.lowerBound)
    for position in run.cells {
      let isSecond = position > run.firstPair && !(position - run.firstPair).isMultiple(of: 2)
      if !isSecond || !terminal.isDoubleByte { change(to: values(position)) }
      encoder.characters(CollectionOfOne(space.cells.code(position)))
    }
  }

  /// Equal cells from `start`; where they end.
  private mutating func run(from start: Int, _ kind: PresentationSpace.Kind) -> Int {
    let values = values(start)
    var end = start + 1
    while end < space.size.cells, space.kind(end) == kind, self.values(end) == values,
      !beginsPairs(end)
    {
      end += 1
    }
    encoder.move(to: start)
    change(to: values)
    let length = end - start
    let stop = end == space.size.cells ? 0 : end
    switch kind {
    case .character(let code):
      if length > 4 {
        encoder.fill(to: stop, with: code)
      } else {
        encoder.characters(repeating: code, count: length)
      }
    case .graphic(let code):
      if !terminal.hasGraphicEscape {
        encoder.characters(repeating: Self.plain(code), count: length)
      } else if length > 2 {
        encoder.fill(to: stop, with: code, isGraphic: true)
      } else {
        for _ in 0..<length { encoder.graphicEscape(code) }
      }
    case .attribute: preconditionFailure("a field attribute is no run")
    }
    return end
  }

  /// A character of the alternate set for a terminal that has none: lines and corners, else a dot.
  private static func plain(_ code: UInt8) -> UInt8 {
    switch code {
    case 0xA2: 0x60
    case 0xBF, 0x85: 0x4F
    case 0xC4, 0xC5, 0xC6, 0xC7, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7: 0x4E
    default: 0x4B
    }
  }

  private mutating func change(to values: CellAttributes) {
    guard values != current else { return }
    let changed = CellAttributes.types.filter { values.value($0) != current.value($0) }
    if values == .default, changed.count > 1 {
      encoder.setAttribute(ExtendedType.all, 0)
    } else {
      for type in changed { encoder.setAttribute(type, values.value(type)) }
    }
    current = values
  }

  /// Attributes of a cell, less what the terminal cannot show.
  private func values(_ position: Int) -> CellAttributes {
    var values = space.attributes(position)
    guard values != .default, !(terminal.hasColor && terminal.hasHighlighting) else {
      return values
    }
    if !terminal.hasColor {
      values.set(ExtendedType.foreground, 0)
      values.set(ExtendedType.background, 0)
    }
    if !terminal.hasHighlighting { values.set(ExtendedType.highlighting, 0) }
    if !terminal.isExtended { values.set(ExtendedType.characterSet, 0) }
    return values
  }
}
