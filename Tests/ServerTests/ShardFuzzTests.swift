import Crypto
import DataStream
import EBCDIC
import Names
import Platform
import SAF
import TN3270
import TestSupport
import Testing

@testable import Server
@testable import SessionEngine

/// The whole way from a socket to an effect under random orders of legal and illegal events:
/// channels with TLS and without, both machines, the shard, and the engine.
///
/// `TURNSTILE_EVENTS` says how many, `TURNSTILE_SEED` where the numbers begin. A seed that fails is in
/// the test's message, or the last that was noted.
@Suite struct `The shard at random` {
  @Test(arguments: [1, 3])
  func `keeps its books whatever terminals and hosts do`(shards: Int) throws {
    let events = Scale.of("TURNSTILE_EVENTS", 3000)
    let first = Scale.of("TURNSTILE_SEED", 1)
    let isLong = events > 3000
    var services = try ShardRig.makeServices(shards: shards)
    var (seed, done) = (UInt64(first), 0)
    while done < events {
      // Helpers of a rig never work, so that what they were asked stays with them.
      if (seed - UInt64(first)) % 500 == 499 {
        services = try ShardRig.makeServices(shards: shards)
      }
      if isLong, (seed - UInt64(first)) % 50 == 0 {
        Note.write("shard: seed \(seed), \(done) events")
      }
      var run = ShardFuzz(seed: seed, try ShardRig(shards: shards, services))
      guard try run.play(300) else {
        Issue.record("seed \(seed): \(run.faults)")
        return
      }
      done += run.events
      seed += 1
    }
    if isLong { Note.write("shard: \(done) events from seed \(first) on") }
  }
}

/// One rig, and what happens to it.
struct ShardFuzz {
  private var dice: Dice
  private let rig: ShardRig
  private(set) var events = 0
  private(set) var faults: [String] = []

  private static let violations: [[UInt8]] = [
    [0x01, 0xFF, 0xEF], [0x0A, 0, 0, 0, 0, 0xFF, 0xEF], [0xFF, 0xFC, 0x28],
    (0..<101).flatMap { [0xFF, 0xFB, UInt8(100 + $0)] },
    [0xFF, 0xFA, 0x27] + [UInt8](repeating: 0x41, count: 1100) + [0xFF, 0xF0],
  ]
  private static let lines = [
    "H1", "H2", "H3", "H4", "TSOA", "CICSA", "/F", "/K", "/I", "/I H1", "/L", "/J", "/H", "/E",
    "/D H1", "/P", "/M ONE HELLO", "/F H1", "Y", "N", "", "X", "/",
  ]

  init(seed: UInt64, _ rig: ShardRig) {
    dice = Dice(seed: seed)
    self.rig = rig
  }

  /// Plays so many events; false where the shard's books were wrong.
  mutating func play(_ count: Int) throws -> Bool {
    for _ in 0..<count {
      events += 1
      try act()
      // Often several come in one turn.
      guard dice.once(in: 2) else { continue }
      rig.settle()
      faults = rig.faults()
      if !faults.isEmpty { return false }
    }
    for terminal in rig.terminals { terminal.socket.end() }
    for host in rig.ends { host.socket.end() }
    rig.settle()
    faults = rig.faults()
    return faults.isEmpty
  }

  private mutating func act() throws {
    switch dice.below(20) {
    case 0:
      guard rig.terminals.count < 8 else { return }
      _ = try rig.connect(
        isSecure: dice.once(in: 3), model: 2 + dice.below(4), tn3270E: !dice.once(in: 4))
    case 1...8: if !rig.terminals.isEmpty { terminal(dice.pick(rig.terminals)) }
    case 9...14: if !rig.ends.isEmpty { host(dice.pick(rig.ends)) }
    case 15, 16:
      rig.verdicts(
        dice.once(in: 5)
          ? .refused(SignOnRefusal(.wrongPassword, delay: .seconds(1))) : .accepted())
    case 17: rig.wait(.milliseconds(dice.pick([1, 50, 1000, 3500, 11_000, 130_000])))
    case 18: tickets()
    default: operate()
    }
  }

  /// Answers tickets that are being made.
  private mutating func tickets() {
    var dice = dice
    rig.tickets {
      dice.once(in: 2)
        ? .failed(TicketFailure(.busy))
        : .issued(SharedSecret(Secret(copying: Array("ABCDEFGH".utf8))), kind: "LEGACY")
    }
    self.dice = dice
  }

  /// What an operator, or new tables, do.
  private mutating func operate() {
    let commons = rig.shard.context.commons
    let words: [String]
    switch dice.below(6) {
    case 0:
      commons.tellAll(.site(rig.shard.context.site))
      return
    case 1: words = ["cancel", dice.pick(["ONE", "TWO"])]
    case 2: words = ["users"]
    case 3: words = ["drain", dice.pick(["1s", "10s", "10m"]), "MAINTENANCE"]
    case 4: words = ["drain", "off"]
    default: words = ["message", "ONE", "HELLO"]
    }
    rig.ask(words)
  }

  // MARK: Terminals

  private mutating func terminal(_ terminal: RigTerminal) {
    switch dice.below(24) {
    case 0...5: terminal.key(.enter, dice.pick(Self.lines))
    case 6...8: terminal.key(.enter, dice.pick(["ONE", "TWO"]), "PASSWORD")
    case 9...11:
      terminal.press(
        dice.once(in: 6) ? dice.pick([.clear, .pa1, .pa2, .enter]) : .pf(1 + dice.below(24)))
    case 12: terminal.socket.send(dice.bytes(dice.below(64)))
    case 13: terminal.socket.send(dice.pick(Self.violations))
    case 14:
      terminal.press(.enter)
      terminal.socket.send(dice.pick(Self.violations))
      terminal.press(.pf3)
    case 15:
      terminal.socket.send(
        dice.pick([
          [0xFF, 0xF3], [0xFF, 0xF4], [0xFF, 0xF5], [0xFF, 0xF6], [0xFF, 0xF1],
          [0xFF, 0xFD, 0x06],
        ]))
    case 16: terminal.socket.send(terminal.frame(inbound()))
    case 17: terminal.socket.send(terminal.frame([0x88] + dice.bytes(dice.below(60))))
    case 18: if dice.once(in: 3) { terminal.socket.end() }
    case 19: terminal.socket.isDeaf.toggle()
    case 20: terminal.answers.toggle()
    case 21: terminal.socket.send(Array(terminal.frame(inbound()).dropLast(2)))
    case 22: for _ in 0..<40 { terminal.press(.pf(1 + dice.below(3))) }
    default: terminal.socket.sendClear(dice.bytes(1 + dice.below(20)))
    }
  }

  /// A key's record with fields anywhere.
  private mutating func inbound() -> [UInt8] {
    var record = [dice.pick([0x7D, 0xF3, 0x60, 0x61, 0xC2, dice.byte()]), 0x40, dice.byte()]
    for _ in 0..<dice.below(6) {
      record += [OrderCode.setBufferAddress, dice.byte(), dice.byte()] + dice.bytes(dice.below(30))
    }
    return record
  }

  // MARK: Hosts

  private mutating func host(_ host: RigHost) {
    guard host.isReady else {
      if dice.once(in: 4) { host.socket.send(dice.bytes(dice.below(40))) }
      return
    }
    let flag: ResponseFlag = dice.pick([.none, .error, .always])
    switch dice.below(20) {
    case 0...5: host.write(screen(), .data3270, flag)
    case 6: host.write(dice.bytes(dice.below(80)), .data3270, flag)
    case 7: host.write(bind(), .bindImage, flag)
    case 8: host.write([dice.pick([0x01, 0x02, 0x02, 0x0A])], .unbind, flag)
    case 9: host.write(CodePage.bracket.encode("LOGON APPLID") + dice.bytes(9), .sscpLUData, flag)
    case 10: host.write([dice.pick([0xF2, 0xF6, 0x6E])], .data3270, flag)
    case 11: host.write([0xF3, 0, 5, 1, dice.pick([0, 0xFF]), dice.pick([0xF2, 0x02, 0x6E])])
    case 12: host.write([0xF3, 0, 9, 0xD0, 0, 0x12, 1, 6, 1, 1])
    case 13: host.write(frame())
    case 14: host.socket.send(dice.pick([[0xFF, 0xF6], [0xFF, 0xFD, 0x06], [0xFF, 0xFE, 0x28]]))
    case 15: host.socket.send(dice.bytes(dice.below(64)))
    case 16: if dice.once(in: 3) { host.socket.end() }
    case 17: host.write([0xF1, 0xC3] + (0..<900).flatMap { _ in [0x12, 0x40, 0x40] })
    case 18: for _ in 0..<30 { host.write(screen(), .data3270, flag) }
    default: host.socket.isDeaf.toggle()
    }
  }

  /// A write of some orders, most of them right.
  private mutating func screen() -> [UInt8] {
    var record: [UInt8] = [dice.pick([0xF1, 0xF5, 0xF5, 0x7E]), dice.pick([0xC3, 0x40, 0xC7])]
    for _ in 0..<dice.below(12) {
      switch dice.below(8) {
      case 0: record += [0x11, 0x40 | dice.byte() & 0x1F, dice.byte()]
      case 1: record += [0x1D, dice.byte()]
      case 2: record += [0x3C, 0x40 | dice.byte() & 0x1F, dice.byte(), dice.byte()]
      case 3: record += [0x05]
      case 4: record += [0x13]
      case 5: record += [0x29, 0x02, 0xC0, dice.byte(), 0x42, 0xF0 | dice.byte()]
      default: record += dice.bytes(dice.below(20)).map { $0 | 0x40 }
      }
    }
    return record
  }

  /// A BIND, of a size that displays have or not.
  private mutating func bind() -> [UInt8] {
    var ru = [UInt8](repeating: 0, count: 28 + dice.below(3))
    ru[0] = 0x31
    let sizes: [(UInt8, UInt8)] = [(24, 80), (43, 80), (27, 132), (62, 160), (1, 1), (0, 80)]
    let (first, second) = (dice.pick(sizes), dice.pick(sizes))
    (ru[20], ru[21], ru[22], ru[23]) = (first.0, first.1, second.0, second.1)
    ru[24] = dice.pick([0x00, 0x02, 0x03, 0x7E, 0x7F])
    return ru
  }

  /// A frame of a file transfer through the screen.
  private func frame() -> [UInt8] {
    [0xF5, 0xC3, 0xC3, 0x40, 0x11, 0x5D, 0x7F, 0x1D, 0xF0]
  }
}
