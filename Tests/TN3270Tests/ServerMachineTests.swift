import DataStream
import Names
import Testing

@testable import TN3270

@Suite struct `Server machine` {
  static let doE = hex("FF FD 28")
  static let willE = hex("FF FB 28")
  static let wontE = hex("FF FC 28")
  static let burst = hex("FF FD 18 FF FA 18 01 FF F0 FF FD 19 FF FB 19 FF FD 00 FF FB 00")

  /// A terminal in TN3270E with these functions.
  static func readyE(_ functions: [UInt8] = [0, 2, 4]) -> ServerRun {
    var run = ServerRun()
    run.feed(willE + deviceRequest() + hex("FF FA 28 03 07") + functions + hex("FF F0"))
    run.sent = []
    run.events = []
    return run
  }

  static func readyClassic() -> ServerRun {
    var run = ServerRun()
    run.feed(wontE + classicTerminal())
    run.sent = []
    run.events = []
    return run
  }

  @Test func `TN3270E is offered first and classic in one burst`() {
    var run = ServerRun()
    #expect(run.takeSent() == Self.doE)
    run.feed(Self.wontE)
    #expect(run.takeSent() == Self.burst)
    run.feed(classicTerminal())
    #expect(run.takeSent() == [])
    #expect(
      run.events == [
        .needsDeviceName(.colour, requested: nil),
        .ready(
          TerminalIdentity(
            terminalType: .colour, isTN3270E: false,
            functions: [], requestedLU: nil, deviceName: LUName("LUA00001"))),
      ])
  }

  @Test func `TN3270E step by step`() {
    var run = ServerRun()
    run.sent = []
    run.feed(Self.willE)
    #expect(run.takeSent() == hex("FF FA 28 08 02 FF F0"))
    run.feed(deviceRequest(connect: "lux1"))
    #expect(
      run.takeSent() == hex("FF FA 28 02 04") + ascii("IBM-3278-2-E") + [1] + ascii("LUA00001")
        + hex("FF F0"))
    run.feed(hex("FF FA 28 03 07 00 02 04 05 FF F0"))
    #expect(run.takeSent() == hex("FF FA 28 03 07 00 02 04 FF F0"))
    #expect(run.identity == nil)
    run.feed(hex("FF FA 28 03 04 00 02 04 FF F0"))
    #expect(run.takeSent() == [])
    #expect(run.identity?.functions == .display)
    #expect(run.identity?.requestedLU == LUName("LUX1"))
  }

  @Test(arguments: 0..<128 as Range<UInt8>)
  func `every subset of functions is agreed or reduced`(bits: UInt8) {
    let wish = TN3270EFunctions(rawValue: bits)
    var run = ServerRun()
    run.answersFunctions = true
    run.feed(
      Self.willE + deviceRequest() + hex("FF FA 28 03 07") + wish.list + hex("FF F0"))
    #expect(run.identity?.functions == wish.intersection(.display))
    #expect(run.machine.functions == wish.intersection(.display))
  }

  @Test func `an argument about functions ends after four rounds`() {
    var run = ServerRun()
    run.feed(Self.willE + deviceRequest())
    for _ in 0..<4 { run.feed(hex("FF FA 28 03 07 05 FF F0")) }
    #expect(run.violation == nil)
    run.feed(hex("FF FA 28 03 07 05 FF F0"))
    #expect(run.violation == .functionRounds)
  }

  @Test func `FUNCTIONS IS with more than was offered is a violation`() {
    var run = ServerRun()
    run.feed(Self.willE + deviceRequest() + hex("FF FA 28 03 07 02 05 FF F0"))
    run.feed(hex("FF FA 28 03 04 02 05 FF F0"))
    #expect(run.violation == .functionsNotOffered)
  }

  @Test func `a list of names is walked, then classic goes on`() {
    var run = ServerRun()
    run.assigns = ""
    run.feed(Self.willE + deviceRequest(connect: "LU1"))
    run.feed(deviceRequest(connect: "LU2"))
    #expect(run.sent.count(of: hex("FF FA 28 02 06 05 01 FF F0")) == 2)
    run.sent = []
    run.feed(Self.wontE)
    #expect(run.takeSent() == hex("FF FE 28") + Self.burst)
    run.feed(classicTerminal(type: "IBM-3279-2-E@LU1"))
    #expect(run.takeSent() == hex("FF FA 18 01 FF F0"))
    run.assigns = "LU2"
    run.feed(hex("FF FA 18 00") + ascii("IBM-3279-2-E@LU2") + hex("FF F0"))
    #expect(run.identity?.deviceName == LUName("LU2"))
    #expect(run.identity?.requestedLU == LUName("LU2"))
  }

  @Test func `a classic list at its end leaves the terminal without a name`() {
    var run = ServerRun()
    run.assigns = ""
    run.feed(Self.wontE + classicTerminal(type: "IBM-3279-2-E@LU1"))
    run.feed(hex("FF FA 18 00") + ascii("IBM-3279-2-E@LU1") + hex("FF F0"))
    let identity = TerminalIdentity(
      terminalType: .display(model: 2, isExtended: true, forTN3270E: false), isTN3270E: false,
      functions: [], requestedLU: LUName("LU1"), deviceName: nil)
    #expect(run.events.last == .unnamed(identity, .deviceInUse))
    var out: [UInt8] = []
    run.machine.frame([0xF5, 0xC3], into: &out)
    #expect(out == hex("F5 C3 FF EF"))
  }

  @Test func `a printer is rejected and may close`() {
    var run = ServerRun()
    run.feed(Self.willE + deviceRequest(type: "IBM-3287-1", connect: "LUP"))
    #expect(run.sent.suffix(9) == hex("FF FA 28 02 06 05 04 FF F0")[...])
    #expect(run.events == [])
  }

  @Test(arguments: [
    "IBM-3477-FC", "IBM-5555-C01", "XTERM", "", "IBM-3287-1", "IBM-3278-9", "IBM-3278-2-E-E",
  ])
  func `a type that is no 3270 display is refused in words`(type: String) {
    var run = ServerRun()
    run.feed(Self.wontE + classicTerminal(type: type))
    #expect(run.events == [.refused(ServerMachine.refusal)])
    run.feed(hex("FF FB 19"))
    #expect(run.events == [.refused(ServerMachine.refusal)])
  }

  @Test func `silence after DO TN3270E goes on with classic`() {
    var run = ServerRun()
    run.sent = []
    run.timeOut()
    #expect(run.takeSent() == Self.burst)
    run.feed(Self.willE)
    #expect(run.takeSent() == hex("FF FE 28"))
    run.timeOut()
    #expect(run.events == [.refused(ServerMachine.refusal)])
  }

  @Test func `other options are refused once each`() {
    var run = Self.readyClassic()
    for option in [0x27, 0x1F, 0x22, 0x25, 0x26, 0x23, 0x01, 0x03] as [UInt8] {
      run.feed([0xFF, 0xFB, option, 0xFF, 0xFB, option])
      #expect(run.takeSent() == [0xFF, 0xFE, option])
      run.feed([0xFF, 0xFD, option, 0xFF, 0xFD, option])
      #expect(run.takeSent() == [0xFF, 0xFC, option])
    }
    #expect(run.violation == nil)
  }

  @Test func `commands inside a record leave it open`() {
    var run = Self.readyClassic()
    run.feed(hex("7D C2 FF F1 61 FF FB 1F FF FF FF FA 27 00 FF F0 FF F6 C1 FF EF"))
    #expect(run.sent == hex("FF FE 1F FF F1"))
    #expect(run.events == [.areYouThere, .record(Record(hex("7D C2 61 FF C1")))])
  }

  @Test func `responses carry their sequence number`() {
    var run = Self.readyE()
    run.feed(hex("02 00 00 FF FF FF FF 00 FF EF"))
    run.feed(hex("02 00 01 00 06 02 FF EF 02 00 01 00 07 08 00 FF EF"))
    #expect(
      run.events == [
        .response(sequence: 0xFFFF, .positive),
        .response(sequence: 6, .negative(.operationCheck)),
        .response(sequence: 7, .other([8, 0])),
      ])
  }

  @Test func `ATTN, SYSREQ and timing marks are heard`() {
    var run = Self.readyE()
    var out: [UInt8] = []
    run.machine.probe(into: &out)
    #expect(out == hex("FF FD 06"))
    run.feed(hex("FF F4 FF F5 FF FC 06 FF FC 06"))
    #expect(run.events == [.attention, .systemRequest, .timingMarkAnswered])
    run.feed(hex("FF FD 06"))
    #expect(run.sent == hex("FF FC 06"))
  }

  @Test func `timing marks are no option changes`() {
    var run = Self.readyClassic()
    for _ in 0..<1000 {
      var out: [UInt8] = []
      run.machine.probe(into: &out)
      run.feed(hex("FF FC 06 FF FD 06 FF F1"))
    }
    #expect(run.violation == nil)
  }

  @Test func `framing doubles FF in header and data`() {
    var run = Self.readyE()
    for _ in 0..<0xFF {
      var ignored: [UInt8] = []
      run.machine.frame([], into: &ignored)
    }
    var out: [UInt8] = []
    let number = run.machine.frame([0xF1, 0xFF, 0xC2], responseFlag: .always, into: &out)
    #expect(number == 0xFF)
    #expect(out == hex("00 00 02 00 FF FF F1 FF FF C2 FF EF"))
  }

  @Test func `records of functions that were not agreed are not sent`() throws {
    var run = Self.readyE([2])
    var out: [UInt8] = []
    let image = BindImage(size: .model2, primary: try #require(APPLID("TPX")))
    let bound = run.machine.bind(image, into: &out)
    let unbound = run.machine.unbind(into: &out)
    let text = run.machine.frame([0xC1], dataType: .sscpLUData, into: &out)
    let line = run.machine.frame([0x41], dataType: .nvtData, into: &out)
    #expect(!bound && !unbound && text == nil && line == nil && out == [])
    var bare = Self.readyE([])
    bare.machine.frame([0xF1], responseFlag: .always, into: &out)
    bare.machine.frame([0xF1], responseFlag: .always, into: &out)
    #expect(out == hex("00 00 00 00 00 F1 FF EF 00 00 00 00 00 F1 FF EF"))
  }

  @Test func `the BIND that x3270 took is built byte for byte`() throws {
    let image = BindImage(
      size: .both(default: .model2, alternate: .model4),
      primary: try #require(APPLID("HELLO")))
    #expect(
      image.encoded
        == hex(
          """
          31 01 03 03 91 90 30 80 00 07 85 C7 85 00 02 80 00 00 00 00 18 50 2B 50 7F 00 00 05 \
          C8 C5 D3 D3 D6 00
          """))
    #expect(try BindImage(image.encoded) == image)
  }

  @Test func `leaving 3270 mode in a session is a violation`() {
    var run = Self.readyClassic()
    run.feed(hex("FF FE 19"))
    #expect(run.sent == hex("FF FC 19"))
    #expect(run.violation == .modeLeft)
    var other = Self.readyE()
    other.feed(Self.wontE)
    #expect(other.violation == .modeLeft)
  }

  @Test func `an idle machine is small`() {
    #expect(MemoryLayout<ServerMachine>.size < 200)
    #expect(MemoryLayout<ClientMachine>.size < 300)
  }
}

extension TerminalType {
  /// `IBM-3279-2-E`.
  static let colour = TerminalType.display(model: 2, isExtended: true, forTN3270E: false)
}
