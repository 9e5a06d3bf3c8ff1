public import DataStream
public import EBCDIC
public import Names
import Synchronization

/// A screen that a file of Screens/ describes; no layout stands in code.
public final class Panel: Sendable {
  public let name: PanelName
  /// Path of its file, for faults.
  let path: String
  let body: [PanelField]
  let model: [PanelField]
  let foot: [PanelField]
  let lines: (body: Int, foot: Int)
  let cursorField: String?
  /// The panel that explains this one.
  public let help: PanelName?
  private let layouts = Mutex<[(key: LayoutKey, layout: Layout)]>([])

  private struct LayoutKey: Equatable {
    let geometry: Geometry
    let hasColor: Bool
    let page: String
  }

  /// Most sizes of screen whose layouts are kept; clients choose their own sizes.
  private static let layoutLimit = 32

  init(
    name: PanelName, path: String, body: [PanelField], model: [PanelField], foot: [PanelField],
    lines: (body: Int, foot: Int), cursorField: String?, help: PanelName?
  ) {
    self.name = name
    self.path = path
    self.body = body
    self.model = model
    self.foot = foot
    self.lines = lines
    self.cursorField = cursorField
    self.help = help
  }

  /// The terminal that a panel is drawn for.
  public struct Canvas: Sendable {
    public let geometry: Geometry
    /// Whether the geometry is the terminal's alternate size.
    public let isAlternate: Bool
    public let hasColor: Bool
    public let page: CodePage

    public init(_ terminal: TerminalCapabilities, page: CodePage) {
      geometry = terminal.alternateSize
      isAlternate = terminal.alternateSize != terminal.defaultSize
      hasColor = terminal.hasColor
      self.page = page
    }
  }

  func layout(_ canvas: Canvas) -> Layout {
    let key = LayoutKey(
      geometry: canvas.geometry, hasColor: canvas.hasColor, page: canvas.page.name)
    return layouts.withLock { known in
      // Few sizes are in use at one time: looking through them costs less than hashing.
      if let layout = known.first(where: { $0.key == key })?.layout { return layout }
      let layout = Layout(self, canvas.geometry, hasColor: canvas.hasColor, page: canvas.page)
      if known.count < Self.layoutLimit { known.append((key, layout)) }
      return layout
    }
  }

  /// Characters that a variable's field holds; nil where the panel has no such variable.
  public func width(of variable: String) -> Int? {
    (body + model + foot).first { $0.style.kind != .text && $0.content == variable }?.length
  }

  /// Lines that the panel's list has on this terminal.
  public func listRows(_ canvas: Canvas) -> Int { layout(canvas).list.count }

  /// The record that draws the panel: erase, fields, values, cursor, keyboard restored.
  /// - Parameters:
  ///   - values: texts of the variables; one that is missing is blank.
  ///   - list: texts of the list's variables, an entry a line; lines without an entry have no fields.
  ///   - cursor: field for the cursor, or nil for the panel's own.
  public func render(
    _ values: PanelTexts, list: [PanelTexts] = [], on canvas: Canvas,
    cursor: String? = nil, alarm: Bool = false
  ) -> [UInt8] {
    let layout = layout(canvas)
    var wcc: WCC = [.restoreKeyboard, .resetMDT]
    if alarm { wcc.insert(.alarm) }
    let command: Command = canvas.isAlternate ? .eraseWriteAlternate : .eraseWrite
    var bytes: [UInt8] = [command.rawValue, wcc.byte]
    bytes.reserveCapacity(2048)
    let wanted = cursor ?? cursorField
    var cursorPosition: Int?
    draw(layout.head, values, canvas.page, wanted, &cursorPosition, &bytes)
    let shown = min(list.count, layout.list.count)
    for row in 0..<shown {
      draw(layout.list[row], list[row], canvas.page, nil, &cursorPosition, &bytes)
    }
    if shown < layout.list.count { bytes += layout.endOfList(row: shown) }
    draw(layout.foot, values, canvas.page, wanted, &cursorPosition, &bytes)
    bytes.append(Order.setBufferAddress)
    BufferAddress.append(cursorPosition ?? 0, in: canvas.geometry, to: &bytes)
    bytes.append(Order.insertCursor)
    return bytes
  }

  /// Appends pieces with their values, and notes where the wanted field is.
  private func draw(
    _ pieces: [Layout.Piece], _ values: PanelTexts, _ page: CodePage, _ wanted: String?,
    _ cursor: inout Int?, _ bytes: inout [UInt8]
  ) {
    for piece in pieces {
      switch piece {
      case .bytes(let fixed): bytes += fixed
      case .slot(let slot):
        bytes += slot.start(values.tone(slot.name))
        append(values[slot.name] ?? "", slot, page, to: &bytes)
        if slot.name == wanted { cursor = slot.position }
      }
    }
  }

  private func append(
    _ text: String, _ slot: Layout.Slot, _ page: CodePage, to bytes: inout [UInt8]
  ) {
    var codes = page.encode(text)
    if codes.count > slot.length { codes.removeLast(codes.count - slot.length) }
    if slot.style.justifiesRight, codes.count < slot.length {
      codes.insert(
        contentsOf: Array(repeating: CodePage.blank, count: slot.length - codes.count), at: 0)
    }
    bytes += codes
  }

  /// A record that writes the shown variables again and leaves what the user is typing alone.
  public func renderOutputs(
    _ values: PanelTexts, list: [PanelTexts] = [], on canvas: Canvas,
    only names: Set<String>
  ) -> [UInt8] {
    var bytes: [UInt8] = [Command.write.rawValue, WCC().byte]
    for slot in layout(canvas).outputs where names.contains(slot.name) {
      let texts: PanelTexts
      if let row = slot.row {
        guard row < list.count else { continue }
        texts = list[row]
      } else {
        texts = values
      }
      let text = texts[slot.name] ?? ""
      bytes += slot.start(texts.tone(slot.name))
      let padded = text + String(repeating: " ", count: max(0, slot.length - text.count))
      append(padded, slot, canvas.page, to: &bytes)
    }
    return bytes
  }
}
