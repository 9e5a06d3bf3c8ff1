import Platform
import Time

/// The program that the keeper itself becomes after an upgrade, once that has said that it takes the
/// keeper's state.
///
/// It is asked in a process of its own, while the keeper goes on: nothing is given up before the answer.
struct Successor: Sendable {
  private enum Stage: Sendable {
    case none
    /// It is asked at the next quiet moment.
    case waiting(Program, until: Instant)
    case asking(Program, deadline: Instant, waitsUntil: Instant)
    case agreed(Program)
  }

  private var stage = Stage.none

  /// Workers of another program serve.
  mutating func ask(_ program: Program, at now: Instant) -> [KeeperEffect] {
    ask(program, waitsUntil: now.advanced(by: KeeperLimits.quietTime), at: now)
  }

  private mutating func ask(
    _ program: Program, waitsUntil: Instant, at now: Instant
  ) -> [KeeperEffect] {
    stage = .asking(
      program, deadline: now.advanced(by: KeeperLimits.checkTime), waitsUntil: waitsUntil)
    return [.askSuccessor(program)]
  }

  /// It could not be asked yet.
  mutating func putOff() {
    guard case .asking(let program, _, let waitsUntil) = stage else { return }
    stage = .waiting(program, until: waitsUntil)
  }

  /// What the program answered: nil for yes, or why not.
  ///
  /// - `quiet`: the program whose worker serves, while nothing else is under way; nil where something is.
  mutating func answered(_ reason: String?, quiet: Program?) -> [KeeperEffect] {
    let program: Program
    switch stage {
    case .none: return []
    case .waiting(let wanted, _): program = wanted
    case .asking(let asked, _, _): program = asked
    case .agreed(let agreed): program = agreed
    }
    guard let reason else {
      stage = .agreed(program)
      return due(quiet)
    }
    stage = .none
    return [
      .say(
        "turnstile: the keeper stays of the former program: \(program.path) does not go on in its "
          + "place: \(reason); all sessions go on with it, and 'turnstile upgrade' tries again")
    ]
  }

  /// A second passes.
  mutating func pass(quiet: Program?, at now: Instant) -> [KeeperEffect] {
    switch stage {
    case .asking(_, let deadline, _) where deadline <= now:
      return [.dismissSuccessor] + answered("it did not answer in time", quiet: nil)
    case .waiting(_, let until) where until <= now:
      return answered("the keeper had no quiet moment in which to ask it", quiet: nil)
    case .waiting(let program, let until):
      guard let quiet else { return [] }
      guard quiet == program else {
        // Another upgrade came meanwhile, and it asks for its own.
        stage = .none
        return []
      }
      return ask(program, waitsUntil: until, at: now)
    case .none, .asking, .agreed: return due(quiet)
    }
  }

  /// The keeper becomes the program where nothing else is under way; else a little later.
  private mutating func due(_ quiet: Program?) -> [KeeperEffect] {
    guard case .agreed(let program) = stage, let quiet else { return [] }
    guard quiet == program else {
      // Another upgrade came meanwhile, and it asks for its own.
      stage = .none
      return []
    }
    return [.become(program)]
  }
}
