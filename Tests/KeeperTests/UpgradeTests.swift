import Bytes
import Platform
import Testing
import Time

@testable import Keeper

/// Another program takes over, or does not: transcripts.
@Suite struct UpgradeTests {
  private typealias Rig = KeeperStateTests.Rig
  private static let own = KeeperStateTests.own
  private static let other = KeeperStateTests.other

  /// A candidate is looked at; the operator waits at connection 70.
  private func trying() -> Rig {
    var rig = Rig()
    _ = rig.hold(4, 40)
    #expect(
      rig.happens(.upgrade(client: 70, .success(Self.other))) == [
        .start(worker: 2, Self.other), .send(worker: 2, .check, descriptors: []),
      ])
    #expect(rig.hear(2, .hello(Hello(version: "2.0", frozen: 1))) == [])
    return rig
  }

  /// The old worker was told to yield.
  private func yielding() -> Rig {
    var rig = trying()
    #expect(rig.hear(2, .checked) == [.send(worker: 1, .yield, descriptors: [])])
    return rig
  }

  private func answer(_ effects: [KeeperEffect]) -> (text: String, isFailed: Bool)? {
    for case .answer(70, let lines, let isFailed) in effects {
      return (lines.joined(separator: "\n"), isFailed)
    }
    return nil
  }

  @Test func `a program that could serve gets everything when the old one has yielded`() {
    var rig = yielding()
    // What the old one says in its last turn counts.
    #expect(rig.hold(6, 60) == [])
    let handed = rig.happens(.ended(worker: 1, .exit(0)))
    guard case .send(2, .inherit(let kept), let descriptors)? = handed.first else {
      Issue.record("nothing was handed over: \(handed)")
      return
    }
    #expect(kept.map(\.token) == [4, 6])
    #expect(descriptors == [40, 60])
    let done = rig.hear(2, .ready)
    #expect(answer(done)?.isFailed == false)
    #expect(answer(done)?.text == "upgraded from 1.0 to 2.0: /opt/turnstile has the sessions now")
    #expect(done.contains(.close(Self.own.descriptor)))
    // Restarts are of the new program.
    #expect(
      rig.happens(.ended(worker: 2, .signal(9))).first == .start(worker: 3, Self.other))
  }

  @Test func `a program that ends, refuses, is too slow or reads no such sessions changes nothing`()
  {
    let cases: [(String, (inout Rig) -> [KeeperEffect])] = [
      ("ended by signal 5", { $0.happens(.ended(worker: 2, .signal(5))) }),
      ("ended with exit code 0", { $0.happens(.ended(worker: 2, .exit(0))) }),
      ("ACT is broken", { $0.hear(2, .refused(["ACT is broken"])) }),
      ("an older program", { $0.hear(2, .hello(Hello(version: "0.9", frozen: 0))) }),
      ("a newer program", { $0.hear(2, .hello(Hello(version: "3", frozen: 2))) }),
      ("speak version 9", { $0.hear(2, .hello(Hello(version: "3", frozen: 1, link: 9))) }),
      (
        "not ready in time",
        { rig in
          rig.pass(29)
          rig.now = rig.now.advanced(by: .seconds(1))
          return rig.happens(.tick)
        }
      ),
    ]
    for (reason, happens) in cases {
      var rig = trying()
      let effects = happens(&rig)
      #expect(answer(effects)?.isFailed == true, "\(reason)")
      #expect(answer(effects)?.text.contains(reason) == true, "\(effects)")
      #expect(effects.contains(.signal(worker: 2, .kill)))
      #expect(!effects.contains(.send(worker: 1, .yield, descriptors: [])))
      // The old one serves; the next try is free.
      _ = rig.happens(.ended(worker: 2, .signal(9)))
      #expect(rig.hold(9, 90) == [])
      #expect(rig.happens(.upgrade(client: 71, .success(Self.other))).count == 2)
    }
  }

  @Test func `a reason of any length fits into a packet to the worker that goes on`() {
    let long = String(repeating: "\u{E9}", count: 40_000)
    var rig = trying()
    var failed = yielding()
    _ = failed.happens(.ended(worker: 1, .exit(0)))
    _ = failed.hear(2, .refused([long]))
    for effects in [rig.hear(2, .refused([long])), failed.happens(.ended(worker: 2, .exit(1)))] {
      var sizes: [Int] = []
      for case .send(_, .stay(let reason), _) in effects {
        var freezer = Freezer()
        freezer.put(ToWorker.stay(reason))
        sizes.append(freezer.bytes.count)
      }
      #expect(sizes.count == 1 && sizes.allSatisfy { $0 <= PacketSocket.sizeLimit })
    }
  }

  @Test func `a program that is none is refused in a sentence`() {
    var rig = Rig()
    let error = SystemError("run /etc/passwd", code: 13)
    let refused = rig.happens(.upgrade(client: 70, .failure(error)))
    #expect(answer(refused)?.text == "\(error): nothing was changed")
    #expect(rig.hold(9, 90) == [])
  }

  @Test func `a second upgrade meanwhile is refused, and the first goes on`() {
    var rig = trying()
    let second = rig.happens(
      .upgrade(client: 71, .success(Program(descriptor: 300, path: "/x"))))
    #expect(second.first == .close(300))
    guard case .answer(71, _, true)? = second.last else {
      Issue.record("\(second)")
      return
    }
    #expect(rig.hear(2, .checked) == [.send(worker: 1, .yield, descriptors: [])])
  }

  @Test func `a new program that fails in its turn is followed by the old one`() {
    for (reason, isSlow) in [("ended by signal 4", false), ("did not serve in time", true)] {
      var rig = yielding()
      _ = rig.happens(.ended(worker: 1, .exit(0)))
      var ending = Processes.Ending.signal(4)
      if isSlow {
        rig.now = rig.now.advanced(by: .seconds(20))
        #expect(rig.happens(.tick) == [.signal(worker: 2, .kill)])
        ending = .signal(9)
      }
      let effects = rig.happens(.ended(worker: 2, ending))
      #expect(answer(effects)?.isFailed == true)
      #expect(answer(effects)?.text.contains(reason) == true, "\(effects)")
      #expect(effects.contains(.start(worker: 3, Self.own)))
      #expect(effects.contains { if case .send(3, .inherit, [40]) = $0 { true } else { false } })
    }
  }

  @Test func `the old worker killed while the new program is looked at is followed as ever`() {
    var rig = trying()
    let effects = rig.happens(.ended(worker: 1, .signal(9)))
    #expect(answer(effects)?.isFailed == true)
    #expect(effects.contains(.signal(worker: 2, .kill)))
    #expect(effects.contains(.start(worker: 3, Self.own)))
    #expect(rig.happens(.ended(worker: 2, .signal(9))) == [])
  }

  @Test func `the old worker killed while it yields has yielded`() {
    var rig = yielding()
    let effects = rig.happens(.ended(worker: 1, .signal(9)))
    #expect(effects.contains { if case .send(2, .begin, _) = $0 { true } else { false } })
  }

  @Test func `an old worker that does not yield is ended`() {
    var rig = yielding()
    rig.now = rig.now.advanced(by: .seconds(10))
    #expect(rig.happens(.tick) == [.signal(worker: 1, .kill)])
  }

  @Test func `both gone at once: the old program goes on`() {
    var rig = yielding()
    #expect(answer(rig.happens(.ended(worker: 2, .signal(9))))?.isFailed == true)
    let effects = rig.happens(.ended(worker: 1, .exit(0)))
    #expect(effects.first == .start(worker: 3, Self.own))
  }

  @Test func `a stop meanwhile reaches whoever has the next turn`() {
    var rig = yielding()
    #expect(
      rig.happens(.asked(.terminate)).suffix(2) == [
        .signal(worker: 1, .terminate), .signal(worker: 2, .terminate),
      ])
    var other = trying()
    let effects = other.happens(.asked(.terminate))
    #expect(answer(effects)?.isFailed == true)
    #expect(effects.last == .signal(worker: 1, .terminate))
  }
}
