import ArgumentParser
import Bytes
import DataStream
import EBCDIC
import Glibc
import Names
import Platform
import TN3270
import Time

/// `turnstile-load host`: a TN3270 host to relay to.
struct HostMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host", abstract: "Be a TN3270 host: a full screen of 24x80 for every key.",
    discussion: """
      For measuring a session manager, or a proxy, that stands between this and the terminals. \
      The first row has the connection's name and the number of keys that came over it.
      Runs until it is stopped, or for as long as --seconds says.
      """)

  @Argument(help: "Where to listen, as HOST:PORT.")
  var address: String
  @Option(help: "Seconds after which it ends; without this it runs until it is stopped.")
  var seconds: Double?

  func validate() throws {
    if let seconds { try Check.seconds("--seconds", seconds, to: Check.longestMeasurement) }
  }

  func run() throws {
    guard let address = SocketAddress(address) else {
      throw ValidationError("'\(self.address)' is no address; expected HOST:PORT.")
    }
    do {
      let host = try MeasuredHost(address)
      Output.line("host listens on \(SocketAddress(host: address.host, port: try host.port))")
      let end = seconds.map { Clock.instant().advanced(by: .seconds($0)) }
      while end.map({ Clock.instant() < $0 }) ?? true { host.turn(isEnding: end != nil) }
    } catch {
      Output.error("\(error)")
      throw ExitCode(1)
    }
  }
}

/// One loop that serves all connections.
private final class MeasuredHost {
  /// One terminal, or a session manager in its place.
  private final class Peer {
    let socket: Descriptor
    var machine = ServerMachine()
    var output = ByteQueue(limit: 1 << 20)
    var isWatchingWrite = false
    let name: LUName?
    /// Name and number of keys, as the screen's first row says them.
    var label: [UInt8]
    var keys: UInt32 = 0

    init(_ socket: consuming Descriptor, number: UInt64) {
      self.socket = socket
      let text = "H\(number % 10_000_000)"
      name = LUName(text)
      label = CodePage.cp037.encode(
        text + String(repeating: " ", count: HostLabel.nameSize - text.count))
    }
  }

  /// Open as long as the program runs.
  private let listener: Int32
  private var poller: Poller
  private var peers: [UInt64: Peer] = [:]
  private var lastToken: UInt64 = 0
  private var buffer = [UInt8](repeating: 0, count: 16 << 10)
  private var ready: [(token: UInt64, readiness: Poller.Readiness)] = []
  private var screen = MeasuredHost.makeScreen()

  /// Where they begin in the record: behind command, WCC, address and attribute.
  private static let labelPlace = 7

  init(_ address: SocketAddress) throws(SystemError) {
    listener = try Sockets.listen(on: address).release()
    poller = try Poller()
    try poller.add(listener, .read, token: 0)
  }

  var port: UInt16 {
    get throws(SystemError) { try Sockets.port(of: listener) }
  }

  /// Every cell written, an input field at the top, attributes and colours in between.
  private static func makeScreen() -> [UInt8] {
    var bytes: [UInt8] = [Command.eraseWrite.rawValue, WCC.restoreKeyboard.byte | 0x40]
    for row in 0..<24 {
      bytes.append(OrderCode.setBufferAddress)
      BufferAddress.append(row * 80, in: .model2, to: &bytes)
      bytes += [OrderCode.startField, row == 1 ? 0x40 : 0x60]
      if row == 1 { bytes.append(OrderCode.insertCursor) }
      bytes += CodePage.cp037.encode(
        String(repeating: "ROW \(row) of a full screen, ", count: 4).prefix(79).description)
    }
    return bytes
  }

  /// - Parameter isEnding: looks at the clock every second, also where nothing comes.
  func turn(isEnding: Bool) {
    ready.removeAll(keepingCapacity: true)
    var found: [(token: UInt64, readiness: Poller.Readiness)] = []
    swap(&found, &ready)
    poller.wait(milliseconds: isEnding ? 1000 : -1) { found.append(($0, $1)) }
    for (token, readiness) in found {
      guard token != 0 else {
        accept()
        continue
      }
      guard let peer = peers[token] else { continue }
      if readiness.canWrite { flush(peer, token) }
      if readiness.canRead { read(peer, token) }
    }
    swap(&found, &ready)
  }

  private func accept() {
    while let (socket, _) = try? Sockets.accept(listener) {
      lastToken += 1
      let peer = Peer(Descriptor(socket), number: lastToken)
      guard (try? poller.add(socket, .read, token: lastToken)) != nil else { continue }
      peers[lastToken] = peer
      var events: [ServerEvent] = []
      peer.machine.start(into: &events)
      take(&events, peer, token: lastToken)
    }
  }

  private func read(_ peer: Peer, _ token: UInt64) {
    let number = peer.socket.number
    switch buffer.withUnsafeMutableBytes({ Descriptor.read(number, into: $0) }) {
    case .wouldBlock: return
    case .ended, .failed: drop(peer, token)
    case .bytes(let count):
      var events: [ServerEvent] = []
      peer.machine.receive(buffer[..<count], into: &events)
      take(&events, peer, token: token)
    }
  }

  private func take(_ events: inout [ServerEvent], _ peer: Peer, token: UInt64) {
    var index = 0
    var bytes: [UInt8] = []
    while index < events.count {
      switch events[index] {
      case .send(let more): bytes += more
      case .needsDeviceName:
        if let name = peer.name { peer.machine.assignDevice(name: name, into: &events) }
      case .ready:
        if let host = APPLID("HOST") {
          peer.machine.bind(BindImage(size: .model2, primary: host), into: &bytes)
        }
        label(peer)
        peer.machine.frame(screen, into: &bytes)
      case .record:
        peer.keys &+= 1
        label(peer)
        peer.machine.frame(screen, into: &bytes)
      case .violation, .refused, .unnamed:
        drop(peer, token)
        return
      default: break
      }
      index += 1
    }
    _ = peer.output.append(bytes[...])
    flush(peer, token)
  }

  /// Puts a connection's name and number of keys into the screen.
  private func label(_ peer: Peer) {
    screen.replaceSubrange(
      Self.labelPlace..<(Self.labelPlace + HostLabel.nameSize), with: peer.label)
    var rest = peer.keys
    for place in 1...HostLabel.numberSize {
      screen[Self.labelPlace + HostLabel.nameSize + HostLabel.numberSize - place] =
        0xF0 + UInt8(rest % 10)
      rest /= 10
    }
  }

  private func flush(_ peer: Peer, _ token: UInt64) {
    while !peer.output.isEmpty {
      switch Descriptor.write(peer.socket.number, peer.output.waiting) {
      case .bytes(let count): peer.output.consume(count)
      case .wouldBlock:
        peer.isWatchingWrite = true
        poller.change(peer.socket.number, [.read, .write], token: token)
        return
      case .ended, .failed:
        drop(peer, token)
        return
      }
    }
    guard peer.isWatchingWrite else { return }
    peer.isWatchingWrite = false
    poller.change(peer.socket.number, .read, token: token)
  }

  private func drop(_ peer: Peer, _ token: UInt64) {
    poller.remove(peer.socket.number)
    peers[token] = nil
  }
}
