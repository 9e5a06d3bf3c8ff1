import Crypto
import Journal
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store
import Time

/// A user's try to sign on, or to unlock a terminal, on its way to the security manager.
struct SignOnTry: Sendable {
  let token: UInt64
  let request: RequestID
  let user: UserID
  let password: SharedSecret
  let new: SharedSecret?
  let source: PeerAddress
  /// When its password began to be looked at.
  var begun: Instant
}

/// Passwords that terminals type, here or in a built-in application.
extension Shard {
  func authenticate(
    _ connection: TerminalConnection, _ request: RequestID, _ user: UserID,
    _ password: SharedSecret, _ new: SharedSecret?
  ) {
    let attempt = SignOnTry(
      token: connection.token, request: request, user: user, password: password, new: new,
      source: PeerAddress(connection.address), begun: now.instant)
    let hold = gate.hold(of: user, from: attempt.source, at: now.instant)
    guard hold > .zero else { return look(attempt) }
    setTimer(now.instant.advanced(by: hold), attempt)
  }

  /// The wait before a try is over. Whoever hung up meanwhile has lost it.
  func lookAfterHold(_ attempt: SignOnTry) {
    var attempt = attempt
    attempt.begun = now.instant
    guard terminals[attempt.token]?.isConnected == true else {
      return answer(attempt, SignOnRefusal(.busy, delay: .zero))
    }
    look(attempt)
  }

  private func look(_ attempt: SignOnTry) {
    let (database, mailbox) = (services.database, services.mailbox)
    let mayRevoke = gate.mayRevoke(from: attempt.source, at: now.instant)
    let isQueued = services.passwords.run(for: attempt.source.description) {
      let verdict = database.signOn(
        attempt.user, password: attempt.password.secret, newPassword: attempt.new,
        mayRevoke: mayRevoke)
      mailbox.send(.signOnAnswered(attempt, verdict))
    }
    if !isQueued { answer(attempt, SignOnRefusal(.busy)) }
  }

  private func answer(_ attempt: SignOnTry, _ refusal: SignOnRefusal) {
    post(.terminal(attempt.token, .verdict(attempt.request, .refused(refusal))))
  }

  /// The security manager's answer: a wrong password is told late.
  func signOnAnswered(_ attempt: SignOnTry, _ verdict: SignOnVerdict) {
    switch verdict {
    case .accepted, .passwordChanged:
      gate.succeeded(attempt.user)
      post(.terminal(attempt.token, .verdict(attempt.request, verdict)))
    case .refused(let refusal) where refusal.reason.isGuess:
      let due = gate.failed(
        attempt.user, from: attempt.source, begun: attempt.begun, at: now.instant)
      answer(attempt, SignOnRefusal(refusal.reason, delay: now.instant.duration(to: due)))
    case .refused: post(.terminal(attempt.token, .verdict(attempt.request, verdict)))
    }
  }

  // MARK: Built-in applications

  /// Asks whether a built-in application lets a user in.
  /// - Parameter isTyped: whether somebody typed the value; a ticket that this server made itself is
  ///   nobody's guess.
  func verify(
    _ host: HostID, _ user: UserID, _ name: TicketProfile, _ value: SharedSecret, isTyped: Bool
  ) {
    let (database, mailbox, journal) = (services.database, services.mailbox, services.journal)
    let address = hosts[host].flatMap { terminals[$0.owner]?.address } ?? ""
    let source = PeerAddress(address)
    let begun = now.instant
    let mayRevoke = isTyped && gate.mayRevoke(from: source, at: begun)
    let isQueued = services.passwords.run(for: source.description) {
      let time = Clock.wall()
      let answer = database.logOn(
        user: user, application: name, value: value.secret, at: time, mayRevoke: mayRevoke)
      switch answer.verdict {
      case .byTicket(let kind):
        journal.record(.ticketAccepted(user: user, profile: name, kind: kind), at: time)
      case .byPassword:
        journal.record(.passwordAccepted(user: user, application: name), at: time)
      case .refused(let reason):
        journal.record(.ticketRefused(user: user, profile: name, reason: reason), at: time)
      }
      mailbox.send(
        .logOnAnswered(
          LogOnTry(host: host, user: user, source: source, begun: begun, isTyped: isTyped), answer))
    }
    if !isQueued {
      post(.application(host, .verdict(.refused(reason: "too many requests"))))
    }
  }

  /// The answer for an application: what was guessed wrong is told late.
  func logOnAnswered(_ attempt: LogOnTry, _ answer: LogOnAnswer) {
    guard attempt.isTyped, answer.isGuess else {
      return post(.application(attempt.host, .verdict(answer.verdict)))
    }
    let due = gate.failed(
      attempt.user, from: attempt.source, begun: attempt.begun, at: now.instant)
    setTimer(due, attempt.host, answer.verdict)
  }
}

/// A logon to a built-in application, on its way to the security manager.
struct LogOnTry: Sendable {
  let host: HostID
  let user: UserID
  let source: PeerAddress
  let begun: Instant
  /// Whether somebody typed the ticket or password.
  let isTyped: Bool
}
