import DataStream
import EBCDIC
import Glibc
import Names
import Platform
import TN3270

/// A host whose screens have a field that is not shown. It notes the tickets that come.
final class PlantHost: Sendable {
  let address: SocketAddress
  private let secrets: PlantedSecrets

  /// First row of its screens.
  static let title = "HOST ASKS"
  private static let step: Int32 = 200

  /// Listens until the process ends.
  init(_ secrets: PlantedSecrets) throws {
    let listener = try Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: 0))
    address = SocketAddress(host: "127.0.0.1", port: try Sockets.port(of: listener.number))
    self.secrets = secrets
    let number = listener.release()
    try Threads.start { [self] in
      while true {
        var watched = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, -1) > 0 else { continue }
        while let (socket, _) = try? Sockets.accept(number) {
          try? Threads.start { [self] in serve(Descriptor(socket)) }
        }
      }
    }
  }

  private func serve(_ socket: consuming Descriptor) {
    let wire = BlockingWire(socket)
    var machine = ServerMachine()
    var events: [ServerEvent] = []
    machine.start(into: &events)
    var answers = 0
    while take(&events, &machine, answers: &answers, on: wire), !wire.isEnded {
      events = []
      let bytes = wire.read(Self.step)
      if !bytes.isEmpty { machine.receive(bytes, into: &events) }
    }
  }

  /// Does what events ask for; false where the connection is of no more use.
  private func take(
    _ events: inout [ServerEvent], _ machine: inout ServerMachine, answers: inout Int,
    on wire: BlockingWire
  ) -> Bool {
    var index = 0
    while index < events.count {
      defer { index += 1 }
      var bytes: [UInt8] = []
      switch events[index] {
      case .send(let said): bytes = said
      case .needsDeviceName:
        if let name = LUName("PLANT") { machine.assignDevice(name: name, into: &events) }
      case .ready:
        if let name = APPLID("PLANTED") {
          machine.bind(BindImage(size: .model2, primary: name), into: &bytes)
        }
        machine.frame(screen(answers), into: &bytes)
      case .record(let record):
        note(record.payload)
        answers += 1
        machine.frame(screen(answers), into: &bytes)
      case .violation, .refused, .unnamed: return false
      default: continue
      }
      wire.write(bytes)
    }
    return true
  }

  /// A ticket stands behind the name of its user.
  private func note(_ record: [UInt8]) {
    let text = CodePage.cp037.decode(record)
    guard let slash = text.lastIndex(of: "/"), text[..<slash].contains("P") else { return }
    let ticket = text[text.index(after: slash)...].prefix(8)
    if ticket.count == 8 { secrets.add(.hostTicket, String(ticket)) }
  }

  private func screen(_ answers: Int) -> [UInt8] {
    var bytes: [UInt8] = [
      Command.eraseWrite.rawValue, WCC.restoreKeyboard.byte | 0x40, OrderCode.startField, 0x60,
    ]
    bytes += CodePage.cp037.encode("\(Self.title) \(answers)")
    bytes.append(OrderCode.setBufferAddress)
    BufferAddress.append(160, in: .model2, to: &bytes)
    // An input field that is not shown, and its end.
    bytes += [OrderCode.startField, 0x4C, OrderCode.insertCursor, OrderCode.setBufferAddress]
    BufferAddress.append(240, in: .model2, to: &bytes)
    return bytes + [OrderCode.startField, 0x60]
  }
}
