/// Every bound on a script, and why it is as large as it is.
///
/// Administrators write scripts, and hosts decide how long they run: neither may hold up a user, or fill
/// the memory that many users share.
public enum ScriptLimits {
  /// Bytes of a script's file: some hundred logons of the longest kind.
  public static let fileSize = 64 << 10
  /// Characters of a line, as people still read them.
  public static let lineLength = 256
  /// Statements of one script; the longest logon that we know of has under 100.
  static let statements = 2_000
  /// Lines of a script of another product that are looked at: as many as a script may have statements.
  public static let importedLines = statements
  /// Faults of one script that are told: nobody mends more at once.
  static let faults = 100
  /// Scripts of one site.
  static let scripts = 1_000
  /// IF inside IF: deeper ones are not understood any more.
  static let blocks = 16
  /// Characters of the name of a label or a variable.
  static let nameLength = 16
  /// Seconds that `PAUSE`, `WAIT` and the options may name: a user who waits longer has gone.
  static let longestWait = 600
  /// Seconds that a wait lasts where no option says otherwise; a host that takes longer is down.
  static let standardWait = 30
  /// Scripts that wait for each other.
  static let calls = 16
  /// Variables of a script, of a user, and of all users.
  static let variables = 100
  /// Characters of a variable's value, as TPX's panels show three lines of.
  static let valueLength = 256
  /// Characters of a text that is put together: the largest screen but one.
  static let textLength = 4_096
  /// Largest number of an accumulator (TPX), and of a sum.
  static let largestNumber = 16_777_215
  /// Statements that are run before others have their turn: half a millisecond, where all of them SEARCH.
  static let statementsAtOnce = 50
  /// Statements of one run where no `OPTION MAXI` says another number (TPX's default).
  public static let maxi = 50
  /// Largest number that `OPTION MAXI` takes; 0 is no limit, and the runaway limit holds all the same.
  static let largestMaxi = 1_000_000
}
