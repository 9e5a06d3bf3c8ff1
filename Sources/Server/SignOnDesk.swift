import Crypto
import Journal
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import TLS
import Tables
import Time

/// A user's try to sign on, or to unlock a terminal, on its way to the security manager.
struct SignOnTry: Sendable {
  let token: UInt64
  let request: RequestID
  let user: UserID
  /// What was typed; nil where a certificate stands for it.
  let password: SharedSecret?
  let new: SharedSecret?
  let source: PeerAddress
  /// When its password began to be looked at.
  var begun: Instant
}

/// Passwords that terminals type, here or in a built-in application, on their way to the security manager
/// and back.
final class SignOnDesk {
  private let context: ShardContext
  private let terminals: TerminalDesk

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
    let attempt = attempt(connection, request, user: user, password: password, new: new)
    // Before the password is looked at, so that the answer tells nothing of it.
    if context.site.tables.system.clientCertificates == .factor, connection.certified != user {
      return refuse(attempt, SignOnRefusal(.certificate, delay: .zero))
    }
    begin(attempt)
  }

  /// Signs a user on whose certificate the terminal has shown, where the site has it so.
  func certify(_ connection: TerminalConnection, _ request: RequestID, user: UserID) {
    let attempt = attempt(connection, request, user: user, password: nil, new: nil)
    guard context.site.tables.system.clientCertificates == .signOn, connection.certified == user
    else { return refuse(attempt, SignOnRefusal(.certificate, delay: .zero)) }
    begin(attempt)
  }

  private func attempt(
    _ connection: TerminalConnection, _ request: RequestID, user: UserID,
    password: SharedSecret?, new: SharedSecret?
  ) -> SignOnTry {
    SignOnTry(
      token: connection.token, request: request, user: user, password: password, new: new,
      source: PeerAddress(connection.address), begun: now)
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
      return refuse(attempt, SignOnRefusal(.busy, delay: .zero))
    }
    look(attempt)
  }

  private func look(_ attempt: SignOnTry) {
    if let look = reactor.world.signOn { return look(attempt) }
    let (database, mailbox) = (context.services.database, context.mailbox)
    let mayRevoke = context.commons.gate.withLock {
      $0.mayRevoke(from: attempt.source, at: now)
    }
    let isQueued = context.services.passwords.run(for: attempt.source.description) {
      let manager = database.manager
      let verdict =
        if let password = attempt.password {
          manager.signOn(
            attempt.user, password: password.secret, newPassword: attempt.new,
            at: Clock.wall(), mayRevoke: mayRevoke)
        } else {
          manager.signOn(certified: attempt.user, at: Clock.wall())
        }
      if case .refused(let refusal) = verdict, refusal.reason.isGuess {
        manager.store.countWrongPassword(
          of: attempt.source, for: attempt.user, now: Clock.wall().seconds)
      }
      mailbox.send(.signOnAnswered(attempt, verdict))
    }
    if !isQueued { refuse(attempt, SignOnRefusal(.busy)) }
  }

  /// Tells a terminal that its try was in vain.
  func refuse(_ attempt: SignOnTry, _ refusal: SignOnRefusal) {
    guard let connection = terminals[attempt.token] else { return }
    reactor.post(.terminal(connection, .verdict(attempt.request, .refused(refusal))))
  }

  /// The security manager's answer: a wrong password is told late.
  /// - Returns: whether the password was right; then nobody was told yet.
  func answered(_ attempt: SignOnTry, _ verdict: SignOnVerdict) -> Bool {
    switch verdict {
    case .accepted, .passwordChanged:
      context.commons.gate.withLock { $0.succeeded(attempt.user) }
      return true
    case .refused(let refusal) where refusal.reason.isGuess:
      let due = context.commons.gate.withLock {
        $0.failed(attempt.user, from: attempt.source, begun: attempt.begun, at: now)
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
    let source = PeerAddress(leg.owner.address)
    let attempt = LogOnTry(
      handle: leg.handle, user: user, source: source, begun: now, isTyped: isTyped)
    let mayRevoke =
      isTyped && context.commons.gate.withLock { $0.mayRevoke(from: source, at: now) }
    let isQueued = services.passwords.run(for: source.description) {
      let time = Clock.wall()
      let answer = database.manager.logOn(
        user: user, application: name, value: value.secret, at: time, mayRevoke: mayRevoke)
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

extension TerminalConnection {
  /// The user whose certificate the terminal has shown: its common name is a user id.
  var certified: UserID? { channel?.client?.commonName.flatMap { UserID($0.uppercased()) } }
}

/// A logon to a built-in application, on its way to the security manager.
struct LogOnTry: Sendable {
  let handle: SessionHandle
  let user: UserID
  let source: PeerAddress
  let begun: Instant
  /// Whether somebody typed the ticket or password.
  let isTyped: Bool
}
