import Crypto
import Journal
import Messages
import Names
import PAM
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import TLS
import TN3270
import Tables
import Time

/// Passwords and codes that terminals type, here or in a built-in application, on their way to the security
/// manager and back.
final class SignOnDesk {
  /// What a terminal's sign-on needs again when its code is right; it goes with the terminal.
  private struct Held {
    var wanted: WantedPassword?
    var offered: SharedSecret?
    var dialog: OutsideAuthority.Dialog?
    /// What the terminal asked last: nothing else is answered.
    var request: RequestID?
  }

  private let context: ShardContext
  private let terminals: TerminalDesk
  /// By the terminal's token.
  private var held: [UInt64: Held] = [:]

  private var reactor: Reactor { context.reactor }
  private var now: Instant { reactor.now.instant }

  init(_ context: ShardContext, _ terminals: TerminalDesk) {
    self.context = context
    self.terminals = terminals
  }

  /// Takes a try; it may have to wait for what was tried before.
  func authenticate(
    _ connection: TerminalConnection, _ request: RequestID, user: UserID,
    password: SharedSecret, new: SharedSecret?
  ) {
    let isSignOn = connection.session?.signedOnUser == nil
    var attempt = attempt(
      connection, request, user: user, by: .password(password, new: new),
      policy: isSignOn ? policy(connection) : nil)
    // Who is signed on answers in the password's field.
    if !isSignOn { attempt.dialog = takeDialog(for: attempt) }
    drop(connection.token)
    hold(connection) { held in
      held.request = request
      if isSignOn { held.wanted = new.map { WantedPassword(current: password, new: $0) } }
    }
    // Before the password is looked at, so that the answer tells nothing of it.
    if context.site.tables.system.clientCertificates == .factor, connection.certified != user {
      return refuse(attempt, SignOnRefusal(.certificate, delay: .zero))
    }
    begin(attempt)
  }

  /// Signs a user on whose certificate the terminal has shown, where the site has it so.
  func certify(_ connection: TerminalConnection, _ request: RequestID, user: UserID) {
    drop(connection.token)
    hold(connection) { $0.request = request }
    let attempt = attempt(
      connection, request, user: user, by: .certificate, policy: policy(connection))
    guard context.site.tables.system.clientCertificates == .signOn, connection.certified == user
    else { return refuse(attempt, SignOnRefusal(.certificate, delay: .zero)) }
    begin(attempt)
  }

  /// Takes a code behind a password that was right.
  func prove(
    _ connection: TerminalConnection, _ request: RequestID, user: UserID, step: FactorStep,
    code: SharedSecret
  ) {
    let held = held[connection.token]
    let typed = TypedCode(code, for: step, wanted: held?.wanted, offered: held?.offered)
    var attempt = attempt(
      connection, request, user: user, by: .code(typed), policy: policy(connection))
    hold(connection) { $0.request = request }
    guard case .answer = step.need else { return begin(attempt) }
    guard let dialog = takeDialog(for: attempt) else {
      return refuse(attempt, SignOnRefusal(.interrupted))
    }
    attempt.dialog = dialog
    begin(attempt)
  }

  /// Gives a user whose password was right a secret to enrol with: the same until it is confirmed, or the
  /// password is asked for again.
  func offer(_ connection: TerminalConnection, to user: UserID) {
    let secret: SharedSecret
    if let offered = held[connection.token]?.offered {
      secret = offered
    } else {
      do {
        secret = SharedSecret(try OneTimeCode.newSecret())
      } catch {
        // Without random numbers nobody enrols; the terminal's time runs out.
        guard let terminal = connection.session?.terminal.name else { return }
        return reactor.record(.user.enrolmentImpossible(user: user, terminal: terminal))
      }
    }
    hold(connection) { $0.offered = secret }
    reactor.post(.terminal(connection, .factorOffered(secret)))
  }

  /// A terminal is gone: what was kept for its code is forgotten.
  func forget(_ connection: TerminalConnection) { drop(connection.token) }

  /// Keeps something for a terminal's code, where the terminal is there to go away again (`forget`).
  private func hold(_ connection: TerminalConnection, _ change: (inout Held) -> Void) {
    guard connection.isConnected else { return }
    change(&held[connection.token, default: Held()])
  }

  // MARK: Questions of an outside authority

  /// The dialog whose question a try answers; nil where there is none, or it is about something else.
  private func takeDialog(for attempt: SignOnTry) -> OutsideAuthority.Dialog? {
    guard let dialog = held[attempt.token]?.dialog, dialog.matter.isSame(as: attempt.matter) else {
      return nil
    }
    held[attempt.token]?.dialog = nil
    return dialog
  }

  /// Keeps a question for the terminal that waits for it, as long as its process lives.
  private func keep(_ dialog: OutsideAuthority.Dialog, of attempt: SignOnTry) {
    guard terminals[attempt.token]?.isConnected == true,
      held[attempt.token]?.request == attempt.request
    else { return abandon(dialog) }
    held[attempt.token]?.dialog = dialog
    reactor.setTimer(
      now.advanced(by: .seconds(Int(PAMDialog.longest))),
      .question(attempt.token, attempt.request))
  }

  /// The process of a question has ended by now: its place is another's.
  func questionEnds(_ token: UInt64, _ request: RequestID) {
    guard held[token]?.request == request, let dialog = held[token]?.dialog else { return }
    held[token]?.dialog = nil
    abandon(dialog)
  }

  /// Forgets what a terminal's sign-on would need again.
  private func drop(_ token: UInt64) {
    if let dialog = held.removeValue(forKey: token)?.dialog { abandon(dialog) }
  }

  /// Ends a dialog whose question is left without a verdict. A stack may ask behind a wrong password too: all that
  /// it was given counts as wrong, so that nobody guesses for nothing.
  private func abandon(_ dialog: OutsideAuthority.Dialog) {
    let (matter, guesses) = (dialog.matter, dialog.given)
    let mayRevoke = context.commons.gate.withLock { gate in
      let mayRevoke = gate.mayRevoke(from: matter.source, at: now)
      for _ in 0..<guesses {
        _ = gate.failed(matter.user, from: matter.source, begun: now, at: now)
      }
      return mayRevoke
    }
    let database = context.services.database
    // Where too much waits, the gate has counted it.
    _ = context.services.passwords.run(for: matter.source.description) {
      let (manager, time) = (database.manager.acting(matter.author), Clock.wall())
      _ = AuthorityDesk(manager).signOn(
        matter.user, .wrong(SignOnTry.leftQuestion), factor: nil, at: time, mayRevoke: mayRevoke)
      for _ in 0..<guesses {
        manager.store.countWrongPassword(of: matter.source, for: matter.user, now: time.seconds)
      }
    }
  }

  // MARK: Tries

  /// Who needs a second factor at a terminal.
  private func policy(_ connection: TerminalConnection) -> FactorPolicy {
    let system = context.site.tables.system
    return FactorPolicy(
      asksEverybody: system.secondFactor.asksEverybody(
        isSecure: connection.channel?.isSecure ?? false),
      groups: system.secondFactorGroups)
  }

  private func attempt(
    _ connection: TerminalConnection, _ request: RequestID, user: UserID,
    by credential: SignOnTry.Credential, policy: FactorPolicy?
  ) -> SignOnTry {
    SignOnTry(
      token: connection.token, request: request, user: user, credential: credential,
      policy: policy, admitsStrangers: context.site.tables.system.usersWithoutEntry == .allowed,
      source: PeerAddress(connection.address),
      origin: "terminal \(connection.name.map { "\($0) " } ?? "")\(connection.address)"
        + (connection.session?.signedOnUser == nil ? "" : ", signed on"),
      terminal: connection.name.map { "\($0)" } ?? "", begun: now)
  }

  private func begin(_ attempt: SignOnTry) {
    let hold = context.commons.gate.withLock {
      $0.hold(of: attempt.user, from: attempt.source, at: now)
    }
    guard hold > .zero else { return look(attempt) }
    reactor.setTimer(now.advanced(by: hold), .signOn(attempt))
  }

  /// The wait before a try is over. Whoever hung up meanwhile has lost it.
  func lookAfterHold(_ attempt: SignOnTry) {
    var attempt = attempt
    attempt.begun = now
    guard terminals[attempt.token]?.isConnected == true else {
      if let dialog = attempt.dialog { keep(dialog, of: attempt) }
      return refuse(attempt, SignOnRefusal(.busy, delay: .zero))
    }
    look(attempt)
  }

  private func look(_ attempt: SignOnTry) {
    if let look = reactor.world.signOn { return look(attempt) }
    let (database, journal) = (context.services.database, context.services.journal)
    let mailbox = context.mailbox
    let mayRevoke = context.commons.gate.withLock {
      $0.mayRevoke(from: attempt.source, at: now)
    }
    if let service = service(for: attempt) { return ask(service, attempt, mayRevoke: mayRevoke) }
    let isQueued = context.services.passwords.run(for: attempt.source.description) {
      let manager = database.manager.acting(attempt.author)
      let verdict =
        switch attempt.credential {
        case .password(let password, let new):
          manager.signOn(
            attempt.user, password: password.secret, newPassword: new, factor: attempt.policy,
            at: Clock.wall(), mayRevoke: mayRevoke)
        case .certificate:
          manager.signOn(certified: attempt.user, factor: attempt.policy, at: Clock.wall())
        case .code(let typed):
          FactorDesk(manager).signOn(attempt.user, typed, at: Clock.wall())
        }
      if attempt.isEnrolled(by: verdict) {
        journal.record(
          .user.enrolled(user: attempt.user, address: attempt.source.description),
          at: Clock.wall())
      }
      if case .refused(let refusal) = verdict, refusal.reason.isGuess {
        manager.store.countWrongPassword(
          of: attempt.source, for: attempt.user, now: Clock.wall().seconds)
      }
      mailbox.send(.signOnAnswered(attempt, verdict))
    }
    if !isQueued { refuse(attempt, SignOnRefusal(.busy)) }
  }

  /// The service that says whether a try is right; nil where the security manager does. Our own codes are
  /// its business whoever looked at the password.
  private func service(for attempt: SignOnTry) -> PAMService? {
    if case .code = attempt.credential, attempt.dialog == nil, !attempt.changesOutside {
      return nil
    }
    return context.services.authority.service(by: context.site.tables.system)
  }

  /// Asks PAM, which may take as long as it likes, and holds nobody else.
  private func ask(_ service: PAMService, _ attempt: SignOnTry, mayRevoke: Bool) {
    let (services, mailbox) = (context.services, context.mailbox)
    let look: @Sendable (Result<OutsideAuthority.Dialog, OutsideAuthority.Refused>?) -> Void = {
      let manager = services.database.manager.acting(attempt.author)
      var attempt = attempt
      let verdict = attempt.ask(service, in: $0, of: manager, mayRevoke: mayRevoke)
      let time = Clock.wall()
      if attempt.isEnrolled(by: verdict) {
        services.journal.record(
          .user.enrolled(user: attempt.user, address: attempt.source.description), at: time)
      }
      switch verdict {
      case .accepted, .passwordChanged:
        if attempt.policy != nil, manager.state.users[attempt.user] == nil {
          services.journal.record(
            .user.withoutEntry(user: attempt.user, address: attempt.source.description), at: time)
        }
      case .refused(let refusal) where refusal.reason.isGuess:
        for _ in 0..<attempt.guesses {
          manager.store.countWrongPassword(
            of: attempt.source, for: attempt.user, now: time.seconds)
        }
      case .refused, .factorNeeded: break
      }
      mailbox.send(.signOnAnswered(attempt, verdict))
    }
    let isExempt = context.site.tables.system.exemptsLoopback && attempt.source.isLoopback
    let isQueued =
      attempt.dialog == nil
      ? services.authority.begin(attempt.matter, isExempt: isExempt, then: look)
      : services.authority.run(for: attempt.source) { look(nil) }
    guard !isQueued else { return }
    // It was not answered yet, and may be.
    if let dialog = attempt.dialog { keep(dialog, of: attempt) }
    refuse(attempt, SignOnRefusal(.busy))
  }

  /// Tells a terminal that its try was in vain.
  func refuse(_ attempt: SignOnTry, _ refusal: SignOnRefusal) {
    if !refusal.reason.keepsProof, held[attempt.token]?.request == attempt.request {
      drop(attempt.token)
    }
    tell(attempt, .refused(refusal))
  }

  private func tell(_ attempt: SignOnTry, _ verdict: SignOnVerdict) {
    guard let connection = terminals[attempt.token] else { return }
    reactor.post(.terminal(connection, .verdict(attempt.request, verdict)))
  }

  /// The security manager's answer: a wrong password is told late.
  /// - Returns: whether the user is in; then nobody was told yet.
  func answered(_ attempt: SignOnTry, _ verdict: SignOnVerdict) -> Bool {
    if let dialog = attempt.dialog { keep(dialog, of: attempt) }
    switch verdict {
    case .accepted, .passwordChanged:
      context.commons.gate.withLock { $0.succeeded(attempt.user) }
      drop(attempt.token)
      return true
    // What was tried with the name before is not forgotten: a code may be guessed now.
    case .factorNeeded: tell(attempt, verdict)
    case .refused(let refusal) where refusal.reason.isGuess:
      let due = context.commons.gate.withLock { gate in
        for _ in 1..<attempt.guesses {
          _ = gate.failed(attempt.user, from: attempt.source, begun: attempt.begun, at: now)
        }
        return gate.failed(attempt.user, from: attempt.source, begun: attempt.begun, at: now)
      }
      refuse(attempt, SignOnRefusal(refusal.reason, delay: now.duration(to: due)))
    case .refused(let refusal): refuse(attempt, refusal)
    }
    return false
  }

  // MARK: Built-in applications

  /// Asks whether a built-in application lets a user in.
  ///
  /// `isTyped`: whether somebody typed the value; a ticket that this server made itself is
  /// nobody's guess.
  func verify(
    _ leg: HostLeg, user: UserID, application name: TicketName, value: SharedSecret,
    isTyped: Bool
  ) {
    let services = context.services
    let (database, mailbox, journal) = (services.database, context.mailbox, services.journal)
    let (source, policy) = (PeerAddress(leg.owner.address), policy(leg.owner))
    let takesPassword = context.site.tables.system.securitySystem == .racf
    let attempt = LogOnTry(
      handle: leg.handle, user: user, source: source, begun: now, isTyped: isTyped)
    let mayRevoke =
      isTyped && context.commons.gate.withLock { $0.mayRevoke(from: source, at: now) }
    let isQueued = services.passwords.run(for: source.description) {
      let time = Clock.wall()
      let author = AuditAuthor("\(user)", from: "application \(name), \(source)")
      let answer = database.manager.acting(author).logOn(
        user: user, application: name, value: value.secret, factor: policy, at: time,
        mayRevoke: mayRevoke, takesPassword: takesPassword)
      switch answer.verdict {
      case .byTicket(let kind):
        journal.record(.security.ticketAccepted(user: user, profile: name, kind: kind), at: time)
      case .byPassword:
        journal.record(.security.passwordAccepted(user: user, application: name), at: time)
      case .refused(let reason):
        journal.record(.security.ticketRefused(user: user, profile: name, reason: reason), at: time)
      }
      if isTyped, answer.isGuess {
        database.manager.store.countWrongPassword(of: source, for: user, now: time.seconds)
      }
      mailbox.send(.logOnAnswered(attempt, answer))
    }
    if !isQueued {
      reactor.post(.application(leg, .verdict(.refused(reason: "too many requests"))))
    }
  }

  /// When an application hears of its user's try; nil for at once. What was guessed wrong is told late.
  func delay(_ attempt: LogOnTry, _ answer: LogOnAnswer) -> Instant? {
    guard attempt.isTyped, answer.isGuess else { return nil }
    return context.commons.gate.withLock {
      $0.failed(attempt.user, from: attempt.source, begun: attempt.begun, at: now)
    }
  }
}
