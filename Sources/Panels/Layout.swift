import DataStream
import EBCDIC

/// A panel laid out for one size of screen, with or without colour: bytes with slots for values.
final class Layout: Sendable {
  /// A place for a variable.
  struct Slot: Hashable, Sendable {
    let name: String
    let style: FieldStyle
    /// Position of the first cell after the attribute.
    let position: Int
    let length: Int
    /// Row of the list, from 0; nil outside it.
    let row: Int?
  }

  enum Piece: Sendable {
    case bytes([UInt8])
    case slot(Slot)
  }

  let geometry: Geometry
  /// Lines that the list has.
  let listRows: Int
  /// Row of the screen on which the list begins, from 0.
  let listTop: Int
  let pieces: [Piece]
  /// Fields that the user may type into, by the position of their first cell.
  let inputs: [Int: Slot]
  /// Fields that are shown and may be written again without the rest.
  let outputs: [Slot]

  init(_ panel: Panel, _ geometry: Geometry, hasColor: Bool, page: CodePage) {
    self.geometry = geometry
    listTop = panel.lines.body
    listRows =
      panel.model.isEmpty ? 0 : max(0, geometry.rows - panel.lines.body - panel.lines.foot)
    var build = Build(geometry: geometry, hasColor: hasColor, page: page)
    for field in panel.body { build.add(field, top: 0, row: nil) }
    for row in 0..<listRows {
      for field in panel.model { build.add(field, top: listTop + row, row: row) }
    }
    for field in panel.foot { build.add(field, top: geometry.rows - panel.lines.foot, row: nil) }
    pieces = build.finished()
    inputs = build.inputs
    outputs = build.outputs
  }

  /// Collects the pieces; text is merged into runs of bytes.
  private struct Build {
    let geometry: Geometry
    let hasColor: Bool
    let page: CodePage
    var pieces: [Piece] = []
    var bytes: [UInt8] = []
    var inputs: [Int: Slot] = [:]
    var outputs: [Slot] = []

    mutating func add(_ field: PanelField, top: Int, row: Int?) {
      let position = (top + field.line) * geometry.columns + field.column
      bytes.append(Order.setBufferAddress)
      BufferAddress.append(position, in: geometry, to: &bytes)
      var style = field.style
      // A field outside the list always comes back, also when its text was there before.
      if style.kind == .input, row == nil { style.attribute.insert(.modified) }
      start(style)
      switch field.style.kind {
      case .text: text(field.content, length: field.length)
      case .output, .input:
        let slot = Slot(
          name: field.content, style: field.style, position: (position + 1) % geometry.cells,
          length: field.length, row: row)
        if field.style.kind == .input { inputs[slot.position] = slot } else { outputs.append(slot) }
        pieces.append(.bytes(bytes))
        bytes = []
        pieces.append(.slot(slot))
        if field.style.kind == .input { close(field, top: top) }
      }
    }

    private mutating func start(_ style: FieldStyle) {
      var pairs: [UInt8] = []
      if hasColor, let color = style.color { pairs += [ExtendedType.foreground, color.rawValue] }
      if hasColor, let highlight = style.highlight {
        pairs += [ExtendedType.highlighting, highlight.rawValue]
      }
      if pairs.isEmpty {
        bytes += [Order.startField, style.attribute.graphicCode]
      } else {
        bytes += [
          Order.startFieldExtended, UInt8(pairs.count / 2 + 1), ExtendedType.fieldAttribute,
        ]
        bytes.append(style.attribute.graphicCode)
        bytes += pairs
      }
    }

    /// Fixed text, without the blanks at its end; runs of five and more as Repeat to Address.
    private mutating func text(_ content: String, length: Int) {
      var codes = Array(page.encode(content).prefix(length))
      while codes.last == CodePage.blank { codes.removeLast() }
      bytes += codes
    }

    /// An input field ends where its line does: the next cell is protected again.
    private mutating func close(_ field: PanelField, top: Int) {
      let end = field.column + 1 + field.length
      guard end == PanelParser.designWidth - 1 else { return }
      let position = (top + field.line) * geometry.columns + end
      bytes.append(Order.setBufferAddress)
      BufferAddress.append(position, in: geometry, to: &bytes)
      bytes += [Order.startField, FieldAttribute.autoskip.graphicCode]
    }

    mutating func finished() -> [Piece] {
      if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
      return pieces
    }
  }
}
