import Platform
import Testing
import Time

@testable import Keeper

/// The keeper's decisions: events in, effects out, each test a transcript.
@Suite struct KeeperStateTests {
  static let own = Program(descriptor: 100, path: "/usr/bin/turnstile")
  static let other = Program(descriptor: 200, path: "/opt/turnstile")
  static let hello = Hello(version: "1.0", frozen: 1)

  /// A keeper with a clock of the test's own.
  struct Rig {
    var state = KeeperState(limit: 1000, since: WallTime(seconds: 0))
    var now = Instant(nanoseconds: 1_000_000_000_000)

    /// One worker serves since a while.
    init() {
      _ = state.start(own, at: now)
      _ = hear(1, .hello(hello))
      _ = hear(1, .ready)
      pass(60)
    }

    mutating func happens(_ event: KeeperEvent) -> [KeeperEffect] {
      state.handle(event, at: now).filter { $0 != .notify(["WATCHDOG=1"]) }
    }

    mutating func hear(
      _ worker: Int, _ message: ToKeeper, _ descriptors: [Int32] = []
    ) -> [KeeperEffect] {
      happens(.message(worker: worker, message, descriptors: descriptors))
    }

    /// Seconds pass in which the workers live.
    mutating func pass(_ seconds: Int, beats: [Int] = [1]) {
      for _ in 0..<seconds {
        now = now.advanced(by: .seconds(1))
        for worker in beats { _ = hear(worker, .beat) }
        _ = happens(.tick)
      }
    }

    mutating func hold(_ token: UInt64, _ descriptor: Int32, by worker: Int = 1) -> [KeeperEffect] {
      hear(worker, .keep([Kept(token: token, facts: [7])], release: []), [descriptor])
    }
  }

  /// What a worker begins with, among effects.
  private func beginning(_ effects: [KeeperEffect]) -> Beginning? {
    for case .send(_, .begin(let beginning), _) in effects { return beginning }
    return nil
  }

  @Test func `the first worker is started, and the service manager hears that it serves`() {
    var state = KeeperState(limit: 10, since: WallTime(seconds: 5))
    let now = Instant(nanoseconds: 7)
    let first = Beginning(
      cause: .first, deaths: 0, upgrades: 0, since: WallTime(seconds: 5), endedAt: now)
    #expect(
      state.start(Self.own, at: now) == [
        .start(worker: 1, Self.own), .send(worker: 1, .begin(first), descriptors: []),
      ])
    #expect(
      state.handle(.message(worker: 1, .hello(Self.hello), descriptors: []), at: now) == [])
    #expect(
      state.handle(.message(worker: 1, .ready, descriptors: []), at: now) == [
        .notify(["READY=1", "STATUS=Serves, version 1.0"])
      ])
  }

  @Test func `a first worker that cannot start is the end, with its exit code`() {
    for (ending, code) in [(Processes.Ending.exit(1), Int32(1)), (.exit(7), 7), (.signal(11), 1)] {
      var state = KeeperState(limit: 10, since: WallTime(seconds: 5))
      _ = state.start(Self.own, at: Instant(nanoseconds: 7))
      let effects = state.handle(.ended(worker: 1, ending), at: Instant(nanoseconds: 8))
      #expect(effects.last == .end(code: code))
    }
  }

  @Test func `a worker that is killed is followed at once by one that has all that is kept`() {
    var rig = Rig()
    #expect(rig.hold(5, 50) == [])
    #expect(rig.hold(3, 30) == [])
    #expect(rig.hold(9, 90) == [])
    #expect(rig.hear(1, .keep([], release: [9])) == [.close(90)])
    // A name that is given again has the new descriptor.
    #expect(rig.hold(5, 51) == [.close(50)])
    let effects = rig.happens(.ended(worker: 1, .signal(9)))
    #expect(
      effects.prefix(2) == [
        .start(worker: 2, Self.own),
        .send(
          worker: 2, .inherit([Kept(token: 3, facts: [7]), Kept(token: 5, facts: [7])]),
          descriptors: [30, 51]),
      ])
    #expect(beginning(effects)?.cause == .death(.signal(9)))
    #expect(beginning(effects)?.deaths == 1)
    // What the dead one's link still says is nobody's.
    #expect(rig.hold(6, 60) == [.close(60)])
    #expect(rig.hold(6, 61, by: 2) == [])
  }

  @Test func `from the third young death in a row on the next worker waits, longer and longer`() {
    var rig = Rig()
    for id in 1...3 {
      let effects = rig.happens(.ended(worker: id, .signal(5)))
      #expect(effects.first == .start(worker: id + 1, Self.own))
      _ = rig.hear(id + 1, .ready)
    }
    let tired = rig.happens(.ended(worker: 4, .signal(5)))
    #expect(!tired.contains { if case .start = $0 { true } else { false } })
    let until = rig.state.deadline
    #expect(until == rig.now.advanced(by: .milliseconds(500)))
    #expect(rig.happens(.tick) == [])
    rig.now = rig.now.advanced(by: .milliseconds(500))
    let effects = rig.happens(.tick)
    #expect(effects.first == .start(worker: 5, Self.own))
    #expect(beginning(effects)?.deaths == 4)
    // The pause grows to its longest, and ends with a worker that grows old.
    for id in 5...20 {
      _ = rig.happens(.ended(worker: id, .exit(1)))
      rig.now = rig.state.deadline ?? rig.now
      _ = rig.happens(.tick)
    }
    _ = rig.happens(.ended(worker: 21, .exit(1)))
    #expect(rig.state.deadline == rig.now.advanced(by: .seconds(30)))
    rig.now = rig.state.deadline ?? rig.now
    _ = rig.happens(.tick)
    _ = rig.hear(22, .ready)
    rig.pass(60, beats: [22])
    #expect(rig.happens(.ended(worker: 22, .signal(9))).first == .start(worker: 23, Self.own))
  }

  @Test func `a worker that was told to stop ends the keeper with its code`() {
    var rig = Rig()
    #expect(
      rig.happens(.asked(.terminate)) == [
        .notify(["STOPPING=1"]), .signal(worker: 1, .terminate),
      ])
    #expect(rig.hear(1, .goodbye(0)) == [])
    #expect(rig.happens(.ended(worker: 1, .exit(0))) == [.end(code: 0)])
    // Told twice it ends with 1 and says nothing; killed while it stops, it is not followed.
    for (ending, code) in [(Processes.Ending.exit(1), Int32(1)), (.signal(9), 1)] {
      var other = Rig()
      _ = other.happens(.asked(.terminate))
      #expect(other.happens(.asked(.terminate)).last == .signal(worker: 1, .terminate))
      #expect(other.happens(.ended(worker: 1, ending)) == [.end(code: code)])
    }
    // Somebody who told the worker itself has the same.
    var direct = Rig()
    _ = direct.hear(1, .goodbye(0))
    #expect(direct.happens(.ended(worker: 1, .exit(0))) == [.end(code: 0)])
  }

  @Test func `a stop while the next worker waits is the end`() {
    var rig = Rig()
    for id in 1...4 { _ = rig.happens(.ended(worker: id, .signal(5))) }
    #expect(rig.happens(.asked(.terminate)).last == .end(code: 0))
  }

  @Test func `signals go to the worker`() {
    var rig = Rig()
    #expect(
      rig.happens(.asked(.reload)) == [
        .notify(["RELOADING=1", "MONOTONIC_USEC=\(rig.now.nanoseconds / 1000)"]),
        .signal(worker: 1, .reload),
      ])
    #expect(rig.hear(1, .reloaded) == [.notify(["READY=1"])])
    #expect(rig.happens(.asked(.reopen)) == [.signal(worker: 1, .reopen)])
  }

  @Test func `a worker without a sign of life says where it was, and is followed`() {
    var rig = Rig()
    _ = rig.hear(1, .beat)
    for _ in 0..<9 { #expect(rig.happens(.tick) == []) }
    #expect(rig.happens(.tick).last == .signal(worker: 1, .abort))
    for _ in 0..<4 { #expect(rig.happens(.tick) == []) }
    #expect(rig.happens(.tick) == [.signal(worker: 1, .kill)])
    #expect(beginning(rig.happens(.ended(worker: 1, .signal(9))))?.cause == .hang)
  }

  @Test func `a companion is started with the first worker, and again where it ends`() {
    var state = KeeperState(limit: 10, since: WallTime(seconds: 5))
    var now = Instant(nanoseconds: 7)
    let began = state.start(Self.own, hasCompanion: true, at: now)
    #expect(began.first == .startCompanion(0, Self.own))
    for count in 1...2 {
      #expect(
        state.handle(.companionEnded(0, words: "x", isClean: false), at: now) == [
          .send(worker: 1, .companionDied("x", count: count), descriptors: []),
          .startCompanion(0, Self.own),
        ])
    }
    let pause = state.handle(
      .companionEnded(0, words: "it was ended by signal 11", isClean: false), at: now)
    #expect(pause.count == 2)
    #expect(!state.handle(.tick, at: now).contains(.startCompanion(0, Self.own)))
    now = now.advanced(by: .seconds(1))
    #expect(state.handle(.tick, at: now).contains(.startCompanion(0, Self.own)))
    #expect(!state.handle(.tick, at: now).contains(.startCompanion(0, Self.own)))
    _ = state.handle(.asked(.terminate), at: now)
    #expect(state.handle(.companionEnded(0, words: "x", isClean: false), at: now) == [])
  }

  @Test func `a companion that ends while the next worker waits is started all the same`() {
    var state = KeeperState(limit: 10, since: WallTime(seconds: 5))
    let now = Instant(nanoseconds: 7)
    _ = state.start(Self.own, hasCompanion: true, at: now)
    _ = state.handle(.message(worker: 1, .ready, descriptors: []), at: now)
    for id in 1...3 { _ = state.handle(.ended(worker: id, .signal(5)), at: now) }
    #expect(state.deadline != nil)
    #expect(
      state.handle(.companionEnded(0, words: "x", isClean: false), at: now) == [
        .startCompanion(0, Self.own)
      ])
  }

  @Test func `where no descriptor came through, that is said once`() {
    var rig = Rig()
    #expect(rig.hear(1, .keep([Kept(token: 1, facts: [])], release: [])).count == 1)
    #expect(rig.hear(1, .keep([Kept(token: 2, facts: [])], release: [])) == [])
    var small = KeeperState(limit: 1, since: WallTime(seconds: 0))
    _ = small.start(Self.own, at: rig.now)
    func hold(_ token: UInt64, _ number: Int32) -> [KeeperEffect] {
      small.handle(
        .message(
          worker: 1, .keep([Kept(token: token, facts: [])], release: []), descriptors: [number]),
        at: rig.now)
    }
    #expect(hold(1, 10) == [])
    #expect(hold(2, 20).first == .close(20))
    #expect(hold(1, 11) == [.close(10)])
  }

  @Test func `what a turn came to is kept and let go together`() {
    var rig = Rig()
    let two = [Kept(token: 5, facts: [1]), Kept(token: 6, facts: [2])]
    #expect(rig.hear(1, .keep(two, release: [9]), [50, 60]) == [])
    #expect(rig.hear(1, .keep([two[0]], release: [6, 7]), [51]) == [.close(60), .close(50)])
    // Where not all came through, it is the first that did.
    let torn = rig.hear(1, .keep(two, release: [5]), [52])
    #expect(torn.first == .close(51) && torn.count == 2)
    #expect(rig.hear(1, .keep([], release: [5, 6]), []) == [.close(52)])
    // More than was said are nobody's.
    #expect(
      rig.hear(1, .keep([two[0]], release: []), [53, 54]).prefix(2) == [.close(53), .close(54)])
  }

  @Test func `what a turn lets go makes room for what comes with it`() {
    let rig = Rig()
    var small = KeeperState(limit: 2, since: WallTime(seconds: 0))
    _ = small.start(Self.own, at: rig.now)
    func keep(_ token: UInt64, _ number: Int32, release: [UInt64]) -> [KeeperEffect] {
      small.handle(
        .message(
          worker: 1, .keep([Kept(token: token, facts: [])], release: release),
          descriptors: [number]),
        at: rig.now)
    }
    #expect(keep(1, 10, release: []) == [] && keep(2, 20, release: []) == [])
    #expect(keep(3, 30, release: [1]) == [.close(10)])
    // Its name may go and come in one turn.
    #expect(keep(3, 31, release: [3]) == [.close(30)])
  }
}
