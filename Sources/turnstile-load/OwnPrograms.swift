import Glibc
import Platform

/// Why nothing could be measured.
struct MeasureFault: Error, CustomStringConvertible {
  let description: String
}

/// Programs that a measurement starts beside itself, and where they say that they listen.
enum OwnPrograms {
  /// How long a program may take until it listens, in milliseconds.
  static let patience: Int32 = 60_000
  /// How long a server may take that hashes passwords of a deck before it says anything, in milliseconds.
  static func patience(hashing passwords: Int) -> Int32 {
    patience + 1000 * Int32(clamping: passwords)
  }
  /// Seconds after which a host ends by itself, whatever becomes of this program.
  private static let longest = 7200

  /// This program.
  static var load: String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &path, path.count))
    return String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The server beside this program.
  static var server: String {
    let own = load
    return (own.lastIndex(of: "/").map { String(own[...$0]) } ?? "") + "turnstile"
  }

  /// Starts a host that answers every key with a screen; it ends with its `ChildProcess`.
  static func startHost() throws -> (program: ChildProcess, address: SocketAddress) {
    try start(["host", "127.0.0.1:0", "--seconds", String(longest)])
  }

  /// Starts a host that attacks who connects to it; it ends with its `ChildProcess`.
  static func startAttackHost() throws -> (program: ChildProcess, address: SocketAddress) {
    try start(["attack-host", "127.0.0.1:0"])
  }

  private static func start(
    _ arguments: [String]
  ) throws -> (program: ChildProcess, address: SocketAddress) {
    let program = try ChildProcess(load, arguments)
    let said = try program.read(until: "\n", milliseconds: patience)
    guard let address = addresses(in: said).first else {
      throw MeasureFault(description: "no address in: \(said)")
    }
    return (program, address)
  }

  /// All addresses of 127.0.0.1 in what a program said, each once, in their order.
  static func addresses(in text: String) -> [SocketAddress] {
    var found: [SocketAddress] = []
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "," }) {
      if word.hasPrefix("127.0.0.1:"), let address = SocketAddress(String(word)),
        !found.contains(address)
      {
        found.append(address)
      }
    }
    return found
  }
}
