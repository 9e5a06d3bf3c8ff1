import ArgumentParser
import Crypto
import Glibc

/// What a person or a script gives on standard input.
enum StandardInput {
  /// Longest input.
  static let limit = 1 << 20

  /// Whether a person types it.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// One line, whatever it ends with; nil at the end. As bytes, which the caller wipes.
  ///
  /// `prompt`: nil where nobody types.
  static func line(prompt: String?) -> [UInt8]? {
    var all: [UInt8] = []
    all.reserveCapacity(limit + 1)
    if let prompt { Output.error(prompt) }
    return appendLine(to: &all) ? all : nil
  }

  /// One command of a conversation, its continued lines with it; nil at the end.
  ///
  /// As bytes, which the caller wipes: a password may be in it.
  ///
  /// - `prompt`: nil where nobody types.
  /// - Throws: where the input ends behind a line that another was to continue; half a command is not done.
  static func statement(prompt: String?) throws -> [UInt8]? {
    var all: [UInt8] = []
    all.reserveCapacity(limit + 1)
    while all.count < limit {
      if let prompt { Output.error(all.isEmpty ? prompt : "") }
      let start = all.count
      guard appendLine(to: &all) else {
        guard !all.isEmpty else { return nil }
        Wipe.bytes(&all)
        Output.error("the input ends in the middle of a command, which is not done")
        throw ExitCode(1)
      }
      let last = all[start...].last { $0 != 0x20 }
      guard last == 0x2D || last == 0x2B else { return all }
      all.append(0x0A)
    }
    return all
  }

  /// Reads a line; false at the end of the input.
  private static func appendLine(to all: inout [UInt8]) -> Bool {
    let start = all.count
    var byte: UInt8 = 0
    while all.count < limit, Glibc.read(STDIN_FILENO, &byte, 1) == 1 {
      if byte == 0x0A { return true }
      all.append(byte)
    }
    return all.count > start
  }

  /// Everything to the end; a person is told with `prompt` that input is awaited.
  static func read(prompt: String = "") throws -> [UInt8] {
    if isTerminal { Output.error("\(prompt)  (end with CTRL-D)") }
    var all: [UInt8] = []
    // Where the bytes had to move, a copy of a password would stay behind.
    all.reserveCapacity(limit + 4096)
    var buffer = [UInt8](repeating: 0, count: 4096)
    defer { Wipe.bytes(&buffer) }
    while true {
      let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
      guard count > 0 else { return all }
      all += buffer[..<count]
      guard all.count <= limit else {
        Output.error("the input is longer than \(limit) bytes")
        throw ExitCode(1)
      }
    }
  }
}
