import Platform
import Time

/// What outlives workers: descriptors that are kept, and how it went so far. Each worker begins with it.
struct Holdings: Sendable {
  private var table: KeptTable
  /// Listeners of the service manager's: name and number.
  private let listeners: [(name: String, descriptor: Int32)]
  private let since: WallTime
  private var deaths = Deaths()
  private var upgrades = 0
  /// When the last worker that served ended, until another one serves.
  private var outSince: Instant?
  /// Whether a worker has ever served.
  private(set) var hasServed = false
  private var hasToldOfRoom = false

  init(limit: Int, since: WallTime, listeners: [(name: String, descriptor: Int32)]) {
    table = KeptTable(limit: limit)
    self.since = since
    self.listeners = listeners
  }

  // MARK: Descriptors

  /// Keeps a descriptor, in place of a former one of the same name; what is to be done with those that
  /// came along.
  mutating func hold(_ kept: Kept, _ descriptors: [Int32]) -> [KeeperEffect] {
    guard let number = descriptors.first, descriptors.count == 1 else {
      return descriptors.map { .close($0) } + noRoom()
    }
    let (isTaken, old) = table.put(kept, number)
    return (old.map { [.close($0)] } ?? []) + (isTaken ? [] : noRoom())
  }

  /// Keeps a descriptor no more.
  mutating func release(_ token: UInt64) -> [KeeperEffect] {
    table.remove(token).map { [.close($0)] } ?? []
  }

  private mutating func noRoom() -> [KeeperEffect] {
    guard !hasToldOfRoom else { return [] }
    hasToldOfRoom = true
    return [
      .say(
        "turnstile: no descriptor is left to keep a connection: such connections end when the "
          + "server's process does; raise the limit (ulimit -n)")
    ]
  }

  // MARK: How it went

  /// A worker has died; how long the next one waits.
  mutating func died(life: Duration, at now: Instant) -> Duration? {
    isOut(at: now)
    return deaths.add(life: life)
  }

  /// Nobody serves from now on.
  mutating func isOut(at now: Instant) { outSince = outSince ?? now }

  /// A worker serves.
  mutating func served(isUpgrade: Bool) {
    hasServed = true
    outSince = nil
    if isUpgrade { upgrades += 1 }
  }

  /// Gives a worker all that is kept, and its turn.
  ///
  /// - `isTrial`: it is of a new program: where it serves, that was an upgrade.
  func bequeath(
    to worker: Int, _ cause: Beginning.Cause, isTrial: Bool = false, at now: Instant
  ) -> [KeeperEffect] {
    var effects: [KeeperEffect] = []
    if !listeners.isEmpty {
      effects.append(
        .send(
          worker: worker, .listeners(listeners.map(\.name)),
          descriptors: listeners.map(\.descriptor)))
    }
    for rows in table.portions {
      effects.append(
        .send(worker: worker, .inherit(rows.map(\.kept)), descriptors: rows.map(\.descriptor)))
    }
    let beginning = Beginning(
      cause: cause, deaths: deaths.count, upgrades: upgrades + (isTrial ? 1 : 0), since: since,
      endedAt: outSince ?? now)
    effects.append(.send(worker: worker, .begin(beginning), descriptors: []))
    return effects
  }
}
