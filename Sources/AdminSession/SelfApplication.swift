public import Bytes
import DataStream
import Names
public import Panels
public import SessionEngine
import Syntax
import Tables

/// A user's own options as a session (`/E`): the page of the user's file, on which the rows that the update
/// class opens may be changed.
///
/// Whose file it is, and what may become of it, the server says: it knows who is signed on.
public struct SelfApplication: Application, AdminConversation, Sendable {
  var screens: AdminScreens
  var dialog = AdminDialog()
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

  func open(_ data: LogonData) -> AdminRequest { .openOwn }

  var shown: AdminScreens.Name { dialog.overlayPanel ?? .levels }
  /// Without the user's file there is nothing below what is read.
  var hasPage: Bool { sheet != nil }

  mutating func take(_ input: PanelInput) -> AdminStep {
    let screens = screens
    let (rows, width) = (screens.rows(.levels), screens.valueWidth(.levels))
    return sheet?.take(input, rows: rows, width: width) { screens.shown($0) } ?? .back(.none)
  }

  mutating func answered(_ request: AdminRequest, _ answer: AdminAnswer) -> AdminStep {
    switch (request, answer) {
    case (.saveOwn(let save), _):
      guard let step = sheet?.saved(save, answer, rows: screens.rows(.levels)) else {
        return .back(.none)
      }
      // That it is not in force is read before the page closes.
      guard case .done(let remark) = answer, !remark.isEmpty else { return step }
      switch step {
      case .back(let notice), .menu(let notice): return .stay(notice)
      case .stay, .ask, .read, .expand: return step
      }
    case (_, .file(let file)): return open(file)
    case (_, .failed(let why)): return refused(why)
    default: return .back(.none)
    }
  }

  private mutating func open(_ file: AdminFile) -> AdminStep {
    dialog.user = SourceText(path: file.path, text: "").name.uppercased()
    let whole = file.tables.effective(own: file.path, file.bytes, rights: file.rights)
    guard let own = file.tables.updateClass(of: whole) else {
      return refused("Your update class lets you change nothing.")
    }
    do {
      sheet = try SheetPage(.users, file.path, file: file, own: own)
    } catch {
      return refused("\(file.path) cannot be changed here: \(error)")
    }
    return .stay(.none)
  }

  /// There is no page; what is read leads back.
  private func refused(_ why: String) -> AdminStep {
    .read(ReadingText("TPX Self-Maintenance", [why, "", "PF3 goes back to the menu."]))
  }

  // MARK: What follows

  /// There is one page.
  func leave(_ notice: AdminNotice, toMenu isMenu: Bool) -> AdminStep? { nil }

  func record(_ picture: AdminPicture) -> [UInt8] {
    picture.record(shown, areas: [], list: nil, sheet: sheet, overlay: dialog.overlay)
  }

  // MARK: Another process

  /// Appends all that it is.
  public func freeze(into freezer: inout Freezer) -> Bool {
    freezer.put(screens.terminal)
    freezer.put(dialog)
    freezer.put(sheet)
    return true
  }

  /// Reads what `freeze` wrote; nil where the panels are not there.
  public init?(thawing thawer: inout Thawer, panels: PanelLibrary) throws(ThawError) {
    self.init(panels: panels)
    screens.terminal = try thawer.take()
    dialog = try thawer.take()
    sheet = try thawer.take()
  }

  /// What was not answered is asked again: a file that was written meanwhile is as it was to be.
  public mutating func resume(into effects: inout [ApplicationEffect]) {
    if let asked = dialog.asked { effects.append(.administer(asked)) }
  }
}
