import CPlatform
import Glibc

/// The terminal of a person whose keys come one by one. It is as it was again when this process ends or is stopped by a
/// signal, too.
public enum TakenTerminal {
  /// What a terminal leaves to this process.
  public struct Keys: OptionSet, Sendable {
    /// A bit for each.
    public let rawValue: Int
    /// Of bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Keys come at once, and are not shown; CTRL-C is a key.
    public static let atOnce = Keys(rawValue: 1)
    /// Enter, CTRL-S, CTRL-Q and CTRL-V are keys as well.
    public static let all: Keys = [.atOnce, Keys(rawValue: 2)]
  }

  /// Whether a person types, and sees what is shown.
  public static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Takes the terminal; false where there is none.
  ///
  /// - `lastWords`: what it is sent before a signal ends this process; 31 bytes at the most.
  public static func take(_ keys: Keys, lastWords: String = "") -> Bool {
    let takesAll = keys == .all
    let modes = ICANON | ECHO | ISIG | (takesAll ? IEXTEN : 0)
    let inputs = takesAll ? ICRNL | IXON : 0
    return cplatform_take_terminal(UInt32(modes), UInt32(inputs), lastWords) == 0
  }

  /// Gives it back.
  public static func leave() { cplatform_leave_terminal() }
}
