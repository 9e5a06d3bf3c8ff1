import DataStream
import EBCDIC
import SAF
import Testing

@testable import Server

/// What users type where it is not shown is in a shard's ledger only as long as it is needed.
@Suite struct LedgerSecretsTests {
  /// Whether a text stands in any ledger, as a terminal sends it or as its letters.
  private static func has(_ text: String, _ rig: ShardRig) -> Bool {
    rig.ledgers.contains { memory in
      memory.has(CodePage.bracket.encode(text)) || memory.has(Array(text.utf8))
    }
  }

  @Test func `a password is not kept while it is looked at, nor after`() throws {
    let rig = try ShardRig(isKept: true)
    let terminal = try rig.connect()
    rig.settle()
    terminal.key(.enter, "ONE", "PLANTED1")
    rig.settle()
    #expect(rig.hasQuestions && !Self.has("PLANTED1", rig))
    // The test sees what is there.
    #expect(Self.has("127.0.0.0", rig))
    rig.verdicts(.accepted())
    #expect(terminal.shows("MENU") && !Self.has("PLANTED1", rig))
  }

  @Test func `what was typed for a host is kept until the host has it and wrote anew`() throws {
    let rig = try ShardRig(isKept: true)
    let terminal = try rig.signedOn("ONE")
    terminal.key(.enter, "H1")
    rig.settle()
    let host = try #require(rig.ends.last)
    // A field that is not shown, and the cursor in it.
    host.write([0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x4C, 0x13])
    rig.settle()
    host.socket.isDeaf = true
    terminal.key(.enter, "PLANTED2")
    rig.settle()
    host.socket.isDeaf = false
    rig.settle()
    #expect(host.records.last?.count ?? 0 > 8)
    host.write([0xF5, 0xC3, 0xC1])
    rig.settle()
    #expect(!Self.has("PLANTED2", rig))
  }

  @Test func `a try that dies with its process is asked for again`() throws {
    let rig = try ShardRig(isKept: true)
    let terminal = try rig.connect()
    rig.settle()
    terminal.key(.enter, "ONE", "PLANTED1")
    rig.settle()
    try rig.restart(shards: 2)
    rig.settle()
    #expect(terminal.shows("type your password again") && !rig.hasQuestions)
    #expect(rig.faults() == [])
  }
}

extension [UInt8] {
  /// Whether the bytes stand somewhere in these.
  fileprivate func has(_ part: [UInt8]) -> Bool {
    guard let first = part.first, count >= part.count else { return false }
    return indices.dropLast(part.count - 1).contains { index in
      self[index] == first && self[index..<(index + part.count)].elementsEqual(part)
    }
  }
}
