import TestSupport
import Testing

@testable import TLS

@Suite struct `TLS machine` {
  let certificates: TestCertificates

  init() throws { certificates = try TestCertificates.shared.get() }

  func server(
    _ name: String = "host", minimumVersion: TLSVersion = .v1_2
  ) throws(TLSContextError) -> TLSContext {
    try TLSContext(
      certificateChain: certificates.path("\(name).pem"),
      privateKey: certificates.path("\(name).key"), minimumVersion: minimumVersion)
  }

  func client(
    _ authority: String = "ca", minimumVersion: TLSVersion = .v1_2
  ) throws(TLSContextError) -> TLSContext {
    try TLSContext(
      authorities: .file(certificates.path("\(authority).pem")), minimumVersion: minimumVersion)
  }

  /// Two machines and what came of them.
  struct Pair: ~Copyable {
    var server: TLSMachine
    var client: TLSMachine
    var atServer = TLSOutput()
    var atClient = TLSOutput()
    /// Bytes a piece.
    var step = Int.max

    init(_ serverContext: TLSContext, _ clientContext: TLSContext, host: String) throws {
      let server = try TLSMachine(server: serverContext)
      let client = try TLSMachine(client: clientContext, host: host)
      self.init(server, client)
    }

    private init(_ server: consuming TLSMachine, _ client: consuming TLSMachine) {
      self.server = server
      self.client = client
      self.client.start(into: &atClient)
    }

    /// Carries ciphertext until nobody has more.
    mutating func talk() {
      while !atClient.send.isEmpty || !atServer.send.isEmpty {
        let forward = atClient.send
        atClient.send = []
        for piece in pieces(forward) { server.receive(piece, into: &atServer) }
        let back = atServer.send
        atServer.send = []
        for piece in pieces(back) { client.receive(piece, into: &atClient) }
      }
    }

    func pieces(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
      stride(from: 0, to: bytes.count, by: min(step, max(bytes.count, 1))).map {
        bytes[$0..<min($0 + min(step, bytes.count), bytes.count)]
      }
    }
  }

  @Test(arguments: [Int.max, 1, 7])
  func `a conversation in both directions`(step: Int) throws {
    var pair = try Pair(try server(), try client(), host: "host.example")
    pair.step = step
    pair.talk()
    #expect(pair.atServer.session?.version == "TLSv1.3")
    #expect(pair.atClient.session == pair.atServer.session)
    let screen = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let sent = pair.server.send(screen, into: &pair.atServer.send)
    let answered = pair.client.send(screen.reversed(), into: &pair.atClient.send)
    #expect(sent && answered)
    pair.talk()
    #expect(pair.atClient.plaintext == screen)
    #expect(pair.atServer.plaintext == screen.reversed())
    pair.server.closeNotify(into: &pair.atServer.send)
    pair.talk()
    #expect(pair.atClient.isClosed && pair.atClient.failure == nil)
    let truncated = pair.client.endOfInput()
    #expect(truncated == nil)
  }

  @Test(arguments: ["host.example", "any.wild.example", "127.0.0.1"])
  func `a certificate's names are accepted`(host: String) throws {
    var pair = try Pair(try server(), try client(), host: host)
    pair.talk()
    #expect(pair.atClient.session != nil && pair.atClient.failure == nil)
  }

  @Test(arguments: ["other.example", "a.b.wild.example", "127.0.0.2"])
  func `another name is refused`(host: String) throws {
    var pair = try Pair(try server(), try client(), host: host)
    pair.talk()
    #expect(pair.atClient.failure == .nameMismatch(expected: host))
    #expect(pair.atClient.session == nil)
    guard case .refusedByPeer? = pair.atServer.failure else {
      Issue.record("the server heard \(String(describing: pair.atServer.failure))")
      return
    }
  }

  @Test func `an unknown authority and an expired certificate are refused`() throws {
    var unknown = try Pair(try server(), try client("other-ca"), host: "host.example")
    unknown.talk()
    #expect(unknown.atClient.failure == .unknownAuthority)
    #expect(unknown.atServer.failure == .refusedByPeer("unknown CA"))
    var expired = try Pair(try server("expired"), try client(), host: "host.example")
    expired.talk()
    #expect(expired.atClient.failure == .certificateExpired)
    var itself = try Pair(try server("ca"), try client("other-ca"), host: "ca")
    itself.talk()
    #expect(itself.atClient.failure == .selfSigned)
  }

  @Test func `anyone is anyone`() throws {
    let anyone = try TLSContext(authorities: .anyone)
    var pair = try Pair(try server("expired"), anyone, host: "other.example")
    pair.talk()
    #expect(pair.atClient.session != nil)
  }

  @Test func `versions below the minimum are refused`() throws {
    let old = try TLSContext(authorities: .anyone, minimumVersion: .v1_3)
    var fine = try Pair(try server(), old, host: "host.example")
    fine.talk()
    #expect(fine.atClient.session?.version == "TLSv1.3")
    // A ClientHello that offers TLS 1.0 at most.
    var machine = try TLSMachine(server: try server())
    var output = TLSOutput()
    let body: [UInt8] =
      [0x03, 0x01] + [UInt8](repeating: 7, count: 32) + [0x00, 0x00, 0x02, 0x00, 0x2F, 0x01, 0x00]
    let handshake: [UInt8] = [0x01, 0x00, 0x00, UInt8(body.count)] + body
    machine.receive([0x16, 0x03, 0x01, 0x00, UInt8(handshake.count)] + handshake, into: &output)
    #expect(output.failure == .noCommonVersion)
    #expect(output.send.first == 0x15)
  }

  @Test(arguments: ["GET / HTTP/1.0\r\n\r\n", "\u{1}\u{2}\u{3}plain text of any kind"])
  func `what is not TLS is named`(text: String) throws {
    var machine = try TLSMachine(server: try server())
    var output = TLSOutput()
    machine.receive(Array(text.utf8), into: &output)
    #expect(output.failure == .notTLS)
    output.clear()
    machine.receive(Array(text.utf8), into: &output)
    #expect(output.failure == nil && output.send.isEmpty)
  }

  @Test func `a ClientHello cut at every byte only waits`() throws {
    let context = try server()
    var client = try TLSMachine(client: try client(), host: "host.example")
    var hello = TLSOutput()
    client.start(into: &hello)
    for end in hello.send.indices {
      var machine = try TLSMachine(server: context)
      var output = TLSOutput()
      machine.receive(hello.send[..<end], into: &output)
      #expect(output.failure == nil && output.send.isEmpty)
      let failure = machine.endOfInput()
      #expect(failure == .truncated)
    }
  }

  @Test func `ciphertext changed on its way is a failure`() throws {
    var pair = try Pair(try server(), try client(), host: "host.example")
    pair.talk()
    _ = pair.client.send(Array("LOGON".utf8), into: &pair.atClient.send)
    pair.atClient.send[pair.atClient.send.count - 1] ^= 1
    pair.talk()
    #expect(pair.atServer.plaintext == [])
    guard case .protocolFault? = pair.atServer.failure else {
      Issue.record("the server heard \(String(describing: pair.atServer.failure))")
      return
    }
    let sent = pair.server.send([1], into: &pair.atServer.send)
    #expect(!sent)
  }

  @Test func `data right behind the handshake is read in the same call`() throws {
    var pair = try Pair(try server(), try client(), host: "host.example")
    pair.server.receive(pair.atClient.send, into: &pair.atServer)
    pair.atClient.clear()
    pair.client.receive(pair.atServer.send, into: &pair.atClient)
    _ = pair.client.send(Array("early".utf8), into: &pair.atClient.send)
    pair.server.receive(pair.atClient.send, into: &pair.atServer)
    #expect(pair.atServer.session != nil)
    #expect(pair.atServer.plaintext == Array("early".utf8))
  }

  @Test func `faults of the configuration name the file`() throws {
    func fault(_ certificate: String, _ key: String) -> TLSContextError? {
      do throws(TLSContextError) {
        _ = try TLSContext(
          certificateChain: certificates.path(certificate), privateKey: certificates.path(key))
        return nil
      } catch { return error }
    }
    let path = certificates.path
    #expect(fault("host.pem", "host.key") == nil)
    #expect(
      fault("none.pem", "host.key")
        == .certificateUnusable(path: path("none.pem"), "No such file or directory"))
    #expect(
      fault("text.pem", "host.key")
        == .certificateUnusable(path: path("text.pem"), "no start line"))
    #expect(
      fault("host.pem", "ca.key")
        == .keyDoesNotMatch(certificate: path("host.pem"), key: path("ca.key")))
    guard case .keyUnusable(path("locked.key"), _)? = fault("host.pem", "locked.key") else {
      Issue.record("\(String(describing: fault("host.pem", "locked.key")))")
      return
    }
    #expect(throws: TLSContextError.self) {
      _ = try TLSContext(authorities: .file(path("text.pem")))
    }
  }
}
