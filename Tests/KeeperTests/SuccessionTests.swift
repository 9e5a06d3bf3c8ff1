import Bytes
import Glibc
import Platform
import Testing
import Time

@testable import Keeper

/// After an upgrade the companion and the keeper itself follow: transcripts.
@Suite struct SuccessionTests {
  private static let own = KeeperStateTests.own
  private static let other = KeeperStateTests.other

  /// A keeper with a companion, whose worker of another program serves since now.
  private struct Rig {
    var state = KeeperState(
      limit: 1000, since: WallTime(seconds: 3), listeners: [(name: "tls", descriptor: 8)])
    var now = Instant(nanoseconds: 1_000_000_000_000)
    var worker = 1

    init() {
      _ = state.start(SuccessionTests.own, hasCompanion: true, at: now)
      _ = hear(1, .hello(KeeperStateTests.hello))
      _ = hear(1, .ready)
      _ = hear(1, .keep([Kept(token: 5, facts: [7])], release: []), with: [50])
    }

    mutating func happens(_ event: KeeperEvent) -> [KeeperEffect] {
      state.handle(event, at: now).filter { $0 != .notify(["WATCHDOG=1"]) }
    }

    mutating func hear(
      _ worker: Int, _ message: ToKeeper, with descriptors: [Int32] = []
    ) -> [KeeperEffect] {
      happens(.message(worker: worker, message, descriptors: descriptors))
    }

    /// An upgrade goes through; what happens at its end.
    mutating func upgrade(to program: Program) -> [KeeperEffect] {
      _ = happens(.upgrade(client: 70, .success(program)))
      let new = worker + 1
      _ = hear(new, .hello(KeeperStateTests.hello))
      _ = hear(new, .checked)
      _ = happens(.ended(worker: worker, .exit(0)))
      worker = new
      return hear(new, .ready)
    }
  }

  @Test func `new connections are the new program's, and the keeper asks it`() {
    var rig = Rig()
    let effects = rig.upgrade(to: Self.other)
    #expect(
      effects.suffix(3) == [
        .startCompanion(1, Self.other), .link(worker: 2, companion: 1), .askSuccessor(Self.other),
      ])
    #expect(rig.happens(.successorAnswered(nil)) == [.become(Self.other)])
    // Where something was left to be said it is tried again.
    #expect(rig.happens(.tick) == [.become(Self.other)])
    // The former companion ends with its last connection; that is no death.
    #expect(
      rig.happens(.companionEnded(0, words: "x", isClean: true)) == [
        .unlink(companion: 0), .send(worker: 2, .unlink(0), descriptors: []),
      ])
  }

  @Test func `a program that does not take the keeper's state leaves it as it is`() {
    var rig = Rig()
    _ = rig.upgrade(to: Self.other)
    let refused = rig.happens(.successorAnswered("it ended with exit code 64"))
    guard case .say(let line)? = refused.first, refused.count == 1 else {
      Issue.record("nothing was said: \(refused)")
      return
    }
    #expect(line.contains("/opt/turnstile") && line.contains("exit code 64"))
    #expect(line.contains("all sessions go on") && line.contains("'turnstile upgrade' tries again"))
    #expect(rig.happens(.tick) == [])
    // One that does not answer is given up.
    var slow = Rig()
    _ = slow.upgrade(to: Self.other)
    slow.now = slow.now.advanced(by: .seconds(31))
    #expect(slow.happens(.tick).contains(.dismissSuccessor))
    #expect(slow.happens(.successorAnswered(nil)) == [])
  }

  @Test func `a program that cannot be asked yet is asked a little later, and not for ever`() {
    var rig = Rig()
    _ = rig.upgrade(to: Self.other)
    #expect(rig.happens(.successorNotAsked) == [])
    rig.now = rig.now.advanced(by: .seconds(1))
    #expect(rig.happens(.tick) == [.askSuccessor(Self.other)])
    #expect(rig.happens(.successorNotAsked) == [])
    // While another upgrade is tried nobody is asked, and after it that one's program is.
    _ = rig.happens(.upgrade(client: 71, .success(Self.own)))
    #expect(rig.happens(.tick) == [])
    _ = rig.hear(3, .refused(["no"]))
    #expect(rig.happens(.tick) == [.askSuccessor(Self.other)])
    #expect(rig.happens(.successorNotAsked) == [])
    rig.now = rig.now.advanced(by: .seconds(60))
    guard case .say(let line)? = rig.happens(.tick).first else {
      Issue.record("nothing was said")
      return
    }
    #expect(line.contains("no quiet moment") && line.contains("'turnstile upgrade' tries again"))
    #expect(rig.happens(.tick) == [])
  }

  @Test func `the worker hears of links that could be made at a later try`() {
    var rig = Rig()
    _ = rig.upgrade(to: Self.other)
    let link = KeeperEffect.link(worker: 2, companion: 1)
    for _ in 1...2 {
      #expect(rig.happens(.companionWithoutLinks(1)) == [])
      // Without them the keeper is not whole, and becomes nobody.
      #expect(rig.state.snapshot == nil)
      #expect(
        rig.happens(.companionEnded(1, words: "x", isClean: false)).suffix(2) == [
          .startCompanion(1, Self.other), link,
        ])
    }
    // The third death in a row is followed by a pause.
    _ = rig.happens(.companionWithoutLinks(1))
    let paused = rig.happens(.companionEnded(1, words: "x", isClean: false))
    #expect(!paused.contains(link))
    rig.now = rig.now.advanced(by: .seconds(1))
    #expect(rig.happens(.tick).prefix(2) == [.startCompanion(1, Self.other), link])
    #expect(rig.state.snapshot != nil)
    // One whose links are there keeps them.
    #expect(!rig.happens(.companionEnded(1, words: "x", isClean: false)).contains(link))
  }

  @Test func `the keeper waits while something else is under way`() {
    var rig = Rig()
    _ = rig.upgrade(to: Self.other)
    _ = rig.happens(.upgrade(client: 71, .success(Self.own)))
    #expect(rig.happens(.successorAnswered(nil)) == [])
    _ = rig.hear(3, .refused(["no"]))
    #expect(rig.happens(.tick) == [.become(Self.other)])
    // Told to stop it becomes nobody.
    _ = rig.happens(.asked(.terminate))
    #expect(rig.happens(.tick) == [])
  }

  @Test func `a worker that has said goodbye is the keeper's end, and the keeper becomes nobody`() {
    var rig = Rig()
    _ = rig.upgrade(to: Self.other)
    _ = rig.hear(2, .goodbye(0))
    #expect(rig.happens(.successorAnswered(nil)) == [])
    #expect(rig.happens(.tick) == [])
    #expect(rig.happens(.ended(worker: 2, .exit(0))) == [.end(code: 0)])
  }

  @Test func `a companion that dies before a new program serves is followed by the former one's`() {
    var rig = Rig()
    _ = rig.happens(.upgrade(client: 70, .success(Self.other)))
    _ = rig.hear(2, .hello(KeeperStateTests.hello))
    _ = rig.hear(2, .checked)
    _ = rig.happens(.ended(worker: 1, .exit(0)))
    #expect(
      rig.happens(.companionEnded(0, words: "x", isClean: false)) == [
        .send(worker: 2, .companionDied("x", count: 1), descriptors: []),
        .startCompanion(0, Self.own),
      ])
    #expect(rig.hear(2, .ready).contains(.startCompanion(1, Self.other)))
  }

  @Test func `former companions are few, and the last program's follows later`() {
    var rig = Rig()
    for number in 1...3 {
      let effects = rig.upgrade(to: Self.other)
      #expect(effects.contains(.startCompanion(UInt32(number), Self.other)))
    }
    // Each of them has connections that stay.
    let fourth = rig.upgrade(to: Self.own)
    #expect(!fourth.contains { if case .startCompanion = $0 { true } else { false } })
    _ = rig.happens(.companionEnded(1, words: "x", isClean: true))
    #expect(
      rig.happens(.tick).prefix(2) == [
        .startCompanion(4, Self.own), .link(worker: rig.worker, companion: 4),
      ])
    // The next worker has all of them, the newest last.
    let links = rig.happens(.ended(worker: rig.worker, .signal(9))).compactMap {
      if case .link(_, let number) = $0 { number } else { nil }
    }
    #expect(links == [0, 2, 3, 4])
  }

  @Test func `a keeper goes on from its image as it was`() throws {
    var rig = Rig()
    _ = rig.upgrade(to: Self.other)
    let mind = try #require(rig.state.snapshot)
    let image = KeeperImage(
      mind: mind, process: 4711, link: 33,
      links: [1: KeeperImage.Links(workers: [40, 41], companion: [42, 43], process: 4712)],
      path: "/usr/bin/turnstile", notifies: "@systemd")
    #expect(Set(image.descriptors) == [33, 40, 41, 42, 43, 50, 8, 200])
    let memory = try image.save()
    let back = try KeeperImage.load(Descriptor(try #require(Self.copy(memory.number))))
    #expect(back.process == 4711 && back.link == 33 && back.links == image.links)
    #expect(back.path == image.path && back.notifies == image.notifies)
    var next = KeeperState(back.mind)
    let died = next.handle(.ended(worker: 2, .signal(9)), at: rig.now)
    #expect(died.first == .start(worker: 3, Self.other))
    #expect(
      died.contains(
        .send(worker: 3, .inherit([Kept(token: 5, facts: [7])]), descriptors: [50])))
    #expect(died.contains(.send(worker: 3, .listeners(["tls"]), descriptors: [8])))
    guard case .send(_, .begin(let beginning), _)? = died.last else {
      Issue.record("nobody begins: \(died)")
      return
    }
    #expect(beginning.upgrades == 1 && beginning.deaths == 1)
    #expect(beginning.since == WallTime(seconds: 3))
  }

  private static func copy(_ number: Int32) -> Int32? {
    let copy = dup(number)
    return copy < 0 ? nil : copy
  }

  @Test func `an image of another version is refused, and so is any that is torn`() throws {
    var freezer = Freezer()
    freezer.put(KeeperImage.version + 1)
    var thawer = Thawer(freezer.bytes)
    #expect(throws: ThawError.version(KeeperImage.version + 1)) {
      _ = try thawer.take(KeeperImage.self)
    }
    for bytes: [UInt8] in [[], [1], [1, 0], [1, 0, 0, 0, 9, 9, 9]] {
      var thawer = Thawer(bytes)
      #expect(throws: ThawError.self) { _ = try thawer.take(KeeperImage.self) }
    }
  }
}
