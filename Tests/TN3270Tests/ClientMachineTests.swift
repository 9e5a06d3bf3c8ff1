import DataStream
import Names
import Testing

@testable import TN3270

@Suite struct `Client machine` {
  static func readyE(
    _ functions: String = "00 02 04", options: ClientOptions = ClientOptions()
  ) -> ClientRun {
    var run = ClientRun(options: options)
    run.feed(hex("FF FD 28 FF FA 28 08 02 FF F0"))
    run.feed(hex("FF FA 28 02 04") + ascii("IBM-3278-2-E") + [1] + ascii("IBM0TE00"))
    run.feed(hex("FF F0 FF FA 28 03 04 \(functions) FF F0"))
    run.sent = []
    run.events = []
    return run
  }

  @Test func `TN3270E is agreed to step by step`() {
    var run = ClientRun(
      options: ClientOptions(model: 4, names: [LUName("LUX1")].compactMap(\.self)))
    run.feed(hex("FF FD 28 FF FD 27"))
    #expect(run.takeSent() == hex("FF FB 28 FF FC 27"))
    run.feed(hex("FF FA 28 08 02 FF F0"))
    #expect(run.takeSent() == deviceRequest(type: "IBM-3278-4-E", connect: "LUX1"))
    run.feed(
      hex("FF FA 28 02 04") + ascii("IBM-3278-4-E") + [1] + ascii("LUX1") + hex("FF F0"))
    #expect(run.takeSent() == hex("FF FA 28 03 07 00 02 04 FF F0"))
    run.feed(hex("FF FA 28 03 04 02 FF F0"))
    #expect(
      run.events == [
        .ready(HostIdentity(isTN3270E: true, functions: .responses, deviceName: LUName("LUX1")))
      ])
  }

  @Test func `a rejected list ends in classic with the same list`() {
    let names = ["LU1", "LU2"].compactMap { LUName($0) }
    var run = ClientRun(options: ClientOptions(names: names))
    run.feed(hex("FF FD 28 FF FA 28 08 02 FF F0"))
    run.feed(hex("FF FA 28 02 06 05 01 FF F0"))
    #expect(run.sent.count(of: ascii("LU2")) == 1)
    run.sent = []
    run.feed(hex("FF FA 28 02 06 05 01 FF F0"))
    #expect(run.takeSent() == hex("FF FC 28"))
    #expect(run.events == [.deviceRejected(.deviceInUse), .deviceRejected(.deviceInUse)])
    run.feed(hex("FF FE 28 FF FD 18 FF FA 18 01 FF F0 FF FA 18 01 FF F0 FF FA 18 01 FF F0"))
    let type = hex("FF FA 18 00") + ascii("IBM-3279-2-E@")
    let last = type + ascii("LU2") + hex("FF F0")
    #expect(run.sent == hex("FF FB 18") + type + ascii("LU1") + hex("FF F0") + last + last)
  }

  /// The host takes TN3270E back with WONT, as real ones do, before and after its DEVICE-TYPE IS.
  @Test(arguments: [0, 1, 2])
  func `a host that says WONT TN3270E goes on as TN3270`(steps: Int) {
    var run = ClientRun()
    run.feed(hex("FF FD 28 FF FA 28 08 02 FF F0"))
    if steps > 0 {
      run.feed(hex("FF FA 28 02 04") + ascii("IBM-3278-2-E") + [1] + ascii("LU1") + hex("FF F0"))
    }
    if steps > 1 { run.feed(hex("FF FA 28 03 04 02 FF F0")) }
    let isReady = run.identity != nil
    run.sent = []
    run.events = []
    run.feed(hex("FF FC 28"))
    #expect(run.takeSent() == hex("FF FC 28"))
    #expect(run.events == (isReady ? [.left] : []))
    run.feed(hex("FF FD 18 FF FA 18 01 FF F0 FF FB 00 FF FD 00 FF FB 19 FF FD 19 F5 C3 FF EF"))
    #expect(run.identity == HostIdentity(isTN3270E: false, functions: [], deviceName: nil))
    #expect(run.payloads == [hex("F5 C3")])
  }

  @Test func `a host's answer to a probe is no negotiation`() {
    var run = Self.readyE()
    for answer in ["FF FC 06", "FF FB 06"] {
      var out: [UInt8] = []
      run.machine.probe(into: &out)
      #expect(out == hex("FF FD 06"))
      run.feed(hex(answer))
      #expect(run.events.last == .timingMarkAnswered)
    }
    #expect(run.sent == [])
    // Without a probe it is an option like others, refused once.
    run.feed(hex("FF FB 06"))
    #expect(run.takeSent() == hex("FF FE 06"))
    #expect(run.events.count == 2)
  }

  @Test func `a host's early screen is a record`() {
    var run = ClientRun()
    run.feed(
      hex("FF FD 18 FF FA 18 01 FF F0 FF FB 00 FF FD 00 FF FB 19 FF FD 19 F5 C3 FF FF FF EF"))
    #expect(run.payloads == [hex("F5 C3 FF")])
    var sloppy = ClientRun()
    sloppy.feed(hex("FF FD 18 FF FB 19 F5 C3 FF EF"))
    #expect(sloppy.payloads == [hex("F5 C3")])
    #expect(sloppy.identity?.isTN3270E == false)
  }

  @Test func `text of a host that is no 3270 host comes out as text`() {
    var run = ClientRun()
    run.feed(hex("FF FB 01 FF FB 03") + ascii("login: "))
    #expect(run.sent == hex("FF FE 01 FF FE 03"))
    #expect(run.events == [.nvtData(ascii("login: "))])
  }

  @Test func `text before a close is not lost`() {
    var run = ClientRun()
    run.feed(hex("FF FD 19") + ascii("no device"))
    #expect(run.events == [])
    var events: [ClientEvent] = []
    run.machine.finish(into: &events)
    #expect(events == [.nvtData(ascii("no device"))])
  }

  @Test func `responses are given as the record asks`() {
    var run = Self.readyE()
    run.feed(hex("00 00 02 FF FF 05 F1 C2 FF EF 00 00 01 00 06 F1 FF EF 00 00 00 00 07 F1 FF EF"))
    let records = run.events.compactMap {
      if case .record(let record) = $0 { record } else { nil }
    }
    var out: [UInt8] = []
    for record in records { run.machine.respond(to: record, .positive, into: &out) }
    #expect(out == hex("02 00 00 FF FF 05 00 FF EF"))
    out = []
    for record in records {
      run.machine.respond(to: record, .negative(.operationCheck), into: &out)
    }
    #expect(out == hex("02 00 01 FF FF 05 02 FF EF 02 00 01 00 06 02 FF EF"))
  }

  @Test func `BIND and UNBIND are told and answered`() throws {
    var run = Self.readyE()
    let image = BindImage(
      size: .fixed(.model4), primary: try #require(APPLID("TSO1")))
    run.feed(hex("03 00 02 00 01") + image.encoded + hex("FF EF"))
    run.feed(hex("04 00 00 00 02 02 FF EF"))
    #expect(run.events == [.bind(image), .unbind(.bindForthcoming, sense: [])])
    #expect(run.sent == hex("02 00 00 00 01 00 FF EF"))
  }

  @Test func `types of functions that were not agreed are passed over`() {
    var run = Self.readyE()
    for type in ["01", "02", "06", "08", "09", "42"] {
      run.feed(hex("\(type) 00 00 00 00 C1 FF EF"))
    }
    #expect(run.events == [])
    run.feed(hex("07 00 00 00 00 C1 FF EF 05 00 00 00 00 41 FF EF"))
    #expect(run.events == [.record(Record([0xC1], dataType: .sscpLUData)), .nvtData([0x41])])
  }

  @Test func `keys go out in the way of the mode`() {
    var run = Self.readyE()
    var out: [UInt8] = []
    run.machine.attention(into: &out)
    let sent = run.machine.systemRequest(into: &out)
    #expect(sent && out == hex("FF F4 FF F5"))
    var classic = ClientRun()
    classic.feed(hex("FF FD 19 FF FB 19 FF FD 00 FF FB 00"))
    out = []
    classic.machine.attention(into: &out)
    let also = classic.machine.systemRequest(into: &out)
    #expect(also && out == hex("FF F3 01 6C 61 02 FF EF"))
  }

  @Test func `a host may leave 3270 mode and come back`() {
    var run = Self.readyE()
    run.feed(hex("FF FE 28"))
    #expect(run.takeSent() == hex("FF FC 28"))
    run.feed(hex("FF FD 18 FF FA 18 01 FF F0 FF FD 19 FF FB 19 FF FD 00 FF FB 00 F1 FF EF"))
    #expect(
      run.events == [
        .left, .ready(HostIdentity(isTN3270E: false, functions: [], deviceName: nil)),
        .record(Record([0xF1])),
      ])
  }

  @Test func `a timing mark is answered at once, however often`() {
    var run = Self.readyE()
    for _ in 0..<5000 { run.feed(hex("FF FD 06")) }
    #expect(run.events == [] && run.sent.count == 15_000)
    #expect(Array(run.sent.prefix(3)) == hex("FF FC 06"))
  }

  @Test func `a record over the limit is a violation`() {
    var run = Self.readyE(options: ClientOptions(recordLimit: 100))
    run.feed([UInt8](repeating: 0, count: 101))
    #expect(run.events == [.violation(.recordTooLong)])
  }

  @Test func `STARTTLS is followed only where it is allowed`() {
    var refusing = ClientRun()
    refusing.feed(hex("FF FD 2E"))
    #expect(refusing.sent == hex("FF FC 2E"))
    var run = ClientRun(options: ClientOptions(allowsStartTLS: true))
    run.feed(hex("FF FD 2E"))
    #expect(run.takeSent() == hex("FF FB 2E FF FA 2E 01 FF F0"))
    run.feed(hex("FF FA 2E 01 FF F0"))
    #expect(run.events == [.startTLS])
    run.feed(hex("FF FD 28"))
    #expect(run.takeSent() == hex("FF FB 28"))
  }
}
