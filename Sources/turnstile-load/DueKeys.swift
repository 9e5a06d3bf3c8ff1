import Time

/// Times of keys that are due and wait for a terminal: first in, first out.
struct DueKeys {
  private var times: [Instant] = []
  private var start = 0

  /// Times that were taken and still lie in front, until they are cleared away.
  private static let slack = 4096

  /// Keys that wait.
  var count: Int { times.count - start }
  var isEmpty: Bool { count == 0 }

  /// A key is due.
  mutating func append(_ due: Instant) {
    if start > Self.slack, start * 2 > times.count {
      times.removeFirst(start)
      start = 0
    }
    times.append(due)
  }

  /// When the one was due that has waited longest; nil where none waits.
  mutating func popFirst() -> Instant? {
    guard !isEmpty else { return nil }
    start += 1
    return times[start - 1]
  }
}
