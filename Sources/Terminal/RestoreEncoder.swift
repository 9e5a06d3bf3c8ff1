public import DataStream

/// Makes the stream that draws a presentation space on a terminal: exact, and with few bytes.
///
/// Erase, then cells in order: runs of more than four as Repeat to Address, nulls skipped
/// (tn3270.md 3.3).
public struct RestoreEncoder {
  private let space: PresentationSpace
  private var encoder: OutboundEncoder
  private var current = CellAttributes.default
  private let hasColor: Bool
  private let hasHighlighting: Bool

  private init(_ space: PresentationSpace, _ terminal: TerminalCapabilities, alarm: Bool) {
    self.space = space
    hasColor = terminal.hasColor
    hasHighlighting = terminal.hasHighlighting
    var wcc = WCC()
    if space.lock == .unlocked { wcc.insert(.restoreKeyboard) }
    if alarm { wcc.insert(.alarm) }
    let isAlternate = space.size != terminal.defaultSize
    encoder = OutboundEncoder(
      isAlternate ? .eraseWriteAlternate : .eraseWrite, wcc, in: space.size)
  }

  /// Records that draw the space: the write, and Set Reply Mode where it is not the field mode.
  ///
  /// - Parameters:
  ///   - terminal: what the terminal that will show it can do; it gets no type it did not announce.
  ///   - alarm: whether the terminal shall sound it.
  public static func records(
    _ space: PresentationSpace, for terminal: TerminalCapabilities, alarm: Bool = false
  ) -> [[UInt8]] {
    var restore = RestoreEncoder(space, terminal, alarm: alarm)
    restore.cells()
    restore.encoder.move(to: space.cursor)
    restore.encoder.insertCursor()
    var records = [restore.encoder.bytes]
    if space.replyMode != .field { records.append(StructuredField.setReplyMode(space.replyMode)) }
    return records
  }

  private mutating func cells() {
    let count = space.size.cells
    var position = 0
    while position < count {
      let kind = space.kind(position)
      if kind == .character(0), values(position) == .default {
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
        continue
      }
      position = run(from: position, kind)
    }
  }

  /// Skips nulls: a gap of up to three costs less as nulls than as an address.
  private mutating func gap(from start: Int) -> Int {
    var end = start
    while end < space.size.cells, space.kind(end) == .character(0), values(end) == .default {
      end += 1
    }
    if end - start <= 3, end < space.size.cells, current == .default, start > 0 {
      encoder.move(to: start)
      encoder.characters(Array(repeating: UInt8(0), count: end - start))
    }
    return end
  }

  /// Equal cells from `start`; where they end.
  private mutating func run(from start: Int, _ kind: PresentationSpace.Kind) -> Int {
    let values = values(start)
    var end = start + 1
    while end < space.size.cells, space.kind(end) == kind, self.values(end) == values { end += 1 }
    encoder.move(to: start)
    change(to: values)
    let length = end - start
    let stop = end == space.size.cells ? 0 : end
    switch kind {
    case .character(let code):
      // Bytes of double-byte text come in pairs and are never made a run (tn3270.md 2.11).
      if length > 4, values.characterSet != 0xF8 {
        encoder.fill(to: stop, with: code)
      } else {
        encoder.characters(Array(repeating: code, count: length))
      }
    case .graphic(let code):
      if length > 2 {
        encoder.fill(to: stop, with: code, isGraphic: true)
      } else {
        for _ in 0..<length { encoder.graphicEscape(code) }
      }
    case .attribute: preconditionFailure("a field attribute is no run")
    }
    return end
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
    guard values != .default, !(hasColor && hasHighlighting) else { return values }
    if !hasColor {
      values.set(ExtendedType.foreground, 0)
      values.set(ExtendedType.background, 0)
    }
    if !hasHighlighting { values.set(ExtendedType.highlighting, 0) }
    return values
  }
}
