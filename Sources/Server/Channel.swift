import Bytes
import Crypto
import Names
import Platform
import TLS

/// One connection's bytes: its socket, TLS where it has that, and what waits to be written.
///
/// Terminals and hosts have one each. It belongs to the shard and is used on its thread alone.
final class Channel {
  /// What a read brought.
  enum Reading {
    /// Nothing more for now.
    case idle
    /// TLS is up: the protocol inside may begin.
    case opened(TLSSession)
    /// The peer is done, as it should be.
    case ended
    /// The connection broke, or TLS refused; the reason in plain words.
    case failed(String, isCertificate: Bool)
  }

  /// What a flush came to.
  enum Flush {
    case done
    /// The kernel takes no more for now; the poller will tell.
    case waiting
    case broken
  }

  let token: UInt64
  private var socket: Descriptor?
  private var tls: TLSMachine?
  private var tlsOutput = TLSOutput()
  private var output: ByteQueue
  /// Said before the handshake was done.
  private var early: [UInt8] = []
  private var isWatchingWrite = false
  /// Reading rests, so that the peer's own queue fills in place of ours.
  private(set) var isPaused = false
  /// It is on the list of those that are written at the end of the turn.
  var isDue = false
  /// What was said is written, then the connection ends.
  var isClosing = false

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

  /// From here on all bytes are TLS's.
  func secure(_ machine: consuming TLSMachine, isClient: Bool) {
    tls = consume machine
    guard isClient else { return }
    tls?.start(into: &tlsOutput)
    queueTLS()
  }

  /// Queues bytes; a peer that lets a megabyte wait is dropped.
  func send(_ bytes: [UInt8]) {
    guard socket != nil, !bytes.isEmpty else { return }
    guard tls != nil else {
      queue(bytes[...])
      return
    }
    guard tls?.isOpen ?? false else {
      early += bytes
      return
    }
    tlsOutput.send.removeAll(keepingCapacity: true)
    if !(tls?.send(bytes, into: &tlsOutput.send) ?? false) { isClosing = true }
    queueTLS()
  }

  /// Queues what `write` appends, which in clear goes to its place at once.
  func send(writing write: (inout [UInt8]) -> Void) {
    guard tls != nil else {
      if socket != nil, !output.append(writing: write) { isClosing = true }
      return
    }
    var bytes: [UInt8] = []
    write(&bytes)
    send(bytes)
  }

  /// Reads once, and hands what came, decrypted, to `take`; `scratch` is wiped after it.
  func read(_ scratch: inout [UInt8], _ take: (ArraySlice<UInt8>) -> Void) -> Reading {
    guard let number = socket?.number else { return .idle }
    switch scratch.withUnsafeMutableBytes({ Descriptor.read(number, into: $0) }) {
    case .wouldBlock: return .idle
    case .ended: return .ended
    case .failed(let error): return .failed(error.reason, isCertificate: false)
    case .bytes(let count):
      defer { Wipe.bytes(&scratch, count: count) }
      guard !isClosing else { return .idle }
      guard tls != nil else {
        take(scratch[..<count])
        return .idle
      }
      return decrypt(scratch[..<count], take)
    }
  }

  private func decrypt(
    _ bytes: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) -> Void
  ) -> Reading {
    tlsOutput.clear()
    tls?.receive(bytes, into: &tlsOutput)
    queueTLS()
    if let failure = tlsOutput.failure {
      return .failed(failure.description, isCertificate: failure.isCertificate)
    }
    let opened = tlsOutput.session
    if opened != nil, !early.isEmpty {
      let waiting = early
      early = []
      send(waiting)
    }
    if !tlsOutput.plaintext.isEmpty {
      take(tlsOutput.plaintext[...])
      Wipe.bytes(&tlsOutput.plaintext)
    }
    if let opened { return .opened(opened) }
    return tlsOutput.isClosed ? .ended : .idle
  }

  private func queueTLS() {
    guard !tlsOutput.send.isEmpty else { return }
    queue(tlsOutput.send[...])
    tlsOutput.send.removeAll(keepingCapacity: true)
  }

  private func queue(_ bytes: ArraySlice<UInt8>) {
    if !output.append(bytes) { isClosing = true }
  }

  // MARK: The poller

  /// Writes what the kernel takes, and asks to be told when it takes more.
  func flush(_ poller: borrowing Poller) -> Flush {
    guard let number = socket?.number else { return .done }
    while !output.isEmpty {
      switch Descriptor.write(number, output.waiting) {
      case .bytes(let count): output.consume(count)
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

  /// Reading rests, or goes on.
  func pause(_ pauses: Bool, _ poller: borrowing Poller) {
    guard pauses != isPaused else { return }
    isPaused = pauses
    watch(poller)
  }

  /// Tells the poller what this channel waits for.
  func watch(_ poller: borrowing Poller) {
    guard let number = socket?.number else { return }
    var wanted: Poller.Readiness = isPaused ? [] : .read
    if isWatchingWrite { wanted.insert(.write) }
    poller.change(number, wanted, token: token)
  }

  /// Ends the connection: says goodbye inside TLS, and closes.
  func close(_ poller: borrowing Poller) {
    guard let number = socket?.number else { return }
    if tls != nil {
      tlsOutput.send.removeAll(keepingCapacity: true)
      tls?.closeNotify(into: &tlsOutput.send)
      _ = Descriptor.write(number, tlsOutput.send[...])
    }
    poller.remove(number)
    socket = nil
    tls = nil
    output = ByteQueue(limit: PeerLimits.outputLimit)
  }
}
