import Messages
import Names
import SAF
import Tables

/// Events in words, for traces: nothing secret, and no text of anybody, is in them.
extension Event {
  /// One line; `name` calls a session as its user does.
  public func words(_ name: (SessionHandle) -> String) -> String {
    switch self {
    case .terminalRecord(let record): "terminal record (\(record.count) bytes)"
    case .attention: "ATTN"
    case .systemRequest: "SYSREQ"
    case .terminalLost: "the terminal is gone"
    case .verdict(_, let verdict):
      switch verdict {
      case .accepted: "password accepted"
      case .passwordChanged: "password changed"
      case .factorNeeded(let step):
        step.need == .enrolment ? "a second factor is needed" : "a code is needed"
      case .refused(let refusal): "password refused: \(refusal.reason.text)"
      }
    case .factorOffered: "a secret to enrol with"
    case .ticket(_, .issued(_, let kind)): "ticket made, \(kind)"
    case .ticket(_, .failed(let failure)): "no ticket: \(failure)"
    case .hostReady(let handle, let lu):
      "\(name(handle)) is ready" + (lu.map { " with LU \($0)" } ?? "")
    case .hostRecord(let handle, let record, _): "\(name(handle)) record (\(record.count) bytes)"
    case .hostText(let handle, let text): "\(name(handle)) system text (\(text.count) bytes)"
    case .hostBound(let handle, let sizes):
      "\(name(handle)) is bound, \(sizes.words)"
    case .hostUnbound(let handle): "\(name(handle)) is unbound"
    case .hostClosed(let handle, let end): "\(name(handle)) has ended: \(end)"
    case .timer(let purpose): "timer \(purpose.words(name))"
    case .siteReplaced: "new tables or panels"
    case .rights(let user, let rights):
      "rights of \(user): " + rights.lines.joined(separator: ", ")
    case .elsewhere(let terminals): "elsewhere \(terminals.map { "\($0.name)" })"
    case .adopted(let sessions): "adopted \(sessions.map { "\($0.id)" })"
    case .messages(let all): "message from \(all.map(\.from).joined(separator: ", "))"
    case .messageDelivered(let to, let fate): "message to \(to): \(fate)"
    case .printed(let result): "printed: \(result)"
    case .diagnosed(let lines): "diagnosed (\(lines.count) lines)"
    case .cancelled: "cancelled"
    case .serverStops: "the server stops"
    case .viewer(_, .asks(let viewer)): "\(viewer.user) wants to view it"
    case .viewer(_, .looks): "a viewer looks"
    case .viewer(_, .leaves): "a viewer leaves"
    case .evicted: "evicted"
    case .departed: "departed"
    }
  }
}

/// Effects in words, for traces: nothing secret, and no text of anybody, is in them.
extension Effect {
  /// One line; `name` calls a session as its user does.
  public func words(_ name: (SessionHandle) -> String) -> String {
    switch self {
    case .sendTerminal(let record): "to the terminal (\(record.count) bytes)"
    case .sendTerminalSecret(let record, _): "to the terminal (\(record.count) bytes, a secret)"
    case .closeTerminal(.cancelled): "close the terminal: cancelled"
    case .closeTerminal(let reason): "close the terminal: \(reason)"
    case .authenticate(_, let user, _, let new):
      "authenticate \(user)\(new == nil ? "" : " with a new password")"
    case .certify(_, let user): "certify \(user)"
    case .proveCode(_, let user, _, _): "code of \(user)"
    case .offerFactor(let user): "a secret to enrol with for \(user)"
    case .issueTicket(_, let request): "ticket for \(request.user)"
    case .openHost(let handle, let definition, _, _):
      "open \(name(handle)) to \(definition.application)"
    case .sendHostSecret(let handle, let record):
      "to \(name(handle)) (\(record.count) bytes with a secret)"
    case .sendHost(let handle, let record): "to \(name(handle)) (\(record.count) bytes)"
    case .sendHostText(let handle, let text): "system text to \(name(handle)) (\(text.count) bytes)"
    case .respondHost(let handle, let sequence, let sense):
      "response to \(name(handle)), record \(sequence): \(sense)"
    case .attentionHost(let handle): "ATTN to \(name(handle))"
    case .systemRequestHost(let handle): "SYSREQ to \(name(handle))"
    case .closeHost(let handle): "close \(name(handle))"
    case .setTimer(let purpose, _): "timer \(purpose.words(name))"
    case .record(let message): "log \(message.id.number)"
    case .findUser(let user): "find \(user)"
    case .takeOver(let user, _): "take over the sessions of \(user)"
    case .endLeftBehind(let user): "end what \(user) left behind"
    case .forgetLetters(let letters): "\(letters.count) letters were shown"
    case .detach(let user, let sessions): "keep \(sessions.count) sessions of \(user)"
    case .identify(let user): "here sits \(user?.description ?? "nobody")"
    case .message(let to, _): "message to \(to)"
    case .diagnose(let session, let user): "diagnose \(session.id) for \(user)"
    case .tellViewer(let viewer, _): "tell the viewer \(viewer.user)"
    case .noteView(let viewer, _, _): "note the view of \(viewer.user)"
    case .printScreen(let user, let session, _): "print the screen of \(session) for \(user)"
    }
  }
}

extension BoundSizes {
  fileprivate var words: String {
    func size(_ rows: Int?, _ columns: Int?) -> String {
      guard let rows, let columns else { return "its own" }
      return "\(rows)x\(columns)"
    }
    return "default size \(size(rows, columns)), alternate \(size(alternateRows, alternateColumns))"
  }
}

/// Purposes of timers in words, for traces and for the operator.
extension TimerPurpose {
  /// What the timer is for; `name` calls a session as its user does.
  public func words(_ name: (SessionHandle) -> String) -> String {
    switch self {
    case .query: "query"
    case .logon: "logon"
    case .idle: "idle"
    case .jump: "jump"
    case .starting(let handle): "start of \(name(handle))"
    case .read(let handle): "read of \(name(handle))"
    case .delay: "delay"
    case .disconnect: "disconnect"
    case .script(let handle): "script of \(name(handle))"
    case .session(let handle): "idle \(name(handle))"
    case .messages: "messages"
    case .viewers: "viewers"
    }
  }
}
