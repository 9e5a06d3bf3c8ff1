import Ledger
import Testing

@testable import Server

/// What a new process makes of a connection, wherever the old one died between reading, committing and
/// writing.
@Suite struct WaysTests {
  /// A process that reads and says; each thing can be its last.
  private struct Process {
    /// What the kernel has given and taken, and what came and was said in all.
    var kernel = Held.Counts(written: 0, read: 0)
    var said: [UInt8] = []
    var heard: [UInt8] = []
    /// As it was committed last.
    var frozen = frozenChannel(read: 0, said: 0)
    var kept: (start: UInt64, bytes: [UInt8])?
    var inputs: [LedgerReader.Input] = []

    mutating func read(_ bytes: [UInt8], isNoted: Bool) {
      heard += bytes
      kernel.read += UInt64(bytes.count)
      let room = [UInt8](repeating: 0, count: isNoted ? 0 : 5)
      inputs.append(LedgerReader.Input(token: 1, bytes: bytes + room, isOpen: !isNoted))
    }

    mutating func say(_ bytes: [UInt8]) { said += bytes }

    mutating func commit() {
      frozen = WaysTests.frozenChannel(read: kernel.read, said: UInt64(said.count))
      kept = (kernel.written, Array(said[Int(kernel.written)...]))
      inputs = []
    }

    /// The kernel takes some of what was committed.
    mutating func write(_ count: Int) {
      kernel.written = min(frozen.said, kernel.written + UInt64(count))
      if kernel.written == frozen.said { kept = nil }
    }

    var ways: Ways? { Ways(frozen, kept: kept, inputs: inputs, kernel: kernel) }
  }

  private static func frozenChannel(read: UInt64, said: UInt64) -> FrozenChannel {
    FrozenChannel(
      security: .clear, input: [], base: Held.Counts(written: 0, read: 0), read: read, said: said,
      rests: [],
      isClosing: false, hasEnded: false, failure: nil)
  }

  @Test(arguments: 0..<64)
  func `no byte is lost or doubled, wherever the process dies`(stop: Int) throws {
    // Each bit is whether the process lives through one thing; at most one is its last.
    var process = Process()
    var got: [UInt8] = []
    var seen = 0
    for step in 0..<stop {
      switch step % 8 {
      case 0: process.read([1, 2, UInt8(step)], isNoted: true)
      case 1: process.read([UInt8(step)], isNoted: true)
      case 2: process.say([10, 11, 12, UInt8(step)])
      case 3: process.commit()
      case 4: process.write(1)
      case 5: process.say([20])
      case 6: process.commit()
      default: process.write(100)
      }
      if step % 8 == 3 || step % 8 == 6 { seen = process.heard.count }
    }
    got = Array(process.said[..<Int(process.kernel.written)])
    let ways = try #require(process.ways)
    // The peer gets all that a committed state said, once; what was said later is said again.
    #expect(got + ways.unsent == Array(process.said[..<Int(process.frozen.said)]))
    #expect(process.heard[..<seen] + ways.unread == process.heard[...])
    #expect(ways.counted == process.kernel)
  }

  @Test func `what nobody noted is told by the kernel`() throws {
    var process = Process()
    process.read([1, 2], isNoted: true)
    process.read([3, 4, 5], isNoted: false)
    #expect(process.ways?.unread == [1, 2, 3, 4, 5])
    // It died before the call, or nothing came.
    process.kernel.read = 2
    #expect(process.ways?.unread == [1, 2])
  }

  @Test func `counts that do not fit are refused`() {
    var process = Process()
    process.say([1, 2, 3])
    process.commit()
    process.read([1], isNoted: true)
    let fits = process
    // More was given than was kept.
    process.kernel.read = 2
    #expect(process.ways == nil)
    process = fits
    process.inputs = []
    #expect(process.ways == nil)
    // More was taken than was ever said, or what was said is not there.
    process = fits
    process.kernel.written = 4
    #expect(process.ways == nil)
    process = fits
    process.kept = nil
    #expect(process.ways == nil)
    process.kept = (0, [1, 2])
    #expect(process.ways == nil)
    process.kept = (.max, [1, 2, 3])
    #expect(process.ways == nil)
    // Less was given than was committed.
    process = fits
    process.commit()
    process.kernel.read = 0
    #expect(process.ways == nil)
  }
}
