import Messages
import Names
import Platform
import SessionEngine
import Synchronization

/// Does what users' sessions want done. Nothing here delivers an event: what follows is posted.
struct Performer {
  let context: ShardContext
  let hosts: HostDesk
  let users: UserDesk
  let signOns: SignOnDesk
  let questions: QuestionDesk
  let messages: MessageDesk
  let views: ViewDesk
  let rights: RightsDesk

  private var reactor: Reactor { context.reactor }

  func perform(_ effect: Effect, _ connection: TerminalConnection) {
    switch effect {
    case .sendTerminal(let record): connection.send(record)
    case .sendTerminalSecret(let record, let told): connection.send(record, tracedAs: told)
    case .closeTerminal: connection.finish()
    case .sendHost(let host, let record), .sendHostSecret(let host, let record):
      hosts[host]?.link?.send(record)
    case .sendHostText(let host, let text): hosts[host]?.link?.send(text: text)
    case .respondHost(let host, let sequence, let sense):
      hosts[host]?.link?.respond(to: sequence, sense)
    case .attentionHost(let host): hosts[host]?.link?.attention()
    case .systemRequestHost(let host): hosts[host]?.link?.systemRequest()
    case .openHost(let host, let definition, let data, let terminal):
      guard users.mayOpen(connection) else {
        return post(
          connection, .hostClosed(host, .sessionLimit(PeerLimits.sessionsPerUser)))
      }
      hosts.open(host, definition, data: data, terminal: terminal, owner: connection)
    case .closeHost(let host): if let leg = hosts[host] { hosts.close(leg) }
    case .setTimer(let purpose, let deadline):
      reactor.setTimer(deadline, .terminal(connection.token, purpose))
    case .record(let message): reactor.record(message)
    case .authenticate(let request, let user, let password, let new):
      signOns.authenticate(connection, request, user: user, password: password, new: new)
    case .certify(let request, let user):
      signOns.certify(connection, request, user: user)
    case .proveCode(let request, let user, let step, let code):
      signOns.prove(connection, request, user: user, step: step, code: code)
    case .offerFactor(let user): signOns.offer(connection, to: user)
    case .issueTicket(let request, let ticket):
      questions.ticket(connection, request, wanted: ticket)
    case .diagnose(let definition, let user): questions.diagnose(connection, definition, for: user)
    case .printScreen(let user, let session, let rows):
      questions.print(connection, user: user, session: session, rows: rows)
    case .findUser(let user): rights.arrive(connection, user)
    case .takeOver(let user, let which):
      users.prepareTakeOver(user, which, by: connection)
    case .endLeftBehind(let user): users.endLeftBehind(user)
    case .detach(let user, let sessions):
      guard let session = connection.session else { return }
      users.park(UserSession(parking: sessions, of: user, as: session), of: connection)
    case .identify(let user):
      users.identify(connection, user)
      if let user { messages.fetch(for: user, at: connection) }
    case .tellViewer(let viewer, let answer): views.tell(viewer, answer)
    case .noteView(let viewer, let target, let detail): views.note(viewer, target, detail: detail)
    case .forgetLetters(let letters): messages.shown(letters)
    case .message(let to, let text):
      messages.send(
        UserMessage(
          from: connection.session?.signedOnUser?.description ?? "?", isOperator: false, to: to,
          text: text), from: connection)
    }
  }

  private func post(_ connection: TerminalConnection, _ event: Event) {
    reactor.post(.terminal(connection, event))
  }
}
