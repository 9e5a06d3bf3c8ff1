import Crypto
import Glibc
import Platform
import TLS

/// A connection to a host, read and written by a command that may wait.
final class ScriptWire {
  /// Why there is no connection.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let socket: Descriptor
  private var tls: TLSMachine?
  private var output = TLSOutput()
  /// What is said once the handshake is done.
  private var early: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 16 << 10)
  /// Why the connection is over, in words; nil while it is not.
  private(set) var end: String?

  /// How long a host may take to connect, or to take what it is sent, in milliseconds.
  private static let patience: Int32 = 10_000

  private init(_ number: Int32, _ machine: consuming TLSMachine?) {
    socket = Descriptor(number)
    tls = machine
    tls?.start(into: &output)
    write(output.send)
  }

  /// Connects to the first address of a name that answers; throws where none does.
  ///
  /// `context`: nil for a connection in clear.
  static func connect(to address: SocketAddress, inside context: TLSContext?) throws -> ScriptWire {
    let number = try connect(to: address)
    guard let context else { return ScriptWire(number, nil) }
    return ScriptWire(number, try TLSMachine(client: context, host: address.host))
  }

  private static func connect(to address: SocketAddress) throws -> Int32 {
    let hosts: [String]
    switch Sockets.resolve(address.host) {
    case .success(let found): hosts = found
    case .failure(let error): throw Failure(description: "\(address): \(error.reason)")
    }
    var reason = "the name has no address"
    for host in hosts {
      do {
        return try connect(numeric: SocketAddress(host: host, port: address.port))
      } catch {
        reason = "\(error)"
      }
    }
    throw Failure(description: "\(address): \(reason)")
  }

  private static func connect(numeric target: SocketAddress) throws -> Int32 {
    let (number, _) = try Sockets.connect(to: target)
    guard wait(number, Int16(POLLOUT), within: patience) else {
      close(number)
      throw Failure(description: "no answer within \(patience / 1000) seconds")
    }
    if let error = Sockets.connectError(number, to: target) {
      close(number)
      throw error
    }
    return number
  }

  private static func wait(_ number: Int32, _ events: Int16, within milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: number, events: events, revents: 0)
    return poll(&watched, 1, milliseconds) > 0
  }

  /// Sends bytes, inside TLS where there is one, and wipes them.
  func send(_ bytes: inout [UInt8]) {
    defer { Wipe.bytes(&bytes) }
    guard tls != nil else { return write(bytes) }
    var sent: [UInt8] = []
    if tls?.send(bytes, into: &sent) != true { early += bytes }
    write(sent)
  }

  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, end == nil {
      switch Descriptor.write(socket.number, rest) {
      case .bytes(let count): rest = rest.dropFirst(count)
      case .wouldBlock:
        guard Self.wait(socket.number, Int16(POLLOUT), within: Self.patience) else {
          end = "the host does not read"
          return
        }
      case .ended, .failed: end = "the host has closed the connection"
      }
    }
  }

  /// What the host said within some milliseconds, in clear; empty where it said nothing.
  func read(_ milliseconds: Int32) -> ArraySlice<UInt8> {
    guard end == nil, Self.wait(socket.number, Int16(POLLIN), within: milliseconds) else {
      return []
    }
    let number = socket.number
    switch buffer.withUnsafeMutableBytes({ Descriptor.read(number, into: $0) }) {
    case .bytes(let count):
      guard tls != nil else { return buffer[..<count] }
      return open(buffer[..<count])
    case .wouldBlock: return []
    case .ended, .failed:
      end = "the host has closed the connection"
      return []
    }
  }

  private func open(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    output.clear()
    tls?.receive(bytes, into: &output)
    if output.session != nil, !early.isEmpty {
      _ = tls?.send(early, into: &output.send)
      Wipe.bytes(&early)
      early = []
    }
    write(output.send)
    if let failure = output.failure { end = "TLS: \(failure)" }
    return output.plaintext[...]
  }
}
