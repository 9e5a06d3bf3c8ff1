import Glibc
import Ledger
import TestSupport
import Testing

@testable import Platform

@Suite struct `Shared memory` {
  @Test func `has what another mapping of it wrote, as it grows`() throws {
    var layout = LedgerLayout()
    (layout.chunks, layout.outbox) = (64, 4096)
    let memory = try SharedMemory("test", limit: layout.most)
    var ledger = try #require(
      Ledger(memory, layout: layout, version: 1, epoch: 1, place: (0, 1)))
    var expected: [LedgerKey: [UInt8]] = [:]
    var dice = Dice(seed: 1)
    for id in 0..<40 as Range<UInt64> {
      let bytes = dice.bytes(dice.below(20_000))
      let key = LedgerKey(kind: 1, id: id)
      let isPut = ledger.put(key, bytes.span)
      #expect(isPut)
      expected[key] = bytes
    }
    let isTold = ledger.tell(8, [4, 5, 6, 7, 8, 9, 10, 11, 12].span, at: 100)
    #expect(isTold)
    ledger.commit()
    let place = ledger.beginRead(7, limit: 3)
    memory.pointer(place..<(place + 3)).copyBytes(from: [1, 2, 3])
    ledger.endRead(3)
    // What another process would do with the descriptor.
    let reader = try LedgerReader(
      SharedMemory(reading: Descriptor(dup(memory.number))), version: 1)
    let (objects, damaged) = reader.objects()
    #expect(objects == expected && damaged == 0)
    #expect(reader.inputs().map(\.bytes) == [[1, 2, 3]])
    #expect(
      reader.told() == [
        LedgerReader.Told(token: 8, place: 100, bytes: [4, 5, 6, 7, 8, 9, 10, 11, 12])
      ])
  }

  @Test func `has an end, and refuses to grow beyond it`() throws {
    let memory = try SharedMemory("test", limit: 8192)
    let (first, second) = (memory.grow(to: 8192), memory.grow(to: 8200))
    #expect(first && !second)
    #expect(memory.size == 8192 && memory.load(8184) == 0)
  }

  @Test func `tells every change of a word by its checksum`() throws {
    let memory = try SharedMemory("test", limit: 4096)
    #expect(memory.grow(to: 4096))
    for length in [1, 8, 31, 32, 33, 100, 4096] {
      let before = memory.checksum(0..<length)
      for offset in [0, length / 2, length - 1] {
        memory.pointer(offset..<(offset + 1))[0] ^= 1
        #expect(memory.checksum(0..<length) != before)
        memory.pointer(offset..<(offset + 1))[0] ^= 1
      }
      #expect(memory.checksum(0..<length) == before)
      let bytes = memory.bytes(0..<length)
      #expect(memory.copy(bytes.span, to: 0) == before)
    }
  }
}

@Suite struct `What the kernel took and gave` {
  /// Both ends of a TCP connection of this machine.
  private static func pair() throws -> (ours: Int32, theirs: Int32) {
    let listener = try Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: 0))
    let port = try Sockets.port(of: listener.number)
    let (socket, _) = try Sockets.connect(to: SocketAddress(host: "127.0.0.1", port: port))
    while true {
      var wanted = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
      poll(&wanted, 1, -1)
      if let (accepted, _) = try Sockets.accept(listener.number) {
        return (socket, accepted)
      }
    }
  }

  private static func read(_ number: Int32, _ count: Int) -> Int {
    var buffer = [UInt8](repeating: 0, count: max(1, count))
    return buffer.withUnsafeMutableBytes {
      guard case .bytes(let read) = Descriptor.read(number, into: $0) else { return 0 }
      return read
    }
  }

  @Test(arguments: [true, false])
  func `is exactly what was written and read, at every moment`(isClient: Bool) throws {
    let (one, other) = try Self.pair()
    let ours = Descriptor(isClient ? one : other)
    let theirs = Descriptor(isClient ? other : one)
    let base = try #require(Sockets.counts(ours.number))
    // Whoever is called has counted nothing.
    #expect(isClient || base == (0, 0))
    var (written, read) = (0, 0)
    var dice = Dice(seed: 9)
    for _ in 0..<300 {
      switch dice.below(4) {
      case 0:
        let bytes = [UInt8](repeating: 1, count: dice.below(60_000))
        if case .bytes(let count) = Descriptor.write(ours.number, bytes[...]) { written += count }
      case 1: read += Self.read(ours.number, dice.below(9000))
      case 2:
        _ = Descriptor.write(
          theirs.number, [UInt8](repeating: 2, count: dice.below(9000))[...])
      default: _ = Self.read(theirs.number, dice.below(60_000))
      }
      let counts = try #require(Sockets.counts(ours.number))
      #expect(counts.written - base.written == UInt64(written))
      #expect(counts.read - base.read == UInt64(read))
    }
    // The peer's end counts as nothing, read or not.
    shutdown(theirs.number, Int32(SHUT_WR))
    while true {
      var wanted = pollfd(fd: ours.number, events: Int16(POLLIN), revents: 0)
      poll(&wanted, 1, -1)
      let before = try #require(Sockets.counts(ours.number))
      #expect(before.read - base.read == UInt64(read))
      let more = Self.read(ours.number, 9000)
      read += more
      let after = try #require(Sockets.counts(ours.number))
      #expect(after.read - base.read == UInt64(read))
      if more == 0 { break }
    }
  }

  @Test func `is told of no socket but TCP`() {
    var both: [Int32] = [-1, -1]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &both) == 0)
    let (one, other) = (both[0], both[1])
    #expect(Sockets.counts(one) == nil && Sockets.readable(one) == 0)
    _ = Descriptor.write(other, [1, 2])
    #expect(Sockets.readable(one) == 2)
    for number in both { _ = Descriptor(number) }
  }
}
