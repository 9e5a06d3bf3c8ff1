import Bytes
import DataStream
import EBCDIC
import Foundation
import Names
import Platform
import TLS
import TN3270
import Terminal
import TestSupport

@testable import Server

/// One end of a pair of sockets, as the peer of a shard's channel.
final class RigSocket {
  private var number: Int32
  private var tls: TLSMachine?
  private var tlsOutput = TLSOutput()
  private var unsent: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 16_384)
  /// Said before the handshake was done; goes out with the client's Finished.
  private var early: [UInt8] = []
  private(set) var isOver = false
  /// Something was written since it was asked last.
  private var hasWritten = false
  /// Takes no more of what the shard sends.
  var isDeaf = false
  /// Bytes that went each way, as the other end's kernel counts them.
  private var sent = 0
  private var received = 0

  init(_ number: Int32) { self.number = number }

  deinit { end() }

  /// Two connected sockets that do not wait.
  static func pair() -> (Int32, Int32)? {
    var both: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | 0o4000, 0, &both) == 0 else {
      return nil
    }
    return (both[0], both[1])
  }

  func secure() throws {
    let certificates = try TestCertificates.shared.get()
    let context = try TLSContext(authorities: .file(certificates.path("ca.pem")))
    var machine = try TLSMachine(client: context, host: "host.example")
    machine.start(into: &tlsOutput)
    tls = consume machine
    flushTLS()
  }

  private func flushTLS() {
    unsent += tlsOutput.send
    tlsOutput.send = []
    write()
  }

  /// Both ends of a TCP connection of this machine.
  static func tcpPair() -> (Int32, Int32)? {
    guard let listener = try? Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: 0)),
      let port = try? Sockets.port(of: listener.number),
      let (one, _) = try? Sockets.connect(to: SocketAddress(host: "127.0.0.1", port: port))
    else { return nil }
    while true {
      var waiting = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, -1)
      if let (other, _) = try? Sockets.accept(listener.number) { return (other, one) }
    }
  }

  /// Sends bytes, inside TLS once it is there.
  func send(_ bytes: [UInt8]) {
    guard !isOver else { return }
    guard tls != nil else { return sendClear(bytes) }
    guard tls?.isOpen == true else {
      early += bytes
      return
    }
    _ = tls?.send(bytes, into: &tlsOutput.send)
    flushTLS()
  }

  /// Sends bytes as they are, whatever the connection is.
  func sendClear(_ bytes: [UInt8]) {
    unsent += bytes
    write()
  }

  private func write() {
    while !unsent.isEmpty, !isOver {
      let count = unsent.withUnsafeBytes {
        Foundation.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      guard count > 0 else { return }
      unsent.removeFirst(count)
      sent += count
      hasWritten = true
    }
  }

  /// What came, decrypted; nil where there is nothing.
  func receive() -> [UInt8]? {
    write()
    guard !isOver, !isDeaf else { return nil }
    let count = recv(number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count == 0 || (count < 0 && errno != EAGAIN) { end() }
    guard count > 0 else { return nil }
    received += count
    let bytes = Array(buffer[..<count])
    guard tls != nil else { return bytes }
    tlsOutput.plaintext = []
    tls?.receive(bytes, into: &tlsOutput)
    if tlsOutput.session != nil, !early.isEmpty {
      // In one write with Finished.
      _ = tls?.send(early, into: &tlsOutput.send)
      early = []
      tlsOutput.session = nil
    }
    flushTLS()
    return tlsOutput.plaintext
  }

  /// Whether something could be written since the last time.
  func takeWritten() -> Bool {
    defer { hasWritten = false }
    return hasWritten
  }

  func end() {
    guard !isOver else { return }
    received += Sockets.readable(number) ?? 0
    close(number)
    isOver = true
  }

  /// What the kernel has taken from the other end, and given to it.
  func counts(ofOther other: Int32) -> Held.Counts {
    let waiting = isOver ? 0 : Sockets.readable(number) ?? 0
    return Held.Counts(
      written: UInt64(received + waiting), read: UInt64(sent - (Sockets.readable(other) ?? 0)))
  }
}

/// A terminal of a rig: an emulator that answers, and that can be made to do anything else.
final class RigTerminal {
  let socket: RigSocket
  private var machine: ClientMachine
  private(set) var space: PresentationSpace
  /// Whether it negotiates and answers reads.
  var answers = true
  /// Everything that came, until it is asked for.
  private(set) var records: [[UInt8]] = []

  var isOver: Bool { socket.isOver }

  init(_ socket: RigSocket, model: Int, tn3270E: Bool, startsTLS: Bool = true) {
    self.socket = socket
    machine = ClientMachine(
      options: ClientOptions(
        model: model, isExtended: false, allowsTN3270E: tn3270E, allowsStartTLS: startsTLS))
    space = PresentationSpace(TerminalCapabilities(model: model))
  }

  /// TLS begins.
  func secure() throws { try socket.secure() }

  func pump() -> Bool {
    guard let bytes = socket.receive() else { return socket.takeWritten() }
    guard answers else { return true }
    var events: [ClientEvent] = []
    machine.receive(bytes, into: &events)
    for event in events { take(event) }
    return true
  }

  private func take(_ event: ClientEvent) {
    switch event {
    case .send(let bytes): socket.send(bytes)
    case .bind: space.bind(default: nil, alternate: nil)
    case .record(let record):
      records = records.suffix(8) + [record.payload]
      for reply in space.apply(record.payload).replies { socket.send(frame(reply)) }
    case .startTLS:
      machine.restart()
      try? socket.secure()
    default: break
    }
  }

  var rows: [String] { ScreenText.lines(space, .bracket) }

  func shows(_ text: String) -> Bool { rows.contains { $0.contains(text) } }

  func frame(_ record: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    machine.frame(record, into: &bytes)
    return bytes
  }

  /// Types into the fields from the cursor on, and presses a key.
  func key(_ aid: AID, _ texts: String...) {
    guard let record = space.typing(texts.map { CodePage.bracket.encode($0) }, then: aid) else {
      return
    }
    space.restore(aid: aid, lock: .waiting)
    socket.send(frame(record))
  }

  /// Presses a key with what stands on the screen.
  func press(_ aid: AID) {
    var record = [aid.byte]
    if !aid.isShortRead { BufferAddress.append(space.cursor, in: space.size, to: &record) }
    socket.send(frame(record))
  }
}

/// A host of a rig, in 3270 mode as soon as its client will.
final class RigHost {
  let address: SocketAddress
  let socket: RigSocket
  private(set) var machine = ServerMachine()
  private var hasStarted = false
  /// What its client said.
  private(set) var records: [[UInt8]] = []

  var isOver: Bool { socket.isOver }
  var isReady: Bool { machine.isReady }

  init(_ address: SocketAddress, _ socket: RigSocket) {
    self.address = address
    self.socket = socket
  }

  func pump() -> Bool {
    var events: [ServerEvent] = []
    if !hasStarted {
      hasStarted = true
      machine.start(into: &events)
    }
    let bytes = socket.receive()
    if let bytes { machine.receive(bytes, into: &events) }
    var index = 0
    while index < events.count {
      switch events[index] {
      case .send(let bytes): socket.send(bytes)
      case .needsDeviceName:
        if let name = LUName("HOSTLU") { machine.assignDevice(name: name, into: &events) }
      case .record(let record): records = records.suffix(8) + [record.payload]
      default: break
      }
      index += 1
    }
    return bytes != nil || !events.isEmpty || socket.takeWritten()
  }

  /// Sends a record.
  func write(
    _ record: [UInt8], _ type: DataType = .data3270, _ flag: ResponseFlag = .none
  ) {
    var bytes: [UInt8] = []
    machine.frame(record, dataType: type, responseFlag: flag, into: &bytes)
    socket.send(bytes)
  }
}
