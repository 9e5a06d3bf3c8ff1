import Bytes
import Messages
import Names
import Panels
import SAF
import Tables
import Time

/// What the answer to a password or a code comes to: at the logon panels, at the lock, and where it is changed.
extension UserSession {
  /// The answer to a password; wrong ones are logged, and wait as long at the lock panel.
  mutating func answered(
    _ request: RequestID, _ verdict: SignOnVerdict, in turn: inout Turn
  ) {
    guard let question = desk.place.state.question, question.request == request else { return }
    desk.place.state.question = nil
    switch (question, verdict) {
    case (.signOn(_, .user(let user)), .accepted(let welcome)),
      (.code(_, let user), .accepted(let welcome)):
      signedOn(user, greeting(welcome), in: &turn)
    case (.signOn(_, .user(let user)), .passwordChanged), (.code(_, let user), .passwordChanged):
      recordChange(of: user, &turn)
      signedOn(user, .passwordChanged, in: &turn)
    case (.signOn(_, .user(let user)), .factorNeeded(let step)):
      guard case .signingOn = desk.place.state else { return }
      FactorPage.open(user, step, at: &desk.place, in: &turn)
    case (.signOn(_, let name), .refused(let refusal)): signOnRefused(refusal, name, in: &turn)
    case (.signOn(_, let name), .accepted), (.signOn(_, let name), .passwordChanged),
      (.signOn(_, let name), .factorNeeded):
      // The stand-in for a name that is none is nobody's way in, whoever has that name.
      signOnRefused(SignOnRefusal(.unknownUser), name, in: &turn)
    case (.code(_, let user), .refused(let refusal)): codeRefused(refusal, user, in: &turn)
    case (.code(_, let user), .factorNeeded(let step)):
      guard case .proving = desk.place.state else { return }
      FactorPage.open(user, step, at: &desk.place, in: &turn)
    // Nobody asks who is signed on for more than a password.
    case (.unlock, .factorNeeded), (.change, .factorNeeded): break
    // Right it is, and the sign-on stands: a new one is wanted at the next.
    case (.unlock, .refused(let refusal)) where refusal.reason == .expired: unlocked(&turn)
    case (.unlock, .refused(let refusal)) where refusal.isQuestion: holdBack(refusal, &turn)
    case (.change, .refused(let refusal)) where refusal.isQuestion: holdBack(refusal, &turn)
    case (.unlock, .refused(let refusal)):
      guard let user = desk.place.seat.user else { return }
      turn.log(
        .user.unlockRefused(
          user: user, terminal: desk.place.terminal.name, address: desk.place.terminal.address,
          reason: refusal.reason.text))
      if refusal.revokes { recordRevocation(of: user, &turn) }
      holdBack(refusal, &turn)
    case (.unlock, _): unlocked(&turn)
    case (.change, .refused(let refusal)): changeRefused(refusal, &turn)
    case (.change, _):
      if let user = desk.place.seat.user { recordChange(of: user, &turn) }
      PasswordPage.done(at: &desk.place, in: &turn)
    case (.heldBack, _): break
    }
  }

  private func recordChange(of user: UserID, _ turn: inout Turn) {
    turn.log(
      .user.passwordChanged(
        user: user, terminal: desk.place.terminal.name, address: desk.place.terminal.address))
  }

  private mutating func changeRefused(_ refusal: SignOnRefusal, _ turn: inout Turn) {
    guard let user = desk.place.seat.user else { return }
    turn.log(
      .user.changeRefused(
        user: user, terminal: desk.place.terminal.name, address: desk.place.terminal.address,
        reason: refusal.reason.text))
    if refusal.revokes { recordRevocation(of: user, &turn) }
    // It may have been changed before the process ended.
    if refusal.reason == .interrupted {
      return holdBack(.changeInterrupted, for: refusal.delay, in: &turn)
    }
    holdBack(refusal, &turn)
  }

  /// What a user is told who has signed on: the sign-on before, and that the password ends soon.
  private func greeting(_ welcome: SignOnWelcome) -> Notice? {
    if !welcome.told.isEmpty {
      return .authorityTells(welcome.told, lastSignOn: welcome.lastAccess)
    }
    if let days = welcome.daysLeft {
      let usage = CommandHelp.of("W").map { desk.place.seat.usage($0) } ?? "/W"
      return .passwordEnds(days: days, usage: usage, lastSignOn: welcome.lastAccess)
    }
    return welcome.lastAccess.map { .lastSignOn($0) }
  }

  private mutating func unlocked(_ turn: inout Turn) {
    guard let user = desk.place.seat.user else { return }
    turn.log(.user.unlocked(user: user, terminal: desk.place.terminal.name))
    guard case .locked(_, let under)? = desk.place.surface else { return }
    desk.idle.touch(turn.now.instant)
    desk.armIdleTimer(&turn)
    desk.place.uncover(under, &turn)
  }

  /// A code was no good: the panel says so, or the password is asked for again.
  private mutating func codeRefused(
    _ refusal: SignOnRefusal, _ user: UserID, in turn: inout Turn
  ) {
    turn.log(
      .user.signOnRefused(
        user: .user(user), terminal: desk.place.terminal.name,
        address: desk.place.terminal.address, reason: refusal.reason.text))
    if refusal.revokes { recordRevocation(of: user, &turn) }
    if let notice = FactorPage.refused(refusal.reason, at: &desk.place, in: &turn) {
      holdBack(notice, for: refusal.delay, in: &turn)
    } else {
      holdBack(refusal, &turn)
    }
  }

  private mutating func signOnRefused(
    _ refusal: SignOnRefusal, _ name: SignOnName, in turn: inout Turn
  ) {
    var logged = name
    if case .user = name, refusal.reason == .unknownUser { logged = .unknown }
    turn.log(
      .user.signOnRefused(
        user: logged, terminal: desk.place.terminal.name, address: desk.place.terminal.address,
        reason: refusal.reason.text))
    if refusal.revokes, case .user(let user) = name { recordRevocation(of: user, &turn) }
    holdBack(refusal, &turn)
  }

  private func recordRevocation(of user: UserID, _ turn: inout Turn) {
    turn.log(
      .user.revoked(
        user: user, terminal: desk.place.terminal.name, address: desk.place.terminal.address))
  }

  /// Shows a refusal after its delay: guessing is slow, and an honest slip costs a second.
  private mutating func holdBack(_ refusal: SignOnRefusal, _ turn: inout Turn) {
    let notice: Notice =
      switch refusal.reason {
      case .busy: .tooManySignOns
      case .interrupted: .typePasswordAgain
      case .database, .authoritySilent: .signOnImpossible
      case .answerWanted(let question): .authorityAsks(question.prompt)
      case .badNewPassword(let fault): .newPasswordRefused(fault.text)
      case .expired: .passwordExpired
      case .notSaved: .passwordNotSaved
      case .certificate: .certificateNeeded
      case .unknownUser, .wrongPassword, .revokedNow, .revoked, .authority, .wrongCode,
        .unconfirmed,
        .usedCode, .outdated:
        .signOnRefused
      }
    holdBack(notice, for: refusal.delay, in: &turn)
  }

  private mutating func holdBack(
    _ notice: Notice, for delay: Duration, in turn: inout Turn
  ) {
    switch desk.place.state {
    case .closing, .away: return
    case .querying, .signingOn, .proving, .present: break
    }
    desk.place.state.question = .heldBack(notice)
    turn.wake(.delay, turn.now.instant.advanced(by: delay))
  }

  private mutating func signedOn(_ user: UserID, _ greeting: Notice?, in turn: inout Turn) {
    switch desk.place.state {
    case .signingOn, .proving: break
    case .querying, .present, .closing, .away: return
    }
    // The password was sent before the server began to be emptied.
    guard desk.place.seat.site.drain == nil else { return desk.showSignOn(&turn) }
    desk.place.seat.seat(user)
    desk.place.seat.notice = greeting
    desk.place.state = .present(.locating)
    desk.idle.touch(turn.now.instant)
    turn.log(.user.signOn(terminal: desk.place.terminal.name, user: user))
    turn.add(.identify(user))
    turn.add(.findUser(user))
    desk.armIdleTimer(&turn)
  }
}
