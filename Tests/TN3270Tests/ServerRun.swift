import Names

@testable import TN3270

/// A server machine with a caller that gives out one name, and all that came of it.
struct ServerRun: Equatable {
  var machine: ServerMachine
  var assigns = "LUA00001"
  /// All bytes that were to be sent, joined.
  var sent: [UInt8] = []
  /// Everything else, in order.
  var events: [ServerEvent] = []
  /// FUNCTIONS REQUEST that the machine sent and that an emulator would answer.
  var answersFunctions = false

  static func == (left: Self, right: Self) -> Bool {
    left.sent == right.sent && left.events == right.events
  }

  init(options: ServerOptions = ServerOptions()) {
    machine = ServerMachine(options: options)
    var events: [ServerEvent] = []
    machine.start(into: &events)
    handle(events)
  }

  mutating func feed(_ bytes: [UInt8]) { feed(bytes[...]) }

  mutating func feed(_ bytes: ArraySlice<UInt8>) {
    var events: [ServerEvent] = []
    machine.receive(bytes, into: &events)
    handle(events)
  }

  mutating func drip(_ bytes: [UInt8]) {
    for index in bytes.indices { feed(bytes[index...index]) }
  }

  mutating func timeOut() {
    var events: [ServerEvent] = []
    machine.stepTimedOut(into: &events)
    handle(events)
  }

  var identity: TerminalIdentity? {
    events.compactMap { if case .ready(let identity) = $0 { identity } else { nil } }.last
  }

  /// Payloads of the records, with the header that a TN3270E record had.
  var records: [[UInt8]] {
    events.compactMap {
      switch $0 {
      case .record(let record):
        let header = RecordHeader(
          record.dataType, requestFlag: record.requestFlag,
          responseFlag: record.responseFlag.rawValue, sequence: record.sequence)
        var bytes: [UInt8] = []
        if machine.isTN3270E { header.append(to: &bytes) }
        return bytes + record.payload
      default: return nil
      }
    }
  }

  var violation: TelnetViolation? {
    events.compactMap { if case .violation(let violation) = $0 { violation } else { nil } }.first
  }

  mutating func takeSent() -> [UInt8] {
    defer { sent = [] }
    return sent
  }

  private mutating func handle(_ batch: [ServerEvent]) {
    for event in batch {
      switch event {
      case .send(let bytes):
        sent += bytes
        // What x3270 does with a FUNCTIONS REQUEST that is part of its own.
        let request = hex("FF FA 28 03 07")
        if answersFunctions,
          let at = bytes.indices.first(where: { bytes[$0...].starts(with: request) })
        {
          feed(hex("FF FA 28 03 04") + bytes[(at + 5)...])
        }
      case .needsDeviceName:
        events.append(event)
        var more: [ServerEvent] = []
        if let name = LUName(assigns) {
          machine.assignDevice(name: name, into: &more)
        } else {
          machine.rejectDevice(.deviceInUse, into: &more)
        }
        handle(more)
      case .startTLS:
        events.append(event)
        var more: [ServerEvent] = []
        machine.start(into: &more)
        handle(more)
      default: events.append(event)
      }
    }
  }
}

/// A client machine and all that came of it.
struct ClientRun: Equatable {
  var machine: ClientMachine
  var sent: [UInt8] = []
  /// Everything else, in order, text joined.
  var events: [ClientEvent] = []

  static func == (left: Self, right: Self) -> Bool {
    left.sent == right.sent && left.events == right.events
  }

  init(options: ClientOptions = ClientOptions()) { machine = ClientMachine(options: options) }

  mutating func feed(_ bytes: [UInt8]) { feed(bytes[...]) }

  mutating func feed(_ bytes: ArraySlice<UInt8>) {
    var batch: [ClientEvent] = []
    machine.receive(bytes, into: &batch)
    for event in batch {
      switch event {
      case .send(let bytes): sent += bytes
      case .nvtData(let text): events.appendNVT(text[...])
      case .startTLS:
        events.append(event)
        machine.restart()
      default: events.append(event)
      }
    }
  }

  mutating func drip(_ bytes: [UInt8]) {
    for index in bytes.indices { feed(bytes[index...index]) }
  }

  var payloads: [[UInt8]] {
    events.compactMap { if case .record(let record) = $0 { record.payload } else { nil } }
  }

  var identity: HostIdentity? {
    events.compactMap { if case .ready(let identity) = $0 { identity } else { nil } }.last
  }

  mutating func takeSent() -> [UInt8] {
    defer { sent = [] }
    return sent
  }
}

/// What a classic x3270 sends once it was asked for its type.
func classicTerminal(type: String = "IBM-3279-2-E") -> [UInt8] {
  hex("FF FB 18 FF FA 18 00") + ascii(type)
    + hex("FF F0 FF FB 19 FF FD 19 FF FB 00 FF FD 00")
}

/// SB DEVICE-TYPE REQUEST.
func deviceRequest(type: String = "IBM-3278-2-E", connect: String? = nil) -> [UInt8] {
  hex("FF FA 28 02 07") + ascii(type) + (connect.map { [1] + ascii($0) } ?? [])
    + hex("FF F0")
}
