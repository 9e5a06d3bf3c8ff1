import Messages
import Names
import Time

/// Which lines about peers who are not signed on are written, and what is said of those left out.
///
/// Anybody may connect, be refused, and connect again, some 10,000 times a second: with a line each, a
/// few minutes would push everything else out of the log. So lines that are alike are written once for
/// a source, then counted, and the count is a line every 15 seconds; and all lines of strangers
/// together have a limit a minute.
struct StrangerLines {
  /// What came from one source since its window began.
  private struct Source {
    var windowEnd: Instant
    /// Kinds of lines that were written, so that the next ones are counted.
    var kinds: Set<String>
    var left = 0
  }

  private var sources: [String: Source] = [:]
  private var minuteEnd: Instant?
  private var written = 0
  /// Left out in this minute since there were too many lines, or too many sources.
  private var left = 0

  private static let window = Duration.seconds(PeerLimits.logWindow)

  /// When `summaries` has something to say at the earliest.
  private(set) var next: Instant?

  /// Whether a line is written; it is counted otherwise.
  mutating func takes(_ cause: MessageCause, at now: Instant) -> Bool {
    switch cause {
    case .known: return true
    case .passerBy: return hasRoom(now)
    case .stranger(let address, let kind):
      guard var source = sources[address] else {
        guard sources.count < PeerLimits.logSources else {
          return leaveOut(now)
        }
        guard hasRoom(now) else { return false }
        let end = now.advanced(by: Self.window)
        sources[address] = Source(windowEnd: end, kinds: [kind])
        wake(at: end)
        return true
      }
      if source.kinds.count < PeerLimits.logKinds, !source.kinds.contains(kind), hasRoom(now) {
        source.kinds.insert(kind)
        sources[address] = source
        return true
      }
      source.left += 1
      sources[address] = source
      return false
    }
  }

  /// What is to be said now of lines that were left out.
  mutating func summaries(at now: Instant) -> [Message] {
    guard let next, next <= now else { return [] }
    return collect(now) { $0 <= now }
  }

  /// What is left to be said when the log ends.
  mutating func last(at now: Instant) -> [Message] { collect(now) { _ in true } }

  private mutating func collect(_ now: Instant, _ isDue: (Instant) -> Bool) -> [Message] {
    var told: [(address: String, left: Int)] = []
    for (address, source) in sources where isDue(source.windowEnd) {
      if source.left == 0 {
        sources[address] = nil
      } else {
        told.append((address, source.left))
        // It goes on: its next lines are counted from the first.
        sources[address]?.windowEnd = now.advanced(by: Self.window)
        sources[address]?.left = 0
      }
    }
    told.sort { ($0.left, $1.address) > ($1.left, $0.address) }
    for (_, count) in told.dropFirst(PeerLimits.logSummaries) { left += count }
    var messages = told.prefix(PeerLimits.logSummaries).map {
      Message.server.linesLeftOut(
        address: $0.address, count: $0.left, seconds: PeerLimits.logWindow)
    }
    if let end = minuteEnd, isDue(end) {
      if left > 0 { messages.append(.server.linesLeftOut(address: nil, count: left, seconds: 60)) }
      (minuteEnd, written, left) = (nil, 0, 0)
    } else if left > 0, minuteEnd == nil {
      minuteEnd = now.advanced(by: .seconds(60))
    }
    next = sources.values.map(\.windowEnd).min()
    if let minuteEnd { wake(at: minuteEnd) }
    return messages
  }

  /// Takes one of the minute's lines.
  private mutating func hasRoom(_ now: Instant) -> Bool {
    beginMinute(now)
    guard written < PeerLimits.logLines else { return leaveOut(now) }
    written += 1
    return true
  }

  private mutating func leaveOut(_ now: Instant) -> Bool {
    beginMinute(now)
    left += 1
    return false
  }

  private mutating func beginMinute(_ now: Instant) {
    if let end = minuteEnd {
      // The count of a minute that is over is told before the next begins; lines go on meanwhile.
      if end <= now, left == 0 { (minuteEnd, written) = (nil, 0) }
    }
    guard minuteEnd == nil else { return }
    let end = now.advanced(by: .seconds(60))
    minuteEnd = end
    wake(at: end)
  }

  private mutating func wake(at time: Instant) { next = min(next ?? time, time) }
}
