import Crypto
import DataStream
import DemoApplications
import Diagnosis
import EBCDIC
import Journal
import Messages
import Names
import Panels
import Platform
import SAF
import SessionEngine
import Store
import TN3270
import Tables
import Time

/// What a user's session wants done.
extension Shard {
  static func ebcdic(_ text: String) -> [UInt8] { CodePage.cp037.encode(text) }

  func perform(_ effect: Effect, _ connection: TerminalConnection, at now: Moment) {
    let token = connection.token
    switch effect {
    case .sendTerminal(let record):
      guard connection.isConnected, !connection.channel.isClosing else { return }
      connection.channel.send { connection.machine.frame(record, into: &$0) }
    case .closeTerminal: finish(connection)
    case .authenticate(let request, let user, let password, let new):
      authenticate(connection, request, user, password, new)
    case .issueTicket(let request, let ticket): issueTicket(token, request, ticket, now)
    case .openHost(let host, let definition, let data, let terminal):
      guard mayOpen(connection) else {
        post(.terminal(token, .hostClosed(host, .sessionLimit(PeerLimits.sessionsPerUser))))
        return
      }
      openHost(host, definition, data, terminal, token)
    case .sendHost(let host, let record): toHost(host, .record(record))
    case .sendHostText(let host, let text): toHost(host, .text(text))
    case .respondHost(let host, let sequence, let sense): toHost(host, .response(sequence, sense))
    case .attentionHost(let host): toHost(host, .attention)
    case .systemRequestHost(let host): toHost(host, .systemRequest)
    case .closeHost(let host): closeHost(host)
    case .setTimer(let purpose, let deadline): setTimer(deadline, token, purpose)
    case .record(let message): record(message)
    case .findUser(let user): post(.terminal(token, .elsewhere(elsewhere(user, token))))
    case .takeOver(let user, let which): prepareTakeOver(user, which, by: connection)
    case .endLeftBehind(let user): endLeftBehind(user)
    case .detach(let user, let sessions):
      guard let session = connection.session else { return }
      park(UserSession(parking: sessions, of: user, as: session), of: connection)
    case .identify(let user): identify(connection, user)
    case .diagnose(let definition, let user): diagnose(token, definition, user, now)
    case .printScreen(let user, let session, let rows): printScreen(token, user, session, rows, now)
    case .message(let to, let text): message(from: connection, to: to, text)
    }
  }

  private func identify(_ connection: TerminalConnection, _ user: UserID?) {
    for (other, tokens) in users where tokens.contains(connection.token) {
      leave(other, connection.token)
    }
    if let user { users[user, default: []].insert(connection.token) }
    // A terminal that is gone was counted off when it went.
    if connection.isConnected, connection.isSignedOn != (user != nil) {
      if user != nil {
        admission.signedOn(from: connection.address)
      } else {
        admission.signedOff(from: connection.address)
      }
    }
    connection.isSignedOn = user != nil
  }

  // MARK: Questions to the security manager

  private func issueTicket(
    _ token: UInt64, _ request: RequestID, _ ticket: TicketRequest, _ now: Moment
  ) {
    let (database, mailbox) = (services.database, services.mailbox)
    let isQueued = services.helpers.run {
      let outcome = database.issueTicket(ticket, at: Clock.wall())
      mailbox.send(.event(token: token, .ticket(request, outcome)))
    }
    if !isQueued {
      post(.terminal(token, .ticket(request, .failed(TicketFailure(.busy)))))
    }
  }

  private func diagnose(
    _ token: UInt64, _ definition: EffectiveSession, _ user: UserID, _ now: Moment
  ) {
    let (database, mailbox, log) = (services.database, services.mailbox, services.journal.path)
    let tables = site.tables
    let isQueued = services.helpers.run {
      var lines: [DiagnosisLine]
      do {
        let diagnosis = Diagnosis(
          definition, user: user, tables, try database.snapshot(), now: now.wall)
        lines = diagnosis.terminalLines
        let events = LogExcerpt.tickets(of: definition.ticketProfile.description, in: log)
        if !events.isEmpty {
          lines += (["", "Last tickets in the log:"] + events).map { DiagnosisLine($0) }
        }
      } catch {
        lines = [DiagnosisLine("\(error)", .fault)]
      }
      mailbox.send(.event(token: token, .diagnosed(lines)))
    }
    if !isQueued {
      post(.terminal(token, .diagnosed([DiagnosisLine("too many requests", .fault)])))
    }
  }

  private func printScreen(
    _ token: UInt64, _ user: UserID, _ session: SessionID, _ rows: [String], _ now: Moment
  ) {
    let (printer, mailbox) = (services.printer, services.mailbox)
    let isQueued = services.helpers.run {
      let result = printer.append(user, session, rows, at: now.wall)
      mailbox.send(.event(token: token, .printed(result)))
    }
    if !isQueued { post(.terminal(token, .printed(.failed("too many requests")))) }
  }

  // MARK: The same user elsewhere

  private func elsewhere(_ user: UserID, _ token: UInt64) -> [RemoteTerminal] {
    others(of: user, than: token).compactMap { terminals[$0]?.session.map { RemoteTerminal($0) } }
  }

  /// Ends what a user left without a terminal, at sign-offs and with lost lines.
  private func endLeftBehind(_ user: UserID) {
    for token in (users[user] ?? []).sorted() where terminals[token]?.isConnected == false {
      post(.terminal(token, .departed))
    }
  }

  /// Whether the user of a terminal may have the session that is about to be opened there, which counts
  /// already.
  private func mayOpen(_ connection: TerminalConnection) -> Bool {
    guard let session = connection.session, let user = session.signedOnUser else { return true }
    let counted = others(of: user, than: connection.token).compactMap { terminals[$0]?.session }
      .filter { !$0.isConnected || !session.isShared }
    let count = counted.reduce(session.sessions.count) { $0 + $1.sessions.count }
    return count <= PeerLimits.sessionsPerUser
  }

  /// The user's other terminals hear that they are left, so that what their hosts still wait for is
  /// answered; then the sessions move.
  private func prepareTakeOver(
    _ user: UserID, _ which: TakeOver, by connection: TerminalConnection
  ) {
    guard let name = connection.session?.terminal.name else { return }
    let formers = others(of: user, than: connection.token).filter { other in
      terminals[other]?.session.map { which.takes(RemoteTerminal($0), at: name) } ?? false
    }
    for former in formers { post(.terminal(former, .terminalLost)) }
    post(.takeOver(user, from: formers, by: connection.token))
  }

  /// A user's other terminals, and what keeps sessions without one.
  private func others(of user: UserID, than token: UInt64) -> [UInt64] {
    (users[user] ?? []).subtracting([token]).sorted()
  }

  /// Moves a user's sessions from other terminals to one, and lets those go; where the one has gone
  /// meanwhile, the sessions stay for the next.
  func takeOver(_ user: UserID, from formers: [UInt64], by token: UInt64) {
    let taker = terminals[token]?.session.flatMap { $0.signedOnUser == user ? $0 : nil }
    var moved: [ActiveSession] = []
    for other in formers {
      guard let former = terminals[other], let name = former.session?.terminal.name else {
        continue
      }
      let sessions = taker == nil ? [] : former.session?.surrender() ?? []
      for session in sessions { move(session.host, from: former, to: token) }
      if let taker, !sessions.isEmpty {
        record(
          .takenOver(user: user, from: name, to: taker.terminal.name, sessions: sessions.count))
      }
      moved += sessions
      guard former.isConnected else {
        forgetIfEmpty(former)
        continue
      }
      var bytes: [UInt8] = []
      former.machine.frame(Self.takenOverRecord, into: &bytes)
      former.channel.send(bytes)
      finish(former)
      // It may take long to hear that, and nobody shall find the user there.
      if former.session?.sessions.isEmpty == true { leave(user, other) }
    }
    if taker != nil { tell(token, .adopted(moved)) }
  }

  /// The last thing that a terminal hears whose sessions another one took.
  private static let takenOverRecord: [UInt8] =
    [Command.eraseWrite.rawValue, WCC.restoreKeyboard.byte]
    + ebcdic("Your sessions were taken over at another terminal.")

  // MARK: Messages

  private func message(from connection: TerminalConnection, to user: UserID, _ text: String) {
    let from = connection.session?.signedOnUser?.description ?? "?"
    let count = deliver(message: text, from: from, to: user)
    let isSignedOn = users[user]?.contains { terminals[$0]?.isConnected == true } ?? false
    post(
      .terminal(
        connection.token,
        .messageDelivered(to: user.description, terminals: count, isSignedOn: isSignedOn)))
  }

  /// Number of terminals that a message reached.
  func deliver(
    message text: String, from: String, isOperator: Bool = false, to user: UserID
  ) -> Int {
    let tokens = (users[user] ?? []).filter {
      terminals[$0]?.isConnected == true
        && terminals[$0]?.session?.takesMessages(isOperator: isOperator) == true
    }
    for token in tokens.sorted() { post(.terminal(token, .message(from: from, text: text))) }
    record(.messageSent(from: from, to: user, terminals: tokens.count))
    return tokens.count
  }
}
