import Bytes
import Crypto
import Names
import Platform
import TLS
import TLSEnd
import Time

/// One connection's bytes: its socket, what arrived and was not looked at yet, and what waits to be
/// written.
///
/// Inside TLS the socket is a stream to the TLS end, which has the peer: what goes over it is in clear,
/// but for the opening, by which the TLS end says what the handshake came to. Terminals and hosts have
/// one channel each. It belongs to the shard and is used on its thread alone. A channel without a socket
/// takes every call and does nothing.
final class Channel {
  /// How a connection ended, from the peer's side.
  enum Ending {
    /// The peer is done, as it should be.
    case ended
    /// The connection broke, or TLS refused.
    case failed(RelayFault)
  }

  /// What a flush came to.
  enum Flush {
    case done
    /// The kernel takes no more for now; the poller will tell.
    case waiting
    case broken
  }

  /// Why a connection is not read: the peer's own queue fills in place of ours.
  struct Rest: OptionSet {
    let rawValue: UInt8
    /// What arrived before is not looked at yet.
    static let input = Rest(rawValue: 1)
    /// The other side of the session does not read.
    static let otherSide = Rest(rawValue: 2)
    /// The peer does not read what it was sent.
    static let output = Rest(rawValue: 4)
  }

  /// Whether the connection is inside TLS, and how far.
  enum Security: Hashable {
    case clear
    /// The handshake goes on; what has come of the opening. Each connection has one link to the TLS end.
    case opening(link: Int, [UInt8])
    case open(link: Int, TLSSession)

    var link: Int? {
      switch self {
      case .clear: nil
      case .opening(let link, _), .open(let link, _): link
      }
    }
  }

  let token: UInt64
  private var socket: Descriptor?
  private(set) var security = Security.clear
  /// The TLS end that has the peer.
  private var link: TLSLink?
  private var output: ByteQueue
  /// Plaintext that arrived, and how much of it was looked at.
  private var input: [UInt8] = []
  private var position = 0
  private var isWatchingWrite = false
  /// Bytes that the kernel has given and taken, before TLS and behind it.
  private(set) var counted = Held.Counts(written: 0, read: 0)
  /// What the kernel had counted before the first byte: the handshake of who calls is one.
  private var base = Held.Counts(written: 0, read: 0)
  /// Bytes that a peer does not read and that are in the shard's ledger, in pieces: each one's number, and
  /// where it ends in all that was ever said.
  var kept: [(number: UInt64, end: UInt64)] = []
  /// The handshake was done, and nobody was told yet.
  private var hasOpened = false
  /// How the peer's side ended; it counts once all input was looked at.
  private(set) var ending: Ending?
  private(set) var rests: Rest = []
  /// The poller does not tell of what comes.
  private var isIgnored = false
  /// It is on the list of those that are written at the end of the turn.
  var isDue = false
  /// It is on the list of those that have input left from another turn.
  var isInLane = false
  /// What was said is written, then the connection ends.
  private(set) var isClosing = false

  /// Hears all bytes in clear: those for the peer (true), and those of it that were taken (false).
  var tap: ((ArraySlice<UInt8>, Bool) -> Void)?

  init(token: UInt64, socket: consuming Descriptor?) {
    self.token = token
    self.socket = socket
    output = ByteQueue(limit: PeerLimits.outputLimit)
  }

  /// Descriptor's number while the connection is there.
  var number: Int32? { socket?.number }
  /// Whether the connection is inside TLS.
  var isSecure: Bool { security != .clear }
  /// Whether data may flow: at once in clear, after the handshake inside TLS.
  var isOpen: Bool { if case .opening = security { false } else { true } }
  /// The certificate that the peer has shown, where it was asked for one; verified.
  var client: TLSClientCertificate? {
    if case .open(_, let session) = security { session.client } else { nil }
  }
  /// Bytes that wait to be written.
  var waiting: Int { output.count }
  /// Whether something arrived that was not looked at yet.
  var hasInput: Bool { position < input.count }
  /// Whether what arrived may be looked at now.
  var mayWork: Bool { socket != nil && !isClosing && rests.isSubset(of: .input) }

  /// From here on all bytes are TLS's: the peer goes to the TLS end, and this side gets a stream to it.
  ///
  /// - `host`: the name that a host's certificate must have; empty for a terminal.
  /// - `hold`: has this side's stream kept by whoever outlives this process, before a byte goes over it.
  func secure(
    _ rules: RelayRules, host: String, by desk: TLSDesk, reactor: Reactor, hold: () -> Void
  ) throws(TLSDesk.Fault) {
    guard socket != nil, security == .clear else { return }
    let prefix = Array(output.waiting)
    guard prefix.count <= PeerLimits.relayPrefix else {
      throw TLSDesk.Fault(reason: "the peer does not read")
    }
    let ends: (near: Int32, far: Int32)
    do throws(SystemError) { ends = try LocalStream.pair() } catch {
      throw TLSDesk.Fault(reason: error.description)
    }
    let far = Descriptor(ends.far)
    let near = Descriptor(ends.near)
    // Before anything changes: where the kernel cannot watch it, the connection is as it was.
    do throws(SystemError) { try reactor.poller.add(near.number, .read, token: token) } catch {
      throw TLSDesk.Fault(reason: error.description)
    }
    guard let peer = socket.take() else { return }
    reactor.poller.remove(peer.number)
    socket = consume near
    output = ByteQueue(limit: PeerLimits.outputLimit)
    (counted, base) = (Held.Counts(written: 0, read: 0), Held.Counts(written: 0, read: 0))
    reactor.ledger?.forgetOutput(self)
    isWatchingWrite = false
    let index = desk.index
    security = .opening(link: index, [])
    link = desk.links[index]
    watch(reactor.poller)
    hold()
    let order = RelayOrder(pair: token, rules: rules, host: host, prefix: prefix)
    try desk.give(order, over: index, network: peer, clear: far, at: reactor.now.instant)
  }

  /// Lets what was said go out, then the connection ends; what arrives counts no more.
  func finish() {
    isClosing = true
    forgetInput()
  }

  // MARK: Output

  /// Queues bytes; a peer that lets a megabyte wait is dropped. Nothing follows the last words.
  func send(_ bytes: [UInt8]) {
    guard socket != nil, !bytes.isEmpty, !isClosing else { return }
    tap?(bytes[...], true)
    if !output.append(bytes[...]) { finish() }
  }

  /// Queues what `write` appends, which goes to its place at once.
  func send(writing write: (inout [UInt8]) -> Void) {
    guard socket != nil, !isClosing else { return }
    guard tap != nil else {
      if !output.append(writing: write) { finish() }
      return
    }
    var bytes: [UInt8] = []
    write(&bytes)
    send(bytes)
  }

  // MARK: Input

  /// Reads once, at most `limit` bytes.
  func read(_ intake: Intake, limit: Int) {
    guard let number = socket?.number, ending == nil, rests.isEmpty else { return }
    let result = intake.read(token, number, limit: limit) { came($0) }
    switch result {
    case .wouldBlock: return
    case .ended: ending = fault().map { .failed($0) } ?? .ended
    case .failed(let error): ending = .failed(fault() ?? .other(error.reason))
    case .bytes(let count): counted.read += UInt64(count)
    }
  }

  private func came(_ bytes: UnsafeRawBufferPointer) {
    guard !isClosing else { return }
    guard !isOpen else { return input.append(contentsOf: bytes) }
    takeOpening(Array(bytes))
  }

  /// Why the peer's connection broke, where the TLS end knows; an end before the opening is its own.
  private func fault() -> RelayFault? {
    guard let link else { return nil }
    return link.takeFault(of: token) ?? (isOpen ? nil : .other("the TLS process ended it"))
  }

  /// What the handshake came to; what the peer says comes behind it.
  private func takeOpening(_ bytes: [UInt8]) {
    guard case .opening(let link, let begun) = security else { return }
    let heard = begun + bytes
    do throws(ThawError) {
      guard let (opening, length) = try RelayOpening.take(from: heard[...]) else {
        security = .opening(link: link, heard)
        return
      }
      switch opening {
      case .open(let session):
        security = .open(link: link, session)
        hasOpened = true
        input += heard.dropFirst(length)
      // Whoever connects and goes has done nothing wrong.
      case .failed(.tls(.truncated)): ending = .ended
      case .failed(let fault): ending = .failed(fault)
      }
    } catch {
      ending = .failed(.other(error.description))
    }
  }

  /// True once, after the handshake: the protocol inside begins, before any input is looked at.
  func takeOpened() -> Bool {
    defer { hasOpened = false }
    return hasOpened
  }

  /// Hands the input to `look`, which tells how much of it counts as taken; what it leaves is handed
  /// out again.
  func take(_ look: (ArraySlice<UInt8>) -> Int) {
    guard hasInput else { return }
    let taken = look(input[position...])
    tap?(input[position..<min(input.count, position + taken)], false)
    position = min(input.count, position + taken)
    if taken == 0 || position == input.count { forgetInput() }
  }

  private func forgetInput() {
    Wipe.bytes(&input)
    input = []
    position = 0
  }

  // MARK: Another process

  /// Appends whether there is a connection, and all that it is without its socket and what waits to be
  /// written (`FrozenChannel`).
  func freeze(into freezer: inout Freezer) {
    freezer.put(socket != nil)
    guard socket != nil else { return }
    freezer.put(security)
    freezer.put(bytes: input[position...])
    freezer.put(base.written)
    freezer.put(base.read)
    freezer.put(counted.read)
    freezer.put(said)
    freezer.put(rests)
    freezer.put(isClosing)
    var failure: RelayFault?
    if case .failed(let fault)? = ending { failure = fault }
    freezer.put(ending != nil && failure == nil)
    freezer.put(failure)
  }

  /// Bytes that were ever said, and of them those that the kernel has.
  var said: UInt64 { counted.written + UInt64(output.count) }
  var written: UInt64 { counted.written }

  /// Where in all that was ever said begins what waits to be written and is not kept yet; nil where all
  /// is kept.
  var unkept: UInt64? {
    let start = max(kept.last?.end ?? 0, written)
    return start < said ? start : nil
  }

  /// What waits to be written, from a place in all that was ever said on.
  func output(from start: UInt64) -> ArraySlice<UInt8> { output.waiting.suffix(Int(said - start)) }

  /// Goes on where a frozen one stood; the poller is told.
  ///
  /// `ways`: what is on its way, where another process had the connection; without it what waits to be
  /// written stays as it is.
  func restore(_ frozen: FrozenChannel, _ ways: Ways? = nil, in context: ShardContext) {
    forgetInput()
    security = frozen.security
    link = security.link.flatMap { context.tls.links[$0] }
    input = frozen.input
    base = frozen.base
    rests = frozen.rests
    isClosing = frozen.isClosing
    ending = frozen.failure.map { .failed($0) } ?? (frozen.hasEnded ? .ended : nil)
    if let ways {
      counted = ways.counted
      output = ByteQueue(limit: PeerLimits.outputLimit)
      _ = output.append(ways.unsent[...])
      if !isClosing { isOpen ? input += ways.unread : takeOpening(ways.unread) }
      // Who waited for whom shows anew.
      rests = input.isEmpty ? [] : .input
    }
    watch(context.reactor.poller)
  }

  /// Notes what the kernel has counted of a connection that was called, before its first byte. Of one that
  /// was accepted it has counted nothing.
  func noteBase() {
    guard let number = socket?.number, let now = Sockets.counts(number) else { return }
    base = Held.Counts(written: now.written, read: now.read)
  }

  // MARK: The poller

  /// Writes what the kernel takes, and asks to be told when it takes more.
  func flush(_ poller: borrowing Poller) -> Flush {
    guard let number = socket?.number else { return .done }
    while !output.isEmpty {
      switch Descriptor.write(number, output.waiting) {
      case .bytes(let count):
        output.consume(count)
        counted.written += UInt64(count)
      case .wouldBlock:
        if !isWatchingWrite {
          isWatchingWrite = true
          watch(poller)
        }
        return .waiting
      case .ended, .failed: return .broken
      }
    }
    if isWatchingWrite {
      isWatchingWrite = false
      watch(poller)
    }
    return .done
  }

  /// Reading rests for a reason. The poller is told when something comes meanwhile: most rests are over
  /// before that.
  func rest(_ reason: Rest) { rests.insert(reason) }

  /// Something came while reading rests: the poller tells of it no more.
  func ignore(_ poller: borrowing Poller) { if !isIgnored, !rests.isEmpty { watch(poller) } }

  /// A reason is gone; reading goes on with the last of them.
  func resume(_ reason: Rest, _ poller: borrowing Poller) {
    guard !rests.isDisjoint(with: reason) else { return }
    rests.subtract(reason)
    if rests.isEmpty, isIgnored { watch(poller) }
  }

  /// Tells the poller what this channel waits for.
  func watch(_ poller: borrowing Poller) {
    guard let number = socket?.number else { return }
    isIgnored = !rests.isEmpty
    poller.change(number, wanted, token: token)
  }

  private var wanted: Poller.Readiness {
    var wanted: Poller.Readiness = rests.isEmpty ? .read : []
    if isWatchingWrite { wanted.insert(.write) }
    return wanted
  }

  /// From now on the poller tells of this channel.
  ///
  /// `waitsToWrite`: tells when it can be written, and not of what comes: TCP is being set up.
  func join(_ poller: borrowing Poller, waitsToWrite: Bool = false) throws(SystemError) {
    guard let number = socket?.number else { return }
    isIgnored = waitsToWrite || !rests.isEmpty
    try poller.add(number, waitsToWrite ? .write : wanted, token: token)
  }

  /// The poller tells of it no more; the connection stays, for another poller.
  func leave(_ poller: borrowing Poller) {
    guard let number = socket?.number else { return }
    poller.remove(number)
    (isDue, isInLane) = (false, false)
  }

  /// Ends the connection; inside TLS the TLS end says what waits there, and goodbye.
  ///
  /// `isHeld`: another process has a duplicate, so that closing ours alone would not end it.
  func close(_ poller: borrowing Poller, isHeld: Bool = false) {
    guard let number = socket?.number else { return }
    poller.remove(number)
    if isHeld { Sockets.shutDown(number) }
    socket = nil
    link = nil
    output = ByteQueue(limit: PeerLimits.outputLimit)
    forgetInput()
  }
}
