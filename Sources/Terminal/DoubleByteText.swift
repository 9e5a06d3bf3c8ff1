import DataStream

/// The double-byte text of a screen: byte pairs between SO and SI, characters of set F8, and fields of
/// set F8 (GA23-0059, "Double-byte character set").
///
/// A terminal for such text takes pairs only, and stops a write at anything that parts one: so a
/// redraw writes these cells as they are, from the first to the last.
struct DoubleByteText {
  /// Cells that belong together, and where their first pair begins.
  struct Run: Hashable {
    let cells: Range<Int>
    let firstPair: Int
  }

  /// The runs by their first cell; a subfield's with its SO and SI.
  private(set) var runs: [Int: Run] = [:]
  /// What is no whole run: the SO or SI that has no partner, cells of set F8 that are no pairs, and
  /// the rest of a field of set F8 from the first cell on that is none.
  private(set) var broken: [Fragment] = []

  /// A part of the screen that looks like double-byte text and is none.
  enum Fragment: Hashable {
    case control(Int)
    case set(Range<Int>)
    case fieldRest(Range<Int>)
  }

  static let shiftOut: UInt8 = 0x0E
  static let shiftIn: UInt8 = 0x0F

  /// Nil where the screen has none, as nearly all.
  init?(_ cells: Cells) {
    guard cells.holdsDoubleByteText else { return nil }
    var position = 0
    var inField = false
    while position < cells.count {
      if cells.isField(position) {
        inField = cells.attributes(position).characterSet == CharacterSet.doubleByte
        position += 1
      } else if inField {
        position = field(from: position, cells)
      } else if cells.kind(position) == .character(Self.shiftOut) {
        position = subfield(from: position, cells)
      } else if cells.attributes(position).characterSet == CharacterSet.doubleByte {
        position = set(from: position, cells)
      } else {
        if cells.kind(position) == .character(Self.shiftIn) { broken.append(.control(position)) }
        position += 1
      }
    }
  }

  private static func isPair(_ position: Int, _ cells: Cells) -> Bool {
    guard position + 1 < cells.count, case .character(let first) = cells.kind(position),
      case .character(let second) = cells.kind(position + 1)
    else { return false }
    return first >= 0x40 && second >= 0x40 || first == 0 && second == 0
  }

  private static func end(
    from start: Int, _ cells: Cells, while belongs: (Int) -> Bool
  ) -> Int {
    var end = start
    while end < cells.count, !cells.isField(end), belongs(end) { end += 1 }
    return end
  }

  /// From SO to SI; an SO without SI, or with anything but pairs up to it, stands alone.
  private mutating func subfield(from start: Int, _ cells: Cells) -> Int {
    var position = start + 1
    while Self.isPair(position, cells) { position += 2 }
    guard position < cells.count, cells.kind(position) == .character(Self.shiftIn) else {
      broken.append(.control(start))
      return start + 1
    }
    runs[start] = Run(cells: start..<(position + 1), firstPair: start + 1)
    return position + 1
  }

  private mutating func set(from start: Int, _ cells: Cells) -> Int {
    let end = Self.end(from: start, cells) {
      cells.attributes($0).characterSet == CharacterSet.doubleByte
    }
    var position = start
    while position + 1 < end, Self.isPair(position, cells) { position += 2 }
    if position == end {
      runs[start] = Run(cells: start..<end, firstPair: start)
    } else {
      broken.append(.set(start..<end))
    }
    return end
  }

  /// A field of pairs, up to the nulls at its end.
  private mutating func field(from start: Int, _ cells: Cells) -> Int {
    let end = Self.end(from: start, cells) { _ in true }
    var position = start
    var last = start
    while position + 1 < end, Self.isPair(position, cells) {
      position += 2
      if cells.code(position - 2) != 0 { last = position }
    }
    if last > start { runs[start] = Run(cells: start..<last, firstPair: start) }
    if (position..<end).contains(where: { cells.kind($0) != .character(0) }) {
      broken.append(.fieldRest(position..<end))
    }
    return end
  }

  /// The screen as a terminal for double-byte text can be made to show it: what is broken there would
  /// end the whole write, so that SO and SI without partner are blanks, and halves are dropped.
  static func mended(_ cells: Cells) -> Cells {
    guard let text = DoubleByteText(cells), !text.broken.isEmpty else { return cells }
    var whole = cells
    for fragment in text.broken {
      switch fragment {
      case .control(let position):
        whole.set(position, .character(0x40), values: cells.attributes(position))
      case .set(let range):
        for position in range {
          var values = cells.attributes(position)
          values.set(ExtendedType.characterSet, 0)
          whole.set(position, cells.kind(position), values: values)
        }
      case .fieldRest(let range):
        for position in range { whole.set(position, .character(0), values: .default) }
      }
    }
    return whole
  }

  /// Whether double-byte text is under way where a write stands: behind an SO, or in a field of pairs.
  static func isUnderWay(at position: Int, in cells: Cells) -> Bool {
    var index = position
    while index > 0 {
      index -= 1
      switch cells.kind(index) {
      case .attribute: return cells.attributes(index).characterSet == CharacterSet.doubleByte
      case .character(shiftOut): return true
      case .character(shiftIn): return false
      case .character, .graphic: break
      }
    }
    return false
  }
}
