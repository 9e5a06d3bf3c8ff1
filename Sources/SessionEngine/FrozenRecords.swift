public import Bytes
import Names

/// Records of hosts that wait while the terminal's Read Buffer is on its way.
struct FrozenRecords: Sendable {
  /// A record and whether its host wants to hear of it.
  struct Item: Sendable {
    let handle: SessionHandle
    let record: [UInt8]
    let reply: ReplyWanted
  }

  private(set) var records: [Item] = []
  private var bytes = 0

  var isFull: Bool {
    records.count >= PeerLimits.frozenRecords || bytes >= PeerLimits.frozenBytes
  }

  /// Whether a record of a host waits.
  func contains(_ handle: SessionHandle) -> Bool { records.contains { $0.handle == handle } }

  mutating func append(_ item: Item) {
    records.append(item)
    bytes += item.record.count
  }

  /// All records, in order; none waits any more.
  mutating func takeAll() -> [Item] {
    defer { self = FrozenRecords() }
    return records
  }

  /// Drops the records of a session that is over.
  mutating func forget(_ handle: SessionHandle) {
    records.removeAll { $0.handle == handle }
    bytes = records.reduce(0) { $0 + $1.record.count }
  }
}

extension FrozenRecords: Freezable {
  func freeze(into freezer: inout Freezer) { freezer.put(records) }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    for item in try thawer.take([Item].self) { append(item) }
  }
}

extension FrozenRecords.Item: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(handle)
    freezer.put(bytes: record)
    freezer.put(reply)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    handle = try thawer.take()
    record = try thawer.run()
    reply = try thawer.take()
  }
}

extension ReplyWanted: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .no: freezer.put(byte: 0)
    case .onError(let sequence):
      freezer.put(byte: 1)
      freezer.put(sequence)
    case .always(let sequence):
      freezer.put(byte: 2)
      freezer.put(sequence)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .no
    case 1: self = .onError(sequence: try thawer.take())
    case 2: self = .always(sequence: try thawer.take())
    default: throw .invalid("reply wanted")
    }
  }
}
