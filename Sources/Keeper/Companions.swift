import Bytes
import Platform
import Time

/// Processes that stand beside all workers and outlive them: those that speak TLS.
///
/// The newest takes new connections, and is started again where it ends. After an upgrade another one of
/// the new program is the newest; the former one serves the connections that it has, and ends with the
/// last of them.
struct Companions: Sendable {
  /// Number of the newest; each has one of its own, and links of its own to the workers.
  private(set) var newest: UInt32 = 0
  /// Number of the upgrade that brought the program of the newest.
  private var upgrade = 0
  private var startedAt: Instant
  /// When the newest is started again, where it waits.
  private var again: Instant?
  /// Those that end with their last connection, the oldest first.
  private var former: [UInt32] = []
  private var deaths = Deaths()
  /// Whether the worker that serves is told of the newest's links as soon as there are some.
  private(set) var isLinkDue = false

  init(at now: Instant) { startedAt = now }

  /// How many ended without wanting to.
  var deathCount: Int { deaths.count }

  /// Gives a worker the links to all of them, the newest's last.
  func links(to worker: Int) -> [KeeperEffect] {
    (former + [newest]).map { .link(worker: worker, companion: $0) }
  }

  /// One has ended; the newest is started again at once, unless it dies young.
  ///
  /// - `isClean`: it said that it is done.
  /// - `upgrade`: number of the upgrade that brought the program.
  /// - `worker`: who serves, and hears of it; nil for nobody.
  mutating func ended(
    _ companion: UInt32, _ words: String, isClean: Bool, program: Program, of upgrade: Int,
    worker: Int?, at now: Instant
  ) -> [KeeperEffect] {
    func tell(_ message: ToWorker) -> [KeeperEffect] {
      worker.map { [.send(worker: $0, message, descriptors: [])] } ?? []
    }
    if let index = former.firstIndex(of: companion) {
      former.remove(at: index)
      if !isClean { _ = deaths.add(life: KeeperLimits.youngLife) }
      return [.unlink(companion: companion)] + tell(.unlink(companion))
        + (isClean ? [] : tell(.companionDied(words, count: deaths.count)))
    }
    guard companion == newest else { return [] }
    let pause = deaths.add(life: startedAt.duration(to: now))
    let told = tell(.companionDied(words, count: deaths.count))
    guard let pause else { return told + start(program, of: upgrade, worker: worker, at: now) }
    again = now.advanced(by: pause)
    return told + [
      .say("turnstile: the process that speaks TLS: \(words); the next one starts in \(pause)")
    ]
  }

  /// Workers of another program serve: new connections are spoken by a companion of it from now on.
  mutating func renew(_ worker: Worker, of upgrade: Int, at now: Instant) -> [KeeperEffect] {
    guard upgrade != self.upgrade else { return [] }
    // Each has memory and descriptors of its own; the newest is tried again each second.
    guard former.count < KeeperLimits.formerCompanions else { return [] }
    var effects: [KeeperEffect] = []
    if again == nil {
      former.append(newest)
    } else {
      effects = [
        .unlink(companion: newest), .send(worker: worker.id, .unlink(newest), descriptors: []),
      ]
    }
    newest += 1
    isLinkDue = true
    return effects + start(worker.program, of: upgrade, worker: worker.id, at: now)
  }

  /// There are no links to a companion: they could not be made, and whoever was told of them was told
  /// nothing.
  mutating func isWithoutLinks(_ companion: UInt32) {
    if companion == newest { isLinkDue = true }
  }

  /// A second passes.
  ///
  /// - `worker`: who serves; nil for nobody.
  mutating func pass(
    _ program: Program, of upgrade: Int, worker: Int?, at now: Instant
  ) -> [KeeperEffect] {
    guard let again, again <= now else { return [] }
    return start(program, of: upgrade, worker: worker, at: now)
  }

  private mutating func start(
    _ program: Program, of upgrade: Int, worker: Int?, at now: Instant
  ) -> [KeeperEffect] {
    again = nil
    startedAt = now
    self.upgrade = upgrade
    // A worker that begins later has all links there are from the start.
    let hearer = isLinkDue ? worker : nil
    isLinkDue = false
    return [.startCompanion(newest, program)]
      + (hearer.map { [.link(worker: $0, companion: newest)] } ?? [])
  }
}

extension Companions: Freezable {
  /// Appends which there are, and how it went; no link is due while it is frozen.
  func freeze(into freezer: inout Freezer) {
    freezer.put(newest)
    freezer.put(upgrade)
    freezer.put(startedAt)
    freezer.put(again)
    freezer.put(former)
    freezer.put(deaths)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    newest = try thawer.take()
    upgrade = try thawer.take()
    startedAt = try thawer.take()
    again = try thawer.take()
    former = try thawer.take()
    deaths = try thawer.take()
  }
}
