import Bytes
import Time

/// How far a run is.
enum RunPhase: Hashable, Sendable {
  /// The next statement is to be run.
  case running
  /// KEY is typing: parts that are not typed yet.
  case typing([RunTyping])
  case waiting(RunWait)
  /// It is over, and whoever drives it was not told yet.
  case ending(ScriptEnd)
  case over
}

/// A part that is typed.
enum RunTyping: Hashable, Sendable {
  case text(String)
  case secret
}

/// A wait.
struct RunWait: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The host has written, and the keyboard is free.
    case free
    /// The host has written.
    case written
    /// The screen shows a text.
    case text(String)
    /// Time goes by.
    case pause
    /// The user presses a key.
    case user
    /// The ticket that was asked for is typed; then the rest of KEY.
    case answer([RunTyping])
    /// A command is given: nobody waits for it.
    case command

    /// Whether the host ends it.
    var isHost: Bool {
      switch self {
      case .free, .written, .text: true
      case .pause, .user, .answer, .command: false
      }
    }
  }

  /// What comes of it when it is too long.
  enum Expiry: Hashable, Sendable {
    case goOn
    /// To the label of OPTION TIME.
    case branch
    case fail(seconds: Int)
  }

  /// Whether whoever drives the run answers it.
  var isAnswered: Bool {
    switch kind {
    case .answer, .command: true
    case .free, .written, .text, .pause, .user: false
    }
  }

  let kind: Kind
  let deadline: Instant
  let expiry: Expiry
  /// Whoever drives the run knows the deadline.
  var isTold = false
}

extension RunWait {
  /// A wait that begins.
  ///
  /// - Parameters:
  ///   - kind: for what.
  ///   - own: seconds that its statement says.
  ///   - time: those of OPTION TIME.
  ///   - onward: those of OPTION WAIT.
  ///   - now: when it begins.
  init(_ kind: Kind, own: Int?, time: Int?, onward: Int?, at now: Instant) {
    let (seconds, expiry): (Int, Expiry) =
      switch kind {
      case .pause: (own ?? 0, .goOn)
      case .answer, .command:
        (ScriptLimits.standardWait, .fail(seconds: ScriptLimits.standardWait))
      case .user: Self.shorter(time, nil, standard: ScriptLimits.longestWait)
      case .free, .written, .text:
        Self.shorter(
          time, [own, onward].compactMap { $0 }.min(), standard: ScriptLimits.standardWait)
      }
    self.init(kind: kind, deadline: now.advanced(by: .seconds(seconds)), expiry: expiry)
  }

  /// The time-out of a wait for host or user, and what comes of it: of OPTION TIME and of seconds after
  /// which the script goes on the shorter, of two alike the label, and the standard where neither is said.
  static func shorter(
    _ time: Int?, _ onward: Int?, standard: Int
  ) -> (seconds: Int, expiry: Expiry) {
    if let time, time <= onward ?? .max { return (time, .branch) }
    if let onward { return (onward, .goOn) }
    return (standard, .fail(seconds: standard))
  }
}
