import EBCDIC

/// One way in which a terminal attacks.
struct HostileTerminalKind: Sendable {
  let name: String
  /// Whether it needs the port that begins with TLS.
  let isSecure: Bool
  /// The second value is the connection's number, for variety.
  let run: @Sendable (HostileTerminal, Int) -> Void

  init(
    _ name: String, isSecure: Bool = false,
    run: @escaping @Sendable (HostileTerminal, Int) -> Void
  ) {
    self.name = name
    self.isSecure = isSecure
    self.run = run
  }

  /// All of them.
  static let all: [HostileTerminalKind] =
    strangers + negotiators + breakers + typists + forgers + leavers + secured

  private typealias B = HostileBytes

  /// Sends bytes where telnet should be.
  private static func stranger(_ name: String, _ bytes: @escaping @Sendable (Int) -> [UInt8])
    -> Self
  {
    Self(name) { terminal, number in
      terminal.send(bytes(number))
      terminal.listen(60)
    }
  }

  private static let strangers: [Self] = [
    stranger("random bytes") { B.noise(4096, seed: UInt64($0)) },
    stranger("a web browser") { _ in Array("GET / HTTP/1.1\r\nHost: tpx\r\n\r\n".utf8) },
    stranger("a TLS ClientHello in clear") { _ in [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3] },
    stranger("an SSH client") { _ in Array("SSH-2.0-OpenSSH_9.2\r\n".utf8) },
    stranger("64 KiB of NUL") { _ in B.repeated([0], 65_536) },
    stranger("64 KiB of IAC") { _ in B.repeated([0xFF], 65_536) },
    stranger("a subnegotiation without an end") { _ in
      [0xFF, 0xFA, 0x18] + B.repeated([0x41], 100_000)
    },
    stranger("10,000 negotiations") { _ in B.repeated([0xFF, 0xFB, 0x01, 0xFF, 0xFD, 0x63], 5000) },
    stranger("a record before negotiation") { _ in B.enter },
  ]

  /// Answers DO TN3270E, and then negotiates as it likes.
  private static func negotiator(
    _ name: String, _ bytes: @escaping @Sendable (Int) -> [UInt8]
  ) -> Self {
    Self(name) { terminal, number in
      terminal.send([0xFF, 0xFB, 0x28])
      terminal.send(bytes(number))
      terminal.listen(60)
    }
  }

  /// DEVICE-TYPE REQUEST IBM-3278-2-E.
  private static let request: [UInt8] = B.tn3270E([2, 7] + Array("IBM-3278-2-E".utf8))

  private static let negotiators: [Self] = [
    negotiator("a type of 500 characters") { _ in B.tn3270E([2, 7] + B.repeated([0x41], 500)) },
    negotiator("an LU name of symbols") { _ in
      B.tn3270E([2, 7] + Array("IBM-3278-2-E".utf8) + [1] + Array("!\u{7F}/../".utf8))
    },
    negotiator("IBM-DYNAMIC and a record at once") { _ in
      B.tn3270E([2, 7] + Array("IBM-DYNAMIC".utf8)) + B.enter
    },
    negotiator("FUNCTIONS before DEVICE-TYPE") { _ in B.tn3270E([3, 7, 0, 2, 4]) },
    negotiator("200 functions") { _ in request + B.tn3270E([3, 7] + (0..<200).map { UInt8($0) }) },
    negotiator("DEVICE-TYPE three times") { _ in request + request + request },
    negotiator("FUNCTIONS REQUEST and a violation") { number in
      request + B.tn3270E([3, 7, 0, 2, 4]) + B.violations[number % B.violations.count].bytes
    },
    negotiator("FUNCTIONS without an end of rounds") { _ in
      request + B.repeated(B.tn3270E([3, 7, 0, 2, 4]) + B.tn3270E([3, 7]), 20)
    },
    negotiator("REJECT, CONNECT, SEND of the wrong side") { _ in
      B.tn3270E([6, 5, 1]) + B.tn3270E([8, 2]) + B.tn3270E([1])
    },
    negotiator("TTYPE IS of 400 characters") { _ in
      [0xFF, 0xFC, 0x28] + B.subnegotiation(0x18, [0] + B.repeated([0x49], 400))
    },
    negotiator("NEW-ENVIRON nobody asked for") { _ in
      B.subnegotiation(0x27, [0, 0] + Array("USER".utf8) + [1] + B.noise(200, seed: 7))
    },
  ]

  /// Negotiates, lets the panel come, and sends a key and a violation in one segment.
  private static let breakers: [Self] =
    B.violations.flatMap { violation in
      [("ENTER", B.enter), ("PF1", B.pf1)].map { name, key in
        Self("\(name), then \(violation.name)") { terminal, number in
          if number % 2 == 0 { terminal.negotiate() } else { terminal.negotiateOnly() }
          terminal.send(key + violation.bytes + key + violation.bytes)
          terminal.listen(40)
        }
      }
    }

  /// Negotiates, and sends well-formed records that ask for much.
  private static func typist(
    _ name: String, _ bytes: @escaping @Sendable (Int) -> [UInt8]
  ) -> Self {
    Self(name) { terminal, number in
      terminal.negotiate()
      terminal.send(bytes(number))
      terminal.listen(200)
    }
  }

  private static let typists: [Self] = [
    typist("1,600 PF1 in one segment") { _ in B.repeated(B.pf1, 1600) },
    typist("3,000 empty records") { _ in B.repeated(B.data([]), 3000) },
    typist("every AID") { _ in (0...255).flatMap { B.key(UInt8($0)) } },
    typist("1,000 SYSREQ") { _ in B.repeated([0xFF, 0xF5], 1000) },
    typist("1,000 ATTN") { _ in B.repeated([0xFF, 0xF4], 1000) },
    typist("5,000 AYT") { _ in B.repeated([0xFF, 0xF6], 5000) },
    typist("1 MB without an end of record") { _ in B.repeated([0x40], 1 << 20) },
    typist("10,000 fields") { _ in
      B.data([0x7D, 0x40, 0x40] + B.repeated([0x11, 0x40, 0x40], 10_000))
    },
    typist("a user id of 5,000 characters") { _ in
      B.data([0x7D, 0x40, 0x40, 0x11, 0x40, 0x40] + B.repeated([0xC1], 5000))
    },
    Self("PF1 as fast as it goes, nothing read") { terminal, _ in
      terminal.negotiate()
      for _ in 0..<20 { terminal.send(B.repeated(B.pf1, 400)) }
    },
    Self("a byte at a time") { terminal, _ in
      terminal.negotiate()
      for byte in B.pf1 + B.enter {
        terminal.send([byte])
        BlockingWire.pause(2)
      }
      terminal.listen(40)
    },
    Self("sign-on with a wrong password") { terminal, number in
      terminal.negotiate()
      terminal.enter("NOBODY\(number % 100)")
    },
  ]

  /// Negotiates, and sends what no terminal would.
  private static let forgers: [Self] = [
    typist("addresses outside the screen") { _ in
      B.data([0x7D, 0x3F, 0xFF, 0x11, 0x3F, 0xFF, 0xC1, 0x11, 0x7F, 0x7F, 0xC1])
    },
    typist("orders cut short") { _ in
      [[0x7D], [0x7D, 0x40], [0x7D, 0x40, 0x40, 0x11], [0x7D, 0x40, 0x40, 0x1D]].flatMap(B.data)
    },
    typist("Query Replies of any size") { number in
      B.data([0x88] + B.field(length: number % 70, [0x81, 0x81, 0, 0, 0, 0, 0, 0xFF, 0xFF]))
    },
    typist("a usable area of 65,535 by 65,535") { _ in
      B.data(
        [0x88]
          + B.field(
            length: 23, [0x81, 0x81, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF] + B.repeated([0xFF], 13)))
    },
    typist("a usable area of nothing") { _ in
      B.data([0x88] + B.field(length: 23, [0x81, 0x81, 1] + B.repeated([0], 18)))
    },
    typist("structured fields of noise") { B.data([0x88] + B.noise(2000, seed: UInt64($0))) },
    typist("a Read Buffer nobody asked for") { _ in
      B.data([0x60, 0x5D, 0x7F] + B.repeated([0x29, 0x02, 0xC0, 0x60, 0x42], 1000))
    },
    typist("responses nobody asked for") { _ in
      B.repeated(B.record(type: 2, [0], sequence: 0xFEFE), 500)
    },
    typist("every data type") { number in B.record(type: UInt8(truncatingIfNeeded: number), [0]) },
    typist("BIND-IMAGE of a terminal") { _ in B.record(type: 3, [0x31] + B.repeated([0xFF], 40)) },
    typist("SSCP-LU data") { _ in B.record(type: 7, CodePage.cp037.encode("LOGON APPLID(TSO)")) },
    typist("a test request") { _ in B.data([0x01, 0x6C, 0x61, 0x02, 0x40, 0x40]) },
    typist("records of noise") { number in
      (0..<50).flatMap { B.data(B.noise(40, seed: UInt64(number * 50 + $0)).filter { $0 != 0xFF }) }
    },
  ]

  private static let leavers: [Self] = [
    Self("connects and leaves") { _, _ in },
    Self("connects and resets") { terminal, _ in terminal.resetAtClose() },
    Self("closes its half at once") { terminal, _ in
      terminal.halfClose()
      terminal.listen(40)
    },
    Self("is silent") { terminal, _ in terminal.listen(100) },
    Self("resets at the panel") { terminal, _ in
      terminal.negotiate()
      terminal.resetAtClose()
    },
    Self("closes its half at the panel") { terminal, _ in
      terminal.negotiate()
      terminal.halfClose()
      terminal.send(B.enter)
      terminal.listen(40)
    },
    Self("leaves in the middle of a record") { terminal, _ in
      terminal.negotiate()
      terminal.send([0, 0, 0, 0, 0, 0x7D, 0x40])
    },
  ]

  private static let secured: [Self] = [
    Self("data with TLS's Finished", isSecure: true) { terminal, _ in
      terminal.handshake(early: Array("GET / HTTP/1.1\r\n\r\n".utf8))
      terminal.listen(60)
    },
    Self("telnet with TLS's Finished", isSecure: true) { terminal, _ in
      terminal.handshake(early: [0xFF, 0xFB, 0x28] + B.enter + [0x01, 0xFF, 0xEF])
      terminal.listen(60)
    },
    Self("telnet in clear on the TLS port", isSecure: true) { terminal, _ in
      terminal.sendClear([0xFF, 0xFB, 0x28] + B.enter)
      terminal.listen(60)
    },
    Self("noise in place of a handshake", isSecure: true) { terminal, number in
      terminal.sendClear([22, 3, 1] + B.noise(300, seed: UInt64(number)))
      terminal.listen(60)
    },
    Self("half a ClientHello", isSecure: true) { terminal, _ in
      terminal.sendClear([22, 3, 1, 1, 0, 1, 0, 0, 252, 3, 3])
      terminal.listen(60)
    },
    Self("noise inside TLS", isSecure: true) { terminal, number in
      terminal.handshake()
      terminal.send(B.noise(4096, seed: UInt64(number)))
      terminal.listen(60)
    },
    Self("clear bytes after the handshake", isSecure: true) { terminal, _ in
      terminal.negotiate()
      terminal.sendClear(B.repeated(B.pf1, 10))
      terminal.listen(60)
    },
    Self("a key and a violation inside TLS", isSecure: true) { terminal, number in
      terminal.negotiate()
      terminal.send(B.enter + B.violations[number % B.violations.count].bytes)
      terminal.listen(60)
    },
    Self("START_TLS agreed, clear bytes after it") { terminal, _ in
      terminal.send(
        [0xFF, 0xFB, 0x2E] + B.subnegotiation(0x2E, [1]) + [0xFF, 0xFB, 0x28] + B.enter)
      terminal.listen(60)
    },
  ]
}
