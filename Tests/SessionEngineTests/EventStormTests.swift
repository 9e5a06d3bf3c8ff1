import Crypto
import DataStream
import EBCDIC
import Foundation
import Messages
import Names
import SAF
import Terminal
import Testing
import Time

@testable import SessionEngine

/// Random numbers from a seed (splitmix64), so that a failure can be run again.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// One user, the terminal, and the hosts behind it, where everything happens in any order: keys and
/// answers of the terminal, late or never; hosts that bind, write, pass on and close; tickets, timers,
/// reloads, take-overs. After each event the books must agree.
struct EventStorm {
  var random: SeededNumbers
  let sites: [Site]
  var session: UserSession
  /// The same, frozen and thawed before each event.
  private var twin: UserSession
  private var screen = PresentationSpace(TerminalCapabilities(color: .model2))
  private var now: UInt64 = 1_000_000_000
  private var serial: UInt32 = 1
  /// Hosts that were opened, and closed by neither side.
  private var open: Set<SessionHandle> = []
  /// Hosts that were closed from this side.
  private var closed: Set<SessionHandle> = []
  private var requests: [RequestID] = []
  private var tickets: [RequestID] = []
  private var owed: [[UInt8]] = []
  private var timers: [(purpose: TimerPurpose, due: Instant)] = []
  /// What a sign-off or a lost terminal left.
  private var left: [ActiveSession] = []
  private var hasAsked = false
  private(set) var faults: [String] = []
  private var last = ""

  init(seed: UInt64, sites: [Site], facts: TerminalFacts) {
    random = SeededNumbers(seed: seed)
    self.sites = sites
    session = UserSession(terminal: facts, site: sites[0])
    twin = session
    happen("start") { session, now, effects in session.start(at: now, into: &effects) }
  }

  private var moment: Moment {
    Moment(instant: Instant(nanoseconds: now), wall: WallTime(seconds: Int64(now / 1_000_000_000)))
  }

  /// One of them, at random.
  private mutating func one<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: items.indices, using: &random)]
  }

  // MARK: What happens

  mutating func step() {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<34: key()
    case 34..<46: answer()
    case 46..<74: host()
    case 74..<80: tickets.isEmpty ? key() : ticket()
    case 80..<84: pass(.systemRequest)
    case 84: pass(.attention)
    case 85..<90: time()
    case 90: pass(.siteReplaced(one(sites)))
    case 91: pass(.message(from: "ALICE", text: "hello"))
    case 92:
      pass(.printed(one([.appended("print/BOB.txt"), .failed("disk")])))
    case 93: pass(.diagnosed([DiagnosisLine("ok")]))
    case 98: viewer()
    case 94: pass(.messageDelivered(to: "ALICE", .shown(terminals: 1)))
    case 95: lose()
    case 96:
      if Int.random(in: 0..<4, using: &random) == 0 {
        pass(Bool.random(using: &random) ? .cancelled("") : .serverStops)
      }
    case 97: if Int.random(in: 0..<4, using: &random) == 0 { pass(.evicted) }
    default: signOn()
    }
    if hasAsked {
      hasAsked = false
      pass(
        .elsewhere(
          left.isEmpty
            ? []
            : [
              RemoteTerminal(
                name: session.terminal.name, standing: .signedOff, sessions: left.count)
            ]
        ))
    }
  }

  private static let commands = [
    "/I", "/K", "/F", "/J", "/L", "/H", "/E", "/P", "/Q", "/A BBB", "/I AAA", "/M ALICE X", "/D",
    "AAA", "BBB", "CCC", "TEXT", "Y", "N", "/V", "/V YES", "/V NO",
  ]
  private static let keys: [AID] = [
    .enter, .enter, .pf(24), .pf(24), .pf(23), .pf(12), .pf(12), .pf(12), .pf(13), .pf(21), .pf(22),
    .pf3, .pf7, .clear, .pa1, .pf2,
  ]

  /// Somebody looks on, or wants to.
  private mutating func viewer() {
    let handle = SessionHandle(UInt64.random(in: 900...905, using: &random))
    guard let user = UserID("HELEN"), let terminal = LUName("TN9") else { return }
    let viewer = Viewer(session: handle, user: user, terminal: terminal, address: "::1")
    pass(.viewer(handle, one([.asks(viewer), .looks, .looks, .leaves])))
  }

  private mutating func key() {
    let aid = one(Self.keys)
    let text = one(Self.commands)
    if Int.random(in: 0..<20, using: &random) == 0 {
      // A terminal that lies: any bytes.
      let count = Int.random(in: 0..<12, using: &random)
      return pass(
        .terminalRecord((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }))
    }
    var record: [UInt8]
    if Bool.random(using: &random), let typed = typing(text, aid) {
      record = typed
    } else {
      screen.restore(aid: aid, lock: .waiting)
      record = screen.readModified(all: false)
    }
    if aid == .clear { record = [aid.byte] }
    pass(.terminalRecord(record))
  }

  private mutating func typing(_ text: String, _ aid: AID) -> [UInt8]? {
    screen.restore(aid: .none, lock: .unlocked)
    return screen.typing([CodePage.bracket.encode(text)], then: aid)
  }

  private mutating func signOn() {
    guard session.signedOnUser == nil else { return key() }
    guard let request = requests.popLast() else {
      screen.restore(aid: .none, lock: .unlocked)
      guard
        let record = screen.typing(
          ["BOB", "PASSWORD"].map { CodePage.bracket.encode($0) }, then: .enter)
      else { return }
      return pass(.terminalRecord(record))
    }
    pass(.verdict(request, one(Self.verdicts)))
  }

  private static let verdicts: [SignOnVerdict] =
    [
      .factorNeeded(FactorStep(.code, .certificate)),
      .factorNeeded(FactorStep(.enrolment, .password(.phrase, set: nil))),
      .refused(SignOnRefusal(.wrongCode, delay: .seconds(1))),
      .refused(SignOnRefusal(.wrongPassword, delay: .seconds(1))),
    ] + Array(repeating: .accepted(), count: 8)

  /// The terminal answers what it was asked, or not.
  private mutating func answer() {
    guard !owed.isEmpty else { return key() }
    let record = owed.removeFirst()
    if Int.random(in: 0..<6, using: &random) > 0 { pass(.terminalRecord(record)) }
  }

  private mutating func ticket() {
    let request = tickets.remove(at: Int.random(in: 0..<tickets.count, using: &random))
    let secret = SharedSecret(Secret(copying: Array("TICKET01".utf8)))
    let isMade = Int.random(in: 0..<5, using: &random) > 0
    pass(
      .ticket(request, isMade ? .issued(secret, kind: "LEGACY") : .failed(TicketFailure(.busy))))
  }

  private mutating func host() {
    // Also such as have gone: what was on its way when they were closed.
    guard
      let host = open.union(closed).sorted(by: { $0.value < $1.value }).suffix(6)
        .randomElement(using: &random)
    else { return key() }
    let reply = one([ReplyWanted.no, .always(sequence: 7), .onError(sequence: 8)])
    switch Int.random(in: 0..<16, using: &random) {
    case 0..<4: pass(.hostReady(host, lu: nil))
    case 4: pass(.hostText(host, CodePage.bracket.encode("USSMSG10")))
    case 5: pass(.hostBound(host, one(Self.bounds)))
    case 6: pass(.hostUnbound(host))
    case 7:
      // A host that went by itself may get what was on its way.
      open.remove(host)
      left.removeAll { $0.handle == host }
      pass(
        .hostClosed(
          host, one([.closedByApplication, .connectionLost("")])))
    default: pass(.hostRecord(host, one(Self.records), reply: reply))
    }
  }

  private static let bounds = [
    BoundSizes(rows: nil, columns: nil, alternateRows: nil, alternateColumns: nil),
    BoundSizes(rows: 24, columns: 80, alternateRows: 43, alternateColumns: 80),
    BoundSizes(rows: 32, columns: 80, alternateRows: 32, alternateColumns: 80),
  ]
  private static let records: [[UInt8]] = [
    Transcript.write("READY"), Transcript.write(""), Transcript.write(""),
    [0xF1, 0xC3, 0x11, 0xC1, 0x50, 0xC1],
    [0xF2], [0xF6], [0x6E], [0x6F], StructuredField.readPartitionQuery,
    [0xF3, 0x00, 0x05, 0xD0, 0x46, 0x11], [0xF3, 0x00, 0x05, 0xD0, 0x00, 0x12],
    [0xF5, 0xC3, 0xC2, 0x1D, 0xC1, 0x40, 0x81, 0x11, 0x5D, 0x7F, 0x1D, 0xF0],
    [0xF5, 0xC3, 0x11, 0x7F], [], [0x00], [0x7E, 0xC3, 0xC1],
    [0xF3, 0x00, 0x06, 0x40, 0x00, 0x7E, 0xC3], [0xF5, 0xC7, 0x3C, 0x40, 0x40, 0xC1],
  ]

  private mutating func time() {
    now += UInt64.random(in: 1...40, using: &random) * 1_000_000_000
    while let next = timers.indices.min(by: { timers[$0].due < timers[$1].due }),
      timers[next].due <= moment.instant || Int.random(in: 0..<8, using: &random) == 0
    {
      pass(.timer(timers.remove(at: next).purpose))
    }
  }

  /// The line drops; what it leaves waits for the next sign-on, at a new terminal.
  private mutating func lose() {
    pass(.terminalLost)
    guard Bool.random(using: &random) else { return }
    left += session.surrender()
    _ = twin.surrender()
    serial += 1
    let old = session.terminal
    session = UserSession(
      terminal: TerminalFacts(
        name: old.name, address: old.address, type: old.type, model: old.model,
        isExtended: old.isExtended, isTN3270E: old.isTN3270E, isSecure: old.isSecure,
        serial: serial), site: sites[0])
    twin = session
    owed = []
    requests = []
    happen("start") { session, now, effects in session.start(at: now, into: &effects) }
  }

  // MARK: The books

  private mutating func pass(_ event: Event) {
    happen("\(event)".prefix(60)) { session, now, effects in
      session.handle(event, at: now, into: &effects)
    }
  }

  private mutating func happen(
    _ what: some StringProtocol,
    _ body: (inout UserSession, Moment, inout [Effect]) -> Void
  ) {
    last = String(what)
    for effect in effects(of: body) { take(effect) }
    check()
  }

  /// What both twins want done, which must be the same.
  private mutating func effects(
    of body: (inout UserSession, Moment, inout [Effect]) -> Void
  ) -> [Effect] {
    twin = twin.thawed()
    var effects: [Effect] = []
    body(&session, moment, &effects)
    var again: [Effect] = []
    body(&twin, moment, &again)
    if !Effect.areSame(effects, again) { fault("what was frozen does something else") }
    return effects
  }

  private mutating func take(_ effect: Effect) {
    switch effect {
    case .sendTerminal(let record), .sendTerminalSecret(let record, _): terminal(record)
    case .proveCode(let request, _, _, _): requests.append(request)
    case .offerFactor:
      let secret = SharedSecret(Secret(copying: Array("12345678901234567890".utf8)))
      let more = effects { session, now, effects in
        session.handle(.factorOffered(secret), at: now, into: &effects)
      }
      for effect in more { take(effect) }
    case .authenticate(let request, _, _, _), .certify(let request, _):
      requests.append(request)
    case .issueTicket(let request, _): tickets.append(request)
    case .openHost(let host, _, _, _):
      if open.contains(host) || closed.contains(host) { fault("\(host) was opened again") }
      open.insert(host)
    case .closeHost(let host):
      open.remove(host)
      closed.insert(host)
    case .sendHost(let host, _), .sendHostSecret(let host, _), .sendHostText(let host, _),
      .respondHost(let host, _, _),
      .attentionHost(let host), .systemRequestHost(let host):
      if closed.contains(host) { fault("\(host) was closed and gets something") }
    case .setTimer(let purpose, let due):
      timers.append((purpose, due))
      if timers.count > 2000 { fault("timers pile up") }
    case .findUser: hasAsked = true
    case .takeOver:
      let moved = left
      left = []
      for session in moved where session.isAwaitingTicket { tickets = [] }
      let more = effects { session, now, effects in
        session.handle(.adopted(moved), at: now, into: &effects)
      }
      for effect in more { take(effect) }
    case .detach(_, let sessions): left += sessions
    case .closeTerminal, .forgetLetters: break
    case .record, .identify, .message, .diagnose, .printScreen, .endLeftBehind: break
    case .tellViewer(let viewer, .seen):
      if !session.audience.lets(viewer.session) { fault("\(viewer.user) sees what is not let") }
    case .tellViewer, .noteView: break
    }
  }

  private mutating func terminal(_ record: [UInt8]) {
    guard session.isConnected else { return fault("a terminal that is gone was drawn") }
    // Such as an emulator is: it answers reads, and shows the rest.
    for reply in screen.apply(record).replies { owed.append(reply) }
  }

  private mutating func check() {
    let here = Set(session.sessions.handles)
    let behind = Set(left.map(\.handle))
    for host in open where !here.contains(host) && !behind.contains(host) {
      fault("\(host) is open and in no session")
    }
    for live in Array(session.sessions) + left {
      let isThere = open.contains(live.handle)
      if live.isAwaitingTicket == isThere { fault("\(live.id) is \(live.state), host \(isThere)") }
    }
    switch session.screen {
    case .session(let host):
      if !here.contains(host) || !session.isConnected { fault("it shows a session that is gone") }
    case .saving(let host):
      if !here.contains(host) || !session.isConnected {
        fault("it leaves a session that is gone")
      }
    default:
      if !session.sessions.frozen.records.isEmpty { fault("records of a host wait for ever") }
      if session.sessions.contains(where: { !$0.reads.isEmpty }) { fault("a host's read waits") }
      if session.sessions.contains(where: { $0.isTransferring }) { fault("a hidden transfer") }
    }
    if session.signedOnUser == nil, !session.sessions.isEmpty { fault("sessions of nobody") }
    if session.seat.display.late.count > 8 { fault("answers are awaited without a bound") }
  }

  private mutating func fault(_ what: String) {
    if faults.count < 5 { faults.append("\(what), after \(last)") }
  }
}

/// Nothing that happens in any order ends the process, or leaves a session that nobody has.
@Suite struct EventStormTests {
  /// TURNSTILE_STORMS=2000 runs as many seeds.
  private static let seeds = ProcessInfo.processInfo.environment["TURNSTILE_STORMS"].flatMap(
    Int.init)

  @Test func `live events in any order keep the books`() throws {
    let system =
      "Tag key: PF21\nPrint key: PF22\nStage 1 Timeout: 1\nStage 2 Timeout: 1\n"
      + "Disconnect timeout: 3\n"
    let all = ["AAA", "BBB", "CCC"].map { name in
      (
        name: name,
        text: "Application-ID: \(name)\nHost: tn3270://mvs.example:23\nAuto restart: Y\n"
          + (name == "AAA" ? "Session timeout: 2\nSession key: PF13\n" : "")
          + (name == "BBB" ? "Generate Pass Ticket: Y\nData stream errors: END\n" : "")
          + (name == "CCC" ? "Start at signon: Y\nInbound compression: Y\n" : "")
      )
    }
    func site(_ more: String, _ applications: [(name: String, text: String)]) throws -> Site {
      try Transcript(system: system + more, applications: applications).session.seat.site
    }
    let sites = [
      try site("", all), try site("Inactivate on: F\n", all), try site("", Array(all.dropFirst())),
      try site("Transfer option: ANY\nConfirm signoff with sessions: Y\n", Array(all.dropLast())),
    ]
    let facts = try Transcript().session.terminal
    for seed in 0..<UInt64(Self.seeds ?? 12) {
      var storm = EventStorm(seed: seed, sites: sites, facts: facts)
      for _ in 0..<500 where storm.faults.isEmpty { storm.step() }
      #expect(storm.faults.isEmpty, "seed \(seed)")
    }
  }
}
