import ArgumentParser
import Crypto
import Glibc

/// What a person or a script gives on standard input.
enum StandardInput {
  /// Longest input.
  private static let limit = 1 << 20

  /// Everything to the end; a person is told with `prompt` that input is awaited.
  static func read(prompt: String) throws -> [UInt8] {
    if isatty(STDIN_FILENO) == 1 { Output.error("\(prompt)  (end with CTRL-D)") }
    var all: [UInt8] = []
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
