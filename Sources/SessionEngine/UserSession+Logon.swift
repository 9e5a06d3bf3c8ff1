import Crypto
import DataStream
import Messages
import Names
import Panels
import SAF
import Tables
import Time

/// From the first screen to the menu.
extension UserSession {
  mutating func showLogon(_ turn: inout Turn) {
    screen = .logon
    show(.logon, &turn)
  }

  mutating func logonInput(_ input: PanelInput, _ turn: inout Turn) {
    guard case .none = pending else { return }
    notice = nil
    switch input.aid {
    case .pf3, .pf15:
      turn.add(.closeTerminal(.loggedOff))
      return
    case .pf1, .pf13:
      showHelp(.logonHelp, over: .logon, &turn)
      return
    case .enter: break
    default:
      showLogon(&turn)
      return
    }
    let name = input.text(.userID)
    typedUser = UserID(name)
    guard !name.isEmpty else {
      notice = .enterUserID
      showLogon(&turn)
      return
    }
    guard let password = input.secret(.password), password.secret.count > 0 else {
      notice = .enterPassword
      showLogon(&turn)
      return
    }
    guard terminal.isSecure || site.tables.system.allowsClearPasswords else {
      notice = .passwordNeedsTLS
      showLogon(&turn)
      return
    }
    let new: SharedSecret?
    switch NewPassword(input.secret(.newPassword), again: input.secret(.verification)) {
    case .unchanged: new = nil
    case .wanted(let secret): new = secret
    case .mistyped:
      notice = .newPasswordsDiffer
      showLogon(&turn)
      return
    }
    let request = nextRequest()
    pending = .signOn(request, typedUser.map { .user($0) } ?? .notAUserID)
    // A name that breaks the rule takes the same path as one that nobody has.
    guard let asked = typedUser ?? UserID("$NOBODY$") else { return }
    turn.add(.authenticate(request, asked, password, newPassword: new))
  }

  /// Whether the answer to a password is on its way; it is written down also where the terminal has gone.
  public var awaitsVerdict: Bool {
    switch pending {
    case .signOn, .unlock: true
    case .none, .refused: false
    }
  }

  mutating func signOnAnswered(
    _ request: RequestID, _ verdict: SignOnVerdict, _ turn: inout Turn
  ) {
    switch pending {
    case .signOn(request, let name):
      pending = .none
      signOnAnswered(verdict, name, &turn)
    case .unlock(request):
      pending = .none
      unlockAnswered(verdict, &turn)
    default: break
    }
  }

  private mutating func signOnAnswered(
    _ verdict: SignOnVerdict, _ name: SignOnName, _ turn: inout Turn
  ) {
    switch (verdict, name) {
    case (.accepted, .user(let user)): signedOn(user, nil, &turn)
    case (.passwordChanged, .user(let user)):
      turn.log(
        .passwordChanged(user: user, terminal: terminal.name, address: terminal.address))
      signedOn(user, .passwordChanged, &turn)
    case (.accepted, _), (.passwordChanged, _):
      // The stand-in for a name that is none is nobody's way in, whoever has that name.
      signOnRefused(SignOnRefusal(.unknownUser), name, &turn)
    case (.refused(let refusal), _): signOnRefused(refusal, name, &turn)
    }
  }

  private mutating func signOnRefused(
    _ refusal: SignOnRefusal, _ name: SignOnName, _ turn: inout Turn
  ) {
    var logged = name
    if case .user = name, refusal.reason == .unknownUser { logged = .unknown }
    turn.log(
      .signOnRefused(
        user: logged, terminal: terminal.name, address: terminal.address,
        reason: refusal.reason.text))
    if refusal.revokes, case .user(let user) = name { recordRevocation(of: user, &turn) }
    holdBack(refusal, &turn)
  }

  /// Shows a refusal after its delay: guessing is slow, and an honest slip costs a second.
  mutating func holdBack(
    _ refusal: SignOnRefusal, _ turn: inout Turn
  ) {
    guard isConnected else { return }
    let notice: Notice =
      switch refusal.reason {
      case .busy: .tooManySignOns
      case .database: .signOnImpossible
      case .badNewPassword: .newPasswordRefused
      case .unknownUser, .wrongPassword, .revokedNow, .revoked: .signOnRefused
      }
    pending = .refused(notice)
    turn.wake(.delay, turn.now.instant.advanced(by: refusal.delay))
  }

  mutating func delayOver(_ turn: inout Turn) {
    guard case .refused(let held) = pending else { return }
    pending = .none
    guard isConnected else { return }
    notice = held
    show(user == nil ? .logon : .lock, &turn)
  }

  private mutating func signedOn(
    _ id: UserID, _ greeting: Notice?, _ turn: inout Turn
  ) {
    guard isConnected else { return }
    user = SignedOn(id: id)
    view = site.view(of: id)
    typedUser = nil
    notice = greeting
    idle.touch(turn.now.instant)
    turn.log(.signOn(terminal: terminal.name, user: id))
    turn.add(.identify(id))
    turn.add(.findUser(id))
    armIdleTimer(&turn)
  }
}
