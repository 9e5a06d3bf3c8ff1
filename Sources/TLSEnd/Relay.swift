import Bytes
import Crypto
import Names
import TLS

/// One connection between TLS and clear, without descriptors: bytes and ends come in on both sides, and
/// bytes and ends are to go out on both.
///
/// A side is read only while the other takes what it brought, so that a peer that does not read costs
/// a bounded amount. What the server said before it ended its side still goes out: then close_notify,
/// then the end.
struct Relay: ~Copyable {
  /// How a side that is written to stands.
  private enum Output {
    case open
    /// After what waits, the end.
    case ending
    case ended
  }

  private var machine: TLSMachine
  private var network = Output.open
  private var clear = Output.open
  /// Ciphertext that waits for the peer; what was said before TLS is in front of it.
  private var toNetwork: ByteQueue
  /// What waits for the server, in clear; the opening is in front of it.
  private var toClear = ClearQueue()
  /// The handshake is done.
  private(set) var hasOpened = false
  /// The peer says nothing more.
  private var hasNetworkEnded = false
  /// The network takes nothing more either.
  private var isNetworkBroken = false
  /// The server says nothing more.
  private(set) var hasClearEnded = false
  /// Bytes of the server's that were taken.
  private(set) var taken: UInt64 = 0
  /// Bytes that the server's side was given.
  private(set) var given: UInt64 = 0

  /// A connection that was ordered; a host's handshake begins with it.
  init(
    _ order: RelayOrder, _ context: TLSContext, into output: inout TLSOutput
  ) throws(TLSContextError) {
    switch order.rules {
    case .terminal: machine = try TLSMachine(server: context)
    case .host: machine = try TLSMachine(client: context, host: order.host)
    }
    toNetwork = ByteQueue(limit: PeerLimits.relayQueue)
    _ = toNetwork.append(order.prefix[...])
    if case .host = order.rules { machine.start(into: &output) }
  }

  // MARK: What is wanted

  /// Whether the peer is to be read. What it says after the end is read and forgotten, so that its own
  /// end is seen, and a reset does not take our last words from it.
  var readsNetwork: Bool {
    !hasNetworkEnded && toClear.count <= PeerLimits.relayHigh
      && toNetwork.count <= PeerLimits.relayHigh + PeerLimits.readSize
  }
  /// Whether the server is to be read: TLS is up, and the peer takes what it is sent.
  var readsClear: Bool {
    !hasClearEnded && hasOpened && toNetwork.count <= PeerLimits.relayHigh
  }
  var writesNetwork: Bool { !toNetwork.isEmpty }
  var writesClear: Bool { !toClear.isEmpty }

  /// Nothing is left to do: both descriptors may be closed.
  var isOver: Bool {
    guard !isNetworkBroken else { return toClear.isEmpty }
    return hasClearEnded && hasNetworkEnded && network == .ended
  }
  /// All is said to the peer; its end is awaited.
  var hasSaidAll: Bool { network == .ended }

  // MARK: From the network

  /// The peer's bytes; what comes of them is in `output`, which `write` takes on.
  mutating func fromNetwork(_ bytes: ArraySlice<UInt8>, into output: inout TLSOutput) {
    guard !hasNetworkEnded, clear == .open else { return }
    machine.receive(bytes, into: &output)
  }

  /// The peer has ended its side.
  mutating func networkEnded() {
    hasNetworkEnded = true
    if hasOpened { endClear() } else { fail(.tls(.truncated)) }
  }

  /// The network broke: nothing goes there any more, and what had come is still given.
  /// - Returns: the fault, where TLS was up and the server is to hear of it.
  mutating func networkBroke(_ words: String) -> RelayFault? {
    guard !isNetworkBroken else { return nil }
    let counts = hasOpened && clear == .open && !hasClearEnded
    (isNetworkBroken, hasNetworkEnded) = (true, true)
    toNetwork = ByteQueue(limit: PeerLimits.relayQueue)
    fail(.other(words))
    network = .ended
    return counts ? .other(words) : nil
  }

  /// TLS is over: the alert goes out, and the server hears why where it has heard nothing yet.
  private mutating func fail(_ fault: RelayFault) {
    if !hasOpened, clear == .open { toClear.append(RelayOpening.failed(fault).bytes[...]) }
    endClear()
    endNetwork()
  }

  private mutating func endClear() { if clear == .open { clear = .ending } }
  private mutating func endNetwork() { if network == .open { network = .ending } }

  // MARK: From the server

  /// The server's bytes; what comes of them is in `output`, which `write` takes on.
  mutating func fromClear(_ bytes: ArraySlice<UInt8>, into output: inout TLSOutput) {
    taken += UInt64(bytes.count)
    guard network == .open else { return }
    _ = machine.send(bytes, into: &output.send)
  }

  /// The server has ended its side: goodbye goes out, and nothing is given to it any more.
  mutating func clearEnded(into output: inout TLSOutput) {
    guard !hasClearEnded else { return }
    hasClearEnded = true
    clear = .ended
    toClear.wipe()
    if network == .open { machine.closeNotify(into: &output.send) }
    endNetwork()
  }

  // MARK: Writing

  /// Takes on what the machine brought, and writes what both sides take.
  ///
  /// - `network`, `clear`: write bytes, and return how many were taken; nil where the side is gone.
  /// - Returns: why the connection broke, where TLS was up and the server is to hear of it.
  mutating func write(
    _ output: inout TLSOutput, network: (ArraySlice<UInt8>) -> Int?,
    clear: (ArraySlice<UInt8>) -> Int?
  ) -> RelayFault? {
    defer {
      Wipe.bytes(&output.plaintext)
      output.clear()
    }
    if let session = output.session {
      hasOpened = true
      giveClear(RelayOpening.open(session).bytes[...], clear)
    }
    giveClear(output.plaintext[...], clear)
    var fault = output.failure.map(RelayFault.tls)
    if let fault { fail(fault) } else if output.isClosed { endClear() }
    if let words = sendNetwork(output.send[...], network) {
      fault = networkBroke(words) ?? fault
    }
    // A failure may have left an opening.
    giveClear([], clear)
    return hasOpened ? fault : nil
  }

  /// Gives the server bytes behind those that wait.
  private mutating func giveClear(_ bytes: ArraySlice<UInt8>, _ write: (ArraySlice<UInt8>) -> Int?)
  {
    guard clear != .ended else { return }
    guard !toClear.isEmpty else {
      guard !bytes.isEmpty else { return }
      guard let count = write(bytes) else { return clearIsGone() }
      given += UInt64(count)
      return toClear.append(bytes.dropFirst(count))
    }
    toClear.append(bytes)
    guard let count = write(toClear.waiting) else { return clearIsGone() }
    given += UInt64(count)
    toClear.consume(count)
  }

  /// The server's end is closed; that it ended its side is read after what it said.
  private mutating func clearIsGone() {
    clear = .ended
    toClear.wipe()
  }

  /// Sends the peer bytes behind those that wait.
  /// - Returns: why the network is gone, where it is.
  private mutating func sendNetwork(
    _ bytes: ArraySlice<UInt8>, _ write: (ArraySlice<UInt8>) -> Int?
  ) -> String? {
    guard network != .ended else { return nil }
    guard !toNetwork.isEmpty else {
      guard !bytes.isEmpty else { return nil }
      guard let count = write(bytes) else { return Self.gone }
      return toNetwork.append(bytes.dropFirst(count)) ? nil : Self.full
    }
    guard toNetwork.append(bytes) else { return Self.full }
    guard let count = write(toNetwork.waiting) else { return Self.gone }
    toNetwork.consume(count)
    return nil
  }

  private static let gone = "the peer closed the connection"
  private static let full = "the peer does not read"

  /// True once: all is written, and the peer is to see the end.
  mutating func takeNetworkEnd() -> Bool {
    guard network == .ending, toNetwork.isEmpty else { return false }
    network = .ended
    return true
  }

  /// True once: all is given, and the server is to see the end.
  mutating func takeClearEnd() -> Bool {
    guard clear == .ending, toClear.isEmpty else { return false }
    clear = .ended
    return true
  }
}
