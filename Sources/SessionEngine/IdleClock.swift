import Bytes
import Tables
import Time

/// How long the keyboard has been idle.
struct IdleClock: Hashable, Sendable {
  /// Seconds before a stage at which it is announced.
  static let warning = 30

  /// The last key that reached us.
  private(set) var last = Instant(nanoseconds: 0)
  /// The stage that has struck: 0 none, 1 the first.
  private(set) var stage = 0
  /// Whether the next stage was announced.
  private var isWarned = false
  /// When the timer goes off that looks next; nil: none was set.
  private var timer: Instant?

  /// What an idle keyboard leads to.
  enum Outcome: Hashable, Sendable {
    case nothing
    /// A stage is near: the user is warned.
    case announce(StageOption)
    /// A stage has come, with its option.
    case strike(StageOption)
  }

  /// A key was pressed: everything counts from now.
  mutating func touch(_ now: Instant) {
    last = now
    stage = 0
    isWarned = false
  }

  /// Time of the next thing that happens to an idle keyboard: an announcement, or a stage.
  private func next(_ policy: UserPolicy) -> Instant? {
    guard policy.stage1Timeout > 0, stage < 2 else { return nil }
    var minutes = policy.stage1Timeout
    if stage == 1 {
      guard policy.stage2Timeout > 0 else { return nil }
      minutes += policy.stage2Timeout
    }
    return last.advanced(by: .seconds(minutes * 60 - (isWarned ? 0 : Self.warning)))
  }

  /// Sets the timer for what comes next, where none goes off before that and looks again.
  mutating func arm(_ policy: UserPolicy, _ turn: inout Turn) {
    guard let next = next(policy) else { return }
    if let timer, timer > turn.now.instant, timer <= next { return }
    timer = next
    turn.wake(.idle, next)
  }

  /// Whether a timer that goes off then is one that was set for the user who sits there.
  func isSet(by due: Instant) -> Bool { timer.map { $0 <= due } ?? false }

  /// The timer went off; whoever asks sets it again with `arm`.
  ///
  /// - `policy`: the user's time-outs.
  /// - `isBusy`: whether a file is on its way, while which nobody presses keys.
  /// - `now`: the time.
  mutating func wentOff(_ policy: UserPolicy, isBusy: Bool, now: Instant) -> Outcome {
    timer = nil
    // Where a key was pressed since, the timer is set again for what counts now.
    guard let due = next(policy), due <= now else { return .nothing }
    if isBusy {
      touch(now)
      return .nothing
    }
    let option = stage == 0 ? policy.stage1Option : policy.stage2Option
    guard isWarned else {
      isWarned = true
      // What is announced late, since the tables changed, comes as late: the time told is true.
      let late = due.duration(to: now)
      if late >= .seconds(1) { last = last.advanced(by: late) }
      return .announce(option)
    }
    stage += 1
    isWarned = false
    return .strike(option)
  }
}

extension IdleClock: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(last)
    freezer.put(stage)
    freezer.put(isWarned)
    freezer.put(timer)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    last = try thawer.take()
    stage = try thawer.take()
    isWarned = try thawer.take()
    timer = try thawer.take()
  }
}
