import Crypto
import Glibc

/// Lines for the person at the command line.
enum Output {
  /// Writes a line, at once, so that a script that waits for it sees it.
  static func line(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes a text of several lines, each of which has its end.
  static func text(_ text: String) { write(text, to: STDOUT_FILENO, end: "") }

  /// Writes a line with a secret in it to standard output, in bytes that are wiped.
  static func secretLine(_ head: String, hexadecimal secret: [UInt8]) {
    var bytes = Array(head.utf8)
    bytes.reserveCapacity(bytes.count + 2 * secret.count + 1)
    defer { Wipe.bytes(&bytes) }
    for byte in secret {
      for nibble in [byte >> 4, byte & 0x0F] { bytes.append(nibble + (nibble < 10 ? 0x30 : 0x37)) }
    }
    bytes.append(0x0A)
    write(bytes, to: STDOUT_FILENO)
  }

  /// Writes a secret text to standard output as it is.
  static func secret(_ text: borrowing Secret) {
    var bytes = text.withBytes { Array($0) }
    defer { Wipe.bytes(&bytes) }
    write(bytes, to: STDOUT_FILENO)
  }

  /// Writes what moves the cursor of a terminal.
  static func raw(_ text: String) { write(text, to: STDOUT_FILENO, end: "") }

  /// Writes bytes that a terminal is sent.
  static func bytes(_ bytes: [UInt8]) {
    if !bytes.isEmpty { write(bytes, to: STDOUT_FILENO) }
  }

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
    write(Array((text + end).utf8), to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
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
