import Bytes
import Crypto
import DataStream
import Messages
import Names
import Panels

/// The panel on which a user changes the own password or phrase: the current one, and the new one twice.
struct PasswordPage: PanelPage {
  static let contract = PanelContract.page(
    "TEN0160",
    [
      Seat.message, Seat.password(.password), Seat.password(.newPassword),
      Seat.password(.verification),
    ], help: "TEN0160H")

  /// The passwords that were typed, until their answer is shown.
  var question: Question?

  /// What becomes of a key.
  enum Choice: Sendable {
    /// An answer is on its way: nothing.
    case wait
    case stay(Notice)
    case help
    case back
    /// Is this the user's password, and may that be the new one?
    case ask(SharedSecret, new: SharedSecret)
  }

  func input(_ input: PanelInput) -> Choice {
    guard question == nil else { return .wait }
    switch input.aid {
    case .pf3, .pf15: return .back
    case .pf1, .pf13: return .help
    case .enter: break
    default: return .stay(.enterPasswords)
    }
    guard let current = input.secret(.password), current.secret.count > 0 else {
      return .stay(.enterPasswords)
    }
    return switch NewPassword(input.secret(.newPassword), again: input.secret(.verification)) {
    case .unchanged: .stay(.enterPasswords)
    case .wanted(let new): .ask(current, new: new)
    case .mistyped: .stay(.newPasswordsDiffer)
    }
  }

  /// Does what a key says, at a workplace that shows the panel over something else.
  func take(
    _ input: PanelInput, over under: Surface, at place: inout Workplace, in turn: inout Turn
  ) {
    guard let user = place.seat.user else { return }
    let choice = self.input(input)
    if case .wait = choice { return }
    place.seat.notice = nil
    switch choice {
    case .wait: break
    case .stay(let notice):
      place.seat.notice = notice
      place.draw(&turn)
    case .help:
      place.show(
        .reading(ReadingPage(.passwordHelp), over: .changing(self, over: under)), &turn)
    case .back: place.uncover(under, &turn)
    case .ask(let current, let new):
      let request = place.station.nextRequest()
      place.state.question = .change(request)
      turn.add(.authenticate(request, user, current, newPassword: new))
    }
  }

  /// Shows the panel over what a user comes back to; where passwords are taken over TLS only, it says so.
  static func open(over under: Surface, at place: inout Workplace, in turn: inout Turn) {
    guard place.seat.mayTypePassword else { return place.say(.passwordNeedsTLS, in: &turn) }
    place.seat.notice = nil
    place.show(.changing(PasswordPage(), over: under), &turn)
  }

  /// The password is another one: the user comes back to where the panel was called, and is told there.
  static func done(at place: inout Workplace, in turn: inout Turn) {
    guard case .changing(_, let under)? = place.surface else { return }
    if case .session = under {
      place.show(.message([Notice.passwordChanged.text], over: under), &turn)
    } else {
      place.seat.notice = .passwordChanged
      place.uncover(under, &turn)
    }
  }

  func picture(_ seat: Seat) -> [UInt8] { seat.picture(Self.contract, [:]) }
}

/// The help of the panel.
struct PasswordHelpPage: ReadingContent {
  static let contract = PanelContract.page("TEN0160H", [])

  func lines(_ seat: Seat) -> [PanelTexts] { [] }
  init() {}
  init(thawing thawer: inout Thawer) throws(ThawError) { self.init() }
  func freeze(into freezer: inout Freezer) {}
}

/// The variables that the panel has besides those of all panels.
extension PanelSlot {
  fileprivate static let password = PanelSlot(6, "PASSWORD")
  fileprivate static let newPassword = PanelSlot(7, "NEWPASS")
  fileprivate static let verification = PanelSlot(8, "VERIFY")
}

extension PasswordPage {
  func freeze(into freezer: inout Freezer) { freezer.put(question) }
  init(thawing thawer: inout Thawer) throws(ThawError) { question = try thawer.take() }
}
