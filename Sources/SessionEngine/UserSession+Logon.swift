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
  mutating func showLogon(_ effects: inout [Effect]) {
    screen = .logon
    show(.logon, &effects)
  }

  mutating func logonInput(_ input: PanelInput, _ now: Moment, _ effects: inout [Effect]) {
    guard case .none = pending else { return }
    notice = nil
    switch input.aid {
    case .pf3, .pf15:
      effects.append(.closeTerminal(.loggedOff))
      return
    case .pf1, .pf13:
      showHelp(.logonHelp, over: .logon, &effects)
      return
    case .enter: break
    default:
      showLogon(&effects)
      return
    }
    let name = input.text("USERID")
    typedUser = UserID(name)
    guard !name.isEmpty else {
      notice = .enterUserID
      showLogon(&effects)
      return
    }
    guard let password = input.secret("PASSWORD"), password.secret.count > 0 else {
      notice = .enterPassword
      showLogon(&effects)
      return
    }
    guard terminal.isSecure || site.tables.system.allowsClearPasswords else {
      notice = .passwordNeedsTLS
      showLogon(&effects)
      return
    }
    let new: SharedSecret?
    switch NewPassword(input.secret("NEWPASS"), again: input.secret("VERIFY")) {
    case .unchanged: new = nil
    case .wanted(let secret): new = secret
    case .mistyped:
      notice = .newPasswordsDiffer
      showLogon(&effects)
      return
    }
    let request = nextRequest()
    pending = .signOn(request, typedUser.map { .user($0) } ?? .notAUserID)
    // A name that breaks the rule takes the same path as one that nobody has.
    guard let asked = typedUser ?? UserID("$NOBODY$") else { return }
    effects.append(.authenticate(request, asked, password, newPassword: new))
  }

  /// Whether the answer to a password is on its way; it is written down also where the terminal has gone.
  public var awaitsVerdict: Bool {
    switch pending {
    case .signOn, .unlock: true
    case .none, .refused: false
    }
  }

  mutating func signOnAnswered(
    _ request: RequestID, _ verdict: SignOnVerdict, _ now: Moment, _ effects: inout [Effect]
  ) {
    switch pending {
    case .signOn(request, let name):
      pending = .none
      signOnAnswered(verdict, name, now, &effects)
    case .unlock(request):
      pending = .none
      unlockAnswered(verdict, now, &effects)
    default: break
    }
  }

  private mutating func signOnAnswered(
    _ verdict: SignOnVerdict, _ name: SignOnName, _ now: Moment, _ effects: inout [Effect]
  ) {
    switch (verdict, name) {
    case (.accepted, .user(let user)): signedOn(user, nil, now, &effects)
    case (.passwordChanged, .user(let user)):
      effects.append(
        .record(
          .passwordChanged(user: user, terminal: terminal.name, address: terminal.address)))
      signedOn(user, .passwordChanged, now, &effects)
    case (.accepted, _), (.passwordChanged, _):
      // The stand-in for a name that is none is nobody's way in, whoever has that name.
      signOnRefused(SignOnRefusal(.unknownUser), name, now, &effects)
    case (.refused(let refusal), _): signOnRefused(refusal, name, now, &effects)
    }
  }

  private mutating func signOnRefused(
    _ refusal: SignOnRefusal, _ name: SignOnName, _ now: Moment, _ effects: inout [Effect]
  ) {
    var logged = name
    if case .user = name, refusal.reason == .unknownUser { logged = .unknown }
    effects.append(
      .record(
        .signOnRefused(
          user: logged, terminal: terminal.name, address: terminal.address,
          reason: refusal.reason.text)))
    if refusal.revokes, case .user(let user) = name { recordRevocation(of: user, &effects) }
    holdBack(refusal, now, &effects)
  }

  /// Shows a refusal after its delay: guessing is slow, and an honest slip costs a second.
  mutating func holdBack(
    _ refusal: SignOnRefusal, _ now: Moment, _ effects: inout [Effect]
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
    effects.append(.setTimer(.delay, now.instant.advanced(by: refusal.delay)))
  }

  mutating func delayOver(_ effects: inout [Effect]) {
    guard case .refused(let held) = pending else { return }
    pending = .none
    guard isConnected else { return }
    notice = held
    show(user == nil ? .logon : .lock, &effects)
  }

  private mutating func signedOn(
    _ id: UserID, _ greeting: Notice?, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard isConnected else { return }
    user = SignedOn(id: id)
    view = site.view(of: id)
    typedUser = nil
    notice = greeting
    idle.touch(now.instant)
    effects.append(.record(.signOn(terminal: terminal.name, user: id)))
    effects.append(.identify(id))
    effects.append(.findUser(id))
    armIdleTimer(&effects)
  }
}
