import DataStream
import Names
import Platform
import TN3270
import Tables
import Testing

@testable import Server
@testable import SessionEngine

/// Deliveries of the shard itself: several terminals, take-overs and hosts, in one process.
@Suite struct ShardTests {
  /// ENTER without a field, framed for TN3270E.
  private static let enter: [UInt8] = [0, 0, 0, 0, 0, 0x7D, 0x40, 0x40, 0xFF, 0xEF]
  /// Ways to break a rule in 3270 mode.
  private static let violations: [[UInt8]] = [
    [0x01, 0xFF, 0xEF], [0x0A, 0, 0, 0, 0, 0xFF, 0xEF], [0xFF, 0xFC, 0x28],
    (0..<101).flatMap { [0xFF, 0xFB, UInt8(100 + $0)] },
    [0xFF, 0xFA, 0x27] + [UInt8](repeating: 0x41, count: 1100) + [0xFF, 0xF0],
  ]

  /// A user's session with a host, which shows a screen.
  private static func open(_ rig: ShardRig, _ terminal: RigTerminal, _ name: String) throws
    -> RigHost
  {
    terminal.key(.enter, name)
    rig.settle()
    let host = try #require(rig.ends.last)
    host.write([0xF5, 0xC3] + [0xC1, 0xC2])
    rig.settle()
    #expect(terminal.shows("AB"))
    return host
  }

  @Test(arguments: violations.indices, [AID.enter.byte, AID.pf1.byte])
  func `a key and a violation in one segment end that terminal alone`(
    kind: Int, aid: UInt8
  ) throws {
    let rig = try ShardRig()
    let other = try rig.signedOn("ONE")
    let terminal = try rig.connect()
    rig.settle()
    #expect(terminal.shows("Userid"))
    var key = Self.enter
    key[5] = aid
    terminal.socket.send(key + Self.violations[kind] + key)
    rig.settle()
    #expect(terminal.isOver && rig.faults() == [])
    other.press(.pf7)
    rig.settle()
    #expect(other.shows("TPX MENU"))
  }

  @Test func `an end of the negotiation and a violation in one segment are no key`() throws {
    let rig = try ShardRig()
    let terminal = try rig.connect()
    terminal.answers = false
    rig.settle()
    // No TLS, but TN3270E.
    terminal.socket.send([0xFF, 0xFC, 0x2E, 0xFF, 0xFB, 0x28])
    rig.settle()
    terminal.socket.send([0xFF, 0xFA, 0x28, 2, 7] + Array("IBM-3278-2".utf8) + [0xFF, 0xF0])
    rig.settle()
    terminal.socket.send([0xFF, 0xFA, 0x28, 3, 7, 0, 2, 4, 0xFF, 0xF0, 0x01, 0xFF, 0xEF])
    rig.settle()
    #expect(terminal.isOver && rig.faults() == [])
    #expect(rig.connections.isEmpty)
  }

  @Test func `data that come with the client's Finished wait for telnet to begin`() throws {
    let rig = try ShardRig()
    // Its answers go out in one write with Finished, before it heard a word of telnet.
    let terminal = try rig.connect(isSecure: true)
    terminal.socket.send([0xFF, 0xFB, 0x28])
    rig.settle()
    #expect(!terminal.isOver && rig.connections.count == 1)
    #expect(rig.faults() == [])
    // A browser, and a violation.
    for early in [Array("GET / HTTP/1.1\r\n\r\n".utf8), [UInt8](repeating: 0x41, count: 3000)] {
      let browser = try rig.connect(isSecure: true)
      browser.answers = false
      browser.socket.send(early)
      rig.settle()
      #expect(rig.faults() == [])
    }
    let last = try rig.connect(isSecure: true)
    rig.settle()
    #expect(last.shows("Userid"))
  }

  @Test func `STARTTLS takes early data, and drops what came in clear`() throws {
    let rig = try ShardRig()
    let honest = try rig.connect()
    rig.settle()
    #expect(honest.shows("Userid"))
    for isEarly in [true, false] {
      let terminal = try rig.connect()
      terminal.answers = false
      rig.settle()
      var agreement: [UInt8] = [0xFF, 0xFB, 46, 0xFF, 0xFA, 46, 1, 0xFF, 0xF0]
      if !isEarly { agreement += [0xFF, 0xFB, 0x28] }
      terminal.socket.sendClear(agreement)
      rig.settle()
      #expect(terminal.isOver == !isEarly)
      if isEarly {
        try terminal.secure()
        terminal.socket.send([0xFF, 0xFB, 0x28] + [UInt8](repeating: 0x41, count: 2000))
        rig.settle()
        #expect(terminal.isOver)
      }
    }
    #expect(rig.faults() == [])
  }

  @Test func `a handshake that fails after it was agreed on ends the terminal alone`() throws {
    let rig = try ShardRig()
    let terminal = try rig.connect()
    terminal.answers = false
    rig.settle()
    terminal.socket.sendClear([0xFF, 0xFB, 46, 0xFF, 0xFA, 46, 1, 0xFF, 0xF0])
    rig.settle()
    terminal.socket.sendClear(Array("no TLS at all".utf8))
    rig.settle()
    #expect(terminal.isOver && rig.connections.isEmpty && rig.faults() == [])
  }

  @Test(arguments: [1, 2, 3, 5])
  func `sessions of all other terminals come along`(count: Int) throws {
    let rig = try ShardRig()
    var former: [RigTerminal] = []
    for number in 1...count {
      let terminal = try rig.signedOn("ONE")
      if number > 1 {
        #expect(terminal.shows("ELSEWHERE"))
        terminal.key(.enter, "N")
        rig.settle()
      }
      _ = try Self.open(rig, terminal, "H\((number - 1) % 4 + 1)")
      former.append(terminal)
    }
    // One hears nothing of it, since it does not read.
    former[0].socket.isDeaf = true
    let last = try rig.signedOn("ONE")
    last.key(.enter, "Y")
    rig.settle()
    #expect(last.shows("\(count) session\(count == 1 ? "" : "s") came to this terminal"))
    #expect(rig.faults() == [])
    let taker = try #require(rig.connections(of: "ONE").first)
    #expect(rig.connections(of: "ONE").count == 1)
    #expect(rig.legs.count == count && rig.legs.allSatisfy { $0.owner === taker })
    for terminal in former.dropFirst() { #expect(terminal.isOver) }
    // What a host says now is seen here.
    rig.ends[0].write([0xF5, 0xC3] + [0xC3, 0xC4])
    rig.settle()
    last.key(.enter, "H1")
    rig.settle()
    #expect(last.shows("CD"))
    rig.wait(.seconds(11))
    rig.settle()
    #expect(rig.connections.count == 1 && rig.faults() == [])
    last.socket.end()
    rig.settle()
    #expect(rig.legs.count == count && rig.faults() == [])
  }

  @Test func `a terminal that is closing can be taken over`() throws {
    let rig = try ShardRig()
    let terminal = try rig.signedOn("ONE")
    let host = try Self.open(rig, terminal, "H1")
    terminal.socket.isDeaf = true
    for _ in 0..<400 {
      host.write([0xF5, 0xC3] + [UInt8](repeating: 0xC1, count: 1900))
    }
    rig.settle()
    terminal.socket.send([0xFF, 0xFC, 0x28])
    rig.settle()
    #expect(rig.connections.count == 1)
    let second = try rig.signedOn("ONE")
    second.key(.enter, "Y")
    rig.settle()
    #expect(second.shows("1 session came to this terminal"))
    #expect(rig.faults() == [])
    // Its host is heard again, though the former terminal never read.
    host.write([0xF5, 0xC3] + [0xC3, 0xC4])
    rig.settle()
    second.key(.enter, "H1")
    rig.settle()
    #expect(second.shows("CD"))
  }

  @Test func `a host that ends in the moment of a take-over is over for who has its session`()
    throws
  {
    let rig = try ShardRig()
    let terminal = try rig.signedOn("ONE")
    let host = try Self.open(rig, terminal, "H1")
    let second = try rig.signedOn("ONE")
    second.key(.enter, "Y")
    // Rigs' terminals are inside TLS: the key comes first there too.
    rig.passTLS()
    host.socket.end()
    rig.settle()
    #expect(second.shows("TPX MENU") && second.shows("ended"), "\(second.rows)")
    #expect(rig.legs.isEmpty && rig.faults() == [])
  }

  @Test func `what was posted for an application whose session is over reaches nobody`() throws {
    let rig = try ShardRig()
    _ = try rig.signedOn("ONE")
    let owner = try #require(rig.connections.first)
    let name = try #require(owner.name)
    let definition = try #require(
      rig.site.tables.sessions.first { $0.host.isBuiltIn })
    let handle = SessionHandle(7)
    let hosts = rig.shard.hosts
    hosts.open(
      handle, definition,
      data: LogonData(user: nil, ticket: nil, terminal: name, address: owner.address),
      terminal: HostTerminal(
        names: [], alternate: .model2, isExtended: true, deviceType: "IBM-3278-2-E"),
      owner: owner)
    hosts[handle].map { hosts.close($0) }
    // Nobody has the leg any more but what was posted.
    rig.shard.drain()
    #expect(rig.legs.isEmpty && rig.faults() == [])
  }

  @Test(arguments: [(1, 1), (1, 2), (2, 1), (11, 40), (12, 39)])
  func `a BIND of a screen that no display has ends the session with words`(
    _ size: (UInt8, UInt8)
  ) throws {
    let rig = try ShardRig()
    let terminal = try rig.signedOn("ONE")
    let host = try Self.open(rig, terminal, "H1")
    var ru = [UInt8](repeating: 0, count: 28)
    ru[0] = 0x31
    (ru[20], ru[21], ru[24]) = (size.0, size.1, 0x7E)
    host.write(ru, .bindImage)
    host.write(Array(repeating: 0xC1, count: 20), .sscpLUData)
    rig.settle()
    #expect(terminal.shows("Session H1 ended - the host broke the protocol"))
    #expect(host.isOver && rig.legs.isEmpty && rig.faults() == [])
  }

  @Test func `a flood of keys is looked at a few a turn, and stops before sign-on`() throws {
    let rig = try ShardRig()
    let flood = try rig.connect()
    let other = try rig.signedOn("ONE")
    rig.settle()
    var keys = Self.enter
    keys[5] = AID.pf1.byte
    flood.socket.send((0..<400).flatMap { _ in keys })
    flood.socket.isDeaf = true
    let connection = try #require(rig.connections.first { !$0.isSignedOn })
    let channel = try #require(connection.channel)
    rig.shard.turn(waiting: 0)
    // One turn at its own descriptor, and one in the lane.
    let turn = channel.waiting
    #expect(turn < 5000)
    rig.settle()
    #expect(channel.waiting <= PeerLimits.outputBefore + turn)
    other.press(.pf7)
    rig.settle()
    #expect(other.shows("TPX MENU"))
    // Who reads again is heard again.
    flood.socket.isDeaf = false
    for _ in 0..<20 {
      rig.wait(.seconds(1))
      rig.settle()
    }
    #expect(!channel.hasInput && !flood.isOver && rig.faults() == [])
  }

  @Test func `who is not signed on costs at most 64 KiB, however much comes and nothing is read`()
    throws
  {
    let rig = try ShardRig()
    let silent = try rig.connect()
    rig.settle()
    silent.socket.isDeaf = true
    // Keys until the kernel takes no more panels, then a record that never ends.
    for _ in 0..<40 {
      silent.socket.send((0..<100).flatMap { _ in Self.enter })
      rig.wait(.seconds(2))
      rig.settle()
    }
    silent.socket.send([UInt8](repeating: 0x40, count: PeerLimits.terminalRecord - 10))
    rig.settle()
    // Beside one record that is not whole.
    let waiting = try #require(rig.connections.first?.channel).waiting
    #expect(waiting > 0 && waiting + PeerLimits.terminalRecord <= 64 << 10, "\(waiting) bytes")
    // In time it goes.
    for _ in 0..<130 {
      rig.wait(.seconds(1))
      rig.settle()
    }
    #expect(rig.connections.isEmpty && rig.faults() == [])
  }

  @Test func `a host that asks and does not read is given up`() throws {
    let rig = try ShardRig()
    let terminal = try rig.signedOn("ONE")
    let host = try Self.open(rig, terminal, "H1")
    terminal.press(.pf(24))
    rig.settle()
    host.socket.isDeaf = true
    for _ in 0..<2000 { host.write([0xF2]) }
    rig.settle()
    #expect(terminal.shows("Session H1 ended"))
    #expect(rig.legs.isEmpty && rig.faults() == [])
  }
}
