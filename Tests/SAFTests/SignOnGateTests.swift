import Names
import Testing
import Time

@testable import SAF

@Suite struct SignOnGateTests {
  private let bob: UserID
  private let here = PeerAddress("10.0.0.1")
  private let there = PeerAddress("10.0.0.2")

  init() throws { bob = try #require(UserID("BOB")) }

  private func at(_ seconds: Double) -> Instant {
    Instant(nanoseconds: UInt64((1000 + seconds) * 1_000_000_000))
  }

  @Test func `the answer comes after whole seconds from the try, however long the check took`() {
    var gate = SignOnGate()
    var answers: [Instant] = []
    for (begun, checked) in [(0.0, 0.03), (10, 10.5), (20, 20.04), (30, 30.01), (40, 46.2)] {
      answers.append(gate.failed(bob, from: here, begun: at(begun), at: at(checked)))
    }
    // One slip a second, then two, then four; the last check took longer than that.
    #expect(answers == [1, 12, 24, 34, 47].map { at(Double($0)) })
  }

  @Test func `what is forgiven costs nothing, and others go on waiting`() {
    var gate = SignOnGate()
    for _ in 0..<8 { _ = gate.failed(bob, from: here, begun: at(0), at: at(0)) }
    for _ in 0..<8 { _ = gate.failed(bob, from: there, begun: at(0), at: at(0)) }
    let told = gate.failures(at: at(0)).map(\.owner)
    #expect(Set(told) == [.source(here), .source(there), .name(bob)])
    #expect(gate.failures(at: at(0)).allSatisfy { $0.hold > .zero })
    let (first, second) = (
      gate.forgive(.source(here), at: at(0)), gate.forgive(.source(here), at: at(0))
    )
    #expect(first && !second)
    // The name still has its failures, from both.
    #expect(gate.hold(of: bob, from: here, at: at(0)) > .zero)
    let named = gate.forgive(.name(bob), at: at(0))
    #expect(named && gate.hold(of: bob, from: here, at: at(0)) == .zero)
    #expect(gate.hold(of: bob, from: there, at: at(0)) > .zero)
    // What has faded is told to nobody.
    #expect(gate.failures(at: at(1_000_000)).isEmpty)
  }

  @Test func `a source that guesses waits, longer and longer, and others do not`() throws {
    var gate = SignOnGate()
    var holds: [Duration] = []
    for number in 0..<12 {
      let name = try #require(UserID("U\(number)"))
      holds.append(gate.hold(of: name, from: here, at: at(0)))
      _ = gate.failed(name, from: here, begun: at(0), at: at(0))
    }
    #expect(
      holds == [0, 0, 0, 0, 0, 1, 2, 4, 8, 8, 8, 8].map { Duration.seconds($0) })
    #expect(gate.hold(of: bob, from: there, at: at(0)) == .zero)
    #expect(gate.hold(of: bob, from: here, at: at(0)) == .seconds(8))
    #expect(gate.hold(of: bob, from: here, at: at(12 * 30)) == .zero, "it fades")
  }

  @Test func `a name that is tried from many sources waits, whether or not anybody has it`() throws
  {
    var gate = SignOnGate()
    for number in 0..<8 {
      _ = gate.failed(bob, from: PeerAddress("10.1.0.\(number)"), begun: at(0), at: at(0))
    }
    #expect(gate.hold(of: bob, from: there, at: at(0)) == .seconds(8))
    gate.succeeded(bob)
    #expect(gate.hold(of: bob, from: there, at: at(0)) == .zero)
  }

  @Test func `a source that fails again and again revokes nobody any more`() throws {
    var gate = SignOnGate()
    var counted = 0
    for number in 0..<100 {
      let name = try #require(UserID("U\(number)"))
      if gate.mayRevoke(from: here, at: at(0)) { counted += 1 }
      _ = gate.failed(name, from: here, begun: at(0), at: at(0))
    }
    #expect(counted == PeerLimits.revokingFailures + 1)
    #expect(gate.mayRevoke(from: there, at: at(0)))
  }

  @Test func `what is remembered is bounded, and the guiltiest stays`() {
    var table = FailureTable<Int>(limit: 10)
    for _ in 0..<5 { table.add(0, at(0)) }
    for key in 1...1000 { table.add(key, at(1)) }
    #expect((0...1000).count { table.count($0, at(1)) > 0 } == 10)
    #expect(table.count(0, at(1)) == 5)
    for key in 2000...2020 { table.add(key, at(1000)) }
    #expect(table.count(0, at(1000)) == 0)
  }

  @Test func `wrong values to evaluate make their source wait, and fade`() {
    var limiter = GuessLimiter()
    let pauses = (0..<8).map { _ in
      let pause = limiter.pause("GATEWAY", now: 1000)
      _ = limiter.failed("GATEWAY", now: 1000)
      return pause
    }
    #expect(pauses == [0, 0, 0, 0, 0, 1, 2, 4])
    #expect(limiter.pause("GATEWAY", now: 1003) == 5)
    #expect(limiter.pause("GATEWAY", now: 1008) == 0)
    #expect(limiter.pause("OTHER", now: 1000) == 0)
    #expect(limiter.pause("GATEWAY", now: 900) == 0, "a clock that stepped back makes nobody wait")
    let after = limiter.failed("GATEWAY", now: 1000 + GuessLimiter.memory)
    #expect(after.count == 1)
  }
}
