import Bytes
public import DataStream
import EBCDIC
import Terminal

/// Broken and whole records at random through all that looks at records: the model, the redraw, the
/// rewriter, and what terminals send. A crash ends the process; a difference is counted.
public struct FuzzRun {
  /// What a run came to.
  public struct Result: Hashable, Sendable {
    /// Records that were applied.
    public var records = 0
    /// Records that the model reported as broken.
    public var broken = 0
    /// Redraws, rewritten records, and screens frozen and thawed, that were compared with the model.
    public var compared = 0
    /// Those that differed, and the first of them.
    public var differences = 0
    /// The first difference, in words; nil where there is none.
    public var first: String?
  }

  private var random: StreamGenerator
  private var space: PresentationSpace
  private let capabilities: TerminalCapabilities
  private var narrator: Narrator
  private var rewriter = OutboundRewriter(compresses: true, clearsModified: false)
  private var result = Result()

  /// Records from one comparison of a redraw to the next; comparing costs more than all the rest.
  private static let share = 16

  /// A run on a terminal with an alternate size; the same seed gives the same records.
  public init(seed: UInt64, size: Geometry) {
    random = StreamGenerator(seed: seed, size: size)
    capabilities = TerminalCapabilities(color: size)
    space = PresentationSpace(capabilities)
    narrator = Narrator(capabilities, page: .bracket)
  }

  /// Runs so many records; `progress` hears of each hundred thousand.
  public mutating func run(records: Int, progress: (Int) -> Void) -> Result {
    for number in 1...max(1, records) {
      step()
      if number.isMultiple(of: 100_000) { progress(number) }
    }
    return result
  }

  private mutating func step() {
    result.records += 1
    switch random.next(8) {
    case 0: fromTerminal()
    case 1, 2, 3: apply(whole())
    default: apply(mutated(whole()))
    }
  }

  private mutating func whole() -> [UInt8] {
    if random.next(8) == 0 { return Array(random.doubleByteRecord().joined()) }
    return Array(random.record(isAlternate: space.size == space.alternateSize).joined())
  }

  /// A record with bytes changed, taken out, put in, or cut off; or nothing but bytes.
  private mutating func mutated(_ record: [UInt8]) -> [UInt8] {
    var record = record
    switch random.next(6) {
    case 0: record = (0..<random.next(200)).map { _ in UInt8(random.next(256)) }
    case 1:
      record =
        [Command.writeStructuredField.rawValue]
        + (0..<random.next(40)).map { _ in UInt8(random.next(256)) }
    case 2: record = structuredField()
    case 3: record.removeLast(random.next(record.count + 1))
    default: break
    }
    for _ in 0..<random.next(4) where !record.isEmpty {
      let place = random.next(record.count)
      switch random.next(3) {
      case 0: record[place] = UInt8(random.next(256))
      case 1: record.insert(UInt8(random.next(64)), at: place)
      default: record.remove(at: place)
      }
    }
    return record
  }

  /// A structured field of those that a terminal knows, with a length that may be wrong.
  private mutating func structuredField() -> [UInt8] {
    let ids = [
      StructuredFieldCode.readPartition, StructuredFieldCode.eraseReset,
      StructuredFieldCode.setReplyMode, StructuredFieldCode.createPartition,
      StructuredFieldCode.outboundDataStream, StructuredFieldCode.fileTransfer,
    ]
    let body = (0..<random.next(20)).map { _ in UInt8(random.next(256)) }
    let length = body.count + 3 + (random.next(8) == 0 ? random.next(9) - 4 : 0)
    return [0xF3, 0x00, UInt8(max(0, length)), ids[random.next(ids.count)]] + body
  }

  private mutating func apply(_ record: [UInt8]) {
    let isCompared = result.records.isMultiple(of: Self.share)
    let before = isCompared ? space : nil
    let outcome = space.apply(record)
    if isCompared, narrator.host(record).record.count != record.count {
      differ("told", in: "length", of: record)
    }
    if outcome.error != nil { result.broken += 1 }
    guard isCompared else { return }
    compareRedraw()
    compareFrozen(record)
    if let before, outcome.error == nil, let short = rewriter?.rewrite(record, in: space.size) {
      var other = before
      _ = other.apply(short)
      compare(other, "rewritten", of: record)
    }
  }

  private mutating func compareRedraw() {
    var other = PresentationSpace(capabilities)
    for record in RestoreEncoder.records(space, for: capabilities) { _ = other.apply(record) }
    other.restore(aid: space.aid, lock: space.lock)
    compare(other, "redrawn", of: [])
  }

  /// The screen frozen and thawed; and frozen bytes that are broken, which are a screen or none.
  private mutating func compareFrozen(_ record: [UInt8]) {
    var freezer = Freezer()
    freezer.put(space)
    freezer.put(rewriter)
    var thawer = Thawer(freezer.bytes)
    if var thawed = try? thawer.take(PresentationSpace.self) {
      compare(thawed, "thawed", of: record)
      rewriter = (try? thawer.take()) ?? nil
      var again = Freezer()
      again.put(thawed)
      again.put(rewriter)
      if again.bytes != freezer.bytes || thawed.readBuffer() != space.readBuffer() {
        differ("thawed", in: "what it says of itself", of: record)
      }
      let content = thawed.content(ofFieldAt: thawed.cursor)
      _ = thawed.apply(whole())
      thawed.restore(content)
    } else {
      differ("thawed", in: "everything", of: record)
    }
    var broken = Thawer(mutated(freezer.bytes))
    guard var other = try? broken.take(PresentationSpace.self) else { return }
    _ = RestoreEncoder.records(other, for: other.capabilities)
    _ = other.merge(readBuffer: other.readBuffer())
    _ = other.apply(record)
  }

  private mutating func differ(_ what: String, in place: String, of record: [UInt8]) {
    result.differences += 1
    guard result.first == nil else { return }
    let hex = Hex.encode(record)
    result.first = "record \(result.records) \(what) \(place) \(hex)"
  }

  private mutating func compare(_ other: PresentationSpace, _ what: String, of record: [UInt8]) {
    result.compared += 1
    guard !other.showsSame(as: space) else { return }
    let at = (0..<min(space.size.cells, other.size.cells)).first { position in
      other.kind(position) != space.kind(position)
        || other.attributes(position) != space.attributes(position)
    }
    let cells = at.map { "cell \($0): \(other.kind($0)), not \(space.kind($0))" }
    differ(what, in: cells ?? "cursor or size", of: record)
  }

  /// What a terminal might send, whole or broken.
  private mutating func fromTerminal() {
    var record =
      random.next(2) == 0 ? space.readModified(all: true) : space.readBuffer()
    if random.next(2) == 0 { record = mutated(record) }
    if record.isEmpty { return }
    if narrator.terminal(record).record.count != record.count {
      differ("told", in: "length", of: record)
    }
    if random.next(2) == 0 {
      if let inbound = try? InboundRecord(record, in: space.size) { space.merge(inbound) }
    } else {
      _ = space.merge(readBuffer: record)
    }
    _ = TerminalCapabilities(queryReply: [0x88] + record.dropFirst(), model: 2)
  }
}
