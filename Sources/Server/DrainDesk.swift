import Messages
import Names
import Platform
import SessionEngine
import Synchronization
import Time

/// How a shard is emptied: its panels say that nobody signs on, its users are told now and again near the
/// end, and the first shard stops the server when it is time or nobody is left.
final class DrainDesk {
  private let context: ShardContext
  private let terminals: TerminalDesk
  /// When users are told again, soonest first.
  private var reminders: [Instant] = []

  private var reactor: Reactor { context.reactor }

  init(_ context: ShardContext, _ terminals: TerminalDesk) {
    self.context = context
    self.terminals = terminals
  }

  /// Begins, changes the time or, with nil, goes on as if nothing had been.
  func take(_ drain: Drain?) {
    guard drain != context.site.drain else { return }
    context.site = context.site.draining(drain)
    _ = reactor.takeTimers { if case .drain = $0 { true } else { false } }
    terminals.tellOfSite()
    guard let drain else { return tell("The server goes on: nobody has to leave.") }
    // A reminder that would come soon after the first word is none.
    reminders = moments(before: drain) { $0 * 2 }
    tell(words(drain))
    tick(drain)
  }

  /// Goes on with what a former process began, before its terminals come; nobody is told again.
  func resume(_ drain: Drain) {
    guard drain != context.site.drain else { return }
    context.site = context.site.draining(drain)
    reminders = moments(before: drain) { $0 }
    tick(drain)
    context.commons.drain.withLock { $0 = drain }
    // There may be more shards than there were.
    context.commons.tellAll(.drain(drain))
  }

  /// When users are told again: as long before the end as the table says, where that much is left.
  private func moments(before drain: Drain, left: (Duration) -> Duration) -> [Instant] {
    let now = reactor.now.instant
    return PeerLimits.drainReminders.compactMap { seconds in
      let before = Duration.seconds(seconds)
      return now.advanced(by: left(before)) <= drain.end
        ? drain.end.advanced(by: .zero - before) : nil
    }
  }

  /// A second has passed, or more: users are told again where it is time for it, and the end is seen to.
  func timeHasCome(_ drain: Drain) {
    let now = reactor.now.instant
    if let next = reminders.first, next <= now {
      reminders.removeAll { $0 <= now }
      tell(words(drain))
    }
    let isOver = drain.end <= now || context.commons.homes.withLock { $0.count } == 0
    guard isOver, context.index == 0 else { return tick(drain) }
    reactor.world.stop()
  }

  private func tick(_ drain: Drain) {
    reactor.setTimer(reactor.now.instant.advanced(by: .seconds(1)), .drain(drain))
  }

  private func words(_ drain: Drain) -> String {
    "The server stops at \(drain.time); your sessions end then. \(drain.text)"
  }

  private func tell(_ text: String) {
    for connection in terminals.inOrder where connection.isSignedOn && connection.isConnected {
      reactor.post(.terminal(connection, .message(from: "OPERATOR", text: text)))
    }
  }
}

/// Takes `DRAIN [TIME [TEXT]]` and `DRAIN OFF` to the shards.
struct DrainOperator {
  let commons: Commons
  let now: Moment
  let record: (Message) -> Void

  /// Sees to a request; `answer` is called once, from any thread.
  func take(_ operands: [String], _ answer: @escaping ShardOperator.Answer) {
    let first = operands.first ?? DrainTime.standard
    guard first.uppercased() != "OFF" else { return cancel(operands.count, answer) }
    guard let time = DrainTime(first) else {
      return answer(.failed("\(first) is no time; say OFF, or \(DrainTime.expected)"))
    }
    let wall = WallTime(seconds: now.wall.seconds + time.duration.components.seconds)
    let drain = Drain(
      end: now.instant.advanced(by: time.duration), time: Self.clock(wall),
      text: ShardOperator.plain(operands.dropFirst().joined(separator: " ")))
    let former = tell(drain)
    record(.server.draining(until: drain.time))
    let began = former == nil ? "nobody signs on from now on" : "the time is changed"
    ShardOperator(commons: commons).gather(or: answer, { .status($0) }) { parts in
      let all = parts.reduce(ShardStatus(), +)
      answer(
        Administration.Answer(lines: [
          "\(began); the server stops at \(drain.time), or before when nobody is left",
          "signed on \(all.signedOn)", "sessions \(all.sessions)",
        ]))
    }
  }

  /// What `STATUS` says of it: nothing, where the server is not being emptied.
  static func status(_ commons: Commons) -> [String] {
    commons.drain.withLock { $0 }.map { ["drains until \($0.time)"] } ?? []
  }

  private func cancel(_ words: Int, _ answer: ShardOperator.Answer) {
    guard words == 1 else { return answer(.failed("nothing stands behind OFF")) }
    guard tell(nil) != nil else { return answer(.failed("the server is not being drained")) }
    record(.server.drainCancelled)
    answer(Administration.Answer(lines: ["sign-ons are taken again"]))
  }

  /// All shards hear of it, in the order in which operators say it.
  /// - Returns: what was in force before.
  private func tell(_ drain: Drain?) -> Drain? {
    commons.drain.withLock { current in
      let former = current
      current = drain
      commons.tellAll(.drain(drain))
      return former
    }
  }

  /// A time of the day where the server is.
  private static func clock(_ time: WallTime) -> String {
    CivilDate(time, offsetSeconds: Clock.utcOffset(at: time)).clock
  }
}
