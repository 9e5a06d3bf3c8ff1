import Bytes
import DataStream
import Names
import Panels
import SessionEngine

/// What sessions of tables have, whatever their pages are: who works at them, what is read over a page, the
/// line of news, and what was asked of the server.
struct AdminDialog: Sendable {
  var user = ""
  var terminal = ""
  var overlay: AdminOverlay?
  var notice = AdminNotice.none
  /// What was asked and is not answered yet.
  var asked: AdminRequest?

  /// The panel of what is read over a page; nil where nothing is.
  var overlayPanel: AdminScreens.Name? {
    switch overlay {
    case .reading: .reading
    case .value: .value
    case nil: nil
    }
  }

  mutating func ask(_ request: AdminRequest, into effects: inout [ApplicationEffect]) {
    asked = request
    effects.append(.administer(request))
  }
}

extension AdminDialog: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(user)
    freezer.put(terminal)
    freezer.put(overlay)
    freezer.put(notice)
    freezer.put(asked)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    user = try thawer.take()
    terminal = try thawer.take()
    overlay = try thawer.take()
    notice = try thawer.take()
    asked = try thawer.take()
  }
}

/// How sessions of tables talk with their terminal and with the server; their pages are their own.
protocol AdminConversation {
  var screens: AdminScreens { get set }
  var dialog: AdminDialog { get set }
  var sheet: SheetPage? { get set }
  /// The panel that is shown.
  var shown: AdminScreens.Name { get }

  /// The session begins; what is asked first.
  mutating func open(_ data: LogonData) -> AdminRequest
  /// A key on a page, with nothing over it.
  mutating func take(_ input: PanelInput) -> AdminStep
  mutating func answered(_ request: AdminRequest, _ answer: AdminAnswer) -> AdminStep
  /// A page is left, or all pages; what follows, nil where the session ends.
  mutating func leave(_ notice: AdminNotice, toMenu isMenu: Bool) -> AdminStep?
  /// Whether there is a page to show where nothing is read over one.
  var hasPage: Bool { get }
  /// The record of the panel that is shown.
  func record(_ picture: AdminPicture) -> [UInt8]
}

extension AdminConversation {
  mutating func converse(_ event: ApplicationEvent, into effects: inout [ApplicationEffect]) {
    switch event {
    case .opened(let data):
      screens.terminal = data.screen
      dialog.terminal = data.terminal.description
      dialog.ask(open(data), into: &effects)
    case .record(let record):
      // The answer that is awaited unlocks the keyboard.
      guard dialog.asked == nil, let input = try? screens[shown].read(record, on: screens.canvas)
      else { return }
      dialog.notice = .none
      guard input.aid != .clear else { return show(into: &effects) }
      guard let overlay = dialog.overlay else { return follow(take(input), into: &effects) }
      dialog.overlay = overlay.take(input, screens, into: &sheet)
      follow(.stay(.none), into: &effects)
    case .administered(let answer):
      guard let request = dialog.asked else { return }
      dialog.asked = nil
      follow(answered(request, answer), into: &effects)
    case .verdict, .answered, .viewed, .woke, .unattended, .closed: break
    }
  }

  private mutating func follow(_ step: AdminStep, into effects: inout [ApplicationEffect]) {
    switch step {
    case .stay(let notice): dialog.notice = notice
    case .read(let text): dialog.overlay = .reading(text)
    case .expand(let value):
      dialog.overlay = value.fits ? .value(value) : nil
      if !value.fits { dialog.notice = value.tooLong }
    case .ask(let request): return dialog.ask(request, into: &effects)
    case .back(let notice): return go(leave(notice, toMenu: false), into: &effects)
    case .menu(let notice): return go(leave(notice, toMenu: true), into: &effects)
    }
    guard hasPage || dialog.overlay != nil else { return effects.append(.end) }
    show(into: &effects)
  }

  private mutating func go(_ step: AdminStep?, into effects: inout [ApplicationEffect]) {
    guard let step else { return effects.append(.end) }
    follow(step, into: &effects)
  }

  private func show(into effects: inout [ApplicationEffect]) {
    let picture = AdminPicture(
      screens: screens, user: dialog.user, terminal: dialog.terminal, notice: dialog.notice)
    effects.append(.send(record(picture)))
  }
}
