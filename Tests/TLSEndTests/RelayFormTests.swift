import Bytes
import TLS
import TestSupport
import Testing

@testable import TLSEnd

@Suite struct `What goes between a server and its TLS end` {
  static let session = TLSSession(
    version: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384",
    client: TLSClientCertificate(
      subject: "CN=Jane,O=Example", issuer: "CN=ca", serial: "01FF", commonName: "Jane"))

  static let failures: [TLSFailure] = [
    .nameMismatch(expected: "a"), .certificateExpired, .certificateNotYetValid, .unknownAuthority,
    .selfSigned, .certificateRevoked, .certificateInvalid("b"), .refusedByPeer("c"),
    .noCommonVersion, .noCommonCipher, .notTLS, .noCertificate, .truncated, .protocolFault("d"),
  ]

  @Test func `an opening is taken from whatever has come`() throws {
    let openings =
      [RelayOpening.open(Self.session), .failed(.other("no memory")), .failed(.files("no key"))]
      + Self.failures.map { .failed(.tls($0)) }
    for opening in openings {
      let bytes = opening.bytes
      for end in bytes.indices {
        #expect(try RelayOpening.take(from: bytes[..<end]) == nil)
      }
      let taken = try #require(try RelayOpening.take(from: (bytes + [1, 2])[...]))
      #expect(taken.opening == opening && taken.length == bytes.count)
    }
  }

  @Test func `an opening that is none is an error and no trap`() {
    var dice = Dice(seed: 7)
    let good = RelayOpening.open(Self.session).bytes
    for _ in 0..<2000 {
      var bytes = good
      for _ in 0...dice.below(3) { bytes[dice.below(bytes.count)] = UInt8(dice.below(256)) }
      _ = try? RelayOpening.take(from: bytes[...])
    }
    #expect(throws: ThawError.self) { _ = try RelayOpening.take(from: [0xFF, 0xFF]) }
    #expect(throws: ThawError.self) { _ = try RelayOpening.take(from: [0, 1, 9]) }
    #expect(throws: ThawError.self) { _ = try RelayOpening.take(from: [0, 2, 1, 9]) }
  }

  @Test func `names that are too long are a fault, and fit`() throws {
    let long = String(repeating: "x", count: 9000)
    let session = TLSSession(
      version: "", cipher: "",
      client: TLSClientCertificate(subject: long, issuer: "", serial: "", commonName: nil))
    let bytes = RelayOpening.open(session).bytes
    guard case .failed(.other)? = try RelayOpening.take(from: bytes[...])?.opening else {
      Issue.record("it is open")
      return
    }
  }

  @Test func `requests and notices are read as they were written`() throws {
    func pass<Value: Freezable & Equatable>(_ value: Value) throws {
      var freezer = Freezer()
      freezer.put(value)
      var thawer = Thawer(freezer.bytes)
      #expect(try thawer.take(Value.self) == value)
      try thawer.end()
      for end in freezer.bytes.indices {
        var short = Thawer(freezer.bytes[..<end])
        #expect(throws: ThawError.self) { _ = try short.take(Value.self) }
      }
    }
    let host = RelayRules.host(
      HostRules(
        verifies: true, authorities: "a", minimum: .v1_0, chain: "b", key: "c", stamp: 1 << 60))
    try pass(RelayRequest.serve(RelayOrder(pair: 1, rules: host, host: "h", prefix: [1, 2])))
    for clients in [
      TLSClientDemand.nothing, .wanted(authorities: "ca"), .needed(authorities: "ca"),
    ] {
      let rules = RelayRules.terminal(
        TerminalRules(chain: "x", key: "y", clients: clients, stamp: 3))
      try pass(RelayRequest.serve(RelayOrder(pair: 2, rules: rules, host: "", prefix: [])))
    }
    try pass(RelayRequest.count(question: 1 << 63, [1, 2, 1 << 40]))
    try pass(RelayNotice.broken(5, .tls(.notTLS)))
    try pass(RelayNotice.counts(question: 9, [RelayCounts(pair: 1, written: 2, given: 3)]))
  }
}
