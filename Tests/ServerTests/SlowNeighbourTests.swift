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
}
