import Bytes
import DataStream
import Names
import Panels
import SessionEngine
import Syntax
import Tables

/// A file whose values are looked at and changed; nothing is written before it is saved.
struct SheetPage: Sendable {
  /// Where it goes when it is saved.
  enum Leaving: UInt8, Freezable {
    case stay, back, menu
  }

  let area: AdminArea
  let path: String
  /// What the user whose file it is may change of it; nil where an administrator changes it.
  let own: UpdateClass?
  /// What the file had when it was read; nil for a new file.
  private(set) var was: [UInt8]?
  /// What the changes are made of: the same, or for a new file what it begins with.
  private(set) var text: [UInt8]
  /// What was typed, by row.
  private(set) var typed: [String: String]
  /// Sessions of the user's own menu, which have rows also where the file says nothing of them.
  private let given: [SessionID]
  /// Rows that were added.
  private var added = AddedRows()
  private(set) var sheet: TableSheet
  private(set) var faults: [TableSheet.Fault] = []
  /// What other levels say, by row: profile, system, and which counts.
  private(set) var levels: [String: [String]] = [:]
  private(set) var top = 0
  /// The row with the cursor; nil for the command line.
  private(set) var cursor: Int?
  private(set) var leaving = Leaving.stay
  /// What the levels are looked up in; nil in another process.
  private var site: (tables: SiteTables, rights: Rights)?
  /// Whether the faults are those of what was typed.
  private var isLooked = false

  /// A file that was read, or a new one.
  ///
  /// - Parameters:
  ///   - area: the file's.
  ///   - path: where it is, or will be.
  ///   - file: what was read.
  ///   - text: what a new file begins with; nil where the file is there.
  ///   - typed: what it says besides, by row.
  ///   - own: what the user may change, where it is the user's own file.
  /// - Throws: where the file is none that can be changed by its rows.
  init(
    _ area: AdminArea, _ path: String, file: AdminFile, new text: [UInt8]? = nil,
    typed: [String: String] = [:], own: UpdateClass? = nil
  ) throws(YAMLEditFault) {
    (self.area, self.path, self.typed, self.own) = (area, path, typed, own)
    given = own == nil ? [] : Self.menu(path, file)
    was = text == nil ? file.bytes : nil
    self.text = text ?? file.bytes ?? []
    site = (file.tables, file.rights)
    _ = try YAMLEditor(path: path, bytes: self.text)
    sheet = TableSheet(SourceText(path: path, bytes: self.text), as: area.kind, adding: given)
    self.typed = news(typed)
    look()
  }

  /// The sessions that a user's menu shows, as many as have rows from the start.
  private static func menu(_ path: String, _ file: AdminFile) -> [SessionID] {
    let user = UserID(SourceText(path: path, text: "").name)
    return file.tables.effective(user, file.rights).sessions
      .filter { !$0.entry.isInvisible && $0.host != .selfMaintenance }
      .prefix(AddedRows.limit).map(\.id)
  }

  /// The file's name, as people call it.
  var name: String { SourceText(path: path, text: "").name }

  /// As its panel is called.
  var title: String { own == nil ? area.title : "TPX Self-Maintenance" }

  /// Whether a row is to be changed here.
  func isOpen(_ row: TableSheet.Row) -> Bool { own?.opens(row.card.label) ?? true }

  /// What a row has now.
  func value(_ row: TableSheet.Row) -> String { typed[row.name] ?? row.shown }

  // MARK: What comes of what was typed

  /// The file as it would be; no bytes where a row cannot be written, which the faults say.
  private func becomes() -> (bytes: [UInt8]?, faults: [TableSheet.Fault]) {
    var faults: [TableSheet.Fault] = []
    guard var editor = try? YAMLEditor(path: path, bytes: text) else { return (nil, []) }
    for row in sheet.rows {
      guard let new = typed[row.name], let change = sheet.change(row, to: new) else { continue }
      do {
        try editor.change(change)
      } catch {
        faults.append(TableSheet.Fault(row: row.name, text: error.description))
      }
    }
    return (faults.isEmpty ? editor.bytes : nil, faults)
  }

  /// The rows of the file as it would be.
  private func after(_ bytes: [UInt8]) -> TableSheet {
    TableSheet(
      SourceText(path: path, bytes: bytes), as: area.kind, adding: given + added.sessions,
      rules: added.rules)
  }

  private mutating func look() {
    isLooked = true
    let (found, unwritten) = becomes()
    guard let bytes = found else {
      faults = unwritten
      return
    }
    let after = after(bytes)
    // A site needs no options of the system.
    faults = area == .system && bytes.isEmpty ? [] : after.faults
    guard let site else { return }
    if let own {
      let rule = SelfMaintenance(site.tables, own, rights: site.rights)
      faults += after.faults(rule.faults(path, from: was, to: bytes))
    }
    levels = after.levels(in: site.tables, site.rights).mapValues {
      [$0.profile, $0.system, $0.origin]
    }
  }

  /// Reads the file's rows anew.
  private mutating func reread() {
    sheet = after(text)
    typed = news(typed)
    top = min(top, max(0, sheet.rows.count - 1))
    look()
  }

  /// Of texts by row, those that change something.
  private func news(_ typed: [String: String]) -> [String: String] {
    typed.filter { name, new in
      sheet.rows.first { $0.name == name }.map { sheet.change($0, to: new) != nil } ?? false
    }
  }

  /// Most values that are typed and not saved: each costs a look at the whole file with every key.
  static let typedLimit = 100

  private static let full = AdminNotice.fault("\(typedLimit) values are changed: SAVE first")

  /// Whether a row can be typed into before the others are saved.
  private func hasRoom(for name: String) -> Bool {
    typed[name] != nil || typed.count < Self.typedLimit
  }

  /// Takes a row's text, where there is room for it; what changes nothing is as if it had not been typed.
  mutating func type(_ name: String, _ new: String) {
    guard let row = sheet.rows.first(where: { $0.name == name }), isOpen(row) else { return }
    guard hasRoom(for: name) else { return }
    typed[name] = sheet.change(row, to: new) == nil ? nil : new
    look()
  }

  /// How many values are others than in the file.
  var changeCount: Int { typed.count }

  // MARK: Input

  /// - Parameters:
  ///   - input: what came.
  ///   - rows: lines that the panel has.
  ///   - width: cells of a value.
  ///   - shown: a text as the terminal shows it.
  /// - Returns: what it comes to.
  mutating func take(
    _ input: PanelInput, rows: Int, width: Int, shown: (String) -> String
  ) -> AdminStep {
    cursor = input.cursorRow.flatMap { sheet.rows.indices.contains(top + $0) ? top + $0 : nil }
    let command = input.text(.command)
    if input.aid == .enter, command.uppercased() == "CANCEL" {
      return .back(.remark("\(name) is as it was"))
    }
    var refused: AdminNotice?
    let before = typed
    for line in 0..<rows where sheet.rows.indices.contains(top + line) {
      let row = sheet.rows[top + line]
      guard isOpen(row), let new = input.text(.value, row: line) else { continue }
      let old = value(row)
      // What the screen showed of a value is that value still.
      guard new != Self.trimmed(shown(String(old.prefix(width)))) else { continue }
      guard old.count <= width else {
        refused = .fault("\(row.title) is longer than its line: PF2 shows it whole")
        continue
      }
      guard hasRoom(for: row.name) else {
        refused = Self.full
        continue
      }
      typed[row.name] = sheet.change(row, to: new) == nil ? nil : new
    }
    // A fault that another file has part in may be gone.
    if typed != before || !faults.isEmpty || !isLooked { look() }
    if let refused { return .stay(refused) }
    return press(input.aid, command, rows: rows)
  }

  /// A text without the blanks around it, which a field of a screen does not tell from nothing.
  static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.last == " " { rest.removeLast() }
    while rest.first == " " { rest.removeFirst() }
    return String(rest)
  }

  private mutating func press(_ aid: AID, _ command: String, rows: Int) -> AdminStep {
    let window = ListWindow(top: top, count: sheet.rows.count, lines: rows)
    switch aid {
    case .pf1, .pf13:
      guard let cursor else { return .read(AdminHelp.sheet(area, own: own)) }
      let row = sheet.rows[cursor]
      let own = faults.filter { $0.row == row.name }.map(\.text)
      return .read(AdminHelp.row(row, value: value(row), faults: own))
    case .pf(2), .pf(14):
      guard let cursor else { return .stay(.fault("PF2 wants the cursor in a value")) }
      guard hasRoom(for: sheet.rows[cursor].name) else { return .stay(Self.full) }
      return .expand(WholeValue(row: sheet.rows[cursor].name, text: value(sheet.rows[cursor])))
    case .pf3, .pf15: return leave(.back, rows: rows)
    case .pf(4), .pf(16): return leave(.menu, rows: rows)
    case .pf7, .pf19:
      top = window.scrolled(by: -rows)
      cursor = nil
    case .pf8, .pf20:
      top = window.scrolled(by: rows)
      cursor = nil
    case .enter where !command.isEmpty: return perform(command, rows: rows)
    default: break
    }
    return .stay(state(rows: rows))
  }

  private mutating func perform(_ command: String, rows: Int) -> AdminStep {
    let words = command.split(separator: " ").map(String.init)
    let rest = words.dropFirst().joined(separator: " ")
    switch words[0].uppercased() {
    case "SAVE": return leave(.stay, rows: rows)
    case "END": return leave(.back, rows: rows)
    case "RETURN": return leave(.menu, rows: rows)
    case "LOCATE", "LOC", "L", "FIND", "F":
      guard !rest.isEmpty else { return .stay(.fault("\(words[0].uppercased()) wants a text")) }
      let count = sheet.rows.count
      let order = sheet.rows.indices.map { (top + 1 + $0) % count }
      guard
        let place = order.first(where: {
          sheet.rows[$0].name.uppercased().contains(rest.uppercased())
        })
      else { return .stay(.fault("no label has \(rest) in it")) }
      (top, cursor) = (place, place)
      return .stay(.none)
    case "ADD" where AddedRows.isFor(area): return add(words)
    default:
      return .stay(.fault("\(words[0]) is no command here; SAVE, CANCEL, END, RETURN, LOCATE are"))
    }
  }

  /// Gives a session or a rule rows, or goes to those that it has.
  private mutating func add(_ words: [String]) -> AdminStep {
    let before = added
    let name: String
    do {
      name = try added.add(words, to: area, having: sheet)
    } catch {
      return .stay(.fault(error.text))
    }
    if added != before { reread() }
    let place = sheet.rows.firstIndex { ($0.session?.description ?? $0.name) == name }
    (top, cursor) = (place ?? top, place)
    return .stay(.none)
  }

  /// What is to be said of the file as it is now; the cursor goes to the first fault.
  private mutating func state(rows: Int) -> AdminNotice {
    guard let first = faults.first else {
      return changeCount == 0
        ? .none : .remark("\(changeCount) changed; PF3 saves, CANCEL leaves the file as it is")
    }
    if let place = sheet.rows.firstIndex(where: { $0.name == first.row }) {
      cursor = place
      if place < top || place >= top + rows { top = place }
    }
    let others = faults.count == 1 ? "" : " (and \(faults.count - 1) more)"
    return .fault((first.row.map { "\($0): " } ?? "") + first.text + others)
  }

  private mutating func leave(_ leaving: Leaving, rows: Int) -> AdminStep {
    // Options of the system that nobody changed need no file.
    let isNew = was == nil && area != .system && own == nil
    guard let bytes = becomes().bytes else { return .stay(state(rows: rows)) }
    guard bytes != (was ?? []) || isNew else {
      return left(leaving, .remark("\(name): nothing was changed"))
    }
    // They were looked for when the last value was typed.
    guard faults.isEmpty else { return .stay(state(rows: rows)) }
    self.leaving = leaving
    let save = AdminSave(path: path, was: was, becomes: bytes)
    return .ask(own == nil ? .save(area, save) : .saveOwn(save))
  }

  private func left(_ leaving: Leaving, _ notice: AdminNotice) -> AdminStep {
    switch leaving {
    case .stay: .stay(notice)
    case .back: .back(notice)
    case .menu: .menu(notice)
    }
  }

  // MARK: Answers

  /// What came of saving; `rows`: lines that the panel has.
  mutating func saved(_ save: AdminSave, _ answer: AdminAnswer, rows: Int) -> AdminStep {
    switch answer {
    case .changed(let now) where now != save.becomes:
      let difference = now.map { TextDifference.lines(was ?? [], $0) }
      was = now
      // Of a new file an administrator keeps what it begins with.
      text = now ?? (own == nil ? text : [])
      guard (try? YAMLEditor(path: path, bytes: text)) != nil else {
        return .back(.fault("\(path) was changed meanwhile, and cannot be changed here any more"))
      }
      reread()
      return .read(.changed(name, path, as: difference, kept: typed.count))
    case .changed, .done:
      (was, text) = (save.becomes, save.becomes)
      typed = [:]
      // Those that the file has from now on have their rows from it.
      added.forget(saidBy: TableSheet(SourceText(path: path, bytes: text), as: area.kind))
      reread()
      let remark = if case .done(let remark) = answer { remark } else { "" }
      return left(leaving, .done("\(name) is saved" + (remark.isEmpty ? "" : "; \(remark)")))
    case .wrong(let found):
      faults = after(save.becomes).faults(found)
      return .stay(state(rows: rows))
    case .failed(let why): return .stay(.fault("\(name) is not saved: \(why)"))
    case .areas, .list, .file: return .stay(.none)
    }
  }
}

extension SheetPage: Freezable {
  /// Appends all but the tables that it is looked at with.
  func freeze(into freezer: inout Freezer) {
    freezer.put(area)
    freezer.put(path)
    freezer.put(own)
    freezer.put(given.map(\.description))
    freezer.put(was)
    freezer.put(text)
    freezer.put(typed)
    freezer.put(added)
    freezer.put(levels)
    freezer.put(top)
    freezer.put(leaving)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    area = try thawer.take()
    path = try thawer.take()
    own = try thawer.take()
    given = try thawer.take([String].self).compactMap { SessionID($0) }
    was = try thawer.take()
    text = try thawer.take()
    typed = try thawer.take()
    added = try thawer.take()
    levels = try thawer.take()
    top = try thawer.take()
    leaving = try thawer.take()
    sheet = TableSheet(
      SourceText(path: path, bytes: text), as: area.kind, adding: given + added.sessions,
      rules: added.rules)
    // Another version may have fewer rows.
    top = min(max(0, top), max(0, sheet.rows.count - 1))
    guard levels.values.allSatisfy({ $0.count == 3 }) else {
      throw .invalid("page of an administrator's session")
    }
    // Its faults are looked for with the first input: thousands of pages may come over at once.
  }
}
