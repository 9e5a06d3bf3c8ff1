import DataStream
import Names
import Testing

@testable import TN3270

/// A peer decides when a connection begins and ends, so every call is legal at every time.
@Suite struct `Calls in any order` {
  private static let enter = hex("00 00 00 00 00 7D 40 40 FF EF")
  /// Ways to break a rule in 3270 mode.
  static let violations: [(name: String, bytes: [UInt8])] = [
    ("a header too short", hex("01 FF EF")),
    ("a wrong data type", hex("0A 00 00 00 00 FF EF")),
    ("WONT TN3270E", hex("FF FC 28")),
    ("101 negotiations", (0..<101).flatMap { [0xFF, 0xFB, UInt8(100 + $0)] }),
    (
      "a long subnegotiation",
      hex("FF FA 27") + [UInt8](repeating: 0x41, count: 1100) + hex("FF F0")
    ),
  ]

  /// Everything that a caller may do.
  private static func callAll(_ machine: inout ServerMachine) throws -> [UInt8] {
    var events: [ServerEvent] = []
    var out: [UInt8] = []
    machine.start(into: &events)
    machine.receive(enter, into: &events)
    #expect(machine.next(enter[...], into: &events) == enter.count)
    machine.stepTimedOut(into: &events)
    machine.assignDevice(name: try #require(LUName("LUA")), into: &events)
    machine.rejectDevice(.deviceInUse, into: &events)
    machine.frame([0xF5, 0xC2], into: &out)
    machine.bind(BindImage(size: .queried, primary: try #require(APPLID("TPX"))), into: &out)
    machine.unbind(into: &out)
    machine.probe(into: &out)
    #expect(events == [])
    return out
  }

  @Test(arguments: violations.indices)
  func `a record before a violation comes first, and after it there is nothing`(
    _ kind: Int
  ) throws {
    var run = `Server machine`.readyE([0, 2, 4])
    run.events = []
    run.feed(Self.enter + Self.violations[kind].bytes + Self.enter)
    guard run.events.count == 2, case .record = run.events[0], case .violation = run.events[1]
    else {
      Issue.record("\(Self.violations[kind].name): \(run.events)")
      return
    }
    #expect(!run.machine.isReady)
    #expect(try Self.callAll(&run.machine) == [])
  }

  @Test func `a machine stops at each event that somebody acts on`() {
    var run = `Server machine`.readyE([0, 2, 4])
    let bytes = Self.enter + hex("FF F1 FF F6") + Self.enter + hex("01 FF EF")
    var events: [ServerEvent] = []
    #expect(run.machine.next(bytes[...], into: &events) == Self.enter.count)
    #expect(run.machine.isReady && events.count == 1)
    events = []
    #expect(run.machine.next(bytes.dropFirst(10), into: &events) == 4 + Self.enter.count)
    #expect(run.machine.isReady)
    #expect(run.machine.next(bytes.dropFirst(24), into: &events) == 3)
    #expect(!run.machine.isReady && events.last == .violation(.headerTooShort))
  }

  @Test func `bytes before the start wait, and nothing else happens`() {
    var machine = ServerMachine()
    var events: [ServerEvent] = []
    var out: [UInt8] = []
    #expect(machine.next([0xFF, 0xFB, 0x28], into: &events) == 0)
    machine.receive([0xFF, 0xFB, 0x28], into: &events)
    machine.stepTimedOut(into: &events)
    machine.frame([0xF5], into: &out)
    #expect(events == [] && out == [])
    machine.start(into: &events)
    machine.start(into: &events)
    #expect(events == [.send(hex("FF FD 28"))])
  }

  @Test func `a start after a violation in the TLS handshake is none`() throws {
    var machine = ServerMachine(options: ServerOptions(startTLS: .required))
    var events: [ServerEvent] = []
    machine.start(into: &events)
    machine.receive(hex("FF FB 2E FF FA 2E 01 FF F0 FF FB 28"), into: &events)
    #expect(events.suffix(2) == [.startTLS, .violation(.bytesBeforeTLS)])
    #expect(try Self.callAll(&machine) == [])
  }

  @Test func `a client outside 3270 mode sends nothing`() {
    var machine = ClientMachine()
    var events: [ClientEvent] = []
    func callAll() -> [UInt8] {
      var out: [UInt8] = []
      machine.restart()
      machine.frame([0x7D], into: &out)
      machine.attention(into: &out)
      let asked = machine.systemRequest(into: &out)
      machine.respond(
        to: Record([], responseFlag: .always, sequence: 1), .positive, into: &out)
      #expect(!asked)
      return out
    }
    #expect(callAll() == [])
    machine.receive(hex("FF FD 28 FF FA 28") + [UInt8](repeating: 1, count: 2000), into: &events)
    #expect(events.last == .violation(.subnegotiationTooLong))
    events = []
    machine.receive(hex("FF FD 28 F1 FF EF"), into: &events)
    machine.finish(into: &events)
    machine.finish(into: &events)
    #expect(events == [] && callAll() == [])
  }

  @Test(arguments: [(1, 1), (11, 80), (24, 39), (200, 255)])
  func `a BIND of a screen that no display has is refused`(_ size: (Int, Int)) {
    var run = `Client machine`.readyE()
    let (rows, columns) = (UInt8(size.0), UInt8(size.1))
    for (code, sizes) in [
      (UInt8(0x7E), [rows, columns, 0, 0]), (0x7F, [24, 80, rows, columns]),
      (0x7F, [rows, columns, 24, 80]),
    ] {
      run.events = []
      var ru: [UInt8] = [0x31] + [UInt8](repeating: 0, count: 19) + sizes + [code, 0, 0, 0]
      ru.insert(contentsOf: hex("03 00 02 00 01"), at: 0)
      // A side of 255 is doubled on the wire.
      run.feed(ru.flatMap { $0 == 0xFF ? [0xFF, 0xFF] : [$0] } + hex("FF EF"))
      #expect(run.events == [.bindRefused(.screenSize(rows: size.0, columns: size.1))])
      #expect(run.takeSent() == hex("02 00 01 00 01 00 FF EF"))
    }
    let words = BindFault.screenSize(rows: size.0, columns: size.1).description
    #expect(words.contains("\(size.0)x\(size.1)") && words.contains("12 to 255 rows"))
  }

  @Test func `sizes that displays have are taken from a BIND`() throws {
    for (rows, columns) in [(12, 40), (12, 80), (24, 80), (27, 132), (43, 80), (62, 160)] {
      let size = try #require(Geometry(rows: rows, columns: columns))
      let name = try #require(APPLID("TSO1"))
      let image = BindImage(size: .both(default: .model2, alternate: size), primary: name)
      #expect(try BindImage(image.encoded).size == .both(default: .model2, alternate: size))
    }
  }
}
