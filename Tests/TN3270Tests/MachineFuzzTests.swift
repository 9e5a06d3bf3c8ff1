import DataStream
import Names
import TestSupport
import Testing

@testable import TN3270

/// Both machines under random orders of legal and illegal calls and bytes.
///
/// `TURNSTILE_EVENTS` says how many, `TURNSTILE_SEED` where the numbers begin.
@Suite struct `Machines at random` {
  /// Pieces of telnet that lead somewhere, each of them a step of some negotiation.
  private static let pieces: [[UInt8]] = [
    hex("FF FB 28"), hex("FF FC 28"), hex("FF FD 28"), hex("FF FE 28"), hex("FF FB 2E"),
    hex("FF FC 2E"), hex("FF FD 2E"), hex("FF FA 2E 01 FF F0"), hex("FF FB 18"), hex("FF FB 19"),
    hex("FF FD 19"), hex("FF FB 00"), hex("FF FD 00"), hex("FF FE 19"), hex("FF FC 19"),
    hex("FF FA 18 01 FF F0"), hex("FF FA 18 00") + ascii("IBM-3278-2") + hex("FF F0"),
    hex("FF FA 18 00") + ascii("IBM-3279-4-E@LU1") + hex("FF F0"),
    hex("FF FA 28 08 02 FF F0"), hex("FF FA 28 02 07") + ascii("IBM-3278-2-E") + hex("FF F0"),
    hex("FF FA 28 02 07") + ascii("IBM-DYNAMIC") + [1] + ascii("LU2") + hex("FF F0"),
    hex("FF FA 28 02 04") + ascii("IBM-3278-2-E") + [1] + ascii("LU3") + hex("FF F0"),
    hex("FF FA 28 02 06 05 01 FF F0"), hex("FF FA 28 03 07 00 02 04 FF F0"),
    hex("FF FA 28 03 04 00 02 04 FF F0"), hex("FF FA 28 03 07 FF F0"),
    hex("00 00 00 00 00 7D 40 40 FF EF"), hex("7D 40 40 FF EF"), hex("01 FF EF"),
    hex("03 00 02 00 01 31 FF EF"), hex("04 00 00 00 00 02 FF EF"), hex("07 00 00 00 00 C1 FF EF"),
    hex("02 00 00 00 01 00 FF EF"), hex("FF EF"), hex("FF F4"), hex("FF F5"), hex("FF F6"),
    hex("FF FD 06"), hex("FF FB 06"), hex("16 03 01"), hex("FF FA 27"), hex("FF F0"), hex("FF"),
  ]

  private struct Run {
    var dice: Dice
    var server: ServerMachine
    var client: ClientMachine
    var hasServerEnded = false
    var hasClientEnded = false

    init(seed: UInt64) {
      dice = Dice(seed: seed)
      server = ServerMachine(
        options: ServerOptions(startTLS: dice.pick([.off, .offered, .required])))
      client = ClientMachine(
        options: ClientOptions(
          isDynamic: dice.once(in: 4), names: [LUName("LU1")].compactMap { $0 },
          allowsTN3270E: !dice.once(in: 5), allowsStartTLS: dice.once(in: 2)))
    }

    private mutating func input() -> [UInt8] {
      var bytes: [UInt8] = []
      for _ in 0...dice.below(4) {
        switch dice.below(12) {
        case 0: bytes += dice.bytes(dice.below(40))
        case 1: bytes += [UInt8](repeating: dice.byte(), count: dice.below(3000))
        default: bytes += dice.pick(`Machines at random`.pieces)
        }
      }
      return dice.once(in: 8) ? Array(bytes.prefix(dice.below(bytes.count + 1))) : bytes
    }

    /// One call of the server's; false where it broke a rule of its own.
    mutating func callServer() -> Bool {
      var events: [ServerEvent] = []
      var out: [UInt8] = []
      switch dice.below(10) {
      case 0: server.start(into: &events)
      case 1: server.stepTimedOut(into: &events)
      case 2:
        if let name = LUName("LU\(dice.below(9))") {
          server.assignDevice(name: name, into: &events)
        }
      case 3: server.rejectDevice(.deviceInUse, into: &events)
      case 4: server.frame(dice.bytes(dice.below(30)), responseFlag: .always, into: &out)
      case 5:
        if let name = APPLID("TPX") {
          server.bind(BindImage(size: .queried, primary: name), into: &out)
        }
      case 6: server.probe(into: &out)
      default:
        let bytes = input()
        var rest = bytes[...]
        while !rest.isEmpty {
          let taken = server.next(rest, into: &events)
          guard taken > 0, taken <= rest.count else { return taken == 0 && server.phase == .new }
          rest = rest.dropFirst(taken)
        }
      }
      if hasServerEnded { return events.isEmpty && out.isEmpty && !server.isReady }
      for event in events {
        // Nothing comes after what ended it.
        if hasServerEnded { return false }
        switch event {
        case .violation, .refused: hasServerEnded = true
        default: break
        }
      }
      return true
    }

    /// One call of the client's; false where it broke a rule of its own.
    mutating func callClient() -> Bool {
      var events: [ClientEvent] = []
      var out: [UInt8] = []
      switch dice.below(10) {
      case 0: client.restart()
      case 1: if dice.once(in: 40) { client.finish(into: &events) }
      case 2: client.frame(dice.bytes(dice.below(30)), into: &out)
      case 3: client.attention(into: &out)
      case 4: _ = client.systemRequest(into: &out)
      case 5:
        client.respond(
          to: Record([], responseFlag: .always, sequence: 7), .positive, into: &out)
      default:
        var rest = input()[...]
        while !rest.isEmpty {
          let taken = client.next(rest, into: &events)
          guard taken > 0, taken <= rest.count else { return false }
          rest = rest.dropFirst(taken)
        }
      }
      if hasClientEnded { return events.isEmpty && out.isEmpty && !client.isReady }
      for event in events {
        if hasClientEnded { return false }
        if case .violation = event { hasClientEnded = true }
      }
      return true
    }
  }

  @Test func `take every call, and say nothing after the end`() {
    let events = Scale.of("TURNSTILE_EVENTS", 40_000)
    let first = Scale.of("TURNSTILE_SEED", 1)
    var seed = UInt64(first)
    var done = 0
    while done < events {
      if events > 40_000, (seed - UInt64(first)).isMultiple(of: 10_000) {
        Note.write("machines: seed \(seed), \(done) events")
      }
      var run = Run(seed: seed)
      for _ in 0..<200 {
        guard run.callServer(), run.callClient() else {
          Issue.record("seed \(seed)")
          return
        }
        done += 2
      }
      seed += 1
    }
    if events > 40_000 { Note.write("machines: \(done) events from seed \(first) on") }
  }
}
