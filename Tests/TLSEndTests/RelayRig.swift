import Bytes
import Glibc
import Platform
import TLS
import TestSupport
import Time

@testable import TLSEnd

/// A TLS end's loop on the test's own thread, with its server and its peers.
final class RelayRig {
  let certificates: TestCertificates
  /// The server's end of the link.
  let link: Descriptor
  let loop: RelayLoop
  private let clock: Hands
  private var lastPair: UInt64 = 0

  final class Hands { var now = Instant(nanoseconds: 1_000_000_000) }

  struct Failure: Error { let text: String }

  init() throws {
    certificates = try TestCertificates.shared.get()
    let (near, far) = try PacketSocket.pair()
    let hands = Hands()
    clock = hands
    link = Descriptor(near)
    loop = try RelayLoop(
      link: Descriptor(far), contexts: RelayContexts(helpers: nil), clock: { hands.now })
  }

  /// Time passes.
  func wait(_ duration: Duration) { clock.now = clock.now.advanced(by: duration) }

  func terminalRules(
    _ name: String = "host", clients: TLSClientDemand = .nothing, stamp: UInt64 = 1
  ) -> RelayRules {
    .terminal(
      TerminalRules(
        chain: certificates.path("\(name).pem"), key: certificates.path("\(name).key"),
        clients: clients, stamp: stamp))
  }

  func hostRules(minimum: TLSVersion = .v1_2) -> RelayRules {
    .host(
      HostRules(
        verifies: true, authorities: certificates.path("ca.pem"), minimum: minimum, chain: "",
        key: "", stamp: 1))
  }

  /// Orders a connection; the server's end in clear, and the peer's on the network.
  func order(
    _ rules: RelayRules, host: String = "", prefix: [UInt8] = []
  ) throws -> (server: ClearEnd, peer: Int32) {
    let (network, peer) = try LocalStream.pair()
    let (clear, server) = try LocalStream.pair()
    // The TLS end gets copies.
    defer { for end in [network, clear] { _ = Descriptor(end) } }
    lastPair += 1
    let order = RelayOrder(pair: lastPair, rules: rules, host: host, prefix: prefix)
    let sent = send(.serve(order), [network, clear])
    guard sent == .done else { throw Failure(text: "the link is full") }
    return (ClearEnd(lastPair, Descriptor(server)), peer)
  }

  @discardableResult
  func send(_ request: RelayRequest, _ descriptors: [Int32] = []) -> PacketSocket.Sent {
    var freezer = Freezer()
    freezer.put(request)
    return PacketSocket.send(link.number, freezer.bytes, descriptors: descriptors, waits: false)
  }

  /// What the TLS end has told, in order.
  func notices() throws -> [RelayNotice] {
    var all: [RelayNotice] = []
    while case .packet(let packet) = PacketSocket.receive(
      link.number, into: PacketRoom(), waits: false)
    {
      var thawer = Thawer(packet.bytes)
      all.append(try thawer.take())
    }
    return all
  }

  /// Lets the loop and both ends work until nobody has anything to do.
  func settle(_ server: ClearEnd? = nil, _ peer: Peer? = nil) {
    for _ in 0..<100_000 {
      var isBusy = loop.turn(waiting: 0)
      if server?.pump() == true { isBusy = true }
      if peer?.pump() == true { isBusy = true }
      if !isBusy { return }
    }
  }
}

/// A socket of a test: what waits to be written, and what came.
class TestSocket {
  fileprivate var descriptor: Descriptor?
  fileprivate var unsent: [UInt8] = []
  /// What came and was not taken.
  var heard: [UInt8] = []
  /// The other side has ended.
  var hasEnded = false
  /// Whether what comes is read.
  var reads = true
  /// Bytes that the kernel took, and that were read, since the beginning.
  var (written, read) = (0, 0)
  /// Bytes of one write at the most.
  var step = Int.max

  fileprivate init(_ descriptor: consuming Descriptor) { self.descriptor = consume descriptor }

  func close() { descriptor = nil }
  func endOutput() { if let number = descriptor?.number { Descriptor.endOutput(number) } }
  var unread: Int {
    guard let number = descriptor?.number else { return 0 }
    return Sockets.readable(number) ?? 0
  }

  /// Writes and reads once; whether anything went.
  fileprivate func exchange() -> (isBusy: Bool, came: [UInt8]) {
    guard let number = descriptor?.number else { return (false, []) }
    var isBusy = false
    if !unsent.isEmpty, case .bytes(let count) = Descriptor.write(number, unsent.prefix(step)) {
      unsent.removeFirst(count)
      written += count
      isBusy = true
    }
    guard reads, !hasEnded else { return (isBusy, []) }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    switch buffer.withUnsafeMutableBytes({ Descriptor.read(number, into: $0) }) {
    case .bytes(let count):
      read += count
      return (true, Array(buffer[..<count]))
    case .ended, .failed:
      hasEnded = true
      return (true, [])
    case .wouldBlock: return (isBusy, [])
    }
  }
}

/// The server's end of a pair.
final class ClearEnd: TestSocket {
  let pair: UInt64
  private(set) var opening: RelayOpening?

  fileprivate init(_ pair: UInt64, _ descriptor: consuming Descriptor) {
    self.pair = pair
    super.init(descriptor)
  }

  var session: TLSSession? { if case .open(let session)? = opening { session } else { nil } }
  var fault: RelayFault? { if case .failed(let fault)? = opening { fault } else { nil } }

  func say(_ bytes: [UInt8]) { unsent += bytes }

  fileprivate func pump() -> Bool {
    let (isBusy, came) = exchange()
    heard += came
    if opening == nil, let (found, length) = try? RelayOpening.take(from: heard[...]) {
      opening = found
      heard.removeFirst(length)
    }
    return isBusy
  }
}

/// A terminal or a host: TLS over its socket.
final class Peer: TestSocket {
  private var machine: TLSMachine?
  private(set) var output = TLSOutput()
  /// What is said once TLS is up.
  private var early: [UInt8] = []
  private(set) var session: TLSSession?
  private(set) var failure: TLSFailure?
  private(set) var isClosed = false

  /// Bytes as they are.
  init(raw number: Int32) { super.init(Descriptor(number)) }

  init(client context: TLSContext, host: String, _ number: Int32) throws {
    super.init(Descriptor(number))
    machine = try TLSMachine(client: context, host: host)
    machine?.start(into: &output)
    flush()
  }

  init(server context: TLSContext, _ number: Int32) throws {
    super.init(Descriptor(number))
    machine = try TLSMachine(server: context)
  }

  func sendRaw(_ bytes: [UInt8]) { unsent += bytes }

  func say(_ bytes: [UInt8]) {
    guard machine?.isOpen == true else { return early += bytes }
    _ = machine?.send(bytes, into: &output.send)
    flush()
  }

  func closeNotify() {
    machine?.closeNotify(into: &output.send)
    flush()
  }

  /// Changes the last byte that waits to be sent.
  func corrupt() { unsent[unsent.count - 1] ^= 1 }

  private func flush() {
    unsent += output.send
    output.send = []
  }

  fileprivate func pump() -> Bool {
    let (isBusy, came) = exchange()
    guard machine != nil else {
      heard += came
      return isBusy
    }
    machine?.receive(came, into: &output)
    if let new = output.session {
      session = new
      output.session = nil
      _ = machine?.send(early, into: &output.send)
    }
    heard += output.plaintext
    output.plaintext = []
    failure = output.failure ?? failure
    isClosed = isClosed || output.isClosed
    flush()
    return isBusy
  }
}
