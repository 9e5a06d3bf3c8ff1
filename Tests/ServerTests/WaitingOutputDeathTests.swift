import DataStream
import Testing

@testable import Server

/// A server that dies while a terminal does not read: what waited for it, and what was said in the turn in
/// which it could be written to again.
@Suite struct `Death of a server while a terminal does not read` {
  @Test(arguments: 0..<16)
  func `what is said as it reads again comes once, whenever the server dies`(round: Int) throws {
    let rig = try ShardRig(isKept: true)
    let terminal = try rig.signedOn("ONE")
    terminal.key(.enter, "H1")
    rig.settle()
    let host = try #require(rig.ends.last)
    terminal.socket.isDeaf = true
    func channel() -> Channel? { rig.connections.first?.channel }
    let screen = [0xF5, 0xC3] + [UInt8](repeating: 0xC1, count: 1900)
    var count = 0
    while channel()?.waiting == 0, count < 1000 {
      host.write(screen)
      rig.settle()
      count += 1
    }
    #expect(count < 1000, "its output waits")
    let seen = terminal.records.count
    // The host is ready first, and then the terminal.
    host.write([0xF5, 0xC3, 0xC2, 0xC5])
    terminal.socket.isDeaf = false
    _ = terminal.pump()
    rig.dieSoon(round)
    rig.settle()
    try rig.restart(shards: 1)
    rig.settle()
    #expect(!terminal.isOver && !host.isOver && rig.connections.count == 1)
    #expect(terminal.shows("BE"))
    let told = terminal.records.dropFirst(seen).count
    #expect(told <= count + 1, "none came twice")
    #expect(rig.faults() == [])
  }
}
