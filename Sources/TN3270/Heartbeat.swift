public import Bytes
public import Time

/// Whether a peer that says nothing is still there: when to ask, with what, and when it counts as lost.
///
/// A silent peer is sent DO TIMING-MARK, which its program has to answer (RFC 860), where TCP's own
/// keepalive is answered by the kernel of a program that hangs, or by a gateway. Peers that were seen
/// to answer twice are lost when they answer no more. The others get NOP, which keeps gateways from
/// closing the connection and proves nothing: some hosts do not answer, and some programs refuse an
/// option once and then fall silent.
public struct Heartbeat: Hashable, Sendable {
  /// What is to be sent, or done.
  public enum Step: Hashable, Sendable {
    /// DO TIMING-MARK.
    case ask
    /// NOP.
    case nudge
    /// Nothing came back: the peer is gone.
    case lost
  }

  private let nanoseconds: UInt64
  /// The last sign of life, or the last NOP.
  private var last: Instant
  /// When the question was asked that is not answered yet.
  private var asked: Instant?
  private var answers = 0
  private var hasBegun = false
  /// It leaves questions unanswered while it is there.
  private var isMute = false

  /// Answers after which silence is no habit any more.
  static let trustedAnswers = 2

  /// Begins with silence; the interval is the silence after which the peer is asked, and the time that it
  /// has to answer.
  public init(interval: Duration, at now: Instant) {
    nanoseconds = Instant(nanoseconds: 0).advanced(by: interval).nanoseconds
    last = now
  }

  /// Something came from the peer.
  public mutating func heard(at now: Instant) { last = now }

  /// The answer came; a second question follows where the peer is not trusted to answer always.
  public mutating func answered(at now: Instant) -> Step? {
    asked = nil
    isMute = false
    answers = min(answers + 1, Self.trustedAnswers)
    guard answers < Self.trustedAnswers else { return nil }
    asked = now
    return .ask
  }

  /// What is due, and when to look again; the first time asks in any case, so that it is known early
  /// whether the peer answers.
  public mutating func check(at now: Instant) -> (step: Step?, next: Instant) {
    guard hasBegun else {
      hasBegun = true
      last = now
      asked = now
      return (.ask, now.advanced(nanoseconds: nanoseconds))
    }
    if let since = asked {
      let due = since.advanced(nanoseconds: nanoseconds)
      guard due <= now else { return (nil, due) }
      asked = nil
      if last <= since {
        guard answers < Self.trustedAnswers else { return (.lost, due) }
        isMute = true
      }
    }
    let due = last.advanced(nanoseconds: nanoseconds)
    guard due <= now else { return (nil, due) }
    guard !isMute else {
      last = now
      return (.nudge, now.advanced(nanoseconds: nanoseconds))
    }
    asked = now
    return (.ask, now.advanced(nanoseconds: nanoseconds))
  }
}

extension Heartbeat: Freezable {
  /// Appends the interval, what was heard and what was asked.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(number: nanoseconds)
    freezer.put(last)
    freezer.put(asked)
    freezer.put(answers)
    freezer.put(hasBegun)
    freezer.put(isMute)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    nanoseconds = try thawer.number()
    last = try thawer.take()
    asked = try thawer.take()
    answers = try thawer.take()
    hasBegun = try thawer.take()
    isMute = try thawer.take()
  }
}
