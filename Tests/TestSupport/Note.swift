import Foundation

/// Figures that a test found, for whoever asked for many: on standard error.
public enum Note {
  /// Writes one line.
  public static func write(_ text: String) {
    FileHandle.standardError.write(Data(("note: " + text + "\n").utf8))
  }
}
