import Bytes
import Ledger
import Names
import Platform
import SessionEngine
import Time

/// What workers before this one left: the ledgers of their shards, and the connections that were held.
///
/// Nothing of it is changed. A worker that dies while it takes it over leaves it as it was.
struct Estate {
  /// One former shard's.
  struct Part {
    /// Which shard's it was.
    let index: Int
    var objects: [LedgerKey: [UInt8]]
    /// What connections had brought since the last commit.
    let inputs: [UInt64: [LedgerReader.Input]]
    /// What connections had said and the kernel may not have taken.
    fileprivate(set) var outputs: [UInt64: [Output]] = [:]

    /// A piece of what a connection said, and where it begins in all that was ever said.
    struct Output {
      let start: UInt64
      let bytes: [UInt8]
    }

    /// What a connection had said, where it is in one piece; nil for nothing.
    func output(_ token: UInt64) -> (start: UInt64, bytes: [UInt8])? {
      guard let pieces = outputs[token]?.sorted(by: { $0.start < $1.start }) else { return nil }
      var all = (start: pieces[0].start, bytes: [UInt8]())
      for piece in pieces {
        guard piece.start == all.start &+ UInt64(all.bytes.count) else { return nil }
        all.bytes += piece.bytes
      }
      return all
    }

    /// Sorts by connections what they were told with the last commit, and pieces of what they do not read.
    fileprivate mutating func sortOutputs(_ told: [LedgerReader.Told]) {
      for told in told {
        outputs[told.token, default: []].append(Output(start: told.place, bytes: told.bytes))
      }
      for (_, bytes) in all(.output) {
        var thawer = Thawer(bytes)
        guard let token = try? thawer.take(UInt64.self), let start = try? thawer.take(UInt64.self),
          let said = try? thawer.run()
        else { continue }
        outputs[token, default: []].append(Output(start: start, bytes: said))
      }
    }

    /// Objects of a kind, by their names in order.
    func all(_ kind: LedgerKind) -> [(id: UInt64, bytes: [UInt8])] {
      objects.filter { $0.key.kind == kind.rawValue }.map { ($0.key.id, $0.value) }
        .sorted { $0.id < $1.id }
    }
  }

  /// Why what was left cannot be taken over by this worker; all of it stays as it is.
  enum Fault: Error, CustomStringConvertible {
    case ledger(LedgerReader.Fault)
    case memory(SystemError)

    var description: String {
      switch self {
      case .ledger(let fault): fault.description
      case .memory(let error):
        "\(error); terminals and sessions wait until there is memory for what they have"
      }
    }
  }

  private(set) var parts: [Part] = []
  /// How many sets of ledgers there were.
  private(set) var epoch: UInt64 = 0
  /// The last token that any shard gave; nil for none.
  private(set) var lastToken: UInt64?
  /// Number of the last name that was given to a terminal.
  private(set) var lastName: UInt64 = 0
  /// What shards of the last worker were at when it ended: of the newest set of ledgers, whole or not.
  private(set) var working: [WorkedAt] = []
  /// What could not be read, in words.
  private(set) var faults: [String] = []
  /// Connections that were held.
  let held: [Held]
  /// Tokens of the ledgers that were held.
  let ledgers: [UInt64]
  /// Those of them that no worker needs any more: of sets that were never whole, whose workers died as
  /// they began.
  private(set) var abandoned: [UInt64] = []

  /// Reads what was left.
  ///
  /// Throws where a ledger has another layout, or another version of the frozen forms, since whoever wrote
  /// it can go on with it; and where there is no memory for it now: it waits for a worker that has some.
  init(_ inheritance: Inheritance) throws(Fault) {
    held = inheritance.held.filter {
      switch $0.kind {
      case .terminal, .host: true
      case .listener, .ledger, .control, .lock, .site, .suspects: false
      }
    }
    let memories = inheritance.held.filter { $0.kind == .ledger }
    ledgers = memories.map(\.token)
    var readers: [(token: UInt64, ledger: LedgerReader)] = []
    for memory in memories {
      let mapped = try Self.map(memory)
      do throws(LedgerReader.Fault) {
        readers.append(
          (memory.token, try LedgerReader(mapped, version: Freezer.version)))
      } catch {
        guard case .noLedger = error else { throw .ledger(error) }
        faults.append("a ledger cannot be read: \(error)")
      }
    }
    take(readers)
    // Also where no ledger tells: what is held has its name.
    if let last = held.map(\.token).max() { lastToken = max(lastToken ?? last, last) }
  }

  private static func map(_ memory: Held) throws(Fault) -> SharedMemory {
    do {
      return try SharedMemory(reading: Descriptor(memory.descriptor))
    } catch {
      throw .memory(error)
    }
  }

  /// The newest set that was whole counts: a later one belongs to a worker that died as it began.
  private mutating func take(_ found: [(token: UInt64, ledger: LedgerReader)]) {
    let readers = found.map(\.ledger)
    epoch = readers.map(\.epoch).max() ?? 0
    working = readers.filter { $0.epoch == epoch }.compactMap(Self.work)
    guard
      let whole = readers.filter({ $0.index == 0 && $0.isWhole }).max(by: { $0.epoch < $1.epoch })
    else { return }
    abandoned = found.filter { $0.ledger.epoch != whole.epoch }.map(\.token)
    for reader in readers.sorted(by: { $0.index < $1.index }) {
      let last = reader.word(LedgerHeader.lastToken)
      lastToken = max(lastToken ?? last, last)
      lastName = max(lastName, reader.word(LedgerHeader.lastName))
      guard reader.epoch == whole.epoch else { continue }
      let (objects, damaged) = reader.objects()
      if damaged > 0 {
        faults.append("\(damaged) objects of shard \(reader.index)'s ledger are damaged")
      }
      parts.append(
        Part(
          index: reader.index, objects: objects,
          inputs: Dictionary(grouping: reader.inputs(), by: \.token)))
      parts[parts.count - 1].sortOutputs(reader.told())
    }
    if parts.count != whole.count {
      faults.append("\(parts.count) ledgers of \(whole.count) shards are there")
    }
    settleMoves()
  }

  /// What a shard was at; nil for nothing.
  private static func work(_ reader: LedgerReader) -> WorkedAt? {
    let (kind, id) = (
      reader.word(LedgerHeader.workingKind), reader.word(LedgerHeader.working)
    )
    guard id != 0, let kind = WorkedAt.Kind(rawValue: UInt8(truncatingIfNeeded: kind)) else {
      return nil
    }
    return WorkedAt(kind, id)
  }

  /// A terminal that was on its way from shard to shard may be in both ledgers: the later state counts,
  /// and deadlines of the other one do not.
  private mutating func settleMoves() {
    var newest: [UInt64: (part: Int, moves: UInt64)] = [:]
    for (index, part) in parts.enumerated() {
      for (token, bytes) in part.all(.terminal) {
        var thawer = Thawer(bytes)
        guard let head = try? FrozenTerminal.head(&thawer) else { continue }
        guard let other = newest[token] else {
          newest[token] = (index, head.moves)
          continue
        }
        let isLater = head.moves > other.moves
        drop(token, from: isLater ? other.part : index)
        if isLater { newest[token] = (index, head.moves) }
      }
    }
  }

  private mutating func drop(_ token: UInt64, from index: Int) {
    parts[index].objects[LedgerKind.terminal.key(token)] = nil
    parts[index].objects[LedgerKind.user.key(token)] = nil
    parts[index].outputs[token] = nil
    for (number, bytes) in parts[index].all(.timer) {
      guard let timer = Self.timer(bytes), timer.alarm.terminal == token else { continue }
      parts[index].objects[LedgerKind.timer.key(number)] = nil
    }
  }

  /// A deadline as it was kept; nil where the bytes are none.
  static func timer(_ bytes: [UInt8]) -> (deadline: Instant, alarm: Alarm)? {
    var thawer = Thawer(bytes)
    guard let deadline = try? thawer.take(Instant.self), let alarm = try? Alarm(thawing: &thawer)
    else { return nil }
    return (deadline, alarm)
  }
}
