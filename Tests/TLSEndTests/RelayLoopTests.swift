import Bytes
import Names
import Platform
import TLS
import TestSupport
import Testing

@testable import TLSEnd

@Suite struct `TLS end` {
  let rig: RelayRig

  init() throws { rig = try RelayRig() }

  func client(_ minimum: TLSVersion = .v1_2) throws -> TLSContext {
    try TLSContext(
      authorities: .file(rig.certificates.path("ca.pem")), minimumVersion: minimum)
  }

  /// A terminal whose handshake is done.
  func terminal() throws -> (ClearEnd, Peer) {
    let (server, socket) = try rig.order(rig.terminalRules())
    let peer = try Peer(client: try client(), host: "host.example", socket)
    rig.settle(server, peer)
    return (server, peer)
  }

  static let screen = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  @Test(arguments: [Int.max, 1, 7])
  func `a terminal's bytes go both ways, however they are cut`(step: Int) throws {
    let (server, socket) = try rig.order(rig.terminalRules())
    let peer = try Peer(client: try client(), host: "host.example", socket)
    peer.step = step
    // Said in one go with the end of the handshake.
    peer.say(Array("early".utf8))
    rig.settle(server, peer)
    #expect(server.session?.version == "TLSv1.3" && server.session?.client == nil)
    #expect(server.heard == Array("early".utf8))
    let screen = Array(Self.screen.prefix(step == 1 ? 2000 : .max))
    server.say(screen)
    peer.say(screen.reversed())
    rig.settle(server, peer)
    #expect(peer.heard == screen)
    #expect(server.heard.dropFirst(5) == screen.reversed()[...])
    #expect(!rig.loop.turn(waiting: 0))
  }

  @Test func `what was said before TLS goes first, in clear`() throws {
    let (server, socket) = try rig.order(rig.terminalRules(), prefix: [1, 2, 3])
    let peer = Peer(raw: socket)
    rig.settle(server, peer)
    #expect(peer.heard == [1, 2, 3] && server.opening == nil)
  }

  @Test func `the server's end: its last words, goodbye, and the end`() throws {
    let (server, peer) = try terminal()
    peer.reads = false
    server.say(Self.screen)
    for _ in 0..<50 { rig.settle(server, peer) }
    #expect(server.written < Self.screen.count || Self.screen.count < 1 << 20)
    peer.reads = true
    rig.settle(server, peer)
    server.close()
    rig.settle(server, peer)
    #expect(peer.heard == Self.screen && peer.isClosed && peer.hasEnded)
    #expect(rig.loop.count == 1)
    peer.close()
    rig.settle()
    #expect(rig.loop.count == 0)
  }

  @Test func `a peer that does not end its side is left after a moment`() throws {
    let (server, peer) = try terminal()
    server.close()
    rig.settle(server, peer)
    #expect(peer.isClosed && peer.hasEnded && rig.loop.count == 1)
    rig.wait(PeerLimits.closeWait)
    rig.settle()
    #expect(rig.loop.count == 0)
    // One that does not even read is left after a while.
    let (second, silent) = try terminal()
    silent.reads = false
    second.say([UInt8](repeating: 7, count: 2 << 20))
    rig.settle(second, silent)
    second.close()
    rig.settle(second, silent)
    rig.wait(PeerLimits.closeWait)
    rig.settle()
    #expect(rig.loop.count == 1)
    rig.wait(PeerLimits.linger)
    rig.settle()
    #expect(rig.loop.count == 0)
  }

  @Test func `the peer's goodbye: the server reads an end, and may still speak`() throws {
    let (server, peer) = try terminal()
    peer.say([1, 2, 3])
    peer.closeNotify()
    rig.settle(server, peer)
    #expect(server.heard == [1, 2, 3] && server.hasEnded)
    server.say([4, 5])
    rig.settle(server, peer)
    server.close()
    rig.settle(server, peer)
    #expect(rig.loop.count == 1 && peer.hasEnded)
    peer.close()
    rig.settle()
    #expect(rig.loop.count == 0)
    #expect(try rig.notices() == [])
  }

  @Test func `a peer that ends without goodbye, before TLS and after`() throws {
    let (server, peer) = try terminal()
    peer.say([9])
    rig.settle(server, peer)
    peer.close()
    rig.settle(server)
    #expect(server.heard == [9] && server.hasEnded)
    server.close()
    rig.settle()
    let (second, socket) = try rig.order(rig.terminalRules())
    Peer(raw: socket).close()
    rig.settle(second)
    #expect(second.fault == .tls(.truncated) && second.hasEnded)
    second.close()
    rig.settle()
    #expect(rig.loop.count == 0)
  }

  @Test(arguments: ["GET / HTTP/1.0\r\n\r\n", "\u{1}\u{2}\u{3}plain text of any kind"])
  func `what is not TLS is named, and the alert goes out`(text: String) throws {
    let (server, socket) = try rig.order(rig.terminalRules())
    let peer = Peer(raw: socket)
    peer.sendRaw(Array(text.utf8))
    rig.settle(server, peer)
    #expect(server.fault == .tls(.notTLS) && server.hasEnded && peer.hasEnded)
    server.close()
    peer.close()
    rig.settle()
    #expect(rig.loop.count == 0)
  }

  @Test func `a ClientHello cut at every byte leaves nothing behind`() throws {
    var machine = try TLSMachine(client: try client(), host: "host.example")
    var hello = TLSOutput()
    machine.start(into: &hello)
    for end in hello.send.indices {
      let (server, socket) = try rig.order(rig.terminalRules())
      let peer = Peer(raw: socket)
      peer.sendRaw(Array(hello.send[..<end]))
      rig.settle(server, peer)
      #expect(server.opening == nil && peer.heard == [])
      if end.isMultiple(of: 2) { peer.close() } else { server.close() }
      rig.settle(server, peer)
      server.close()
      peer.close()
      rig.settle()
    }
    #expect(rig.loop.count == 0)
  }

  @Test func `a server that gives up in the handshake takes the peer with it`() throws {
    let (server, socket) = try rig.order(rig.terminalRules())
    let peer = Peer(raw: socket)
    peer.sendRaw([0x16, 3, 1])
    rig.settle(server, peer)
    server.close()
    rig.settle(server, peer)
    #expect(peer.hasEnded)
    peer.close()
    rig.settle()
    #expect(rig.loop.count == 0)
  }

  @Test func `ciphertext changed on its way breaks the connection, and the reason comes first`()
    throws
  {
    let (server, peer) = try terminal()
    peer.say(Array("LOGON".utf8))
    peer.corrupt()
    rig.settle(server, peer)
    #expect(server.heard == [] && server.hasEnded && server.session != nil)
    let notices = try rig.notices()
    guard case .broken(server.pair, .tls(.protocolFault))? = notices.first, notices.count == 1
    else {
      Issue.record("told: \(notices)")
      return
    }
  }

  @Test func `a peer that does not read holds the server up, and nothing is lost`() throws {
    let (server, peer) = try terminal()
    let flood = [UInt8](Self.screen + Self.screen + Self.screen + Self.screen)
    peer.reads = false
    server.say(flood)
    rig.settle(server, peer)
    #expect(server.written < flood.count)
    #expect(!rig.loop.turn(waiting: 0))
    peer.reads = true
    rig.settle(server, peer)
    #expect(peer.heard == flood)
    // The other way.
    server.reads = false
    peer.say(flood)
    rig.settle(server, peer)
    #expect(!rig.loop.turn(waiting: 0))
    server.reads = true
    rig.settle(server, peer)
    #expect(server.heard == flood)
  }

  @Test func `counts are exact at any moment`() throws {
    let (server, peer) = try terminal()
    func check() throws {
      rig.send(.count(question: 5, [server.pair, 999]))
      _ = rig.loop.turn(waiting: 0)
      guard case .counts(question: 5, let counts)? = try rig.notices().last,
        let count = counts.first
      else {
        Issue.record("no counts")
        return
      }
      #expect(counts.count == 1 && count.pair == server.pair)
      #expect(Int(count.written) == server.written)
      #expect(Int(count.given) - server.unread == server.read)
    }
    try check()
    server.say(Self.screen)
    peer.say(Self.screen)
    server.reads = false
    for _ in 0..<20 {
      rig.settle(server, nil)
      try check()
      rig.settle(nil, peer)
    }
    server.reads = true
    rig.settle(server, peer)
    try check()
    #expect(server.read > Self.screen.count && server.written == Self.screen.count)
  }

  @Test(arguments: ["host.example", "127.0.0.1", "other.example"])
  func `a host has to be who it should be`(name: String) throws {
    let (server, socket) = try rig.order(rig.hostRules(), host: name)
    let path = rig.certificates.path
    let context = try TLSContext(
      certificateChain: path("host.pem"), privateKey: path("host.key"))
    let peer = try Peer(server: context, socket)
    rig.settle(server, peer)
    guard name != "other.example" else {
      #expect(server.fault == .tls(.nameMismatch(expected: name)) && server.hasEnded)
      return
    }
    #expect(server.session != nil)
    peer.say([1, 2])
    server.say([3, 4])
    rig.settle(server, peer)
    #expect(server.heard == [1, 2] && peer.heard == [3, 4])
  }

  @Test func `a certificate of a terminal's own is wanted, or needed`() throws {
    let path = rig.certificates.path
    let authorities = path("ca.pem")
    func connect(
      _ demand: TLSClientDemand, _ identity: (String, String)?
    ) throws -> (ClearEnd, Peer) {
      let (server, socket) = try rig.order(rig.terminalRules(clients: demand))
      let context = try TLSContext(
        authorities: .file(authorities), identity: identity.map { ($0.0, $0.1) })
      let peer = try Peer(client: context, host: "host.example", socket)
      rig.settle(server, peer)
      return (server, peer)
    }
    let own = (path("host.pem"), path("host.key"))
    let foreign = (path("other-ca.pem"), path("other-ca.key"))
    let expired = (path("expired.pem"), path("expired.key"))
    let good = try connect(.wanted(authorities: authorities), own).0
    #expect(good.session?.client?.subject == "CN=host.example")
    #expect(good.session?.client?.issuer == "CN=ca")
    #expect(good.session?.client?.commonName == "host.example")
    #expect(good.session?.client?.serial.isEmpty == false)
    let without = try connect(.wanted(authorities: authorities), nil).0
    #expect(without.session != nil && without.session?.client == nil)
    #expect(try connect(.needed(authorities: authorities), own).0.session?.client != nil)
    #expect(
      try connect(.needed(authorities: authorities), nil).0.fault == .tls(.noCertificate))
    for demand in [
      TLSClientDemand.wanted(authorities: authorities), .needed(authorities: authorities),
    ] {
      #expect(try connect(demand, foreign).0.fault == .tls(.selfSigned))
      #expect(try connect(demand, expired).0.fault == .tls(.certificateExpired))
    }
    // Nobody asks: nobody learns it.
    #expect(try connect(.nothing, own).0.session?.client == nil)
  }

  @Test func `files that are no good are named, and the last good ones stay`() throws {
    let folder = try TemporaryFolder()
    let (chain, key) = (folder.path + "/a.pem", folder.path + "/a.key")
    func rules(_ stamp: UInt64) -> RelayRules {
      .terminal(TerminalRules(chain: chain, key: key, clients: .nothing, stamp: stamp))
    }
    func connect(_ stamp: UInt64) throws -> ClearEnd {
      let (server, socket) = try rig.order(rules(stamp))
      let peer = try Peer(client: try client(), host: "host.example", socket)
      rig.settle(server, peer)
      return server
    }
    guard case .files(let words)? = try connect(1).fault else {
      Issue.record("no fault")
      return
    }
    #expect(words.hasPrefix(chain + ": no usable certificate chain"))
    try Files.write(try Files.read(rig.certificates.path("host.pem"), limit: 9999), to: chain)
    try Files.write(try Files.read(rig.certificates.path("host.key"), limit: 9999), to: key)
    // The same stamp is not read again.
    #expect(try connect(1).fault != nil)
    #expect(try connect(2).session != nil)
    try Files.write(Array("nonsense\n".utf8), to: chain)
    #expect(try connect(3).session != nil)
    #expect(try connect(2).session != nil)
  }

  @Test func `what is no request changes nothing`() throws {
    let (server, peer) = try terminal()
    for bytes: [UInt8] in [[0], [1], [3, 3, 4], [0, 1, 9], [1, 255, 255, 255, 255, 15]] {
      _ = PacketSocket.send(rig.link.number, bytes, waits: false)
    }
    // An order without its descriptors.
    rig.send(.serve(RelayOrder(pair: 77, rules: rig.terminalRules(), host: "", prefix: [])))
    rig.settle(server, peer)
    #expect(rig.loop.count == 1 && !rig.loop.isOver)
    peer.say([1])
    rig.settle(server, peer)
    #expect(server.heard == [1])
  }
}
