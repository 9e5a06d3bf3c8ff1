import Crypto
import Names
import Platform
import SAF
import SessionEngine
import TestSupport
import Testing

@testable import Server

/// People, hosts, operators, new tables, a card that goes and comes, and lines that break: a whole day
/// in each seed, on a clock and a network of the test's own.
///
/// `TURNSTILE_SEEDS` says how many days, `TURNSTILE_SEED` which is the first. A day that goes wrong is
/// told by its seed and the number of shards, with what was done last:
/// `TURNSTILE_SEED=N TURNSTILE_SEEDS=1 swift test --filter Simulation` plays it again.
@Suite struct `Simulation of days` {
  @Test(arguments: [1, 3])
  func `keeps what must always hold`(shards: Int) throws {
    let count = Scale.of("TURNSTILE_SEEDS", 25)
    let first = Scale.of("TURNSTILE_SEED", 1)
    let services = try ShardRig.makeServices()
    var steps = 0
    for seed in first..<(first + count) {
      if count > 500, (seed - first) % 500 == 0 { Note.write("day \(seed), \(shards) shards") }
      var day = try SimulatedDay(seed: UInt64(seed), shards: shards, services)
      try day.play()
      steps += day.steps
      guard day.faults.isEmpty else {
        Issue.record("seed \(seed), \(shards) shards: \(day.faults); last: \(day.trace.suffix(12))")
        return
      }
    }
    if count > 500 { Note.write("\(count) days, \(steps) steps, \(shards) shards") }
  }

  @Test(arguments: [1, 3])
  func `goes on as it would have when terminals and hosts are frozen and thawed`(
    shards: Int
  ) throws {
    let services = try ShardRig.makeServices()
    let first = UInt64(Scale.of("TURNSTILE_SEED", 1))
    var frozen = 0
    for seed in first..<(first + UInt64(Scale.of("TURNSTILE_SEEDS", 12))) {
      var plain = try SimulatedDay(seed: seed, shards: shards, services)
      try plain.play()
      var other = try SimulatedDay(seed: seed, shards: shards, services)
      other.freezes = Dice(seed: seed)
      try other.play()
      frozen += other.frozen
      guard other.faults == [], plain.story == other.story else {
        let at = zip(plain.story, other.story).first { $0 != $1 }
        Issue.record("seed \(seed), \(shards) shards: \(other.faults) \(String(describing: at))")
        return
      }
    }
    #expect(frozen > 0)
  }

  /// Screens on which it does not count whether a host spoke just before its user left it, or just after:
  /// what two lines said at once may be looked at in another order after a death.
  private static func settled(_ screens: [String]) -> [String] {
    screens.map { $0.replacing("waiting", with: "current").replacing("active ", with: "current") }
  }

  @Test(arguments: [1, 3])
  func `goes on as it would have when shards die and others take over`(shards: Int) throws {
    let services = try ShardRig.makeServices()
    let first = UInt64(Scale.of("TURNSTILE_SEED", 1))
    var died = 0
    for seed in first..<(first + UInt64(Scale.of("TURNSTILE_SEEDS", 12))) {
      var plain = try SimulatedDay(seed: seed, shards: shards, services, isKept: true)
      try plain.play()
      var other = try SimulatedDay(seed: seed, shards: shards, services, isKept: true)
      other.deaths = Dice(seed: seed)
      try other.play()
      died += other.died
      let (plainly, otherwise) = (plain.screens.map(Self.settled), other.screens.map(Self.settled))
      guard other.faults == [], plainly == otherwise else {
        let step = zip(plainly, otherwise).prefix { $0 == $1 }.count
        let shown = zip(plainly[step], otherwise[step]).enumerated().flatMap {
          (terminal, both) in
          zip(both.0.split(separator: "\n"), both.1.split(separator: "\n")).filter { $0 != $1 }
            .map { "terminal \(terminal): \($0)\n  and not: \($1)" }
        }.joined(separator: "\n")
        Issue.record(
          """
          seed \(seed), \(shards) shards, step \(step): \(other.faults)
          \(shown)
          \(other.deeds[step])
          \(other.deeds[max(0, step - 1)])
          """)
        return
      }
    }
    #expect(died > 0)
  }
}
