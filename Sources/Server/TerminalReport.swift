import DataStream
import Names
import SessionEngine
import TN3270
import Terminal
import Time

/// How a terminal is, for the operator: a line a thing, the word that says what it is first.
enum TerminalReport {
  static func lines(_ connection: TerminalConnection) -> [String] {
    var lines = ["terminal \(connection.name.map { "\($0)" } ?? "-")"]
    lines.append("address \(connection.address)")
    lines.append("tls \(connection.channel?.isSecure ?? false ? "yes" : "no")")
    if let session = connection.session {
      lines += agreed(session, connection.machine.agreedFunctions)
      lines.append("user \(session.signedOnUser.map { "\($0)" } ?? "-")")
      lines.append("shows \(session.shown)")
      for one in session.sessions { lines.append("session \(one.id) \(state(one))") }
    } else {
      lines.append("shows nothing: it negotiates")
    }
    lines.append("output \(connection.channel?.waiting ?? 0) bytes wait")
    if let rests = connection.channel?.rests, !rests.isEmpty {
      lines.append("reading rests: \(words(rests))")
    }
    lines += timers(connection)
    if let trace = connection.trace {
      lines.append("trace \(trace.sink.name)" + (trace.sink.end.map { ", ended: \($0)" } ?? ""))
    }
    return lines
  }

  private static func agreed(_ session: UserSession, _ functions: TN3270EFunctions) -> [String] {
    let terminal = session.terminal
    let screen = session.capabilities
    var abilities: [String] = []
    if screen.hasColor { abilities.append("color") }
    if screen.hasHighlighting { abilities.append("highlighting") }
    if screen.hasGraphicEscape { abilities.append("graphic escape") }
    if screen.isDoubleByte { abilities.append("double-byte text") }
    if screen.hasDDM { abilities.append("file transfer") }
    return [
      "type \(terminal.type)",
      "telnet \(terminal.isTN3270E ? "TN3270E \(functions)" : "TN3270")",
      "screen \(screen.defaultSize), alternate \(screen.alternateSize)"
        + abilities.map { ", \($0)" }.joined(),
    ]
  }

  static func state(_ session: ActiveSession) -> String {
    var words: String
    switch session.state {
    case .awaitingTicket: words = "waits for its ticket"
    case .connecting: words = "connects"
    case .active: words = "active, \(session.space.size)"
    }
    if session.runsScript { words += ", runs its script" }
    if session.isTransferring { words += ", transfers a file" }
    if session.hasUnseenOutput { words += ", has output that was not seen" }
    return words
  }

  private static func words(_ rests: Channel.Rest) -> String {
    var words: [String] = []
    if rests.contains(.input) { words.append("input waits") }
    if rests.contains(.otherSide) { words.append("its host does not read") }
    if rests.contains(.output) { words.append("it does not read") }
    return words.joined(separator: ", ")
  }

  /// Deadlines that still count, the next one of each kind.
  private static func timers(_ connection: TerminalConnection) -> [String] {
    let reactor = connection.desk.context.reactor
    var seen: Set<String> = []
    return reactor.timers(of: connection.token).compactMap { deadline, alarm in
      let what = words(alarm, connection.session)
      guard counts(alarm, deadline, at: connection), seen.insert(what).inserted else { return nil }
      let seconds = reactor.now.instant.duration(to: deadline).components.seconds
      return "timer \(what) in \(max(0, seconds)) s"
    }
  }

  private static func counts(
    _ alarm: Alarm, _ deadline: Instant, at connection: TerminalConnection
  ) -> Bool {
    switch alarm {
    case .terminal(_, let purpose): connection.session?.awaits(purpose, at: deadline) ?? false
    case .step: connection.negotiates
    case .key: connection.waitsForKey
    case .heartbeat, .linger, .signOn, .question, .host, .verdict, .rights, .drain: true
    }
  }

  private static func words(_ alarm: Alarm, _ session: UserSession?) -> String {
    switch alarm {
    case .terminal(_, let purpose):
      purpose.words { host in session?.sessions[host].map { "\($0.id)" } ?? "\(host)" }
    case .heartbeat: "keepalive"
    case .step: "negotiation"
    case .key: "next key"
    case .linger: "last words"
    case .signOn: "sign-on"
    case .question: "question of the authority"
    case .host, .verdict: "host"
    case .rights: "rights"
    case .drain: "drain"
    }
  }
}
