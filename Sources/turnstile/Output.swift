import Glibc

/// Lines for the person at the command line.
enum Output {
  /// Writes a line, at once, so that a script that waits for it sees it.
  static func line(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes a line to standard error.
  static func error(_ text: String) { write(text, to: STDERR_FILENO) }

  /// How far a long command is, on one line that is written again and again; on a terminal only.
  static func progress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    write("\r\u{1B}[K\(text)", to: STDERR_FILENO, end: "")
  }

  /// Takes the line of `progress` away.
  static func endProgress() {
    if isatty(STDERR_FILENO) == 1 { write("\r\u{1B}[K", to: STDERR_FILENO, end: "") }
  }

  private static func write(_ text: String, to descriptor: Int32, end: String = "\n") {
    let bytes = Array((text + end).utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done)
      }
      guard count > 0 else { return }
      done += count
    }
  }
}
