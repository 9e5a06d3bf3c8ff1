import Panels
import SessionEngine
import Tables

/// Draws the page of an administrator's session that is shown.
struct AdminPicture {
  let screens: AdminScreens
  let user: String
  let terminal: String
  let notice: AdminNotice

  /// - Parameters:
  ///   - name: the panel.
  ///   - areas: what the menu has.
  ///   - list: the list, where it is shown.
  ///   - sheet: the file, where it is shown or lies below.
  ///   - overlay: what lies above.
  /// - Returns: the record that draws it.
  func record(
    _ name: AdminScreens.Name, areas: [AdminArea], list: TableList?, sheet: SheetPage?,
    overlay: AdminOverlay?
  ) -> [UInt8] {
    let rows = screens.rows(name)
    var values = head()
    switch overlay {
    case .reading(let text):
      let (position, lines) = text.texts(rows: rows)
      (values[.title], values[.rows]) = (text.title, position)
      return draw(name, values, list: lines)
    case .value(let value):
      (values[.title], values[.value]) = (value.row, value.text)
      return draw(name, values, list: [])
    case nil: break
    }
    if let sheet { return record(name, sheet, below: values) }
    if let list {
      let (position, lines) = list.texts(rows: rows)
      values[.title] = list.area.title + " List"
      values[.head] = list.area.head
      values[.rows] = position
      values[.command] = list.command
      return draw(name, values, list: lines)
    }
    return draw(name, values, list: areas.map { [.option: $0.option, .text: $0.title] })
  }

  private func head() -> PanelTexts {
    var values: PanelTexts = [.user: user, .terminal: terminal]
    let lines = TextLines.wrapped(notice.text, AdminScreens.messageWidth)
    values.set(.message, lines[0], tone: notice.tone)
    values.set(.more, lines.count > 1 ? lines[1] : "", tone: notice.tone)
    return values
  }

  private func draw(
    _ name: AdminScreens.Name, _ values: PanelTexts, list: [PanelTexts], cursorRow: Int? = nil
  ) -> [UInt8] {
    screens[name].render(
      values, list: list, on: screens.canvas, cursor: cursorRow == nil ? nil : .value,
      cursorRow: cursorRow, alarm: notice.tone == .fault && !notice.text.isEmpty)
  }

  private func record(
    _ name: AdminScreens.Name, _ sheet: SheetPage, below head: PanelTexts
  ) -> [UInt8] {
    var values = head
    let all = sheet.sheet.rows
    let rows = screens.rows(name)
    let width = screens.valueWidth(name)
    values[.title] = "\(sheet.title): \(sheet.name)"
    values[.rows] = "Row \(sheet.top + 1) of \(all.count)"
    let lines = all[min(sheet.top, all.count)...].prefix(rows).map { row -> PanelTexts in
      let value = sheet.value(row)
      var texts: PanelTexts = [.label: row.title + ":"]
      let shown = String(value.prefix(width))
      if sheet.isOpen(row) { texts[.value] = shown } else { texts.set(.value, sealed: shown) }
      let (note, tone) = note(row, sheet, isCut: value.count > width)
      let levels = sheet.levels[row.name] ?? ["", "", ""]
      texts.set(.note, note, tone: tone)
      (texts[.profile], texts[.system]) = (levels[0], levels[1])
      texts.set(.origin, tone == nil ? levels[2] : note, tone: tone)
      return texts
    }
    let cursorRow = sheet.cursor.map { $0 - sheet.top }.flatMap {
      (0..<min(rows, lines.count)).contains($0) && sheet.isOpen(all[sheet.top + $0]) ? $0 : nil
    }
    return draw(name, values, list: lines, cursorRow: cursorRow)
  }

  /// What stands behind a value.
  private func note(
    _ row: TableSheet.Row, _ sheet: SheetPage, isCut: Bool
  ) -> (String, Tone?) {
    if sheet.faults.contains(where: { $0.row == row.name }) { return ("< wrong", .fault) }
    if sheet.typed[row.name] != nil { return (isCut ? "changed+" : "changed", .good) }
    if isCut { return ("PF2 more", .remark) }
    return (row.said == nil && !row.card.defaultText.isEmpty ? "default" : "", nil)
  }
}
