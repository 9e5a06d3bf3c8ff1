import Bytes
import Names
import TestSupport
import Testing
import Time

@testable import TN3270

/// A machine that was frozen and thawed goes on as if nothing had been.
@Suite struct `Frozen machines` {
  /// The value as it comes back; what it is frozen to is the same the second time.
  static func thawed<Value: Freezable>(_ value: Value) throws -> Value {
    var first = Freezer()
    first.put(value)
    var thawer = Thawer(first.bytes)
    let back = try thawer.take(Value.self)
    try thawer.end()
    var second = Freezer()
    second.put(back)
    #expect(first.bytes == second.bytes)
    return back
  }

  @Test(arguments: `Recorded conversations`.clients)
  func `a terminal notices nothing, whenever its machine is frozen`(name: String) throws {
    let capture = try Capture(client: name)
    let whole = `Recorded conversations`.replay(capture) { $0.feed($1) }
    let frozen = try `Recorded conversations`.replay(capture) { run, segment in
      for index in segment.indices {
        run.machine = try Self.thawed(run.machine)
        run.feed(segment[index...index])
      }
    }
    #expect(frozen == whole)
  }

  @Test(arguments: `Recorded conversations`.hosts)
  func `a host notices nothing, whenever its machine is frozen`(name: String) throws {
    for capture in try Capture.host(name) {
      var whole = ClientRun()
      var frozen = ClientRun()
      for segment in capture.segments {
        whole.feed(segment)
        for index in segment.indices {
          frozen.machine = try Self.thawed(frozen.machine)
          frozen.feed(segment[index...index])
        }
      }
      #expect(frozen == whole)
    }
  }

  @Test func `a heartbeat goes on, and counts what it was answered`() throws {
    var dice = Dice(seed: 7)
    var now = Instant(nanoseconds: 1_000_000_000)
    var plain = Heartbeat(interval: .seconds(30), at: now)
    var frozen = plain
    for _ in 0..<200 {
      now = now.advanced(by: .seconds(dice.below(40)))
      frozen = try Self.thawed(frozen)
      switch dice.below(3) {
      case 0:
        plain.heard(at: now)
        frozen.heard(at: now)
      case 1: #expect(plain.answered(at: now) == frozen.answered(at: now))
      default: #expect(plain.check(at: now) == frozen.check(at: now))
      }
    }
    #expect(plain == frozen)
  }

  @Test func `bytes that were tampered with are refused or give a machine that holds`() throws {
    var dice = Dice(seed: 11)
    let capture = try Capture(client: "cap-s3270-46-lu-e.txt")
    let run = `Recorded conversations`.replay(capture) { $0.feed($1) }
    var freezer = Freezer()
    freezer.put(run.machine)
    for _ in 0..<2000 {
      var bytes = freezer.bytes
      for _ in 0...dice.below(3) { bytes[dice.below(bytes.count)] = dice.byte() }
      if dice.once(in: 4) { bytes.removeLast(dice.below(bytes.count)) }
      var thawer = Thawer(bytes)
      guard var machine = try? thawer.take(ServerMachine.self) else { continue }
      var events: [ServerEvent] = []
      machine.receive(dice.bytes(64), into: &events)
      machine.stepTimedOut(into: &events)
      var out: [UInt8] = []
      machine.frame([0xF5, 0xC3], into: &out)
    }
  }
}
