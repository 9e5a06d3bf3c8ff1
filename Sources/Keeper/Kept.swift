public import Bytes

/// A descriptor that outlives workers, as the keeper knows it: a name, and facts that only workers read.
public struct Kept: Hashable, Sendable {
  /// Its name, the same for all workers.
  public let token: UInt64
  /// What workers say of it; the keeper does not look.
  public let facts: [UInt8]

  /// Names a descriptor; the facts have at most `factsLimit` bytes.
  public init(token: UInt64, facts: [UInt8]) {
    precondition(facts.count <= Self.factsLimit, "the facts of a descriptor are too long")
    self.token = token
    self.facts = facts
  }

  /// Most that one packet keeps: with the longest facts they take half of it.
  public static let portion = 100
  /// Most names that one packet lets go: they take a fifth of it.
  public static let releases = 1000

  /// Most bytes of facts: an address of IPv6 with its scope, and some numbers, are a quarter.
  public static let factsLimit = 256
}

extension Kept: Freezable {
  /// Appends name and facts.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(token)
    freezer.put(bytes: facts)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    token = try thawer.take()
    facts = try thawer.run()
    guard facts.count <= Self.factsLimit else { throw .invalid("length of facts") }
  }
}

/// Descriptors that are kept, each with its number in the keeper.
struct KeptTable: Sendable {
  private var rows: [UInt64: Row] = [:]
  /// Most rows: as many as the process may have descriptors, less its own.
  private let limit: Int

  struct Row: Hashable, Sendable, Freezable {
    let kept: Kept
    let descriptor: Int32

    init(kept: Kept, descriptor: Int32) {
      self.kept = kept
      self.descriptor = descriptor
    }

    func freeze(into freezer: inout Freezer) {
      freezer.put(kept)
      freezer.put(descriptor)
    }

    init(thawing thawer: inout Thawer) throws(ThawError) {
      self.init(kept: try thawer.take(), descriptor: try thawer.take())
    }
  }

  init(limit: Int) { self.limit = limit }

  /// In the order of their names, so that what came first goes first.
  var all: [Row] { rows.values.sorted { $0.kept.token < $1.kept.token } }

  var count: Int { rows.count }

  /// Takes a descriptor; those to close: a former one of the name, or the new one where there is no room.
  mutating func put(_ kept: Kept, _ descriptor: Int32) -> (isTaken: Bool, close: Int32?) {
    guard rows.count < limit || rows[kept.token] != nil else { return (false, descriptor) }
    let former = rows.updateValue(Row(kept: kept, descriptor: descriptor), forKey: kept.token)
    return (true, former?.descriptor)
  }

  /// Forgets a descriptor; its number, which is to be closed.
  mutating func remove(_ token: UInt64) -> Int32? {
    rows.removeValue(forKey: token)?.descriptor
  }

  /// Rows in portions that a packet has room for.
  var portions: [ArraySlice<Row>] {
    let all = all
    return stride(from: 0, to: all.count, by: Kept.portion).map {
      all[$0..<min(all.count, $0 + Kept.portion)]
    }
  }
}

extension KeptTable: Freezable {
  /// Appends the limit, then all rows.
  func freeze(into freezer: inout Freezer) {
    freezer.put(limit)
    freezer.put(all)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(limit: try thawer.take())
    for row in try thawer.take([Row].self) { rows[row.kept.token] = row }
  }
}
