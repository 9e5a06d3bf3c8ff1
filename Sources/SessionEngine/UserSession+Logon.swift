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
      signOnRefused(SignOnRefusal(.unknownUser, delaySeconds: 1), name, now, &effects)
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
          reason: refusal.reason.rawValue)))
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
      case .busy, .database: .tooManySignOns
      case .badNewPassword: .newPasswordRefused
      case .unknownUser, .wrongPassword, .revoked: .signOnRefused
      }
    pending = .refused(notice)
    let delay = Duration.seconds(refusal.delaySeconds)
    effects.append(.setTimer(.delay, now.instant.advanced(by: delay)))
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

  /// Other terminals of this user are known: take over, ask, or go on.
  mutating func foundElsewhere(
    _ terminals: [RemoteTerminal], _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user, sessions.isEmpty else { return }
    elsewhere = terminals.filter { $0.sessions > 0 }
    guard !elsewhere.isEmpty else {
      arrive(now, &effects)
      return
    }
    switch view.policy.transfer {
    case .any, .hold: effects.append(.takeOver(user.id))
    case .multiple, .none: arrive(now, &effects)
    case .ask:
      screen = .transfer
      show(.transfer, &effects)
    }
  }

  /// Sessions of the user at other terminals.
  var sessionsElsewhere: Int { elsewhere.reduce(0) { $0 + $1.sessions } }

  /// The terminals that have them, and whether somebody may sit there.
  var namesElsewhere: String {
    let names = elsewhere.map { terminal in
      terminal.name.description + (terminal.isConnected ? " (connected)" : " (lost)")
    }
    return (names.count == 1 ? "terminal " : "terminals ") + names.joined(separator: ", ")
  }

  /// Y where the other terminals are gone, which is the usual answer then; who is to close a terminal
  /// that is there must say so.
  var suggestedTransfer: String { elsewhere.contains(where: \.isConnected) ? "" : "Y" }

  mutating func transferInput(_ input: PanelInput, _ now: Moment, _ effects: inout [Effect]) {
    guard let user else { return }
    notice = nil
    switch (input.aid, input.text("CHOICE").uppercased()) {
    case (.enter, "Y"): effects.append(.takeOver(user.id))
    case (.enter, "N"):
      notice = .sessionsStay(
        sessionsElsewhere, elsewhere.map(\.name.description).joined(separator: " "))
      arrive(now, &effects)
    case (.pf3, _), (.pf15, _): depart(.signOff, now, &effects)
    case (.pf1, _), (.pf13, _): showHelp(.transferHelp, over: .transfer, &effects)
    default:
      notice = .chooseYesOrNo
      show(.transfer, &effects)
    }
  }

  mutating func adopted(_ moved: [ActiveSession], _ now: Moment, _ effects: inout [Effect]) {
    guard user != nil else {
      for session in moved { effects.append(.closeHost(session.host)) }
      return
    }
    if !moved.isEmpty { notice = .sessionsMoved(moved.count) }
    for session in moved {
      sessions.append(session)
      settle(session.host, isOwed: false, now, &effects)
      armSessionTimer(session.host, now, &effects)
      // The answer to the first question goes to the terminal that asked it.
      if session.isAwaitingTicket { askTicket(session.host, &effects) }
      if view.policy.transfer == .any, !fits(session.space) {
        end(session.host, .doesNotFit, now, &effects)
      }
    }
    current = sessions.first?.host
    arrive(now, &effects)
  }

  /// The menu, and the sessions that start by themselves.
  private mutating func arrive(_ now: Moment, _ effects: inout [Effect]) {
    elsewhere = []
    armIdleTimer(&effects)
    let automatic = sessions.isEmpty ? view.sessions.filter(\.entry.startsAtSignOn) : []
    showMenu(&effects)
    for definition in automatic { start(definition, now, &effects) }
  }
}
