import Journal
import Ledger
import Messages
import Platform
import SessionEngine

/// Makes a server's shards, gives them what workers before this one left, and begins their loops.
struct ShardStarter {
  private let services: Services
  private let site: Site
  private let custody: any Custody
  private let operators: OperatorDesk

  /// A shard that goes to its thread, and is nobody else's from then on.
  private struct Passed: @unchecked Sendable { let shard: Shard }

  init(
    _ services: Services, _ site: Site, custody: any Custody, operators: OperatorDesk
  ) {
    self.services = services
    self.site = site
    self.custody = custody
    self.operators = operators
  }

  /// Begins all loops.
  ///
  /// Throws where the kernel has no memory, descriptors or threads for them, or where what was left
  /// belongs to another version: then it is as it was before.
  func start(
    listeners: [PortDesk.Listener], _ inheritance: Inheritance
  ) throws(Server.StartError) {
    let estate: Estate
    do {
      estate = try Estate(inheritance)
    } catch {
      throw Server.StartError(lines: [
        "the sessions of the server before this one cannot be taken over: \(error)"
      ])
    }
    do {
      let shards = try make(listeners, estate)
      if custody.isKeeping {
        takeOver(
          estate, shards,
          quarantine: Quarantine(inheritance, estate, custody: custody))
      }
      for shard in shards {
        let passed = Passed(shard: shard)
        try Threads.start(stack: 8 << 20) { passed.shard.run() }
      }
    } catch {
      throw Server.StartError(lines: ["\(error)"])
    }
  }

  private func make(
    _ listeners: [PortDesk.Listener], _ estate: Estate
  ) throws(SystemError) -> [Shard] {
    // Else a worker that dies whenever it begins would fill the memory.
    for token in estate.abandoned { custody.release(token) }
    var shards: [Shard] = []
    let count = services.commons.doors.count
    for index in 0..<count {
      var world = World()
      world.custody = custody
      world.operators = operators
      let ledger =
        custody.isKeeping
        ? try ShardLedger(epoch: estate.epoch + 1, index: index, of: count) : nil
      if let ledger {
        let held = Held(
          token: Self.token(index, epoch: estate.epoch + 1), .ledger, descriptor: ledger.number)
        // Without it nothing of the shard would outlive this process.
        guard custody.hold(held) else {
          throw SystemError("have the keeper keep a shard's memory", code: SystemError.outOfTime)
        }
      }
      shards.append(
        try Shard(
          services, index: index, site: site, listeners: index == 0 ? listeners : [],
          world: world, ledger: ledger, after: estate.lastToken))
    }
    return shards
  }

  /// What a ledger is held by: no two sets have the same names, since the former one is held until the
  /// new one is whole, however many workers die between.
  static func token(_ index: Int, epoch: UInt64) -> UInt64 {
    1 << 62 | epoch << 16 | UInt64(index)
  }

  private func takeOver(
    _ estate: Estate, _ shards: [Shard], quarantine: Quarantine
  ) {
    let outcome = Succession.take(estate, into: shards, held: custody, quarantine: quarantine)
    guard !estate.parts.isEmpty else { return }
    let now = Clock.wall()
    services.journal.record(
      .worker.sessionsKept(terminals: outcome.terminals, sessions: outcome.sessions), at: now)
    for message in quarantine.messages { services.journal.record(message, at: now) }
    for fault in outcome.faults { services.journal.record(.server.warning(fault), at: now) }
  }
}
