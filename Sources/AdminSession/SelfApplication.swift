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
public struct SelfApplication: Application, Sendable {
  private let screens: AdminScreens
  private var user = ""
  private var terminal = ""
  private var sheet: SheetPage?
  private var overlay: AdminOverlay?
  private var notice = AdminNotice.none
  /// What was asked and is not answered yet.
  private var asked: AdminRequest?

  /// A session before its first screen; nil where its panels are not there.
  public init?(panels: PanelLibrary) {
    guard let screens = AdminScreens(panels) else { return nil }
    self.screens = screens
  }

  /// Takes one event from the session, and appends what is to be done.
  public mutating func handle(
    _ event: ApplicationEvent, into effects: inout [ApplicationEffect]
  ) {
    switch event {
    case .opened(let data):
      terminal = data.terminal.description
      ask(.openOwn, into: &effects)
    case .record(let record):
      // The answer that is awaited unlocks the keyboard.
      guard asked == nil, let input = try? screens[shown].read(record, on: screens.canvas) else {
        return
      }
      notice = .none
      guard input.aid != .clear else { return show(into: &effects) }
      follow(take(input), into: &effects)
    case .administered(let answer):
      guard let request = asked else { return }
      asked = nil
      follow(answered(request, answer), into: &effects)
    case .verdict, .answered, .viewed, .woke, .unattended, .closed: break
    }
  }

  /// The panel that is shown.
  private var shown: AdminScreens.Name {
    switch overlay {
    case .reading: .reading
    case .value: .value
    case nil: .levels
    }
  }

  private mutating func take(_ input: PanelInput) -> AdminStep {
    if let overlay {
      self.overlay = overlay.take(input, screens, into: &sheet)
      return .stay(.none)
    }
    let screens = screens
    let (rows, width) = (screens.rows(.levels), screens.valueWidth(.levels))
    return sheet?.take(input, rows: rows, width: width) { screens.shown($0) } ?? .back(.none)
  }

  private mutating func answered(_ request: AdminRequest, _ answer: AdminAnswer) -> AdminStep {
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
    user = SourceText(path: file.path, text: "").name.uppercased()
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

  private mutating func follow(_ step: AdminStep, into effects: inout [ApplicationEffect]) {
    switch step {
    case .stay(let notice): self.notice = notice
    case .read(let text): overlay = .reading(text)
    case .expand(let value):
      overlay = value.fits ? .value(value) : nil
      if !value.fits { notice = value.tooLong }
    case .ask(let request): return ask(request, into: &effects)
    case .back, .menu: return effects.append(.end)
    }
    guard sheet != nil || overlay != nil else { return effects.append(.end) }
    show(into: &effects)
  }

  private mutating func ask(_ request: AdminRequest, into effects: inout [ApplicationEffect]) {
    asked = request
    effects.append(.administer(request))
  }

  private func show(into effects: inout [ApplicationEffect]) {
    let picture = AdminPicture(
      screens: screens, user: user, terminal: terminal, notice: notice)
    effects.append(
      .send(picture.record(shown, areas: [], list: nil, sheet: sheet, overlay: overlay)))
  }

  // MARK: Another process

  /// Appends all that it is.
  public func freeze(into freezer: inout Freezer) -> Bool {
    freezer.put(user)
    freezer.put(terminal)
    freezer.put(sheet)
    freezer.put(overlay)
    freezer.put(notice)
    freezer.put(asked)
    return true
  }

  /// Reads what `freeze` wrote; nil where the panels are not there.
  public init?(thawing thawer: inout Thawer, panels: PanelLibrary) throws(ThawError) {
    self.init(panels: panels)
    user = try thawer.take()
    terminal = try thawer.take()
    sheet = try thawer.take()
    overlay = try thawer.take()
    notice = try thawer.take()
    asked = try thawer.take()
  }

  /// What was not answered is asked again: a file that was written meanwhile is as it was to be.
  public mutating func resume(into effects: inout [ApplicationEffect]) {
    if let asked { effects.append(.administer(asked)) }
  }
}
