import Metrics
import Names
import Platform
import SessionEngine
import Tables
import Time

/// What a shard counts while it works: plain numbers of its own thread, asked for by message.
struct ShardFigures: Sendable {
  /// One side of sessions: terminals, or hosts.
  struct Side: Sendable {
    /// Bytes that were read.
    var bytesIn: UInt64 = 0
    /// Bytes that the kernel took.
    var bytesOut: UInt64 = 0
    /// Times that peers were not read, since another had to read first.
    var pauses: UInt64 = 0
  }

  var terminals = Side()
  var hosts = Side()
  /// Time of turns, without the wait for something to do.
  var turns = Histogram.turns

  /// A turn is over.
  mutating func turn(from start: Instant, to end: Instant) {
    turns.count(end > start ? end.nanoseconds - start.nanoseconds : 0)
  }
}

/// What a shard tells when it is asked for its figures.
struct ShardReport: Sendable {
  /// Sessions of an application that are equally far.
  struct SessionKind: Hashable, Sendable {
    let application: APPLID
    let state: String
  }

  /// What one side has now.
  struct Now: Sendable {
    /// Bytes that wait until peers read.
    var waiting = 0
    /// Peers that are not read, for flow control.
    var resting = 0

    mutating func add(_ channel: Channel) {
      waiting += channel.waiting
      if !channel.rests.isSubset(of: .input) { resting += 1 }
    }
  }

  let figures: ShardFigures
  private(set) var stages: [TerminalStage: Int] = [:]
  private(set) var sessions: [SessionKind: Int] = [:]
  private(set) var terminals = Now()
  private(set) var hosts = Now()
  /// Peers whose input is more than their turn allows.
  let lane: Int
  /// Messages of other threads that wait.
  let mailbox: Int

  init(_ shard: Shard) {
    figures = shard.reactor.figures
    lane = shard.reactor.laneCount
    mailbox = shard.context.mailbox.count
    for connection in shard.terminals.all {
      stages[connection.session?.stage ?? .negotiating, default: 0] += 1
      if connection.isConnected, let channel = connection.channel { terminals.add(channel) }
      guard let all = connection.session?.sessions else { continue }
      for session in all {
        let kind = SessionKind(
          application: session.definition.application, state: Self.word(session.state))
        sessions[kind, default: 0] += 1
      }
    }
    for leg in shard.hosts.all {
      if let channel = (leg.link as? TN3270Host)?.channel { hosts.add(channel) }
    }
  }

  private static func word(_ state: ActiveSession.State) -> String {
    switch state {
    case .awaitingTicket: "ticket"
    case .connecting: "connecting"
    case .active: "active"
    }
  }
}
