import DataStream
import EBCDIC
import Glibc
import Platform
import TLS
import Terminal
import Time

/// A terminal of which each step waits for what it leads to.
final class VisitTerminal {
  /// What did not come.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let wire: BlockingWire
  private var tls: LoadTLS?
  private var terminal = EmulatedTerminal()

  /// How long anything may take: password hashes wait for each other, and a dead process for the next.
  private static let patience = Duration.seconds(90)
  private static let step: Int32 = 250

  /// Connects from an address of its own: the server counts wrong passwords by address.
  ///
  /// - `source`: an address of this machine, 127.x.y.z.
  /// - `context`: begins with TLS; nil for a terminal in clear.
  init(_ address: SocketAddress, from source: UInt32, tls context: TLSContext?) throws {
    wire = BlockingWire(try Self.connect(to: address.port, from: source))
    guard let context else { return }
    let tls = try LoadTLS(context, host: address.host)
    self.tls = tls
    wire.write(tls.start())
  }

  private static func connect(to port: UInt16, from source: UInt32) throws -> Descriptor {
    let socket = Descriptor(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    func name(_ host: UInt32, _ port: UInt16) -> sockaddr_in {
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = host.bigEndian
      return name
    }
    func call(
      _ name: sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(Failure) {
      let code = withUnsafePointer(to: name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard code == 0 else {
        throw Failure(description: "a terminal cannot connect: \(String(cString: strerror(errno)))")
      }
    }
    let number = socket.number
    try call(name(source, 0)) { Glibc.bind(number, $0, $1) }
    try call(name(0x7F00_0001, port)) { Glibc.connect(number, $0, $1) }
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
    return socket
  }

  private var screen: PresentationSpace {
    get { terminal.screen }
    _modify { yield &terminal.screen }
  }

  /// The screen's rows.
  var rows: [String] { ScreenText.lines(screen, .cp037) }

  /// Whether a text is on the screen.
  func shows(_ text: String) -> Bool { rows.contains { $0.contains(text) } }

  /// Waits until a text is on the screen and the keyboard is free.
  func until(_ text: String) throws(Failure) { try until(text, or: text) }

  /// Waits until one of two texts is on the screen and the keyboard is free.
  func until(_ text: String, or other: String) throws(Failure) {
    let end = Clock.instant().advanced(by: Self.patience)
    while screen.lock != .unlocked || !(shows(text) || shows(other)) {
      guard Clock.instant() < end, !wire.isEnded else {
        let shown = rows.map { $0.split(separator: " ").joined(separator: " ") }
          .filter { !$0.isEmpty }.suffix(9).joined(separator: " / ")
        throw Failure(description: "\"\(text)\" never came, but: \(shown)")
      }
      hear()
    }
  }

  /// Waits until the server ends the connection.
  func untilEnd() throws(Failure) {
    let end = Clock.instant().advanced(by: Self.patience)
    while !wire.isEnded {
      guard Clock.instant() < end else { throw Failure(description: "the line was never ended") }
      hear()
    }
  }

  private func hear() {
    let bytes = wire.read(Self.step)
    guard !bytes.isEmpty else { return }
    guard let tls else { return take(bytes) }
    let outcome = tls.receive(bytes)
    wire.write(outcome.send)
    take(outcome.plaintext[...])
  }

  private func take(_ bytes: ArraySlice<UInt8>) {
    let answer = terminal.take(bytes)
    if !answer.isEmpty { send(answer) }
  }

  /// Types into the fields from the cursor on, and presses a key.
  func key(_ aid: AID, _ texts: String...) throws {
    var typed = [aid.byte]
    BufferAddress.append(screen.cursor, in: screen.size, to: &typed)
    var place = screen.cursor
    for text in texts {
      typed.append(OrderCode.setBufferAddress)
      BufferAddress.append(place, in: screen.size, to: &typed)
      typed += CodePage.cp037.encode(text)
      place = input(after: place)
    }
    if !texts.isEmpty { screen.merge(try InboundRecord(typed, in: screen.size)) }
    press(aid)
  }

  /// Where the next field for input begins.
  private func input(after place: Int) -> Int {
    let cells = screen.size.cells
    for step in 1...cells {
      let position = (place + step) % cells
      if case .attribute(let attribute) = screen.kind(position), !attribute.isProtected {
        return (position + 1) % cells
      }
    }
    return place
  }

  private func press(_ aid: AID) {
    let record = screen.readModified(all: false, as: aid)
    screen.restore(aid: aid, lock: .waiting)
    send(terminal.framed(record))
  }

  private func send(_ bytes: [UInt8]) { wire.write(tls?.encrypt(bytes) ?? bytes) }
}
