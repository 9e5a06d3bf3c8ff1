import Bytes
import Platform
import Time

/// What outlives workers: descriptors that are kept, and how it went so far. Each worker begins with it.
struct Holdings: Sendable {
  private var table: KeptTable
  /// Listeners of the service manager's: name and number.
  let listeners: [(name: String, descriptor: Int32)]
  private let since: WallTime
  private var deaths = Deaths()
  private(set) var upgrades = 0
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

  /// All that are kept, and the service manager's.
  var descriptors: [Int32] { table.all.map(\.descriptor) + listeners.map(\.descriptor) }

  /// Keeps descriptors, each in place of a former one of the same name; what is to be done with those that
  /// came along.
  ///
  /// Where this process has too few, the kernel gives the first of them and leaves out the rest (unix(7),
  /// MSG_CTRUNC).
  mutating func hold(_ kept: [Kept], _ descriptors: [Int32]) -> [KeeperEffect] {
    guard descriptors.count <= kept.count else {
      return descriptors.map { .close($0) } + noRoom()
    }
    var effects = descriptors.count < kept.count ? noRoom() : []
    for (kept, number) in zip(kept, descriptors) {
      let (isTaken, old) = table.put(kept, number)
      if let old { effects.append(.close(old)) }
      if !isTaken { effects += noRoom() }
    }
    return effects
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
    to worker: Int, _ cause: Beginning.Cause, isTrial: Bool = false, beside companions: Companions?,
    at now: Instant
  ) -> [KeeperEffect] {
    var effects = companions?.links(to: worker) ?? []
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
      cause: cause, deaths: deaths.count, upgrades: upgrades + (isTrial ? 1 : 0),
      companionDeaths: companions?.deathCount ?? 0, since: since, endedAt: outSince ?? now)
    effects.append(.send(worker: worker, .begin(beginning), descriptors: []))
    return effects
  }
}

extension Holdings: Freezable {
  /// Appends what is kept, and how it went; nobody is out while it is frozen.
  func freeze(into freezer: inout Freezer) {
    freezer.put(table)
    freezer.put(listeners.map(\.name))
    freezer.put(listeners.map(\.descriptor))
    freezer.put(since)
    freezer.put(deaths)
    freezer.put(upgrades)
    freezer.put(hasServed)
    freezer.put(hasToldOfRoom)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    table = try thawer.take()
    let (names, numbers) = (try thawer.take([String].self), try thawer.take([Int32].self))
    guard names.count == numbers.count else { throw .invalid("listeners") }
    listeners = zip(names, numbers).map { ($0, $1) }
    since = try thawer.take()
    deaths = try thawer.take()
    upgrades = try thawer.take()
    hasServed = try thawer.take()
    hasToldOfRoom = try thawer.take()
  }
}
