import DataStream
import SAF
import Testing

@testable import Server

/// A server that dies leaves its terminals inside TLS to the next one: the TLS end has their peers.
@Suite struct `Death of a server with terminals inside TLS` {
  /// A terminal inside TLS with a user at the menu.
  private static func signedOn(_ rig: ShardRig) throws -> RigTerminal {
    let terminal = try rig.connect(isSecure: true)
    rig.settle()
    terminal.key(.enter, "ONE", "PASSWORD")
    rig.settle()
    rig.verdicts(.accepted())
    rig.settle()
    return terminal
  }

  @Test func `a terminal goes on, whenever its server dies, and each key counts once`() throws {
    let rig = try ShardRig(isKept: true)
    let terminal = try Self.signedOn(rig)
    #expect(terminal.shows("TPX MENU"))
    terminal.key(.enter, "H1")
    rig.settle()
    let host = try #require(rig.ends.last)
    for round in 0..<30 {
      // The death comes somewhere in the way of this key, or of the answer.
      rig.dieSoon(round)
      let mark = [UInt8(0xC1 + round % 9), UInt8(0xC1 + round / 9)]
      host.write([0xF5, 0xC3] + mark)
      rig.settle()
      try rig.restart(shards: 1)
      rig.settle()
      #expect(!terminal.isOver && !host.isOver)
      #expect(rig.connections.count == 1 && rig.legs.count == 1)
      let text =
        String(UnicodeScalar(UInt8(0x41 + round % 9)))
        + String(UnicodeScalar(UInt8(0x41 + round / 9)))
      #expect(terminal.shows(text), "round \(round): \(terminal.rows.first ?? "")")
    }
    #expect(rig.faults() == [])
  }
}
