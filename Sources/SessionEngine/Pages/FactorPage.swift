import Bytes
import Crypto
import DataStream
import Messages
import Names
import Panels
import SAF
import Tables
import Time

/// The panel behind a right password that asks for a code; of who has no second factor yet it shows the
/// secret to enrol with, which it never keeps.
struct FactorPage: PanelPage {
  static let contract = PanelContract.page(
    "TEN0004",
    [
      Seat.message, .shown(.userID, width: 8),
      .typed(.code, width: OneTimeCode.typedLimit, isHidden: true),
    ])
  /// The panel of the enrolment; the secret stands there in groups of four.
  static let enrolment = PanelContract.page(
    "TEN0005",
    [
      Seat.message, .shown(.userID, width: 8),
      .shown(.secret, width: 39, isNeeded: true),
      .typed(.code, width: OneTimeCode.typedLimit, isHidden: true),
    ])

  /// The panel of an answer that an outside authority asks for.
  static let answer = PanelContract.page(
    "TEN0006",
    [
      Seat.message, .shown(.userID, width: 8), .shown(.told, width: 76),
      .shown(.prompt, width: 76, isNeeded: true), .typed(.code, width: 64, isHidden: true),
    ])

  /// Whose password was right.
  let user: UserID
  /// What was right, and what is lacking.
  let step: FactorStep
  /// Until when the code has to be right.
  let until: Instant
  /// The code that was typed, until its answer is shown.
  var question: Question?
  /// Wrong codes that were typed here.
  private(set) var wrong = 0

  /// Wrong codes after which the password is asked for again: somebody who reads a wrong line of the device
  /// has a second try, and one for a slip.
  private static let tries = 3
  /// How long an enrolment may take: somebody looks for a telephone, and types 32 characters there.
  private static let enrolmentTime = Duration.seconds(600)

  init(_ user: UserID, _ step: FactorStep, until: Instant) {
    self.user = user
    self.step = step
    self.until = until
  }

  /// Whether it shows a secret to enrol with.
  var isOffering: Bool { step.need == .enrolment }

  /// The contract of the panel that is shown.
  var shown: PanelContract {
    switch step.need {
    case .code: Self.contract
    case .enrolment: Self.enrolment
    case .answer: Self.answer
    }
  }

  /// What an outside authority asks; nil where the code is our own.
  private var asked: AuthorityQuestion? {
    if case .answer(let question) = step.need { question } else { nil }
  }

  // MARK: What is shown

  /// The panel of a code; that of an enrolment where the secret is there, which is drawn dark for traces.
  func picture(_ seat: Seat, secret: SharedSecret? = nil) -> [UInt8] {
    var texts: PanelTexts = [.userID: user.description]
    if let asked {
      texts[.told] = asked.told
      texts[.prompt] = asked.prompt
    }
    if let secret {
      texts.set(
        .secret, secret: SharedSecret(Base32.encode(secret.secret, isGrouped: true)))
    }
    return seat.picture(shown, texts)
  }

  /// A password was right, and a code is lacking: the panel is shown.
  static func open(
    _ user: UserID, _ step: FactorStep, at place: inout Workplace, in turn: inout Turn
  ) {
    let time =
      step.need == .enrolment
      ? enrolmentTime : .seconds(place.seat.site.tables.system.logoTimeout)
    let until = turn.now.instant.advanced(by: time)
    place.seat.notice = nil
    place.state = .proving(FactorPage(user, step, until: until))
    turn.wake(.logon, until)
    place.draw(&turn)
  }

  /// The secret of an enrolment has come.
  static func offered(_ secret: SharedSecret, at place: Workplace, in turn: inout Turn) {
    guard case .proving(let page) = place.state, page.isOffering else { return }
    turn.add(
      .sendTerminalSecret(
        page.picture(place.seat, secret: secret), told: page.picture(place.seat)))
  }

  // MARK: What is typed

  /// What becomes of a key.
  enum Choice: Sendable {
    /// An answer is on its way: nothing.
    case wait
    case stay(Notice?)
    /// The logon panel comes again.
    case back
    /// Is this the user's code?
    case ask(SharedSecret)
  }

  func input(_ input: PanelInput, _ seat: Seat) -> Choice {
    guard question == nil else { return .wait }
    switch input.aid {
    case .pf3, .pf15: return .back
    case .enter: break
    default: return .stay(nil)
    }
    guard seat.site.drain == nil else { return .stay(nil) }
    guard let code = input.secret(.code), code.secret.count > 0 else {
      return .stay(asked.map { .authorityAsks($0.prompt) } ?? .enterCode)
    }
    return .ask(code)
  }

  /// Does what a key says.
  func take(_ input: PanelInput, at place: inout Workplace, in turn: inout Turn) {
    let choice = self.input(input, place.seat)
    if case .wait = choice { return }
    place.seat.notice = nil
    switch choice {
    case .wait: break
    case .stay(let notice):
      place.seat.notice = notice
      place.draw(&turn)
    case .back:
      leave(at: &place, in: &turn)
      place.draw(&turn)
    case .ask(let code):
      let request = place.station.nextRequest()
      place.state.question = .code(request, user)
      turn.add(.proveCode(request, user, step, code: code))
    }
  }

  /// The password is asked for again.
  func leave(at place: inout Workplace, in turn: inout Turn) {
    let patience = Duration.seconds(place.seat.site.tables.system.logoTimeout)
    let until = turn.now.instant.advanced(by: patience)
    place.state = .signingOn(SignOnPage(typedUser: user, until: until))
    turn.wake(.logon, until)
  }

  /// The code was refused: what is said, where the panel stays; nil where the password is asked for again,
  /// which `place` then shows.
  static func refused(
    _ reason: SignOnRefusal.Reason, at place: inout Workplace, in turn: inout Turn
  ) -> Notice? {
    guard case .proving(var page) = place.state else { return nil }
    switch reason {
    case .wrongCode, .unconfirmed:
      page.wrong += 1
      guard page.wrong < tries else { break }
      place.state = .proving(page)
      return .codeRefused
    case .usedCode: return .codeUsed
    case .interrupted where !page.step.changesPassword && page.asked == nil:
      return page.isOffering ? .keyIsAnother : .typeCodeAgain
    case .busy: return .tooManySignOns
    case .database: return .signOnImpossible
    default: break
    }
    page.leave(at: &place, in: &turn)
    return nil
  }

  /// Goes on in another process: a secret that was shown and not confirmed is gone, and so is a new password.
  func resume(at place: inout Workplace, in turn: inout Turn) {
    guard isOffering || step.changesPassword || asked != nil else { return }
    if !isOffering {
      leave(at: &place, in: &turn)
      place.seat.notice = .typePasswordAgain
    } else {
      place.seat.notice = .keyIsAnother
    }
    place.draw(&turn)
  }
}

/// The variables that the panels have besides those of all panels.
extension PanelSlot {
  fileprivate static let userID = PanelSlot(6, "USERID")
  fileprivate static let code = PanelSlot(7, "CODE")
  fileprivate static let secret = PanelSlot(8, "SECRET")
  fileprivate static let told = PanelSlot(9, "TOLD")
  fileprivate static let prompt = PanelSlot(10, "PROMPT")
}

extension FactorPage {
  func freeze(into freezer: inout Freezer) {
    freezer.put(user)
    freezer.put(step)
    freezer.put(until)
    freezer.put(question)
    freezer.put(wrong)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    user = try thawer.take()
    step = try thawer.take()
    until = try thawer.take()
    question = try thawer.take()
    wrong = try thawer.take()
  }
}
