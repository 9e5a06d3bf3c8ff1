public import Bytes
import DataStream
import Names
public import Panels
public import SessionEngine
import Syntax
import Tables

/// The administration of the tables as a session on the menu (TPXADMIN): lists of files, and their values.
///
/// Who may look at what, and change it, is not known here: the server says so in its answers. While one is
/// awaited the keyboard is locked, as at any host.
public struct AdminApplication: Application, AdminConversation, Sendable {
  var screens: AdminScreens
  var dialog = AdminDialog()
  private var areas: [AdminArea] = []
  private var list: TableList?
  var sheet: SheetPage?

  /// A session before its first screen; nil where its panels are not there.
  public init?(panels: PanelLibrary) {
    guard let screens = AdminScreens(panels) else { return nil }
    self.screens = screens
  }

  /// Takes one event from the session, and appends what is to be done.
  public mutating func handle(
    _ event: ApplicationEvent, into effects: inout [ApplicationEffect]
  ) {
    converse(event, into: &effects)
  }

  mutating func open(_ data: LogonData) -> AdminRequest {
    dialog.user = data.user?.description ?? ""
    return .areas
  }

  // MARK: Pages

  var shown: AdminScreens.Name {
    if let panel = dialog.overlayPanel { return panel }
    guard let sheet else { return list == nil ? .menu : .list }
    return sheet.area == .users || sheet.area == .profiles ? .levels : .sheet
  }

  /// The menu is always there.
  var hasPage: Bool { true }

  mutating func take(_ input: PanelInput) -> AdminStep {
    let name = shown
    let rows = screens.rows(name)
    if sheet != nil {
      let screens = screens
      let width = screens.valueWidth(name)
      return sheet?.take(input, rows: rows, width: width) { screens.shown($0) } ?? .stay(.none)
    }
    // In a new process the files have to be asked for, and what was marked is lost.
    let isThawed = list.map { $0.lines == nil } ?? false
    guard let step = list?.take(input, rows: rows) else { return takeMenu(input) }
    if isThawed, case .ask = step {
      dialog.notice = .remark("The list was read again; mark it again")
    }
    return step
  }

  private mutating func takeMenu(_ input: PanelInput) -> AdminStep {
    let option = input.text(.command).uppercased()
    switch input.aid {
    case .pf1, .pf13: return .read(AdminHelp.menu)
    case .pf3, .pf15, .pf(4), .pf(16): return .back(.none)
    case .enter: break
    default: return .stay(.none)
    }
    if ["END", "CANCEL", "EXIT", "RETURN", "LOGOFF"].contains(option) { return .back(.none) }
    let chosen =
      option.isEmpty
      ? input.cursorRow.flatMap { areas.indices.contains($0) ? areas[$0] : nil }
      : areas.first { $0.option == option || $0.rawValue == option }
    guard let chosen else {
      return .stay(option.isEmpty ? .none : .fault("\(option) is no option of this menu"))
    }
    guard chosen != .system else { return .ask(.open(.system, path: chosen.path(of: ""))) }
    list = TableList(chosen)
    return .ask(.list(chosen))
  }

  // MARK: Answers

  mutating func answered(_ request: AdminRequest, _ answer: AdminAnswer) -> AdminStep {
    switch (request, answer) {
    case (.save(_, let save), _):
      let rows = screens.rows(shown)
      return sheet?.saved(save, answer, rows: rows) ?? .stay(.none)
    case (.areas, .areas(let areas)):
      self.areas = areas
      return .stay(.none)
    case (.list, .list(let lines)):
      list?.take(lines)
      return .stay(dialog.notice)
    case (.open(let area, let path), .file(let file)): return open(area, path, having: file)
    case (.delete(_, let path), .done(let remark)):
      let words = "\(path) is deleted" + (remark.isEmpty ? "" : "; \(remark)")
      let former = dialog.notice.text
      dialog.notice = .done(former.isEmpty ? words : "\(former); \(words)")
      return rest()
    case (.list, .failed(let why)):
      list = nil
      return .stay(.fault(why))
    case (.delete(let area, let path), .wrong(let faults)):
      return kept(area, "\(path) is not deleted: \(faults.first?.summary ?? "")")
    case (.delete(let area, let path), .changed):
      return kept(area, "\(path) was changed meanwhile, and is not deleted: look at it first")
    case (.delete(let area, _), .failed(let why)): return kept(area, why)
    case (_, .failed(let why)): return .stay(.fault(why))
    default: return .stay(dialog.notice)
    }
  }

  /// A file was not deleted, where others may have been: the list is read anew.
  private mutating func kept(_ area: AdminArea, _ why: String) -> AdminStep {
    dialog.notice = .fault(why)
    return .ask(.list(area))
  }

  private mutating func open(
    _ area: AdminArea, _ path: String, having file: AdminFile
  ) -> AdminStep {
    do {
      switch list?.opening ?? .change {
      case .change:
        guard file.bytes != nil || area == .system else {
          return .stay(.fault("\(path) is not there any more"))
        }
        sheet = try SheetPage(area, path, file: file)
      case .add:
        guard file.bytes == nil else { return .stay(.fault("\(path) is there already")) }
        let name = SourceText(path: path, text: "").name
        sheet = try SheetPage(
          area, path, file: file, new: [],
          typed: area == .applications ? ["Application-ID": name] : [:])
        return .stay(.remark("\(path) is new; PF3 saves it, CANCEL forgets it"))
      case .copy(let name):
        guard let bytes = file.bytes else { return .stay(.fault("\(path) is not there any more")) }
        // What has to be one application's alone does not come along.
        let own = ["Application-ID": name, "Session id": "", "Session key": ""]
        let target = area.path(of: name)
        sheet = try SheetPage(
          area, target, file: file, new: bytes,
          typed: area == .applications ? own : [:])
        return .stay(.remark("\(target) is a copy of \(path); PF3 saves it, CANCEL forgets it"))
      }
    } catch {
      return .stay(.fault("\(path) cannot be changed here: \(error)"))
    }
    return .stay(.none)
  }

  /// What is still to be done with the list's files; then the list is read anew.
  private mutating func rest() -> AdminStep {
    guard list != nil else { return .stay(dialog.notice) }
    return list?.next() ?? list.map { .ask(.list($0.area)) } ?? .stay(dialog.notice)
  }

  // MARK: What follows

  mutating func leave(_ notice: AdminNotice, toMenu isMenu: Bool) -> AdminStep? {
    dialog.notice = notice
    guard !isMenu else {
      (sheet, list) = (nil, nil)
      return .stay(notice)
    }
    guard sheet != nil else { return nil }
    sheet = nil
    return rest()
  }

  func record(_ picture: AdminPicture) -> [UInt8] {
    picture.record(shown, areas: areas, list: list, sheet: sheet, overlay: dialog.overlay)
  }

  // MARK: Another process

  /// Appends all that it is.
  public func freeze(into freezer: inout Freezer) -> Bool {
    freezer.put(screens.terminal)
    freezer.put(dialog)
    freezer.put(areas)
    freezer.put(list)
    freezer.put(sheet)
    return true
  }

  /// Reads what `freeze` wrote; nil where the panels are not there.
  public init?(thawing thawer: inout Thawer, panels: PanelLibrary) throws(ThawError) {
    self.init(panels: panels)
    screens.terminal = try thawer.take()
    dialog = try thawer.take()
    areas = try thawer.take()
    list = try thawer.take()
    sheet = try thawer.take()
  }

  /// What was not answered is asked again. A file that was written meanwhile is as it was to be, which is
  /// as good as written now; but whoever deletes twice may delete what somebody made anew in between.
  public mutating func resume(into effects: inout [ApplicationEffect]) {
    switch dialog.asked {
    case nil: break
    case .delete(let area, let path):
      dialog.notice = .remark("Look whether \(path) is deleted")
      dialog.ask(.list(area), into: &effects)
    case .some(let request): effects.append(.administer(request))
    }
  }
}
