import Testing

@testable import TN3270

@Suite struct `Hostile peers` {
  @Test(arguments: [false, true])
  func `an endless subnegotiation is cut`(afterSignOn: Bool) {
    var run = afterSignOn ? `Server machine`.readyClassic() : ServerRun()
    run.feed(hex("FF FA 27"))
    let piece = [UInt8](repeating: 0x41, count: 1000)
    for _ in 0..<30_000 { run.feed(piece) }
    #expect(run.events == [.violation(.subnegotiationTooLong)])
    #expect(run.machine.decoder.takeUnfinished() == [])
  }

  @Test func `an escaped endless subnegotiation is cut`() {
    var run = ServerRun()
    run.feed(hex("FF FA 27"))
    let pair: [UInt8] = Array(hex("FF F1 FF FF"))
    for _ in 0..<400 { run.feed(pair) }
    #expect(run.violation == .subnegotiationTooLong)
  }

  @Test func `a subnegotiation at the limit is taken, one more is not`() {
    func run(_ count: Int) -> ServerRun {
      var run = ServerRun()
      run.feed(hex("FF FA 27") + [UInt8](repeating: 0x41, count: count) + hex("FF F0"))
      return run
    }
    #expect(run(512).violation == nil)
    #expect(run(513).violation == .subnegotiationTooLong)
  }

  @Test func `a record at the limit is taken, one more is not`() {
    func run(_ count: Int) -> ServerRun {
      var run = ServerRun(options: ServerOptions(recordLimit: 1000))
      run.feed(`Server machine`.wontE + classicTerminal())
      run.feed([UInt8](repeating: 0xFF, count: 2 * count))
      run.feed(hex("FF EF"))
      return run
    }
    #expect(run(1000).records == [[UInt8](repeating: 0xFF, count: 1000)])
    #expect(run(1001).violation == .recordTooLong)
  }

  @Test func `ping-pong is answered once and cut at a hundred`() {
    var run = ServerRun()
    run.sent = []
    for _ in 0..<100_000 { run.feed(hex("FF FB 63 FF FC 63")) }
    #expect(run.violation == .tooManyNegotiations)
    #expect(run.sent.count <= 300)
  }

  @Test func `text in place of telnet is cut, TLS on a clear port is named`() {
    var run = ServerRun()
    run.feed(ascii("GET / HTTP/1.1\r\n"))
    #expect(run.events == [])
    for _ in 0..<100 { run.feed(ascii("Host: terminal.example\r\n")) }
    #expect(run.events == [.violation(.notTelnet)])
    var hello = ServerRun()
    hello.feed(hex("16 03 01 02 00"))
    #expect(hello.events == [.violation(.tlsOnClearPort)])
  }

  @Test func `bytes behind FOLLOWS never count`() {
    for trailing in ["7D C2 61 FF EF", "FF FB 28", "16"] {
      var run = ServerRun(options: ServerOptions(startTLS: .required))
      #expect(run.takeSent() == hex("FF FD 2E"))
      var events: [ServerEvent] = []
      run.machine.receive(hex("FF FB 2E FF FA 2E 01 FF F0 " + trailing), into: &events)
      #expect(
        events == [
          .send(hex("FF FA 2E 01 FF F0")), .startTLS, .violation(.bytesBeforeTLS),
        ])
    }
  }

  @Test func `a client without TLS is refused where it is required`() {
    var run = ServerRun(options: ServerOptions(startTLS: .required))
    run.feed(hex("FF FC 2E"))
    guard case .refused(let text)? = run.events.first else {
      Issue.record("not refused")
      return
    }
    #expect(String(decoding: text, as: UTF8.self).contains("TLS"))
    var offered = ServerRun(options: ServerOptions(startTLS: .offered))
    offered.sent = []
    offered.feed(hex("FF FC 2E"))
    #expect(offered.sent == hex("FF FD 28"))
  }

  @Test func `options agreed in clear are forgotten under TLS`() {
    var run = ServerRun(options: ServerOptions(startTLS: .offered))
    run.feed(hex("FF FB 18 FF FB 19 FF FB 2E FF FA 2E 01 FF F0"))
    #expect(run.events == [.startTLS])
    #expect(run.sent.suffix(3) == hex("FF FD 28")[...])
    run.sent = []
    run.feed(hex("FF FC 28"))
    #expect(run.sent == `Server machine`.burst)
  }

  @Test func `a short TN3270E header and odd data types are violations`() {
    for (bytes, violation) in [
      ("00 00 00 00 FF EF", TelnetViolation.headerTooShort),
      ("03 00 00 00 00 31 FF EF", .unexpectedDataType),
      ("09 00 00 00 00 FF EF", .unexpectedDataType),
      ("42 00 00 00 00 FF EF", .unexpectedDataType),
    ] {
      var run = `Server machine`.readyE()
      run.feed(hex(bytes))
      #expect(run.violation == violation)
    }
    var empty = `Server machine`.readyE()
    empty.feed(hex("FF EF"))
    #expect(empty.events == [])
  }

  @Test func `every half of a negotiation only waits`() {
    let whole =
      `Server machine`.willE + deviceRequest(connect: "LUX1") + hex("FF FA 28 03 07 02 FF F0")
    for end in whole.indices {
      var run = ServerRun()
      run.feed(whole[..<end])
      #expect(run.identity == nil && run.violation == nil)
    }
  }

  @Test(arguments: 0..<1000)
  func `a storm of options ends and is bounded`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<200 {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0:
        bytes += hex("FF FA") + [UInt8.random(in: 0...46, using: &generator)]
        for _ in 0..<Int.random(in: 0..<12, using: &generator) {
          bytes.append(UInt8.random(in: 0...9, using: &generator))
        }
        bytes += hex("FF F0")
      case 1: bytes.append(UInt8.random(in: 0...255, using: &generator))
      case 2: bytes += [0xFF, UInt8.random(in: 0xEC...0xFF, using: &generator)]
      default:
        let options: [UInt8] = [0, 1, 3, 6, 24, 25, 31, 39, 40, 46, 99, 255]
        bytes += [
          0xFF, UInt8.random(in: 0xFB...0xFE, using: &generator),
          options.randomElement(using: &generator) ?? 0,
        ]
      }
    }
    var whole = ServerRun()
    whole.feed(bytes)
    var dripped = ServerRun()
    dripped.drip(bytes)
    #expect(dripped == whole)
    #expect(whole.sent.count < 2000)
    var client = ClientRun()
    client.feed(bytes)
    var drippedClient = ClientRun()
    drippedClient.drip(bytes)
    #expect(drippedClient == client)
    #expect(client.sent.count < 6000)
  }

  @Test(arguments: 0..<200)
  func `garbage never traps`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var server = `Server machine`.readyE()
    server.feed(bytes)
    var client = ClientRun()
    client.feed(bytes)
    #expect(server.sent.count < 8192 && client.sent.count < 8192)
  }
}
