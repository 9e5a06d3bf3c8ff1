import DataStream
import EBCDIC
import Platform
import TLS
import Terminal
import Time

/// One attacking terminal: it speaks well until it does not.
final class HostileTerminal {
  private let wire: BlockingWire
  private var tls: TLSMachine?
  private var tlsOutput = TLSOutput()
  private var terminal = EmulatedTerminal()

  /// How long an answer of the server is awaited.
  private let patience: Duration
  private static let step: Int32 = 20

  /// What an attacker waits: many of their answers never come.
  static let attackersPatience = Duration.seconds(3)
  /// What a guest waits: all of his answers come, however much goes on beside.
  static let guestsPatience = Duration.seconds(60)

  /// Connects; nil where the server cannot be reached, which must never happen.
  init?(_ address: SocketAddress, tls context: TLSContext?, patience: Duration = attackersPatience)
  {
    guard let wire = BlockingWire(to: address) else { return nil }
    self.wire = wire
    self.patience = patience
    if let context { tls = try? TLSMachine(client: context, host: address.host) }
  }

  var isEnded: Bool { wire.isEnded }
  /// Screens that the server has restored the keyboard with.
  var screens: Int { terminal.screens }

  // MARK: Bytes

  /// Does the handshake; `early` leaves in one write with the client's Finished.
  func handshake(early: [UInt8] = []) {
    guard tls != nil else { return }
    tlsOutput.clear()
    tls?.start(into: &tlsOutput)
    wire.write(tlsOutput.send)
    let end = Clock.instant().advanced(by: patience)
    while !(tls?.isOpen ?? true), !isEnded, Clock.instant() < end {
      let bytes = wire.read(Self.step)
      guard !bytes.isEmpty else { continue }
      tlsOutput.clear()
      tls?.receive(bytes, into: &tlsOutput)
      if tlsOutput.session != nil, !early.isEmpty {
        _ = tls?.send(early, into: &tlsOutput.send)
      }
      wire.write(tlsOutput.send)
      feed(tlsOutput.plaintext[...])
    }
  }

  /// Sends bytes as they are, inside TLS where that is up.
  func send(_ bytes: [UInt8]) {
    guard tls?.isOpen ?? false else { return wire.write(bytes) }
    var out: [UInt8] = []
    _ = tls?.send(bytes, into: &out)
    wire.write(out)
  }

  /// Sends bytes in clear, also where TLS is up.
  func sendClear(_ bytes: [UInt8]) { wire.write(bytes) }

  /// Listens for some milliseconds, and answers as an emulator does.
  func listen(_ milliseconds: Int32) {
    var left = milliseconds
    while left > 0, !isEnded {
      hear()
      left -= Self.step
    }
  }

  /// Listens until something is so, the connection ends or the patience.
  private func hear(until isSo: () -> Bool) {
    let end = Clock.instant().advanced(by: patience)
    while !isSo(), !isEnded, Clock.instant() < end { hear() }
  }

  private func hear() {
    let bytes = wire.read(Self.step)
    guard !bytes.isEmpty else { return }
    guard tls != nil else { return feed(bytes) }
    tlsOutput.clear()
    tls?.receive(bytes, into: &tlsOutput)
    wire.write(tlsOutput.send)
    feed(tlsOutput.plaintext[...])
  }

  private func feed(_ bytes: ArraySlice<UInt8>) {
    let answer = terminal.take(bytes)
    if !answer.isEmpty { send(answer) }
  }

  // MARK: Manners

  /// Negotiates, and waits for the first panel.
  @discardableResult
  func negotiate() -> Bool {
    handshake()
    return awaitScreen(after: 0)
  }

  /// Waits until 3270 mode is reached; the first panel may not be there yet.
  func negotiateOnly() {
    handshake()
    hear { terminal.isReady }
  }

  /// Waits for a screen beyond those that have come.
  @discardableResult
  func awaitScreen(after count: Int) -> Bool {
    hear { screens > count }
    return screens > count
  }

  /// A record in the form that was agreed; nothing before that.
  func key(_ record: [UInt8]) {
    let out = terminal.framed(record)
    if !out.isEmpty { send(out) }
  }

  /// Types a text at the cursor, presses ENTER and waits for what follows.
  func enter(_ text: String) {
    var record = [AID.enter.byte]
    BufferAddress.append(terminal.screen.cursor, in: terminal.screen.size, to: &record)
    record.append(OrderCode.setBufferAddress)
    BufferAddress.append(terminal.screen.cursor, in: terminal.screen.size, to: &record)
    let before = screens
    key(record + CodePage.cp037.encode(text))
    awaitScreen(after: before)
  }

  /// Signs on as a user; whether a menu followed.
  func signOn(_ user: SignOn, number: Int) -> Bool {
    guard let fields = SignOn.fields(of: terminal.screen) else { return false }
    var record = user.record(terminal: number, at: fields, on: terminal.screen)
    let before = screens
    key(record)
    for index in record.indices { record[index] = 0 }
    return awaitScreen(after: before) && SignOn.fields(of: terminal.screen) == nil
  }

  func halfClose() { wire.halfClose() }
  func resetAtClose() { wire.resetAtClose() }
}
