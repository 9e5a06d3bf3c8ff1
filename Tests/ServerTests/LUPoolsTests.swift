import Names
import Platform
import SessionEngine
import Tables
import Testing

@testable import Server

@Suite struct LUPoolsTests {
  private static let host = SocketAddress(host: "mvs", port: 23)
  private static let names = ["TSO01", "TSO02"].compactMap { LUName($0) }

  @Test func `who may have an LU depends on the pool's type`() throws {
    let (tso, ims) = (try #require(APPLID("TSO")), try #require(APPLID("IMS")))
    var pools = LUPools()
    func free(_ type: LUPoolType, _ application: APPLID) -> [LUName] {
      pools.free(Self.names, type, of: Self.host, for: application)
    }
    pools.claim(Self.names[0], of: Self.host, for: SessionHandle(1), application: tso)
    #expect(free(.unique, ims) == [Self.names[1]])
    #expect(free(.group, tso) == [Self.names[1]])
    #expect(free(.group, ims) == Self.names)
    #expect(free(.shared, tso) == Self.names)
    // Another host has a network of its own.
    let other = SocketAddress(host: "vm", port: 23)
    #expect(pools.free(Self.names, .unique, of: other, for: tso) == Self.names)
    // The host gave the other name: the first is free again.
    pools.claim(Self.names[1], of: Self.host, for: SessionHandle(1), application: tso)
    #expect(free(.unique, tso) == [Self.names[0]])
    pools.release(SessionHandle(1))
    #expect(free(.unique, tso) == Self.names)
  }
}
