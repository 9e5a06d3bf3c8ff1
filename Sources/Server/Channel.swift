import Bytes
import Crypto
import Names
import Platform
import TLS

/// One connection's bytes: its socket, TLS where it has that, what arrived and was not looked at yet,
/// and what waits to be written.
///
/// Terminals and hosts have one each. It belongs to the shard and is used on its thread alone. A
/// channel without a socket, or whose handshake is not done, takes every call and does nothing.
final class Channel {
  /// How a connection ended, from the peer's side.
  enum Ending {
    /// The peer is done, as it should be.
    case ended
    /// The connection broke, or TLS refused; the reason in plain words.
    case failed(String, TLSFailure?)
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

  let token: UInt64
  private var socket: Descriptor?
  private var tls: TLSMachine?
  private var tlsOutput = TLSOutput()
  private var output: ByteQueue
  /// Plaintext that arrived, and how much of it was looked at.
  private var input: [UInt8] = []
  private var position = 0
  /// Said before the handshake was done.
  private var early: [UInt8] = []
  private var isWatchingWrite = false
  /// Bytes that the kernel has given and taken, before TLS and behind it.
  private(set) var counted = Held.Counts(written: 0, read: 0)
  /// What the kernel had counted before the first byte: its own handshake may be one.
  private var base = Held.Counts(written: 0, read: 0)
  /// Bytes that wait are in the shard's ledger.
  var isOutputKept = false
  /// The handshake was done, and nobody was told yet.
  private var hasOpened = false
  /// How the peer's side ended; it counts once all input was looked at.
  private(set) var ending: Ending?
  private(set) var rests: Rest = []
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
  var isSecure: Bool { tls != nil }
  /// Whether data may flow: at once in clear, after the handshake inside TLS.
  var isOpen: Bool { tls?.isOpen ?? true }
  /// Bytes that wait to be written.
  var waiting: Int { output.count }
  /// Whether something arrived that was not looked at yet.
  var hasInput: Bool { position < input.count }
  /// Whether what arrived may be looked at now.
  var mayWork: Bool { socket != nil && !isClosing && rests.isSubset(of: .input) }

  /// From here on all bytes are TLS's.
  func secure(_ machine: consuming TLSMachine, isClient: Bool) {
    tls = consume machine
    guard isClient else { return }
    tls?.start(into: &tlsOutput)
    queueTLS()
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
    guard tls != nil else {
      tap?(bytes[...], true)
      queue(bytes[...])
      return
    }
    guard tls?.isOpen ?? false else {
      early += bytes
      return
    }
    tap?(bytes[...], true)
    tlsOutput.send.removeAll(keepingCapacity: true)
    if !(tls?.send(bytes, into: &tlsOutput.send) ?? false) { finish() }
    queueTLS()
  }

  /// Queues what `write` appends, which in clear goes to its place at once.
  func send(writing write: (inout [UInt8]) -> Void) {
    guard socket != nil, !isClosing else { return }
    guard tls != nil || tap != nil else {
      if !output.append(writing: write) { finish() }
      return
    }
    var bytes: [UInt8] = []
    write(&bytes)
    send(bytes)
  }

  private func queueTLS() {
    guard !tlsOutput.send.isEmpty else { return }
    queue(tlsOutput.send[...])
    tlsOutput.send.removeAll(keepingCapacity: true)
  }

  private func queue(_ bytes: ArraySlice<UInt8>) {
    if !output.append(bytes) { finish() }
  }

  // MARK: Input

  /// Reads once, at most `limit` bytes.
  func read(_ intake: Intake, limit: Int) {
    guard let number = socket?.number, ending == nil, rests.isEmpty else { return }
    let result = intake.read(token, number, limit: limit) { came($0) }
    switch result {
    case .wouldBlock: return
    case .ended: ending = .ended
    case .failed(let error): ending = .failed(error.reason, nil)
    case .bytes(let count): counted.read += UInt64(count)
    }
  }

  private func came(_ bytes: UnsafeRawBufferPointer) {
    guard !isClosing else { return }
    guard tls != nil else { return input.append(contentsOf: bytes) }
    var copy = Array(bytes)
    decrypt(copy[...])
    Wipe.bytes(&copy)
  }

  private func decrypt(_ bytes: ArraySlice<UInt8>) {
    tlsOutput.clear()
    tls?.receive(bytes, into: &tlsOutput)
    queueTLS()
    if tlsOutput.session != nil {
      hasOpened = true
      let waiting = early
      early = []
      send(waiting)
    }
    if !tlsOutput.plaintext.isEmpty {
      input += tlsOutput.plaintext
      Wipe.bytes(&tlsOutput.plaintext)
    }
    if let failure = tlsOutput.failure {
      ending = .failed(failure.description, failure)
    } else if tlsOutput.isClosed {
      ending = .ended
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

  /// All that it is without its socket; nil inside TLS, and where there is no connection.
  var frozen: FrozenChannel? {
    guard socket != nil, tls == nil else { return nil }
    var failure: String?
    if case .failed(let reason, _)? = ending { failure = reason }
    return FrozenChannel(
      input: Array(input[position...]), base: base, read: counted.read,
      said: counted.written + UInt64(output.count), rests: rests, isClosing: isClosing,
      hasEnded: ending != nil && failure == nil, failure: failure)
  }

  /// Appends what waits to be written, behind where it begins in all that was ever said.
  func freezeOutput(into freezer: inout Freezer) {
    freezer.put(counted.written)
    freezer.put(bytes: output.waiting)
  }

  /// Goes on where a frozen one stood; the poller is told.
  ///
  /// `ways`: what is on its way, where another process had the connection; without it what waits to be
  /// written stays as it is.
  func restore(_ frozen: FrozenChannel, _ ways: Ways? = nil, _ poller: borrowing Poller) {
    forgetInput()
    input = frozen.input
    base = frozen.base
    rests = frozen.rests
    isClosing = frozen.isClosing
    ending = frozen.failure.map { .failed($0, nil) } ?? (frozen.hasEnded ? .ended : nil)
    if let ways {
      counted = ways.counted
      output = ByteQueue(limit: PeerLimits.outputLimit)
      _ = output.append(ways.unsent[...])
      if !isClosing { input += ways.unread }
      // Who waited for whom shows anew.
      rests = input.isEmpty ? [] : .input
    }
    watch(poller)
  }

  /// Notes what the kernel has counted by now; before the first byte.
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

  /// Reading rests for a reason.
  func rest(_ reason: Rest, _ poller: borrowing Poller) {
    let wasReading = rests.isEmpty
    rests.insert(reason)
    if wasReading { watch(poller) }
  }

  /// A reason is gone; reading goes on with the last of them.
  func resume(_ reason: Rest, _ poller: borrowing Poller) {
    guard !rests.isDisjoint(with: reason) else { return }
    rests.subtract(reason)
    if rests.isEmpty { watch(poller) }
  }

  /// Tells the poller what this channel waits for.
  func watch(_ poller: borrowing Poller) {
    guard let number = socket?.number else { return }
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
    try poller.add(number, waitsToWrite ? .write : wanted, token: token)
  }

  /// The poller tells of it no more; the connection stays, for another poller.
  func leave(_ poller: borrowing Poller) {
    guard let number = socket?.number else { return }
    poller.remove(number)
    (isDue, isInLane) = (false, false)
  }

  /// Ends the connection: says goodbye inside TLS, and closes.
  ///
  /// `isHeld`: another process has a duplicate, so that closing ours alone would not end it.
  func close(_ poller: borrowing Poller, isHeld: Bool = false) {
    guard let number = socket?.number else { return }
    if tls != nil {
      tlsOutput.send.removeAll(keepingCapacity: true)
      tls?.closeNotify(into: &tlsOutput.send)
      _ = Descriptor.write(number, tlsOutput.send[...])
    }
    poller.remove(number)
    if isHeld { Sockets.shutDown(number) }
    socket = nil
    tls = nil
    output = ByteQueue(limit: PeerLimits.outputLimit)
    early = []
    forgetInput()
  }
}
