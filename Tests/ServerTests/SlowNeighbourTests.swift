import Bytes
import Glibc
import Keeper
import Platform
import Testing
import Time

@testable import Server

/// Processes beside the server that are slow, or stand still, cost a bounded time.
@Suite struct SlowNeighbourTests {
  @Test func `a TLS end that is silent is waited for once, and not for each connection`() throws {
    let ends = try PacketSocket.pair()
    let link = TLSLink(Descriptor(ends.0), patience: 200)
    let (near, far) = try LocalStream.pair()
    defer { for number in [ends.1, near, far] { close(number) } }
    let start = Clock.instant()
    for pair: UInt64 in 0..<50 { #expect(link.counts(of: pair, near) == nil) }
    #expect(start.duration(to: Clock.instant()) < .seconds(5))
  }

  @Test func `a keeper that takes nothing is waited for once, and that is told`() throws {
    let ends = try PacketSocket.pair()
    let keeper = Descriptor(ends.1)
    let custody = KeeperCustody(KeeperLink(number: ends.0))
    let null = Descriptor(open("/dev/null", O_RDONLY))
    func hold(_ token: UInt64) -> Bool {
      custody.hold(Held(token: token, .host, descriptor: null.number))
    }
    var token: UInt64 = 1
    while hold(token) { token += 1 }
    #expect(custody.takeMissed() == 1)
    let start = Clock.instant()
    for _ in 0..<50 { #expect(!hold(token)) }
    #expect(start.duration(to: Clock.instant()) < .seconds(5))
    #expect(custody.takeMissed() == 50 && custody.takeMissed() == 0)
    // It takes something again.
    while case .packet(let packet) = PacketSocket.receive(
      keeper.number, into: PacketRoom(), waits: false)
    {
      packet.descriptors.forEach { close($0) }
    }
    #expect(hold(token) && custody.takeMissed() == 0)
  }

  @Test
  func `the connections of a turn are told in one message, and whoever went at once is not held`()
    throws
  {
    let ends = try PacketSocket.pair()
    let keeper = Descriptor(ends.1)
    let custody = KeeperCustody(KeeperLink(number: ends.0))
    let null = Descriptor(open("/dev/null", O_RDONLY))
    var orders = CustodyOrders()
    orders.tell(custody)
    for token: UInt64 in 1...100 {
      #expect(!orders.isFull)
      orders.hold(Held(token: token, .host, descriptor: null.number))
    }
    #expect(orders.isFull)
    // It came to be inside TLS, with another descriptor; another one is closed already.
    orders.hold(Held(token: 5, .terminal(isSecure: true), descriptor: null.number))
    orders.hold(Held(token: 101, .host, descriptor: -1))
    orders.release(101)
    orders.tell(custody)
    orders.tell(custody)
    let room = PacketRoom()
    guard case .packet(let packet) = PacketSocket.receive(keeper.number, into: room, waits: false)
    else {
      Issue.record("nothing was told")
      return
    }
    packet.descriptors.forEach { close($0) }
    var thawer = Thawer(packet.bytes)
    guard case .keep(let kept, let released) = try thawer.take(ToKeeper.self) else {
      Issue.record("something else was told")
      return
    }
    #expect(kept.map(\.token) == (1...4).map { $0 } + (6...100).map { $0 } + [5])
    #expect(packet.descriptors.count == 100 && released == [101])
    guard case .nothing = PacketSocket.receive(keeper.number, into: room, waits: false) else {
      Issue.record("more was told")
      return
    }
  }
}
