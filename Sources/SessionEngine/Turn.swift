import DataStream
import Messages
import Time

/// One turn of the engine: the time at which an event is handled, and what is to be done for it, in
/// order.
///
/// It is handed through all that handles the event, and ends with it: nothing can be done later, or for
/// another event.
struct Turn: ~Copyable {
  let now: Moment
  /// What is to be done.
  private(set) var effects: [Effect]

  /// - Parameter now: what both clocks say.
  init(at now: Moment) {
    self.now = now
    effects = []
  }

  /// Lets a turn happen whose effects come behind those that are there, in the same storage.
  static func run(
    at now: Moment, into effects: inout [Effect], body: (inout Turn) -> Void
  ) {
    var turn = Turn(at: now)
    swap(&turn.effects, &effects)
    body(&turn)
    swap(&turn.effects, &effects)
  }

  /// Wants something done.
  mutating func add(_ effect: Effect) { effects.append(effect) }

  /// Sends a 3270 record to the terminal.
  mutating func show(_ record: [UInt8]) { effects.append(.sendTerminal(record)) }

  /// Writes a line to the log.
  mutating func log(_ message: Message) { effects.append(.record(message)) }

  /// Wants to be told when a time has come.
  mutating func wake(_ purpose: TimerPurpose, _ instant: Instant) {
    effects.append(.setTimer(purpose, instant))
  }
}
