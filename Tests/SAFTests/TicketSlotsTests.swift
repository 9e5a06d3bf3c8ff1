import Names
import Testing

@testable import SAF

/// Seconds of tickets under clocks that run ahead, step back and are set right; the clock is an argument.
@Suite struct TicketSlotsTests {
  private let bob: UserID
  private let sue: UserID
  private let name: TicketName
  private static let day: Int64 = 1_800_000_000

  init() throws {
    bob = try #require(UserID("BOB"))
    sue = try #require(UserID("SUE"))
    name = try #require(TicketName("TSOS001"))
  }

  private func slots(before: [ClosedRange<Int64>] = [], latest: Int64 = 0) -> TicketSlots {
    TicketSlots(before: SecondSet(before, limit: TicketSlots.ranges), latest: latest)
  }

  /// The seconds that a reach allows at a time.
  private func window(_ reach: TicketSlots.Reach, _ now: Int64) -> ClosedRange<Int64> {
    now - reach.behind...now + reach.ahead
  }

  @Test(arguments: [Int64(120), 600, 700, 3600, 315_360_000], [false, true])
  func `after a clock that ran ahead the next ticket is of now`(step: Int64, isEnhanced: Bool) {
    let reach = isEnhanced ? TicketSlots.Reach.enhanced(timeout: 60) : .legacy
    var slots = slots()
    let now = Self.day
    let before = slots.next(bob, name, now: now, reach: reach)
    let ahead = (0..<6).map { _ in slots.next(bob, name, now: now + step, reach: reach) }
    // The clock is right again: every ticket lies where hosts take it, and none is given twice.
    var seen: Set<Int64> = []
    for tick: Int64 in 1...30 {
      for user in [bob, sue] {
        guard case .second(let second) = slots.next(user, name, now: now + tick, reach: reach)
        else {
          Issue.record("no ticket \(tick) s after a step of \(step) s")
          continue
        }
        #expect(window(reach, now + tick).contains(second))
        if user == bob { #expect(seen.insert(second).inserted) }
      }
    }
    for case .second(let second) in ahead + [before] { #expect(!seen.contains(second)) }
  }

  @Test func `a burst stays within reach, and the ticket after the last is a failure`() {
    for (reach, count) in [(TicketSlots.Reach.legacy, 121), (.enhanced(timeout: 60), 101)] {
      var slots = slots()
      var seconds: [Int64] = []
      for _ in 0..<count {
        if case .second(let second) = slots.next(bob, name, now: Self.day, reach: reach) {
          seconds.append(second)
        }
      }
      #expect(Set(seconds).count == count)
      #expect(seconds.allSatisfy { window(reach, Self.day).contains($0) })
      #expect(slots.next(bob, name, now: Self.day, reach: reach) == .none(.tooMany))
      #expect(slots.next(sue, name, now: Self.day, reach: reach) == .second(Self.day))
      // The clock steps back into the middle of it: the failure names the clock.
      let half = TicketSlots.Reach(ahead: reach.ahead / 2, behind: reach.behind / 4)
      _ = slots.next(sue, name, now: Self.day + 10, reach: reach)
      #expect(slots.next(bob, name, now: Self.day, reach: half) == .none(.clockSteppedBack))
    }
  }

  @Test func `what an earlier run may have given is given to nobody, with the clock as the reason`()
  {
    let reach = TicketSlots.Reach.legacy
    // It ran until `day`; then the clock stepped back by ten minutes, and the server started.
    var slots = slots(before: [Self.day - 50_000...Self.day + 10], latest: Self.day)
    let now = Self.day - 600
    for user in [bob, sue] {
      #expect(slots.next(user, name, now: now, reach: reach) == .none(.clockSteppedBack))
    }
    #expect(slots.outlook(now: now, reach: reach) == .clockSteppedBack)
    // It works by itself as soon as the first free second is within reach.
    #expect(slots.next(bob, name, now: Self.day - 109, reach: reach) == .second(Self.day + 11))
    #expect(slots.next(bob, name, now: Self.day + 11, reach: reach) == .second(Self.day + 12))
    // The operator may say that the clock is right: then it works at once.
    slots.forget(at: now)
    #expect(slots.next(sue, name, now: now, reach: reach) == .second(now + 1))
    #expect(slots.next(bob, name, now: Self.day + 11, reach: reach) == .second(Self.day + 13))
  }

  @Test func `a server that started with the clock ahead gives tickets when the clock is right`() {
    let now = Self.day
    // An earlier run had the right clock, this one an hour too much, and is corrected.
    var slots = slots(before: [now - 50_000...now - 100], latest: now - 100)
    #expect(slots.next(bob, name, now: now + 3600, reach: .legacy) == .second(now + 3600))
    #expect(slots.next(bob, name, now: now, reach: .legacy) == .second(now))
    // The next run knows both stretches, and neither stands in the way.
    var promised = SecondSet(limit: TicketSlots.ranges)
    for range in [now - 50_000...now - 100, now + 3600...now + 3610, now...now + 10] {
      promised.insert(range, closing: 600)
    }
    #expect(promised.ranges == [now - 50_000...now + 10, now + 3600...now + 3610])
    var next = TicketSlots(before: promised, latest: now + 3600)
    #expect(next.next(bob, name, now: now + 30, reach: .legacy) == .second(now + 30))
    #expect(next.next(bob, name, now: now + 3605, reach: .legacy) == .second(now + 3611))
  }

  @Test func `random clocks never give a second twice, nor one out of reach`() {
    var generator = SystemRandomNumberGenerator()
    for reach in [TicketSlots.Reach.legacy, .enhanced(timeout: 60), .enhanced(timeout: 1)] {
      var slots = slots()
      var given: Set<Int64> = []
      var now = Self.day
      for _ in 0..<3000 {
        now += Int64.random(in: -3...4, using: &generator)
        if Int.random(in: 0..<50, using: &generator) == 0 {
          now += Int64.random(in: -4000...4000, using: &generator)
        }
        switch slots.next(bob, name, now: now, reach: reach) {
        case .second(let second):
          #expect(window(reach, now).contains(second))
          #expect(given.insert(second).inserted)
          if Int.random(in: 0..<4, using: &generator) == 0 {
            slots.giveBack(second, of: bob, for: name)
            given.remove(second)
          }
        case .none: continue
        }
      }
      #expect(given.count > 50)
    }
  }

  @Test func `an entry may limit how far ahead a ticket lies`() {
    var slots = slots()
    let reach = TicketSlots.Reach.legacy.limited(ahead: 2)
    let answers = (0..<4).map { _ in slots.next(bob, name, now: Self.day, reach: reach) }
    #expect(
      answers == [
        .second(Self.day), .second(Self.day + 1), .second(Self.day + 2), .none(.tooMany),
      ])
    #expect(TicketSlots.Reach.enhanced(timeout: 60).limited(ahead: nil).ahead == 50)
  }
}

@Suite struct SecondSetTests {
  @Test func `ranges that meet become one, and too many are taken together`() {
    var set = SecondSet(limit: 3)
    for range: ClosedRange<Int64> in [10...12, 13...15, 30...31, 50...51] { set.insert(range) }
    #expect(set.ranges == [10...15, 30...31, 50...51])
    set.insert(70...70)
    #expect(set.ranges == [10...31, 50...51, 70...70])
    #expect(set.contains(20), "rather too much than a second that was given")
    set.remove(51)
    set.remove(70)
    set.remove(20)
    #expect(set.ranges == [10...31, 50...50])
    set.insert(0...100)
    #expect(set.ranges == [0...100])
  }
}
