import TestSupport
import Testing

@testable import Ledger

@Suite struct `A ledger` {
  private typealias Objects = [LedgerKey: [UInt8]]

  private static let layout: LedgerLayout = {
    var layout = LedgerLayout()
    (layout.chunk, layout.chunks, layout.step) = (4096, 64, 2)
    (layout.intake, layout.outbox) = (2048, 1024)
    return layout
  }()

  /// One process that writes: a ledger, and what it should have.
  private struct Writer {
    let memory: TestMemory
    var ledger: Ledger
    /// What the last commit made of it, and what the next one will.
    var committed: Objects = [:]
    var next: Objects = [:]
    /// What was read since the last commit.
    var read: [LedgerReader.Input] = []
    /// What was told with the last commit, and what will be with the next one.
    var told: [LedgerReader.Told] = []
    var nextTold: [LedgerReader.Told] = []

    init(limit: Int = .max) throws {
      memory = TestMemory()
      memory.limit = limit
      ledger = try #require(
        Ledger(memory, layout: `A ledger`.layout, version: 7, epoch: 3, place: (1, 2)))
    }

    mutating func put(_ id: UInt64, _ bytes: [UInt8]) {
      let key = LedgerKey(kind: UInt8(id % 3), id: id)
      next[key] = ledger.put(key, bytes.span) ? bytes : nil
    }

    mutating func remove(_ id: UInt64) {
      let key = LedgerKey(kind: UInt8(id % 3), id: id)
      ledger.remove(key)
      next[key] = nil
    }

    mutating func commit() {
      ledger.commit()
      committed = next
      read = []
      (told, nextTold) = (nextTold, [])
    }

    /// Tells a connection something, where there is room.
    mutating func tell(_ token: UInt64, _ bytes: [UInt8], at place: UInt64) {
      guard ledger.tell(token, bytes.span, at: place) else { return }
      nextTold.append(LedgerReader.Told(token: token, place: place, bytes: bytes))
    }

    /// Reads; `isNoted` says whether the process lived to note how much.
    mutating func read(_ token: UInt64, _ bytes: [UInt8], isNoted: Bool = true) {
      guard ledger.hasRoom(64) else { return }
      let place = ledger.beginRead(token, limit: 64)
      memory.copy(bytes.span, to: place)
      if isNoted { ledger.endRead(bytes.count) }
      if isNoted, !bytes.isEmpty {
        read.append(LedgerReader.Input(token: token, bytes: bytes, isOpen: false))
      } else if !isNoted {
        let rest = [UInt8](repeating: 0, count: 64 - bytes.count)
        read.append(LedgerReader.Input(token: token, bytes: bytes + rest, isOpen: true))
      }
    }

    /// Does something that a shard may do.
    mutating func act(_ dice: inout Dice) {
      let id = UInt64(dice.below(12))
      switch dice.below(12) {
      case 10, 11: tell(id + 1, `A ledger`.bytes(&dice), at: UInt64(dice.below(1000)))
      case 0..<5: put(id, `A ledger`.bytes(&dice))
      case 5, 6: remove(id)
      case 7, 8: read(id + 1, (0..<dice.below(40)).map { _ in UInt8(dice.below(255)) })
      default:
        // Bytes that the kernel has taken are discarded at once, whatever becomes of the commit.
        let key = LedgerKey(kind: UInt8(id % 3), id: id)
        ledger.discard(key)
        next[key] = nil
        committed[key] = nil
      }
    }
  }

  /// Often short, sometimes of several blocks.
  private static func bytes(_ dice: inout Dice) -> [UInt8] {
    let count = dice.once(in: 9) ? dice.below(9000) : dice.below(400)
    return (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ count) }
  }

  private static func objects(_ memory: TestMemory) throws -> (Objects, damaged: Int) {
    try LedgerReader(memory, version: 7).objects()
  }

  @Test func `has what was committed, and nothing of what was not`() throws {
    var writer = try Writer()
    writer.put(1, [1, 2, 3])
    writer.put(2, [])
    #expect(try Self.objects(writer.memory).0 == [:])
    writer.commit()
    writer.put(1, [4])
    writer.remove(2)
    let reader = try LedgerReader(writer.memory, version: 7)
    #expect(reader.objects().objects == writer.committed)
    #expect((reader.epoch, reader.index, reader.count) == (3, 1, 2))
    #expect(!reader.isWhole)
    writer.ledger.markWhole()
    writer.commit()
    #expect(try Self.objects(writer.memory).0 == writer.committed)
    #expect(writer.committed.count == 1)
    #expect(try LedgerReader(writer.memory, version: 7).isWhole)
  }

  @Test(arguments: 1...10)
  func `is the last commit's or the next one's at whichever store its process dies`(
    seed: UInt64
  ) throws {
    // One turn more, played up to each store: every one of the first, and then some.
    let steps = 1 + Int(seed % 5)
    var stop = 0
    while true {
      let process = try Self.replay(seed, steps: steps, stop: stop)
      let isThrough = process.memory.storesLeft ?? 0 > 0
      process.memory.storesLeft = 0
      let reader = try LedgerReader(process.memory.left(), version: 7)
      let (found, damaged) = reader.objects()
      let mayBe = [process.before, process.after]
      #expect(mayBe.contains(found), "seed \(seed), store \(stop)")
      #expect(damaged == 0, "seed \(seed), store \(stop)")
      let isBefore = reader.committed == process.number
      #expect(
        reader.told() == (isBefore ? process.toldBefore : process.toldAfter),
        "seed \(seed), store \(stop)")
      if isThrough {
        #expect(found == process.after)
        break
      }
      stop += stop < 150 ? 1 : 13
    }
  }

  /// A process that did what `seed` says, and dies at a store of one more turn.
  private struct Process {
    let memory: TestMemory
    var before: Objects
    var after: Objects
    let number: UInt64
    let toldBefore: [LedgerReader.Told]
    let toldAfter: [LedgerReader.Told]
  }

  private static func replay(
    _ seed: UInt64, steps: Int, stop: Int
  ) throws -> Process {
    var dice = Dice(seed: seed)
    var writer = try Writer()
    for _ in 0..<dice.below(12) { writer.act(&dice) }
    writer.commit()
    let (before, told, number) = (writer.committed, writer.told, writer.ledger.committed)
    writer.memory.storesLeft = stop
    writer.tell(1, bytes(&dice), at: 5)
    for _ in 0..<steps {
      // Discards are not of one commit; they have a test of their own.
      let id = UInt64(dice.below(12))
      if dice.once(in: 3) { writer.remove(id) } else { writer.put(id, bytes(&dice)) }
    }
    writer.tell(2, [1, 2, 3], at: 0)
    writer.commit()
    return Process(
      memory: writer.memory, before: before, after: writer.committed, number: number,
      toldBefore: told, toldAfter: writer.told)
  }

  @Test(arguments: 1...5)
  func `goes on through many turns, and wipes what it does not need`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var writer = try Writer()
    for _ in 0..<100 {
      for _ in 0..<dice.below(5) { writer.act(&dice) }
      let (found, damaged) = try Self.objects(writer.memory.left())
      #expect(found == writer.committed && damaged == 0)
      let reader = try LedgerReader(writer.memory.left(), version: 7)
      #expect(reader.inputs() == writer.read && reader.told() == writer.told)
      writer.commit()
    }
    for id in 0..<12 { writer.remove(UInt64(id)) }
    writer.commit()
    writer.commit()
    #expect(writer.ledger.used == 0)
    // Nothing is left but the header and the directory.
    let heap = Self.layout.intakeStart
    #expect(writer.memory.content[heap...].allSatisfy { $0 == 0 })
  }

  @Test func `hands on what was read, also where nobody noted how much`() throws {
    var writer = try Writer()
    writer.read(5, [1, 2, 3])
    writer.read(6, [])
    writer.read(7, [4], isNoted: false)
    let inputs = try LedgerReader(writer.memory.left(), version: 7).inputs()
    #expect(inputs == writer.read && inputs.last?.isOpen == true)
    writer.commit()
    #expect(try LedgerReader(writer.memory.left(), version: 7).inputs() == [])
  }

  @Test func `empties its intake with a commit, at whichever store its process dies`() throws {
    for stop in 0..<60 {
      var writer = try Writer()
      writer.read(5, [1, 2, 3])
      writer.read(6, [UInt8](repeating: 9, count: 40))
      writer.put(1, [1])
      let read = writer.read
      writer.memory.storesLeft = stop
      writer.commit()
      let reader = try LedgerReader(writer.memory.left(), version: 7)
      #expect(reader.inputs() == (reader.committed == 0 ? read : []))
    }
  }

  @Test func `keeps what was told up to the next commit, and as far as it has room`() throws {
    var writer = try Writer()
    writer.tell(5, [1, 2, 3], at: 7)
    #expect(try LedgerReader(writer.memory.left(), version: 7).told() == [])
    writer.commit()
    #expect(try LedgerReader(writer.memory.left(), version: 7).told() == writer.told)
    // What was told counts until the next commit, whatever is told meanwhile.
    writer.tell(6, [], at: 0)
    writer.tell(6, [9], at: 1)
    writer.commit()
    let reader = try LedgerReader(writer.memory.left(), version: 7)
    #expect(reader.told() == writer.told && writer.told.count == 2)
    // The kernel has it, and nothing else happened.
    writer.commit()
    #expect(try LedgerReader(writer.memory.left(), version: 7).told() == [])
    #expect(writer.ledger.committed == reader.committed)
    let (long, short) = ([UInt8](repeating: 1, count: 2000), [UInt8](repeating: 2, count: 500))
    let (isLong, isShort) = (
      writer.ledger.tell(7, long.span, at: 0), writer.ledger.tell(7, short.span, at: 0)
    )
    #expect(!isLong && isShort)
  }

  @Test func `finds what has any of a hundred thousand names, and none that is gone`() {
    var table = PlaceTable()
    var dice = Dice(seed: 9)
    var places: [LedgerKey: Int] = [:]
    for place in 0..<100_000 {
      let key = LedgerKey(kind: UInt8(dice.below(5)), id: UInt64(dice.below(40_000)))
      #expect(table[key] == places[key])
      if places[key] == nil {
        places[key] = place
        table.add(key, at: place)
      } else if dice.once(in: 2) {
        places[key] = nil
        table.remove(key)
        #expect(table[key] == nil)
      }
    }
    #expect(places.allSatisfy { table[$0.key] == $0.value })
  }

  @Test func `removes what it has no memory for`() throws {
    var writer = try Writer(limit: Self.layout.least + 4 * 4096)
    writer.put(1, [1, 2, 3])
    writer.commit()
    writer.put(1, [UInt8](repeating: 7, count: 60_000))
    #expect(writer.next == [:])
    writer.commit()
    #expect(try Self.objects(writer.memory).0 == [:])
    writer.put(2, [1])
    writer.commit()
    #expect(try Self.objects(writer.memory).0.count == 1)
  }

  @Test func `is refused where it is damaged, and never trapped on`() throws {
    var writer = try Writer()
    var dice = Dice(seed: 4)
    for id in 0..<12 { writer.put(UInt64(id), Self.bytes(&dice)) }
    writer.commit()
    writer.read(3, [1, 2, 3])
    writer.tell(4, [1, 2, 3], at: 0)
    for _ in 0..<1000 {
      let memory = writer.memory.left()
      for _ in 0...dice.below(4) {
        // Heads and directory more often than the rest.
        let offset =
          dice.once(in: 2)
          ? dice.below(memory.size) : dice.below(Self.layout.intakeStart)
        memory.damage(offset, UInt8(dice.below(256)))
      }
      guard let reader = try? LedgerReader(memory, version: 7) else { continue }
      _ = reader.inputs()
      _ = reader.told()
      for (key, bytes) in reader.objects().objects where writer.committed[key] != bytes {
        // An older form, or another name, is what no checksum of a form can tell.
        #expect(writer.committed.values.contains(bytes))
      }
    }
    #expect(throws: LedgerReader.Fault.noLedger) {
      try LedgerReader(TestMemory([1, 2, 3]), version: 7)
    }
    #expect(throws: LedgerReader.Fault.version(7)) {
      try LedgerReader(writer.memory, version: 8)
    }
    // What another program laid out is no damage: that program can go on with it.
    writer.memory.store(7 | (LedgerHeader.layoutVersion + 1) << 16, at: LedgerHeader.version)
    #expect(throws: LedgerReader.Fault.layout) {
      try LedgerReader(writer.memory, version: 7)
    }
    writer.memory.store(7 | LedgerHeader.layoutVersion << 16, at: LedgerHeader.version)
    writer.memory.store(0, at: LedgerHeader.layout)
    #expect(throws: LedgerReader.Fault.noLedger) {
      try LedgerReader(writer.memory, version: 7)
    }
  }
}
