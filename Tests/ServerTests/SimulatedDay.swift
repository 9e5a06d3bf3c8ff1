import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Platform
import SAF
import SessionEngine
import TN3270
import Tables
import TestSupport

@testable import Server

/// One seed of the simulation: who is there, what they do, and what must hold after each step.
struct SimulatedDay {
  private var dice: Dice
  private let rig: ShardRig
  private(set) var steps = 0
  private(set) var faults: [String] = []
  /// What was done, for whoever has to find out why.
  private(set) var trace: [String] = []
  private var hasCard = true
  /// What could be seen of the day: the log, and what terminals show.
  private(set) var story: [String] = []
  /// What terminals showed, after each step.
  private(set) var screens: [[String]] = []
  /// What was done in each step.
  private(set) var deeds: [String] = []
  /// Freezes and thaws terminals and hosts, at random moments.
  var freezes: Dice?
  private(set) var frozen = 0
  /// Kills the shards, at random moments.
  var deaths: Dice?
  private(set) var died = 0
  /// Sessions that were there after the last step.
  private var live: Set<SessionHandle> = []

  private static let users = ["ONE", "TWO", "THREE"]

  /// Tables that come into force one after the other: each has its own answer to what becomes of
  /// sessions at a second terminal, and of those whose terminal is lost.
  private static let sites: Result<[Site], any Error> = Result {
    try [
      ["Transfer option: ASK"], ["Transfer option: ANY"], ["Transfer option: NONE"],
      ["Transfer option: MULT"], ["Transfer option: HOLD"],
    ].map {
      try ShardRig.makeSite(
        $0,
        applications: [
          "H2": ["Start ACLPGM: ROUND"],
          "H3": [
            "Generate Pass Ticket: Y", "Pass Ticket prof name: H3",
            "Session data: \"&USERID/&PSWD\"",
          ],
          "H4": ["Session timeout: 2", "Start at signon: Y"],
        ])
    }
  }

  /// `isKept`: whether shards may die.
  init(
    seed: UInt64, shards: Int, _ services: Services, isKept: Bool = false, isTCP: Bool = false
  ) throws {
    dice = Dice(seed: seed)
    rig = try ShardRig(shards: shards, services, isKept: isKept, isTCP: isTCP)
  }

  /// While what was done in a step is worked at, the shards die at some instant and others go on. Not
  /// where what they were asked comes from nobody's line: that would be asked again, by people.
  private mutating func kill(since first: Int) {
    let isSafe = trace[first...].allSatisfy { deed in
      !Self.unsafe.contains { deed.contains($0) }
    }
    guard deaths != nil, isSafe, !rig.hasQuestions, deaths?.once(in: 2) ?? false else { return }
    died += 1
    rig.dieSoon(deaths?.below(30))
  }

  private static let unsafe = [
    "sign", "PASSWORD", "passwords", "tickets", "tables", "cancel", "message", "users", "status",
  ]

  /// Between two steps the shards die, and others go on.
  private mutating func killAtRest() throws {
    rig.dieSoon(nil)
    guard deaths != nil, !rig.hasQuestions, deaths?.once(in: 4) ?? false else { return }
    died += 1
    try rig.restart(shards: rig.shards.count)
    rig.settle()
  }

  /// Plays a day, and the night after it, in which everybody leaves.
  mutating func play() throws {
    try reload()
    for _ in 0..<(20 + dice.below(60)) {
      steps += 1
      // Often several things happen in one turn.
      let first = trace.count
      for _ in 0...dice.below(3) { try act() }
      kill(since: first)
      rig.settle()
      try killAtRest()
      trace += rig.takeOutcomes()
      check()
      guard faults.isEmpty else { return }
      let shown = rig.terminals.map { $0.rows.joined(separator: "\n") }
      story += shown
      screens.append(shown)
      deeds.append(trace[first...].joined(separator: ", "))
      if steps.isMultiple(of: 4) { faults += try rig.stale().map { "kept as it was: \($0)" } }
      try freeze()
    }
    night()
  }

  /// Freezes one terminal and one host, and thaws them.
  private mutating func freeze() throws {
    guard var dice = freezes else { return }
    let connections = rig.connections
    if !connections.isEmpty, try rig.freeze(dice.pick(connections)) { frozen += 1 }
    let hosts = rig.legs
    if !hosts.isEmpty, try rig.freeze(dice.pick(hosts)) { frozen += 1 }
    freezes = dice
  }

  private mutating func night() {
    trace.append("night")
    for terminal in rig.terminals { terminal.socket.end() }
    for host in rig.ends { host.socket.end() }
    for _ in 0..<4 {
      rig.settle()
      // What is left without a terminal, at applications of the server's own, an operator ends.
      for user in Self.users { rig.ask(["cancel", user]) }
      rig.verdicts(.accepted())
      ticketsAnswered()
      rig.settle()
      for host in rig.ends { host.socket.end() }
    }
    rig.settle()
    check()
    if let user = Self.users.first(where: { !rig.connections(of: $0).isEmpty }) {
      faults.append("\(user) is there in the night")
    }
    let left = rig.connections.count
    if left > 0 { faults.append("\(left) terminals in the night") }
  }

  // MARK: What happens

  private mutating func act() throws {
    switch dice.below(100) {
    case 0..<8: try connect()
    case 8..<52: if !rig.terminals.isEmpty { sit(dice.pick(rig.terminals)) }
    case 52..<70: if !rig.ends.isEmpty { speak(dice.pick(rig.ends)) }
    case 70..<82: passwords()
    case 82..<87: ticketsAnswered()
    case 87..<92:
      let time = dice.pick([1, 50, 1000, 3500, 11_000, 61_000])
      trace.append("\(time) ms pass")
      rig.wait(.milliseconds(time))
    case 92..<94: hasCard.toggle()
    case 94..<96: try reload()
    case 96: operate()
    default: drop()
    }
  }

  private mutating func connect() throws {
    guard rig.terminals.count < 7 else { return }
    trace.append("a terminal connects")
    _ = try rig.connect(model: 2 + dice.below(4), tn3270E: !dice.once(in: 4))
  }

  private mutating func passwords() {
    let isRight = !dice.once(in: 8)
    trace.append("passwords are \(isRight ? "right" : "wrong")")
    rig.verdicts(isRight ? .accepted() : .refused(SignOnRefusal(.wrongPassword)))
  }

  private mutating func ticketsAnswered() {
    trace.append("tickets \(hasCard ? "come" : "fail")")
    let hasCard = hasCard
    rig.tickets {
      hasCard
        ? .issued(SharedSecret(Secret(copying: Array("ABCDEFGH".utf8))), kind: "LEGACY")
        : .failed(TicketFailure(.busy))
    }
  }

  private mutating func reload() throws {
    let sites = try Self.sites.get()
    let index = dice.below(sites.count)
    trace.append("tables \(index)")
    rig.site = sites[index]
    rig.shard.context.commons.tellAll(.site(sites[index]))
  }

  private mutating func operate() {
    let user = dice.pick(Self.users)
    let words = dice.pick([
      ["cancel", user], ["message", user, "HELLO"], ["users"], ["status"],
      ["drain", dice.pick(["1s", "10s", "10m"])], ["drain", "off"], ["drain", "off"],
    ])
    trace.append(words.joined(separator: " "))
    rig.ask(words)
  }

  /// A line breaks, or somebody stops reading.
  private mutating func drop() {
    if dice.once(in: 2), !rig.ends.isEmpty {
      trace.append("a host is gone")
      dice.pick(rig.ends).socket.end()
    } else if !rig.terminals.isEmpty {
      let terminal = dice.pick(rig.terminals)
      if dice.once(in: 3) {
        trace.append("a terminal is deaf, or hears again")
        terminal.socket.isDeaf.toggle()
      } else {
        trace.append("a terminal is gone")
        terminal.socket.end()
      }
    }
  }

  // MARK: People

  /// Somebody does what one does at such a screen.
  private mutating func sit(_ terminal: RigTerminal) {
    let line: String
    let key: AID
    if terminal.shows("Userid") {
      let user = dice.pick(Self.users)
      trace.append("\(user) signs on")
      return terminal.key(.enter, user, "PASSWORD")
    } else if terminal.shows("ELSEWHERE") {
      (key, line) = (.enter, dice.pick(["Y", "Y", "N", "?"]))
    } else if terminal.shows("MENU") {
      (key, line) = (
        .enter,
        dice.pick([
          "H1", "H1", "H2", "H2", "H3", "H3", "H4", "TSOA", "CICSA", "/F", "/FI", "/F Y", "/K",
          "/L", "/I H1", "/I", "/M ONE HELLO", "/M TWO HELLO", "/J", "/H",
        ])
      )
    } else {
      (key, line) = (
        dice.pick([.pf(24), .pf(24), .pf3, .enter, .enter, .pf(12), .pf(23), .clear]),
        dice.pick(["", "Y", "/F", "TEXT", "PASSWORD"])
      )
    }
    trace.append("\(key) \"\(line)\"")
    if line.isEmpty { terminal.press(key) } else { terminal.key(key, line) }
  }

  // MARK: Hosts

  /// A host does what hosts do.
  private mutating func speak(_ host: RigHost) {
    guard host.isReady else { return }
    switch dice.below(12) {
    case 0: host.write([0xF2])
    case 1: host.write([0x02], .unbind)
    case 2: for _ in 0..<40 { host.write(screen) }
    case 3: host.write([0xF3, 0, 5, 1, 0xFF, 0x02])
    case 4: host.socket.isDeaf.toggle()
    case 5: host.write(CodePage.bracket.encode("LOGON"), .sscpLUData)
    default: host.write(screen, .data3270, dice.pick([.none, .error, .always]))
    }
    trace.append("a host speaks")
  }

  private var screen: [UInt8] {
    [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0xF0] + CodePage.bracket.encode("HOST")
      + [0x1D, 0x40, 0x13]
  }

  // MARK: What must always hold

  private mutating func check() {
    faults += rig.faults()
    let now = Set(rig.connections.flatMap { $0.session?.sessions.handles ?? [] })
    // A session that is gone has said why.
    let log = rig.takeLog()
    // What is due at one moment comes in any order.
    story += log.map { $0.lines.joined(separator: "\n") }.sorted()
    let reasons = log.count {
      [.session(.ended), .security(.ticketFailed), .security(.aclUserInvalid)].contains($0.id)
    }
    let gone = live.subtracting(now).count
    if gone > reasons { faults.append("\(gone) sessions are gone, for \(reasons) reasons") }
    for message in log where message.id == .session(.ended) {
      if message.lines.count < 2 { faults.append("no reason: \(message.lines)") }
    }
    live = now
    // `STATUS` and `USERS` say the same.
    let status = rig.shards.map(\.status).reduce(ShardStatus(), +)
    let users = rig.shards.flatMap(\.userStatus)
    if status.signedOn < users.reduce(0, { $0 + $1.terminals }) {
      faults.append("status \(status), users \(users)")
    }
    if now.count != users.reduce(0, { $0 + $1.sessions }) {
      faults.append("\(now.count) sessions, users \(users)")
    }
    // Nobody at the far end of a connection talks to nobody; who is deaf does not hear that it ended.
    let ends = rig.ends.count { !$0.isOver && !$0.socket.isDeaf }
    let connections = rig.legs.count { ($0.link as? TN3270Host)?.channel != nil }
    if ends > connections { faults.append("\(ends) hosts, \(connections) connections") }
  }
}
