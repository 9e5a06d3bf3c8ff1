import Messages
import Names
import Platform
import SessionEngine
import TN3270
import Tables
import Time

/// Peers that say nothing are asked whether they are there (`Keepalive`).
extension Shard {
  /// A terminal is negotiated: it is asked at once, so that it is known whether it answers.
  func startHeartbeat(_ connection: TerminalConnection) {
    let interval = Duration.seconds(site.tables.system.keepalive)
    connection.heartbeat = Heartbeat(interval: interval, at: now.instant)
    terminalHeartbeat(connection.token)
  }

  func terminalAnswered(_ connection: TerminalConnection) {
    guard let step = connection.heartbeat?.answered(at: now.instant) else { return }
    ask(connection, step)
  }

  /// The time of a terminal's heartbeat came.
  func terminalHeartbeat(_ token: UInt64) {
    guard let connection = terminals[token], connection.isConnected, let name = connection.name
    else { return }
    // A terminal that rests until its host has read cannot be heard.
    if !connection.channel.rests.isEmpty { connection.heartbeat?.heard(at: now.instant) }
    guard let (step, next) = connection.heartbeat?.check(at: now.instant) else { return }
    guard step != .lost else {
      record(
        .timedOut(
          user: connection.session?.signedOnUser, terminal: name,
          what: "NO ANSWER TO KEEPALIVE"))
      return lost(connection)
    }
    if let step { ask(connection, step) }
    setHeartbeat(next, token)
  }

  private func ask(_ connection: TerminalConnection, _ step: Heartbeat.Step) {
    guard !connection.channel.isClosing else { return }
    switch step {
    case .ask: connection.channel.send { connection.machine.probe(into: &$0) }
    case .nudge: connection.channel.send(ServerMachine.nop)
    case .lost: return
    }
    flushSoon(connection)
  }

  // MARK: Hosts

  /// A host has begun to talk: it is asked soon, so that it is known whether it answers.
  func startHeartbeat(_ host: HostID, _ connection: HostConnection) {
    guard connection.heartbeat == nil else { return }
    let interval = Duration.seconds(connection.definition.entry.keepalive)
    connection.heartbeat = Heartbeat(interval: interval, at: now.instant)
    connection.heartbeatDue = now.instant.advanced(by: HostConnection.firstQuestion)
    setTimer(connection.heartbeatDue, host: host)
  }

  func hostAnswered(_ host: HostID, _ connection: HostConnection) {
    guard let step = connection.heartbeat?.answered(at: now.instant) else { return }
    ask(host, connection, step)
  }

  /// The time of a host's heartbeat came; whether the host is lost.
  func hostHeartbeat(_ host: HostID, _ connection: HostConnection) -> Bool {
    // Timers of the negotiation may be left.
    guard connection.heartbeatDue <= now.instant else { return false }
    // A host that rests until its terminal has read cannot be heard.
    if connection.channel?.rests.isEmpty == false { connection.heartbeat?.heard(at: now.instant) }
    guard let (step, next) = connection.heartbeat?.check(at: now.instant) else { return false }
    guard step != .lost else { return true }
    if let step { ask(host, connection, step) }
    connection.heartbeatDue = next
    setTimer(next, host: host)
    return false
  }

  private func ask(_ host: HostID, _ connection: HostConnection, _ step: Heartbeat.Step) {
    switch step {
    case .ask: connection.channel?.send { connection.machine.probe(into: &$0) }
    case .nudge: connection.channel?.send(ClientMachine.nop)
    case .lost: return
    }
    flushSoon(host, connection)
  }
}
