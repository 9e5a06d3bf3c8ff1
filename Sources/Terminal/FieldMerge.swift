import DataStream

/// Takes the fields of a key's record over into a screen.
struct FieldMerge {
  private let isFormatted: Bool
  /// Fields of an honest terminal do not overlap, so that all of them take each cell once.
  private var visits: Int

  init(_ cells: Cells) {
    isFormatted = cells.isFormatted
    visits = 2 * cells.count
  }

  /// Puts a field's data into its cells from its position on, and nulls into the rest of the field.
  mutating func take(_ field: InboundRecord.Field, _ cells: inout Cells) {
    let start = max(0, field.position)
    let before = start == 0 ? cells.count - 1 : start - 1
    if field.position >= 0, cells.isField(before) { cells.setModified(before, true) }
    var data = CellReader(field.data, .readModified, cells: cells.count)
    var position = start
    repeat {
      guard visits > 0, !cells.isField(position) else { return }
      visits -= 1
      let sent = (try? data.next()) ?? .character(0)
      if case .attribute = sent { return }
      cells.type(position, sent)
      position = cells.next(position)
    } while position != start && (!data.isAtEnd || isFormatted)
  }
}
