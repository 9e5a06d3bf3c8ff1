import DataStream
import EBCDIC

/// A panel laid out for one size of screen, with or without colour: bytes with gaps for texts.
final class Layout: Sendable {
  /// A place for a variable.
  struct Slot: Sendable {
    /// The variable's place among those of the page.
    let place: Int
    let style: FieldStyle
    /// Position of the first cell after the attribute.
    let position: Int
    let length: Int
    /// Row of the list, from 0; nil outside it.
    let row: Int?
    /// The orders that begin the field.
    let start: [UInt8]
    /// The same for each tone; nil for a field that has no tones.
    let tonedStarts: (fault: [UInt8], remark: [UInt8], good: [UInt8])?
    /// The same where nobody may type; nil but for a field of the list that is typed into.
    let sealedStart: [UInt8]?

    func start(_ tone: Tone?) -> [UInt8] {
      guard let tone, let tonedStarts else { return start }
      return switch tone {
      case .fault: tonedStarts.fault
      case .remark: tonedStarts.remark
      case .good: tonedStarts.good
      }
    }
  }

  let geometry: Geometry
  /// Row of the screen on which the list begins, from 0.
  let listTop: Int
  /// What stands above the list, and in a panel without one everything but the foot.
  let head: Strip
  /// The lines of the list; those that have no entry are not drawn.
  let list: [Strip]
  let foot: Strip
  /// Fields that the user may type into, by the position of their first cell.
  private let inputs: [Slot]
  /// Fields that are shown and may be written again without the rest.
  let outputs: [Slot]
  /// Where the first cell of a variable's last field outside the list is, by the variable's place; -1
  /// where it has none.
  private let cells: [Int]

  init(_ panel: Panel, _ geometry: Geometry, hasColor: Bool, page: CodePage) {
    self.geometry = geometry
    listTop = panel.lines.body
    let listRows =
      panel.model.isEmpty ? 0 : max(0, geometry.rows - panel.lines.body - panel.lines.foot)
    var build = Build(
      geometry: geometry, hasColor: hasColor, page: page, places: panel.places)
    for field in panel.body { build.add(field, top: 0, row: nil) }
    head = build.finished()
    var list: [Strip] = []
    for row in 0..<listRows {
      for field in panel.model { build.add(field, top: listTop + row, row: row) }
      list.append(build.finished())
    }
    self.list = list
    for field in panel.foot { build.add(field, top: geometry.rows - panel.lines.foot, row: nil) }
    foot = build.finished()
    inputs = build.inputs.sorted { $0.position < $1.position }
    outputs = build.outputs
    cells = build.cells
  }

  /// The field that the user types into whose first cell is there.
  func input(at position: Int) -> Slot? {
    var (low, high) = (0, inputs.count)
    while low < high {
      let middle = (low + high) / 2
      if inputs[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return low < inputs.count && inputs[low].position == position ? inputs[low] : nil
  }

  /// The first cell of a variable's field outside the list; nil where it has none.
  func cell(of place: Int) -> Int? {
    cells.indices.contains(place) && cells[place] >= 0 ? cells[place] : nil
  }

  /// The first cell of a variable's field in a line of the list that the user may type into; nil where
  /// there is none.
  func cell(of place: Int, row: Int) -> Int? {
    inputs.first { $0.place == place && $0.row == row }?.position
  }

  /// Orders that end the list's last field where the list has fewer entries than the screen lines.
  func endOfList(row: Int) -> [UInt8] {
    var bytes: [UInt8] = [OrderCode.setBufferAddress]
    BufferAddress.append((listTop + row) * geometry.columns, in: geometry, to: &bytes)
    return bytes + [OrderCode.startField, FieldAttribute.autoskip.graphicCode]
  }

  /// Collects the bytes and the gaps between them.
  private struct Build {
    let geometry: Geometry
    let hasColor: Bool
    let page: CodePage
    let places: [String: Int]
    var strip = Strip()
    var inputs: [Slot] = []
    var outputs: [Slot] = []
    var cells: [Int] = []

    mutating func add(_ field: PanelField, top: Int, row: Int?) {
      let position = (top + field.line) * geometry.columns + field.column
      guard field.style.kind != .text else {
        strip.add(start(field.style, at: position))
        text(field.content, length: field.length)
        return
      }
      guard let place = places[field.content] else {
        preconditionFailure("\(field.content) was given its place when the panel was loaded")
      }
      var style = field.style
      // A field outside the list always comes back, also when its text was there before.
      if style.kind == .input, row == nil { style.attribute.insert(.modified) }
      let isOutput = style.kind == .output
      func toned(_ tone: Tone) -> [UInt8] { start(style.toned(tone), at: position) }
      let slot = Slot(
        place: place, style: field.style, position: (position + 1) % geometry.cells,
        length: field.length, row: row, start: start(style, at: position),
        tonedStarts: isOutput ? (toned(.fault), toned(.remark), toned(.good)) : nil,
        sealedStart: isOutput || row == nil ? nil : start(field.style.sealed, at: position))
      if isOutput { outputs.append(slot) } else { inputs.append(slot) }
      if row == nil {
        while cells.count <= place { cells.append(-1) }
        cells[place] = slot.position
      }
      strip.add(slot)
      if !isOutput { close(field, at: position) }
    }

    /// The orders that begin a field at a position.
    private func start(_ style: FieldStyle, at position: Int) -> [UInt8] {
      var bytes: [UInt8] = [OrderCode.setBufferAddress]
      BufferAddress.append(position, in: geometry, to: &bytes)
      var pairs: [UInt8] = []
      if hasColor, let color = style.color { pairs += [ExtendedType.foreground, color.rawValue] }
      if hasColor, let highlight = style.highlight {
        pairs += [ExtendedType.highlighting, highlight.rawValue]
      }
      if pairs.isEmpty {
        return bytes + [OrderCode.startField, style.attribute.graphicCode]
      }
      bytes += [
        OrderCode.startFieldExtended, UInt8(pairs.count / 2 + 1), ExtendedType.fieldAttribute,
        style.attribute.graphicCode,
      ]
      return bytes + pairs
    }

    /// Fixed text, without the blanks at its end.
    private mutating func text(_ content: String, length: Int) {
      var codes = page.encode(content).prefix(length)
      while codes.last == CodePage.blank { codes.removeLast() }
      strip.add(codes)
    }

    /// Ends an input field where no other field does: at the end of its line, or of its `LENGTH`.
    ///
    /// Behind a hidden field the cursor stops and does not skip, so that what is too long for it can
    /// run into no other field (and be read there by anybody).
    private mutating func close(_ field: PanelField, at position: Int) {
      let end = field.column + 1 + field.length
      guard field.style.length != nil || end == PanelParser.designWidth - 1 else { return }
      var bytes: [UInt8] = [OrderCode.setBufferAddress]
      BufferAddress.append((position + 1 + field.length) % geometry.cells, in: geometry, to: &bytes)
      let stop: FieldAttribute = field.style.attribute.isNondisplay ? .protected : .autoskip
      bytes += [OrderCode.startField, stop.graphicCode]
      if let mark = field.style.endMark { bytes += page.encode(String(mark)) }
      strip.add(bytes)
    }

    /// The bytes and gaps since the last call.
    mutating func finished() -> Strip {
      defer { strip = Strip() }
      return strip
    }
  }
}
