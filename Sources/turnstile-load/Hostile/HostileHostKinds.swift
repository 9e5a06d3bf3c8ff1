import EBCDIC

/// One way in which a host attacks the session manager in front of it.
struct HostileHostKind: Sendable {
  let name: String
  /// Whether it negotiates first; the second value is the connection's number.
  let negotiates: Bool
  let run: @Sendable (HostileHost, Int) -> Void

  init(
    _ name: String, negotiates: Bool = true,
    run: @escaping @Sendable (HostileHost, Int) -> Void
  ) {
    self.name = name
    self.negotiates = negotiates
    self.run = run
  }

  /// All of them.
  static let all: [HostileHostKind] =
    strangers + binders + writers + storms + readers + transfers + leavers

  private typealias B = HostileBytes

  /// Sends bytes where telnet should be.
  private static func stranger(_ name: String, _ bytes: [UInt8]) -> Self {
    Self(name, negotiates: false) { host, _ in
      host.send(bytes)
      host.listen(300)
    }
  }

  private static let strangers: [Self] = [
    stranger("closes at once", []),
    stranger("noise", B.noise(20_000, seed: 3)),
    stranger("a web server", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
    stranger("5,000 negotiations", B.repeated([0xFF, 0xFD, 0x63], 5000)),
    stranger("a subnegotiation of 1 MB", [0xFF, 0xFA, 0x28] + B.repeated([0x41], 1 << 20)),
    stranger("TN3270E, then not", [0xFF, 0xFD, 0x28, 0xFF, 0xFE, 0x28, 0xFF, 0xFC, 0x28]),
    stranger(
      "DEVICE-TYPE REJECT of every reason",
      [0xFF, 0xFD, 0x28] + B.tn3270E([8, 2])
        + (0..<10).flatMap { B.tn3270E([2, 6, 5, UInt8($0)]) }),
    stranger(
      "FUNCTIONS without an end",
      [0xFF, 0xFD, 0x28] + B.tn3270E([8, 2])
        + B.tn3270E([2, 4] + Array("IBM-3278-2-E".utf8) + [1] + Array("T1".utf8))
        + B.repeated(B.tn3270E([3, 7, 0]), 50)),
    stranger("records before negotiation", B.data([0xF5, 0xC3, 0x40])),
    stranger("START_TLS, then noise", [0xFF, 0xFD, 0x2E] + B.subnegotiation(0x2E, [1]) + [22, 3]),
    stranger("line mode", Array("login: ".utf8)),
  ]

  /// Sends bytes after negotiation.
  private static func host(_ name: String, _ bytes: @escaping @Sendable (Int) -> [UInt8]) -> Self {
    Self(name) { host, number in
      host.send(bytes(number))
      host.listen(600)
    }
  }

  /// BIND of a default and an alternate size.
  private static func bind(_ rows: UInt8, _ columns: UInt8) -> [UInt8] {
    var image = B.repeated([0], 36)
    image[0] = 0x31
    image[20] = rows
    image[21] = columns
    image[22] = rows
    image[23] = columns
    image[24] = 0x7F
    return B.record(type: 3, image)
  }

  private static let text = CodePage.cp037.encode("HOSTILE HOST")
  private static let panel: [UInt8] = B.data([0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40] + text)

  private static let oddSizes: [(rows: UInt8, columns: UInt8)] = [
    (1, 1), (0, 0), (1, 2), (2, 1), (255, 255), (24, 0),
  ]

  private static let binders: [Self] =
    oddSizes.map { rows, columns in
      host("BIND of \(rows) x \(columns), then text and screens") { _ in
        bind(rows, columns) + B.record(type: 7, text) + panel + B.data([0x7E, 0xC3] + text)
      }
    } + rebinders

  private static let rebinders: [Self] = [
    host("BIND without an end") { _ in B.repeated(bind(24, 80) + bind(43, 80), 300) },
    host("BIND cut short") { number in B.record(type: 3, [0x31] + B.repeated([1], number % 30)) },
    host("UNBIND of every reason") { number in
      bind(24, 80) + panel + B.record(type: 4, [UInt8(number & 0xFF)]) + panel
    },
    host("UNBIND, BIND and text at once") { _ in
      B.repeated(B.record(type: 4, [2]) + B.record(type: 7, text) + bind(24, 80) + panel, 50)
    },
  ]

  private static let writers: [Self] = [
    host("records of noise") { number in
      (0..<100).flatMap {
        B.data(B.noise(300, seed: UInt64(number * 100 + $0)).filter { $0 < 255 })
      }
    },
    host("every command") { _ in (0...254).flatMap { B.data([UInt8($0), 0xC3, 0x11, 0x40, 0x40]) }
    },
    host("addresses outside the screen") { _ in
      B.data([0xF1, 0xC3, 0x11, 0x3F, 0xFF, 0xC1, 0x3C, 0x3F, 0xFE, 0xC1, 0x12, 0x3F, 0xFD])
    },
    host("orders cut short") { _ in
      [
        [0x11], [0x11, 0x40], [0x3C, 0x40], [0x29], [0x29, 5, 0xC0], [0x2C, 3], [0x28, 0x41],
        [0x08],
      ]
      .flatMap { B.data([0xF1, 0xC3] + $0) }
    },
    host("structured fields of every length") { _ in
      (0..<40).flatMap { B.data([0xF3] + B.field(length: $0, [0x40, 0, 0xF1, 0xC3, 0xC1])) }
    },
    host("a structured field of 65,535") { _ in B.data([0xF3, 0xFF, 0xFF, 0xFF, 0xFF, 0x40, 0]) },
    host("a record without an end") { _ in [0, 0, 0, 0, 0] + B.repeated([0xC1], 4 << 20) },
    host("a screen a byte longer than itself") { _ in
      B.data([0xF5, 0xC3] + B.repeated([0xC1], 1921))
    },
    host("data types that none sends") { _ in (0...255).flatMap { B.record(type: UInt8($0), text) }
    },
    host("graphic escapes and shifts of DBCS") { _ in
      B.data([0xF5, 0xC3, 0x0E] + B.repeated([0x41, 0x41, 0x0E, 0x0F, 0x08], 600))
    },
  ]

  /// Makes the screen large, then sends what costs much a byte, in one record.
  private static func storm(_ name: String, _ bytes: @escaping @Sendable () -> [UInt8]) -> Self {
    host(name) { _ in bind(127, 129) + bytes() + bind(62, 160) + bytes() + bind(43, 80) + bytes() }
  }

  /// A storm of one order, so many times in a record that erases the screen first.
  private static func storm(_ name: String, of order: [UInt8], count: Int) -> Self {
    storm(name) { B.data([0x7E, 0xC3] + B.repeated(order, count)) }
  }

  /// A storm of one structured field.
  private static func storm(_ name: String, ofField field: [UInt8], count: Int) -> Self {
    storm(name) { B.data([0xF3] + B.repeated(field, count)) }
  }

  private static let storms: [Self] = [
    storm("60 KB of Erase Unprotected", of: [0x12, 0x40, 0x40], count: 20_000),
    storm("60 KB of Program Tab", of: [0x05], count: 60_000),
    storm("60 KB of Repeat to Address", of: [0x3C, 0x40, 0x40, 0xC1], count: 15_000),
    storm("60 KB of fields", of: [0x1D, 0x40], count: 30_000),
    storm("60 KB of fields with Program Tab", of: [0x1D, 0x40, 0x05, 0x05], count: 15_000),
    host("1,000 screens, nothing read") { _ in B.repeated(panel, 1000) },
    Self("screens as fast as they go") { host, _ in
      host.send(bind(24, 80))
      for _ in 0..<40 { host.send(B.repeated(panel, 200)) }
      host.listen(100)
    },
    host("SSCP-LU text of 30 KB") { _ in B.record(type: 7, B.repeated(text, 2500)) },
    host("1,000 timing marks") { _ in panel + B.repeated([0xFF, 0xFD, 0x06], 1000) },
  ]

  /// A write whose response is wanted in any case.
  private static func wanting(_ number: Int) -> [UInt8] {
    let header: [UInt8] = [0, 0, 2, UInt8(number >> 8), UInt8(number & 0x7F)]
    return header + [0xF1, 0xC3] + B.eor
  }

  private static let readers: [Self] = [
    storm("60 KB of Read Partition (Read Buffer)", ofField: [0, 5, 1, 0, 0xF2], count: 12_000),
    storm("60 KB of Read Partition (Query)", ofField: [0, 5, 1, 0xFF, 2], count: 12_000),
    host("500 Read Buffer") { _ in panel + B.repeated(B.data([0xF2]), 500) },
    host("500 Read Modified All") { _ in panel + B.repeated(B.data([0x6E]), 500) },
    host("a read, then the end") { _ in panel + B.data([0xF2]) + B.record(type: 4, [1]) },
    host("responses wanted of everything") { _ in (0..<300).flatMap(wanting) },
  ]

  /// Open of a file to be received, as IND$FILE's message is sent.
  private static let open: [UInt8] =
    [0xF3, 0, 0x23, 0xD0, 0, 0x12, 1, 6, 1, 1, 4, 3, 0x0A, 0x0A, 0, 0, 0, 0, 0x11, 1, 1, 0, 0x50]
    + [5, 0x52, 3, 0xF0, 3, 9] + Array("FT:MSG ".utf8)

  private static let transfers: [Self] = [
    host("a DFT Open nobody asked for") { _ in
      panel + B.data(open)
    },
    host("a DFT Insert of 60 KB") { _ in
      B.data([0xF3] + B.field(length: 60_000, [0xD0, 0x47, 0x04, 0xC0, 0x80, 0x61, 0xEA, 0x60]))
    },
    host("a screen that pretends a CUT transfer") { _ in
      B.data(
        [0xF5, 0xC3, 0x11, 0x40, 0x40, 0xC1, 0xC1, 0x40, 0x40, 0x11, 0x5D, 0x7F, 0x1D, 0xF0])
    },
  ]

  private static let leavers: [Self] = [
    Self("resets at the first screen") { host, _ in
      host.send(panel)
      host.listen(100)
      host.resetAtClose()
    },
    Self("leaves in the middle of a record") { host, _ in
      host.send(panel + [0, 0, 0, 0, 0, 0xF1])
      host.listen(100)
    },
    Self("closes its half") { host, _ in
      host.send(panel)
      host.halfClose()
      host.listen(300)
    },
    Self("says nothing after negotiation") { host, _ in host.listen(1500) },
    Self("leaves 3270 mode") { host, _ in
      host.send(panel + [0xFF, 0xFE, 0x28, 0xFF, 0xFC, 0x28] + panel)
      host.listen(300)
    },
  ]
}
