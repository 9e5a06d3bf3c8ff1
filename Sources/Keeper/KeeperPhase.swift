import Time

/// What the keeper is about.
enum KeeperPhase: Sendable {
  case serving(Worker, Trial?)
  /// A candidate is looked at, while the old worker serves.
  case trying(Worker, Upgrade)
  /// The old worker was told to yield; nil for a candidate that has failed meanwhile.
  case yielding(Worker, Upgrade?, deadline: Instant)
  /// The next worker waits.
  case resting(until: Instant, Program, Beginning.Cause)
  case ended

  /// The worker that has the sessions.
  var worker: Worker? {
    switch self {
    case .serving(let worker, _), .trying(let worker, _), .yielding(let worker, _, _): worker
    case .resting, .ended: nil
    }
  }

  /// The program that companions are started from, whether or not a worker serves: one that has its turn
  /// and did not serve yet is none. Nil after the end.
  var program: Program? {
    switch self {
    case .resting(_, let program, _): program
    case .serving(_, let trial?): trial.former
    case .serving, .trying, .yielding, .ended: worker?.program
    }
  }

  /// Takes a change of the worker that has the sessions.
  mutating func replace(_ worker: Worker) {
    switch self {
    case .serving(_, let trial): self = .serving(worker, trial)
    case .trying(_, let upgrade): self = .trying(worker, upgrade)
    case .yielding(_, let upgrade, let deadline):
      self = .yielding(worker, upgrade, deadline: deadline)
    case .resting, .ended: break
    }
  }
}
