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
    case .closeTerminal: connection.channel.isClosing = true
    case .authenticate(let request, let user, let password, let new):
      authenticate(token, request, user, password, new)
    case .issueTicket(let request, let ticket): issueTicket(token, request, ticket, now)
    case .openHost(let host, let definition, let data, let terminal):
      openHost(host, definition, data, terminal, token)
    case .sendHost(let host, let record): toHost(host, .record(record))
    case .sendHostText(let host, let text): toHost(host, .text(text))
    case .respondHost(let host, let sequence, let sense): toHost(host, .response(sequence, sense))
    case .attentionHost(let host): toHost(host, .attention)
    case .systemRequestHost(let host): toHost(host, .systemRequest)
    case .closeHost(let host): closeHost(host)
    case .setTimer(let purpose, let deadline): setTimer(deadline, token, purpose)
    case .record(let message): record(message)
    case .findUser(let user): backlog.append((token, .elsewhere(elsewhere(user, token))))
    case .takeOver(let user): takeOver(user, by: connection)
    case .detach(let user, let sessions):
      guard let session = connection.session else { return }
      park(UserSession(parking: sessions, of: user, as: session), connection.address)
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
    if let user {
      users[user, default: []].insert(connection.token)
      if !connection.isSignedOn { admission.signedOn(from: connection.address) }
    } else if connection.isSignedOn {
      admission.signedOff(from: connection.address)
    }
    connection.isSignedOn = user != nil
  }

  // MARK: Questions to the security manager

  private func authenticate(
    _ token: UInt64, _ request: RequestID, _ user: UserID, _ password: SharedSecret,
    _ new: SharedSecret?
  ) {
    let (database, mailbox) = (services.database, services.mailbox)
    let isQueued = services.passwords.run {
      let verdict = database.signOn(user, password: password.secret, newPassword: new)
      mailbox.send(.event(token: token, .verdict(request, verdict)))
    }
    if !isQueued {
      let verdict = SignOnVerdict.refused(SignOnRefusal(.busy, delaySeconds: 1))
      backlog.append((token, .verdict(request, verdict)))
    }
  }

  private func issueTicket(
    _ token: UInt64, _ request: RequestID, _ ticket: TicketRequest, _ now: Moment
  ) {
    let (database, mailbox) = (services.database, services.mailbox)
    let isQueued = services.helpers.run {
      let outcome = database.issueTicket(ticket, at: Clock.wall())
      mailbox.send(.event(token: token, .ticket(request, outcome)))
    }
    if !isQueued {
      backlog.append((token, .ticket(request, .failed(TicketFailure(.busy)))))
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
      backlog.append((token, .diagnosed([DiagnosisLine("too many requests", .fault)])))
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
    if !isQueued { backlog.append((token, .printed(.failed("too many requests")))) }
  }

  // MARK: The same user elsewhere

  private func elsewhere(_ user: UserID, _ token: UInt64) -> [RemoteTerminal] {
    (users[user] ?? []).subtracting([token]).sorted().compactMap { other in
      guard let session = terminals[other]?.session else { return nil }
      return RemoteTerminal(
        name: session.terminal.name, isConnected: session.isConnected,
        sessions: session.sessions.count)
    }
  }

  private func takeOver(_ user: UserID, by connection: TerminalConnection) {
    var moved: [ActiveSession] = []
    for other in (users[user] ?? []).subtracting([connection.token]).sorted() {
      guard let former = terminals[other], let session = former.session,
        !session.sessions.isEmpty
      else { continue }
      // What its hosts still wait for is answered before the sessions move.
      former.session?.handle(.terminalLost, at: now, into: &effects)
      let sessions = former.session?.surrender() ?? []
      for session in sessions { hosts[session.host]?.owner = connection.token }
      record(
        .takenOver(
          user: user, from: session.terminal.name,
          to: connection.session?.terminal.name ?? session.terminal.name, sessions: sessions.count))
      moved += sessions
      if former.isConnected {
        var bytes: [UInt8] = []
        former.machine.frame(Self.takenOverRecord, into: &bytes)
        former.channel.send(bytes)
        former.channel.isClosing = true
        flush(former)
      } else {
        forgetIfEmpty(former)
      }
    }
    backlog.append((connection.token, .adopted(moved)))
  }

  /// The last thing that a terminal hears whose sessions another one took.
  private static let takenOverRecord: [UInt8] =
    [Command.eraseWrite.rawValue, WCC.restoreKeyboard.byte]
    + ebcdic("Your sessions were taken over at another terminal.")

  // MARK: Messages

  private func message(from connection: TerminalConnection, to user: UserID, _ text: String) {
    let from = connection.session?.signedOnUser?.description ?? "?"
    let count = deliver(message: text, from: from, to: user)
    backlog.append((connection.token, .messageDelivered(to: user.description, terminals: count)))
  }

  /// Number of terminals that a message reached.
  func deliver(message text: String, from: String, to user: UserID) -> Int {
    let tokens = (users[user] ?? []).filter {
      terminals[$0]?.isConnected == true && terminals[$0]?.session?.takesMessages == true
    }
    for token in tokens.sorted() { queue(.message(from: from, text: text), token) }
    record(.messageSent(from: from, to: user, terminals: tokens.count))
    return tokens.count
  }
}
