import Bytes
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import SAF
import Tables
import Terminal

/// Who sits at a terminal, what the terminal can, and what the tables are for who sits there: all that a
/// page needs to know to draw itself.
struct Seat: Sendable {
  let terminal: TerminalFacts
  /// The tables and panels in force.
  private(set) var site: Site
  /// Who is signed on.
  private(set) var user: UserID? { didSet { isChanged = true } }
  /// What the security manager says of the user, as far as the tables ask.
  private(set) var rights = Rights() { didSet { isChanged = true } }
  /// How the user wants the menu's lines.
  private(set) var order = MenuOrder.own { didSet { isChanged = true } }
  /// What FIND looked for last on the menu.
  var search = MenuSearch() { didSet { isChanged = true } }
  /// The tables as they are for the user.
  private(set) var view: UserView
  /// The terminal's end of the data stream.
  var display: Display
  /// The message line's text: line 5 of most panels.
  var notice: Notice? { didSet { isChanged = true } }
  /// Who looks on.
  var audience = Audience() { didSet { isChanged = true } }
  /// What is frozen of it, the display apart, may be other than when it was frozen last.
  var isChanged = true

  init(_ terminal: TerminalFacts, _ site: Site) {
    self.terminal = terminal
    self.site = site
    view = site.view(of: nil, Rights())
    display = Display(TerminalCapabilities(model: terminal.model))
  }

  /// Somebody signs on or, with nil, off.
  mutating func seat(_ user: UserID?, _ rights: Rights = Rights()) {
    if let former = self.user { audience.dismiss(because: "\(former) signed off") }
    self.user = user
    (order, search) = (.own, MenuSearch())
    admit(rights)
  }

  /// What the security manager says of the user is known, or another than before.
  mutating func admit(_ rights: Rights) {
    self.rights = rights
    look()
  }

  /// What the tables are for who sits here now.
  private mutating func look() { view = site.view(of: user, rights, in: order) }

  /// Puts the menu's lines in an order, until the user signs off.
  mutating func sort(_ order: MenuOrder) {
    self.order = order
    look()
  }

  /// Nobody goes on viewing a user who may not be viewed any more.
  mutating func dismissRefused() {
    guard let user, view.policy.refusesViewers, !audience.places.isEmpty else { return }
    audience.dismiss(because: Audience.doNotView(user))
  }

  /// Takes new tables and panels, which count from the next screen on.
  mutating func replace(_ site: Site) {
    self.site = site
    look()
  }

  /// Whose certificate stands for a password at this terminal; nil where the site has it otherwise.
  var certified: UserID? {
    site.tables.system.clientCertificates == .signOn ? terminal.certified : nil
  }

  /// Whether a password may be sent over this line.
  var mayTypePassword: Bool { terminal.isSecure || site.tables.system.allowsClearPasswords }

  func panel(_ contract: PanelContract) -> Panel { site.panel(contract.panel) }

  /// The record that draws a page's panel, with what all panels show.
  ///
  /// - `contract`: the page's.
  /// - `texts`: the page's own texts.
  /// - `list`: lines of its list.
  /// - `cursor`: where the cursor stands; nil for the panel's own place.
  func picture(
    _ contract: PanelContract, _ texts: PanelTexts, list: [PanelTexts] = [],
    cursor: PanelSlot? = nil
  ) -> [UInt8] {
    panel(contract).render(completed(texts), list: list, on: display.canvas, cursor: cursor)
  }

  /// The record that writes a page's message line again, and news where it has them; what is typed stays.
  func mention(_ contract: PanelContract) -> [UInt8] {
    panel(contract).renderOutputs(
      completed(news), on: display.canvas, only: [.message, .news1, .news2])
  }

  /// The lines of news of the logon panel: the operators', else the tables'.
  var news: PanelTexts {
    let (said, system) = (site.standing, site.tables.system)
    return said.hasNews
      ? [.news1: said.news[0], .news2: said.news[1]]
      : [.news1: system.news1, .news2: system.news2]
  }

  /// What the message line says: where nobody is signed on and the server is being emptied, that nobody
  /// can.
  private var shownNotice: Notice? {
    guard user == nil, let drain = site.drain else { return notice }
    return .noSignOn(until: drain.time, drain.text)
  }

  /// Texts, and those of the variables that all panels have.
  func completed(_ own: consuming PanelTexts) -> PanelTexts {
    var texts = own
    texts[.terminal] = terminal.name.description
    texts[.system] = site.tables.system.systemName
    texts[.user] = user?.description ?? ""
    let notice = shownNotice
    texts.set(.message, notice?.text ?? "", tone: notice?.tone)
    return texts
  }

  /// The variables that all panels have.
  static let variables: [PanelVariable] = [
    .shown(.terminal, width: 8), .shown(.system, width: 8), .shown(.user, width: 8),
  ]
  /// The message line.
  static let message = PanelVariable.shown(.message, isNeeded: true)

  /// A field that shows nothing of what is typed there.
  static func password(_ slot: PanelSlot) -> PanelVariable {
    .typed(slot, width: PasswordRule.lengths.upperBound, isHidden: true)
  }

  /// How a command is typed here.
  func usage(_ help: CommandHelp) -> String { help.usage(view.keys.commandCharacter) }

  /// A command that the user's class has not.
  func barred(_ command: ClassCommand) -> Notice {
    .notInClass(usage: CommandHelp.of(command.letter).map(usage) ?? command.letter)
  }

  /// Why the user's command class lets no session start that does not live; nil where it does.
  func barring(_ definition: EffectiveSession) -> Notice? {
    // What `/E` shows may be a line of the menu too.
    let needed: ClassCommand = definition.host == .selfMaintenance ? .edit : .activate
    return view.commands.permits(needed) ? nil : barred(needed)
  }

  /// A command without an operand is for the session that was shown last, and there is none.
  func nothingShown(_ letter: String) -> Notice {
    .noSessionShown(usage: CommandHelp.of(letter).map(usage) ?? letter)
  }

  // MARK: Freezing

  func freeze(into freezer: inout Freezer) {
    freezer.put(terminal)
    freezer.put(user)
    freezer.put(rights)
    freezer.put(order)
    freezer.put(search)
    freezer.put(display)
    freezer.put(notice)
    freezer.put(audience)
  }

  /// `site`: the tables and panels with which it goes on.
  init(thawing thawer: inout Thawer, _ site: Site) throws(ThawError) {
    self.init(try thawer.take(), site)
    user = try thawer.take()
    rights = try thawer.take()
    order = try thawer.take()
    search = try thawer.take()
    look()
    display = try thawer.take()
    notice = try thawer.take()
    audience = try thawer.take()
  }
}

/// The variables that all panels have.
extension PanelSlot {
  static let terminal = PanelSlot(0, "TERMINAL")
  static let system = PanelSlot(1, "SYSTEM")
  static let user = PanelSlot(2, "USER")
  /// The message line: most have it.
  static let message = PanelSlot(3, "MESSAGE")
  /// Lines of news: the logon panel has both, the menu the operators' first.
  static let news1 = PanelSlot(14, "NEWS1")
  static let news2 = PanelSlot(15, "NEWS2")
}
