public import DataStream
public import EBCDIC
public import Names
import Synchronization

/// A screen that a file of Screens/ describes; no layout stands in code.
public final class Panel: Sendable {
  /// Its name.
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
  /// Places of its variables by their names.
  let places: [String: Int]
  private let layouts = Mutex<[(key: LayoutKey, layout: Layout)]>([])

  private struct LayoutKey: Equatable {
    let geometry: Geometry
    let hasColor: Bool
    let page: CodePage
  }

  /// Most sizes of screen whose layouts are kept; clients choose their own sizes.
  private static let layoutLimit = 32

  /// A panel by itself, whose variables have places in the order in which they stand.
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
    var places: [String: Int] = [:]
    for field in body + model + foot
    where field.style.kind != .text && places[field.content] == nil {
      places[field.content] = places.count
    }
    self.places = places
  }

  /// A panel whose variables have the places that its page gives them; it has no others.
  init(_ panel: Panel, of contract: PanelContract) {
    (name, path) = (panel.name, panel.path)
    (body, model, foot, lines) = (panel.body, panel.model, panel.foot, panel.lines)
    (cursorField, help) = (panel.cursorField, panel.help)
    places = contract.places
  }

  /// The terminal that a panel is drawn for.
  public struct Canvas: Sendable {
    /// The terminal's size.
    public let geometry: Geometry
    /// Whether the geometry is the terminal's alternate size.
    public let isAlternate: Bool
    /// Whether the terminal shows colours.
    public let hasColor: Bool
    /// The terminal's code page.
    public let page: CodePage

    /// The canvas of a terminal, in its alternate size.
    public init(_ terminal: TerminalCapabilities, page: CodePage) {
      geometry = terminal.alternateSize
      isAlternate = terminal.alternateSize != terminal.defaultSize
      hasColor = terminal.hasColor
      self.page = page
    }
  }

  func layout(_ canvas: Canvas) -> Layout {
    let key = LayoutKey(
      geometry: canvas.geometry, hasColor: canvas.hasColor, page: canvas.page)
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

  /// The variable of a name; nil where neither the panel nor its page has it.
  public func slot(_ name: String) -> PanelSlot? { places[name].map { PanelSlot($0, name) } }

  /// Lines that the panel's list has on this terminal.
  public func listRows(_ canvas: Canvas) -> Int { layout(canvas).list.count }

  /// Bytes for which a record has room from the start: a menu full of lines.
  private static let room = 2048

  /// The record that draws the panel: erase, fields, values, cursor, keyboard restored.
  ///
  /// - `values`: texts of the variables; one that is missing is blank.
  /// - `list`: texts of the list's variables, an entry a line; lines without an entry have no fields.
  /// - `lines`: what the list's lines have besides, from `top` on.
  /// - `cursor`: variable for the cursor, or nil for the panel's own.
  /// - `cursorRow`: the line of the list in which that variable stands; nil outside it.
  public func render(
    _ values: PanelTexts, list: [PanelTexts] = [], over lines: PanelLines? = nil, from top: Int = 0,
    on canvas: Canvas, cursor: PanelSlot? = nil, cursorRow: Int? = nil, alarm: Bool = false
  ) -> [UInt8] {
    let layout = layout(canvas)
    var wcc: WCC = [.restoreKeyboard, .resetMDT]
    if alarm { wcc.insert(.alarm) }
    let command: Command = canvas.isAlternate ? .eraseWriteAlternate : .eraseWrite
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.room)
    bytes.append(command.rawValue)
    bytes.append(wcc.byte)
    layout.head.draw(values, canvas.page, to: &bytes)
    let shown = min(list.count, layout.list.count)
    let known = lines?.drawn(layout, from: top, page: canvas.page)
    var row = 0
    while row < shown {
      var end = row
      // Rows that have nothing of their own go in one piece.
      if let known {
        while end < min(shown, known.rows.count), list[end].isEmpty { end += 1 }
        if end > row { bytes.append(contentsOf: known.plain(row..<end)) }
      }
      if end == row {
        let strip = known.flatMap { row < $0.rows.count ? $0.rows[row] : nil } ?? layout.list[row]
        strip.draw(list[row], canvas.page, to: &bytes)
        end += 1
      }
      row = end
    }
    if shown < layout.list.count { bytes += layout.endOfList(row: shown) }
    layout.foot.draw(values, canvas.page, to: &bytes)
    bytes.append(OrderCode.setBufferAddress)
    let place = cursor?.place ?? cursorField.flatMap { places[$0] }
    BufferAddress.append(
      place.flatMap { place in
        cursorRow.map { layout.cell(of: place, row: $0) } ?? layout.cell(of: place)
      } ?? 0, in: canvas.geometry, to: &bytes)
    bytes.append(OrderCode.insertCursor)
    return bytes
  }

  /// A record that writes the shown variables again and leaves what the user is typing alone.
  public func renderOutputs(
    _ values: PanelTexts, list: [PanelTexts] = [], on canvas: Canvas, only slots: Set<PanelSlot>
  ) -> [UInt8] {
    let places = Set(slots.map(\.place))
    var bytes: [UInt8] = [Command.write.rawValue, WCC().byte]
    for slot in layout(canvas).outputs where places.contains(slot.place) {
      let texts: PanelTexts
      if let row = slot.row {
        guard row < list.count else { continue }
        texts = list[row]
      } else {
        texts = values
      }
      bytes += slot.start(texts.tone(at: slot.place))
      let text = texts.text(at: slot.place) ?? ""
      let padded = text + String(repeating: " ", count: max(0, slot.length - text.count))
      canvas.page.append(padded, atMost: slot.length, to: &bytes)
    }
    return bytes
  }
}
