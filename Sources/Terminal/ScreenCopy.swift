public import DataStream

/// A copy of a user's screen for somebody who looks on: what stands in fields that are not shown is not in
/// it, so that nobody who gets the copy can send it, trace it or keep it.
public struct ScreenCopy: Sendable {
  /// Cells of the screen that the viewer's terminal shows at its upper left corner.
  public struct Corner: Hashable, Sendable {
    /// The row, from 0.
    public var row: Int
    /// The column, from 0.
    public var column: Int

    /// A corner; without arguments the screen's own.
    public init(row: Int = 0, column: Int = 0) {
      (self.row, self.column) = (row, column)
    }
  }

  private let space: PresentationSpace

  /// Copies what a user sees.
  public init(of shown: PresentationSpace) {
    var copy = shown
    copy.cells.darken()
    // How far the cursor is in a field that is not shown tells how much was typed there.
    if copy.cells.isHidden(copy.cursor), let field = copy.cells.field(at: copy.cursor) {
      copy.cursor = (field + 1) % copy.cells.count
    }
    copy.replyMode = .field
    copy.restore(aid: .none, lock: .unlocked)
    space = copy
  }

  /// The size in force there.
  public var size: Geometry { space.size }

  /// Whether two look the same to a viewer.
  public func showsSame(as other: ScreenCopy) -> Bool { space.showsSame(as: other.space) }

  /// Whether a terminal shows it whole: it has the size among its own.
  public func fits(_ terminal: TerminalCapabilities) -> Bool {
    size == terminal.defaultSize || size == terminal.alternateSize
  }

  /// The nearest corner from which as much as possible is shown.
  public func clamped(_ corner: Corner, on terminal: TerminalCapabilities) -> Corner {
    guard !fits(terminal) else { return Corner() }
    let window = terminal.alternateSize
    return Corner(
      row: max(0, min(corner.row, size.rows - window.rows)),
      column: max(0, min(corner.column, size.columns - window.columns)))
  }

  /// The records that draw it on a viewer's terminal, whose keyboard is free then.
  ///
  /// A screen that fits is drawn field by field, as the user has it, and all fields are protected. Of
  /// another one a part is drawn, in the terminal's larger size and without fields, each cell in the
  /// colour that its field gives it.
  ///
  /// - `corner`: where the part begins.
  public func records(for terminal: TerminalCapabilities, from corner: Corner) -> [[UInt8]] {
    var drawn = PresentationSpace(terminal)
    if fits(terminal) {
      drawn.cells = space.cells
      drawn.cells.protectAll()
      drawn.cursor = space.cursor
    } else {
      drawPart(clamped(corner, on: terminal), on: &drawn)
    }
    return RestoreEncoder.records(drawn, for: terminal)
  }

  private func drawPart(_ corner: Corner, on drawn: inout PresentationSpace) {
    let window = drawn.alternateSize
    drawn.erase(window)
    let columns = corner.column..<min(corner.column + window.columns, size.columns)
    let first = corner.row * size.columns
    // The field goes along from cell to cell: to look for each cell's anew is square work.
    var field = space.field(at: first)
    for row in 0..<min(window.rows, size.rows - corner.row) {
      for column in 0..<size.columns {
        let position = first + row * size.columns + column
        if case .attribute = space.kind(position) { field = position }
        guard columns.contains(column) else { continue }
        let target = row * window.columns + column - corner.column
        if position == space.cursor { drawn.cursor = target }
        switch space.kind(position) {
        case .attribute: break
        case .character, .graphic:
          drawn.cells.set(target, space.kind(position), values: look(position, in: field))
        }
      }
    }
  }

  /// How a cell looks: as itself says, else as its field does.
  private func look(_ position: Int, in field: Int?) -> CellAttributes {
    var look = space.attributes(position)
    guard let field, case .attribute(let base) = space.kind(field)
    else {
      return look
    }
    let values = space.attributes(field)
    if look.foreground == 0 {
      let color = values.foreground
      look.set(ExtendedType.foreground, color == 0 ? Self.color(of: base).rawValue : color)
    }
    if look.highlighting == 0 { look.set(ExtendedType.highlighting, values.highlighting) }
    if look.background == 0 { look.set(ExtendedType.background, values.background) }
    if look.characterSet == 0 { look.set(ExtendedType.characterSet, values.characterSet) }
    return look
  }

  /// The colour that a field has without being told one (GA23-0059, base colour).
  private static func color(of attribute: FieldAttribute) -> Color {
    switch (attribute.isProtected, attribute.isIntensified) {
    case (false, false): .green
    case (false, true): .red
    case (true, false): .blue
    case (true, true): .white
    }
  }
}
