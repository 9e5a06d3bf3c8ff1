import Foundation

/// How often a test repeats what it repeats: a few times in every run, more where it is asked for.
public enum Scale {
  /// The number in an environment variable, or the standard.
  public static func of(_ variable: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? standard
  }
}
