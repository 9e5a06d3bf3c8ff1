import Bytes
import Names
import Panels

/// What a terminal shows at which somebody is signed on.
enum Surface: Sendable {
  /// The logon panel still, or the question of sessions elsewhere: whether there are any is asked, or
  /// they are on their way here.
  case locating
  /// Sessions of the user live elsewhere: what shall become of them?
  case transfer(TransferPage)
  case menu(MenuPage)
  case session(SessionHandle)
  /// Read Buffer was sent to save what was typed.
  indirect case saving(Saving)
  /// The terminal goes from one screen to another, which is not drawn yet.
  case switching
  case confirm(ConfirmPage)
  /// Help, a message and the like, over what comes back then.
  indirect case reading(ReadingPage, over: Surface)
  /// The user changes the password, over what comes back then.
  indirect case changing(PasswordPage, over: Surface)
  /// The terminal is locked, over what unlocking leads to.
  indirect case locked(LockPage, over: Surface)

  /// Panels of these and of the logon, without those that are read.
  static let contracts = [
    SignOnPage.contract, SignOnPage.help, FactorPage.contract, FactorPage.enrolment,
    FactorPage.answer, MenuPage.contract, MenuPage.below, LockPage.contract,
    ConfirmPage.contract, TransferPage.contract, PasswordPage.contract,
  ]

  /// A message on the whole screen, over what comes back then.
  static func message(_ lines: [String], over under: Surface) -> Surface {
    .reading(ReadingPage(.message(MessagePage(text: lines))), over: under)
  }

  /// The record that draws the panel that is shown; nil where none is, or a session is.
  func picture(_ station: Station) -> [UInt8]? {
    switch self {
    case .locating: SignOnPage().picture(station.seat)
    case .transfer(let page): page.picture(station.seat)
    case .menu(let page): page.picture(station)
    case .confirm(let page): page.picture(station.seat, sessions: station.sessions.count)
    case .reading(let page, _): page.picture(station.seat)
    case .changing(let page, _): page.picture(station.seat)
    case .locked(let page, _): page.picture(station.seat)
    case .session, .saving, .switching: nil
    }
  }

  /// What comes back after a panel that is laid over what is shown now.
  var beneath: Surface {
    switch self {
    case .reading(_, let under): under.beneath
    // What was typed there is not kept.
    case .changing(_, let under): under
    case .saving(let saving): .session(saving.handle)
    case .confirm, .switching: .menu(MenuPage())
    case .locating, .transfer, .menu, .session, .locked: self
    }
  }

  /// What is shown, in words, for operators.
  func words(_ sessions: SessionTable) -> String {
    func session(_ handle: SessionHandle) -> String {
      sessions[handle]?.id.description ?? "(ended)"
    }
    return switch self {
    case .locating: "nothing: sessions elsewhere are looked for"
    case .transfer: "a question about sessions elsewhere"
    case .menu: "the menu"
    case .session(let handle): "session \(session(handle))"
    case .saving(let saving): "session \(session(saving.handle)), which is left"
    case .switching: "nothing: another screen follows"
    case .confirm: "a question before the user leaves"
    case .reading(let page, let under): "panel \(page.contract.panel) over \(under.words(sessions))"
    case .changing(_, let under): "a change of the password over \(under.words(sessions))"
    case .locked(_, let under):
      "the lock panel over \(under.words(sessions))"
    }
  }

  /// What is shown, or would be where the terminal is locked.
  var unlocked: Surface { if case .locked(_, let under) = self { under } else { self } }

  /// Whether the menu that follows is one that the user has just come to.
  var leadsToMenu: Bool {
    switch self {
    case .menu: false
    case .reading(let page, _): if case .message = page.content { false } else { true }
    default: true
    }
  }
}

extension Surface: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .locating: freezer.put(byte: 0)
    case .transfer(let page):
      freezer.put(byte: 1)
      freezer.put(page)
    case .menu(let page):
      freezer.put(byte: 2)
      freezer.put(page)
    case .session(let handle):
      freezer.put(byte: 3)
      freezer.put(handle)
    case .saving(let saving):
      freezer.put(byte: 4)
      freezer.put(saving)
    case .switching: freezer.put(byte: 5)
    case .confirm(let page):
      freezer.put(byte: 6)
      freezer.put(page)
    case .reading(let page, let under):
      freezer.put(byte: 7)
      freezer.put(page)
      freezer.put(under)
    case .locked(let page, let under):
      freezer.put(byte: 8)
      freezer.put(page)
      freezer.put(under)
    case .changing(let page, let under):
      freezer.put(byte: 9)
      freezer.put(page)
      freezer.put(under)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    self = try Self.thaw(&thawer, layers: 4)
  }

  /// `layers`: how many may lie over each other: a lock over help over a panel over a session.
  private static func thaw(
    _ thawer: inout Thawer, layers: Int
  ) throws(ThawError) -> Surface {
    guard layers > 0 else { throw .invalid("pile of panels") }
    switch try thawer.byte() {
    case 0: return .locating
    case 1: return .transfer(try thawer.take())
    case 2: return .menu(try thawer.take())
    case 3: return .session(try thawer.take())
    case 4: return .saving(try thawer.take())
    case 5: return .switching
    case 6: return .confirm(try thawer.take())
    case 7: return .reading(try thawer.take(), over: try thaw(&thawer, layers: layers - 1))
    case 8: return .locked(try thawer.take(), over: try thaw(&thawer, layers: layers - 1))
    case 9: return .changing(try thawer.take(), over: try thaw(&thawer, layers: layers - 1))
    default: throw .invalid("screen")
    }
  }
}
