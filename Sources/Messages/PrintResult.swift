/// What became of a screen that a user printed.
public enum PrintResult: Hashable, Sendable {
  /// It stands at the end of this file of the state directory.
  case appended(String)
  /// The file has reached its limit, in MiB; somebody has to take it away.
  case full(Int)
  /// The system's reason.
  case failed(String)
}
