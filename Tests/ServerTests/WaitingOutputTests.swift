import DataStream
import Platform
import Testing

@testable import Server

/// Output that waits for a peer that did not read, and what a turn says as it reads again.
@Suite struct `Output that waits` {
  @Test func `a terminal that reads again is sent nothing before the turn counts`() throws {
    let rig = try ShardRig(isKept: true)
    let terminal = try rig.signedOn("ONE")
    terminal.key(.enter, "H1")
    rig.settle()
    let host = try #require(rig.ends.last)
    let connection = try #require(rig.connections.first)
    terminal.socket.isDeaf = true
    let screen = [0xF5, 0xC3] + [UInt8](repeating: 0xC1, count: 1900)
    for _ in 0..<1000 where connection.channel?.waiting == 0 {
      host.write(screen)
      rig.settle()
    }
    let waiting = try #require(connection.channel?.waiting)
    #expect(waiting > 0)
    // The kernel has room from now on; the turn in which that is told is not over.
    terminal.socket.isDeaf = false
    _ = terminal.pump()
    _ = connection.isReady(.write)
    #expect(connection.channel?.waiting == waiting)
    rig.settle()
    #expect(connection.channel?.waiting == 0 && rig.faults() == [])
  }
}
