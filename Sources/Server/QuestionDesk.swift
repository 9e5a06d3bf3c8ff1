import Diagnosis
import Journal
import Messages
import Names
import Panels
import Platform
import SAF
import SessionEngine
import Store
import Tables
import Time

/// Questions of terminals that have to wait for the disk or the security manager: helpers ask them, and
/// the answers come by mail.
struct QuestionDesk {
  let context: ShardContext

  /// Asks a helper; where too many questions wait, the terminal is told so at once.
  private func ask(
    _ connection: TerminalConnection, busy: Event,
    question: @escaping @Sendable (Services) -> Event
  ) {
    let (services, mailbox, token) = (context.services, context.mailbox, connection.token)
    let isQueued = services.helpers.run {
      mailbox.send(.event(token: token, question(services)))
    }
    if !isQueued { context.reactor.post(.terminal(connection, busy)) }
  }

  /// Makes a PassTicket.
  func ticket(_ connection: TerminalConnection, _ request: RequestID, wanted: TicketRequest) {
    if let make = context.reactor.world.ticket { return make(connection.token, request) }
    ask(connection, busy: .ticket(request, .failed(TicketFailure(.busy)))) {
      .ticket(request, $0.ticketTimes.issue(wanted, by: $0.database.manager))
    }
  }

  /// Why do tickets of a session fail for a user?
  func diagnose(
    _ connection: TerminalConnection, _ definition: EffectiveSession, for user: UserID
  ) {
    let (tables, now) = (context.site.tables, context.reactor.now.wall)
    ask(connection, busy: .diagnosed([DiagnosisLine("too many requests", .fault)])) { services in
      let diagnosis = Diagnosis(
        definition, user: user, in: tables, security: services.database.snapshot(), now: now)
      let events = LogExcerpt.tickets(
        of: definition.ticketProfile.description, in: services.journal.path)
      let excerpt = events.isEmpty ? [] : ["", "Last tickets in the log:"] + events
      return .diagnosed(diagnosis.terminalLines + excerpt.map { DiagnosisLine($0) })
    }
  }

  /// Prints a session's screen.
  func print(
    _ connection: TerminalConnection, user: UserID, session: SessionID, rows: [String]
  ) {
    let now = context.reactor.now.wall
    ask(connection, busy: .printed(.failed("too many requests"))) {
      .printed($0.printer.append(user, session, rows: rows, at: now))
    }
  }
}
