import Bytes
import DataStream
import Panels

/// A page that is read: a list that PF7 and PF8 scroll; any other key leaves it.
struct ReadingPage: Sendable {
  /// What is read.
  var content: Content
  /// The first line shown of the list.
  private(set) var top = 0

  /// What there is to read, each with a panel of its own.
  enum Content: Sendable {
    case menuHelp
    case commandHelp(CommandHelpPage)
    case message(MessagePage)
    case options
    case transferHelp
    case passwordHelp
    case diagnosis(DiagnosisPage)
  }

  /// Panels of what there is to read.
  static let contracts = [
    MenuHelpPage.contract, CommandHelpPage.contract, MessagePage.contract, OptionsPage.contract,
    TransferHelpPage.contract, DiagnosisPage.contract, PasswordHelpPage.contract,
  ]

  init(_ content: Content) { self.content = content }

  /// The page as it is filled.
  private var page: any ReadingContent {
    switch content {
    case .menuHelp: MenuHelpPage()
    case .commandHelp(let page): page
    case .message(let page): page
    case .options: OptionsPage()
    case .transferHelp: TransferHelpPage()
    case .passwordHelp: PasswordHelpPage()
    case .diagnosis(let page): page
    }
  }

  var contract: PanelContract { type(of: page).contract }

  private func window(_ page: any ReadingContent, _ count: Int, at seat: Seat) -> ListWindow {
    let panel = seat.panel(type(of: page).contract)
    return ListWindow(top: top, count: count, lines: panel.listRows(seat.display.canvas))
  }

  func picture(_ seat: Seat) -> [UInt8] {
    let page = page
    let lines = page.lines(seat)
    let window = window(page, lines.count, at: seat)
    var texts = page.texts(seat)
    texts[.more] = window.more
    texts[.rows] = window.position
    return seat.picture(type(of: page).contract, texts, list: Array(lines.dropFirst(top)))
  }

  /// PF7 and PF8; false for any other key, and where the panel has no list.
  mutating func scrolls(_ key: AID, _ seat: Seat) -> Bool {
    let page = page
    let window = window(page, page.lines(seat).count, at: seat)
    guard window.lines > 0 else { return false }
    switch key {
    case .pf7, .pf19: top = window.scrolled(by: -window.lines)
    case .pf8, .pf20: top = window.scrolled(by: window.lines)
    default: return false
    }
    return true
  }
}

/// What a page that is read shows.
protocol ReadingContent: PanelPage {
  /// All lines of the list.
  func lines(_ seat: Seat) -> [PanelTexts]
  /// The texts outside the list, besides where in the list one is.
  func texts(_ seat: Seat) -> PanelTexts
}

extension ReadingContent {
  func texts(_ seat: Seat) -> PanelTexts { [:] }
}

extension ReadingPage: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch content {
    case .menuHelp: freezer.put(byte: 0)
    case .commandHelp(let page):
      freezer.put(byte: 1)
      freezer.put(page)
    case .message(let page):
      freezer.put(byte: 2)
      freezer.put(page)
    case .options: freezer.put(byte: 3)
    case .transferHelp: freezer.put(byte: 5)
    case .passwordHelp: freezer.put(byte: 6)
    case .diagnosis(let page):
      freezer.put(byte: 4)
      freezer.put(page)
    }
    freezer.put(top)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: content = .menuHelp
    case 1: content = .commandHelp(try thawer.take())
    case 2: content = .message(try thawer.take())
    case 3: content = .options
    case 4: content = .diagnosis(try thawer.take())
    case 5: content = .transferHelp
    case 6: content = .passwordHelp
    default: throw .invalid("page")
    }
    top = try thawer.take()
    guard top >= 0 else { throw .invalid("line") }
  }
}
