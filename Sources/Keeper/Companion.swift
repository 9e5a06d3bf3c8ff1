import Time

/// A process that stands beside all workers and outlives them: the one that speaks TLS. It is started
/// with the keeper, and again where it ends.
struct Companion: Sendable {
  private var startedAt: Instant
  private var deaths = Deaths()
  /// When it is started again, where it waits.
  private var again: Instant?

  init(at now: Instant) { startedAt = now }

  /// It has ended; started again at once, unless it dies young.
  mutating func ended(
    _ words: String, _ program: Program, at now: Instant
  ) -> [KeeperEffect] {
    guard let pause = deaths.add(life: startedAt.duration(to: now)) else {
      return start(program, at: now)
    }
    again = now.advanced(by: pause)
    return [
      .say("turnstile: the process that speaks TLS: \(words); the next one starts in \(pause)")
    ]
  }

  /// A second passes.
  mutating func pass(_ program: Program, at now: Instant) -> [KeeperEffect] {
    guard let again, again <= now else { return [] }
    return start(program, at: now)
  }

  private mutating func start(_ program: Program, at now: Instant) -> [KeeperEffect] {
    again = nil
    startedAt = now
    return [.startCompanion(program)]
  }
}
