import Bytes
import DataStream
import EBCDIC
import Messages
import Names
import SAF
import Server
import SessionEngine
import TN3270
import Terminal
import Time

/// What happens to a user, in any order, and what a user is when frozen.
enum UserTargets {
  static let all = [
    FuzzTarget(
      name: "user",
      what: "a script of events: keys, hosts, timers, losses; frozen and thawed at the end",
      seeds: { _ in scripts }, words: words, make: { try user($0) }),
    FuzzTarget(
      name: "frozen", what: "frozen users, machines and screens that are thawed, and then go on",
      seeds: { try frozen($0) }, make: { try thaw($0) }),
  ]

  private static let signOn = Array("\u{0}\u{0}\u{8}BOB\u{1F}PASS".utf8)
  private static let start = signOn + Array("\u{0}\u{0}\u{4}TSOA".utf8)

  private static let scripts: [[UInt8]] = [
    signOn, start, start + [2, 0, 8] + hex("F5 C3 11 40 40 1D 40 C1") + [0, 1, 0, 12],
    start + [2, 0, 5] + hex("F3 00 05 01 FF") + [1, 6, 0x7D, 0x40, 0x40, 0x11, 0x40, 0x40, 6, 0],
    start + [0, 2, 0] + Array("\u{0}\u{0}\u{2}/J".utf8) + [12, 8, 9, 10, 7, 7],
    signOn + [11, 11, 7, 15, 0, 13, 0],
    start + [4, 0, 43, 80, 27, 132, 2, 0, 4, 0x7E, 0xC3, 0x05, 0x13],
    signOn + Array("\u{0}\u{0}\u{2}/E".utf8) + [0, 3, 0] + Array("\u{0}\u{0}\u{4}/F Y".utf8),
  ]

  private static let words =
    [[0, 0, 0], [0, 1, 0], [0, 2, 0], [0, 3, 0], [12], [8], [7], [10], [6, 0], [5, 0]]
    + [
      "TSOA", "TSOB", "CICSA", "/I", "/K", "/F", "/J", "/L", "/H", "/E", "/P", "/M BOB X", "Y", "N",
    ].map {
      [0, 0, UInt8($0.utf8.count)] + Array($0.utf8)
    }

  private static func user(_ seeds: Seeds) throws -> FuzzTarget.Look {
    let site = try site(seeds)
    return { input in
      var user = try ScriptedUser(site)
      user.play(input)
      return user.refrozen(site) ? nil : "what was thawed is not what was frozen"
    }
  }

  private static func site(_ seeds: Seeds) throws -> Site {
    let loaded = SiteLoader.load(seeds.root)
    guard let site = loaded.site else { throw Seeds.Missing(description: loaded.rendered.joined()) }
    return site
  }

  /// Users as the scripts leave them; a first byte says what is frozen.
  private static func frozen(_ seeds: Seeds) throws -> [[UInt8]] {
    let site = try site(seeds)
    let users = try scripts.map { script -> [UInt8] in
      var user = try ScriptedUser(site)
      user.play(script)
      return [0] + user.frozen
    }
    var server = ServerMachine()
    var events: [ServerEvent] = []
    server.start(into: &events)
    server.receive(
      hex("FF FB 28 FF FA 28 02 07 49 42 4D 2D 33 32 37 38 2D 32 FF F0 FF"), into: &events)
    var client = ClientMachine()
    var other: [ClientEvent] = []
    client.receive(hex("FF FD 28 FF FA 28 08 02 FF F0 FF FA"), into: &other)
    var space = PresentationSpace(TerminalCapabilities(color: .model4))
    _ = space.apply(hex("7E C3 11 40 40 29 02 C0 F0 42 F4 C8 C5 1D 40 13 0E 43 8C 0F"))
    return users + [[1] + bytes(server), [2] + bytes(client), [3] + bytes(space)]
  }

  private static func bytes(_ value: some Freezable) -> [UInt8] {
    var freezer = Freezer()
    freezer.put(value)
    return freezer.bytes
  }

  /// What is thawed of bytes that lie goes on like any other.
  private static func thaw(_ seeds: Seeds) throws -> FuzzTarget.Look {
    let site = try site(seeds)
    let script = scripts[2] + scripts[4]
    return { input in
      var thawer = Thawer(input.dropFirst())
      switch input.first {
      case 0:
        guard let session = try? UserSession(thawing: &thawer, site: site) else { return nil }
        var user = ScriptedUser(session)
        user.play(script)
      case 1:
        guard var machine = try? thawer.take(ServerMachine.self) else { return nil }
        var events: [ServerEvent] = []
        machine.receive(hex("FF EF 00 00 00 00 00 7D 40 40 FF EF FF FA 28 FF F0"), into: &events)
        machine.stepTimedOut(into: &events)
      case 2:
        guard var machine = try? thawer.take(ClientMachine.self) else { return nil }
        var events: [ClientEvent] = []
        machine.receive(hex("FF F0 FF EF 00 00 00 00 00 F5 C3 FF EF FF FA 28 FF F0"), into: &events)
        machine.finish(into: &events)
      default:
        guard var space = try? thawer.take(PresentationSpace.self) else { return nil }
        _ = RestoreEncoder.records(space, for: space.capabilities)
        _ = space.merge(readBuffer: space.readBuffer())
        _ = space.apply(hex("F1 C3 12 5D 7F 05 05 13"))
      }
      return nil
    }
  }
}

/// A user whose terminal, hosts and questions answer by themselves, and to whom a script's events happen.
struct ScriptedUser {
  private var session: UserSession
  private var screen = PresentationSpace(TerminalCapabilities(color: .model2))
  private var hosts: [SessionHandle] = []
  private var timers: [(purpose: TimerPurpose, due: Instant)] = []
  private var effects: [Effect] = []
  private var nanoseconds: UInt64 = 1_000_000_000

  /// A terminal that has just come.
  init(_ site: Site) throws {
    guard let name = LUName("TN000001") else { throw Seeds.Missing(description: "no name") }
    self.init(
      UserSession(
        terminal: TerminalFacts(
          name: name, address: "192.0.2.1", type: "IBM-3279-2", model: 2, isExtended: false,
          isTN3270E: true, isSecure: false, serial: 1), site: site))
    session.start(at: now, into: &effects)
    follow()
  }

  /// Somebody who was thawed.
  init(_ session: UserSession) {
    self.session = session
    hosts = session.sessions.handles
  }

  var frozen: [UInt8] {
    var freezer = Freezer()
    session.freeze(into: &freezer)
    return freezer.bytes
  }

  /// Whether what is thawed of the user is the user.
  func refrozen(_ site: Site) -> Bool {
    let bytes = frozen
    var thawer = Thawer(bytes)
    guard let thawed = try? UserSession(thawing: &thawer, site: site), (try? thawer.end()) != nil
    else { return false }
    // Sets have no order, so that the same may come in another one.
    return ScriptedUser(thawed).frozen.count == bytes.count
  }

  private var now: Moment {
    Moment(
      instant: Instant(nanoseconds: nanoseconds),
      wall: WallTime(seconds: Int64(nanoseconds / 1_000_000_000)))
  }

  /// Lets everything happen that a script says: a byte for what, and its operands.
  mutating func play(_ script: [UInt8]) {
    var rest = script[...]
    while let kind = rest.popFirst() {
      nanoseconds += 1_000_000
      if let event = event(kind, &rest) { happen(event) }
    }
  }

  private func number(_ rest: inout ArraySlice<UInt8>) -> Int { Int(rest.popFirst() ?? 0) }

  private func run(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let count = min(number(&rest), rest.count)
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  private static let keys: [AID] = [.enter, .pf(24), .pf(12), .pf3, .pf(23), .clear, .pa1, .pf(8)]

  private mutating func event(_ kind: UInt8, _ rest: inout ArraySlice<UInt8>) -> Event? {
    switch kind & 15 {
    case 0: return key(Self.keys[number(&rest) % Self.keys.count], run(&rest))
    case 1: return .terminalRecord(run(&rest))
    case 2: return host(&rest).map { .hostRecord($0, run(&rest), reply: .always(sequence: 1)) }
    case 3: return host(&rest).map { .hostText($0, run(&rest)) }
    case 4:
      let sizes = (number(&rest), number(&rest), number(&rest), number(&rest))
      return host(&rest).map {
        .hostBound(
          $0,
          BoundSizes(
            rows: sizes.0, columns: sizes.1, alternateRows: sizes.2, alternateColumns: sizes.3))
      }
    case 5: return host(&rest).map { .hostUnbound($0) }
    case 6: return host(&rest).map { .hostClosed($0, .closedByHost) }
    case 7:
      guard let next = timers.indices.min(by: { timers[$0].due < timers[$1].due }) else {
        return nil
      }
      nanoseconds = max(nanoseconds, timers[next].due.nanoseconds)
      return .timer(timers.remove(at: next).purpose)
    case 8: return .systemRequest
    case 9: return .attention
    case 10: return .terminalLost
    case 11: return .message(from: "ALICE", text: String(decoding: run(&rest), as: UTF8.self))
    case 12: return .terminalRecord(screen.readBuffer())
    case 13: return [Event.serverStops, .cancelled(""), .evicted, .departed][number(&rest) % 4]
    case 14: return .printed(.failed("disk"))
    default: return .messageDelivered(to: "ALICE", .shown(terminals: number(&rest)))
    }
  }

  private func host(_ rest: inout ArraySlice<UInt8>) -> SessionHandle? {
    let at = number(&rest)
    return hosts.isEmpty ? nil : hosts[at % hosts.count]
  }

  private mutating func key(_ key: AID, _ text: [UInt8]) -> Event {
    screen.restore(aid: .none, lock: .unlocked)
    let texts = text.split(separator: 0x1F).map {
      CodePage.bracket.encode(String(decoding: $0, as: UTF8.self))
    }
    if !texts.isEmpty, let record = screen.typing(texts, then: key) {
      return .terminalRecord(record)
    }
    screen.restore(aid: key, lock: .waiting)
    return .terminalRecord(screen.readModified(all: false))
  }

  private mutating func happen(_ event: Event) {
    session.handle(event, at: now, into: &effects)
    follow()
  }

  /// Answers what was asked, as far as it leads to something.
  private mutating func follow() {
    for _ in 0..<8 {
      let wanted = effects
      effects = []
      guard !wanted.isEmpty else { return }
      for effect in wanted { answer(effect) }
    }
  }

  private mutating func answer(_ effect: Effect) {
    switch effect {
    case .sendTerminal(let record): _ = screen.apply(record)
    case .authenticate(let request, _, _, _):
      session.handle(.verdict(request, .accepted()), at: now, into: &effects)
    case .findUser: session.handle(.elsewhere([]), at: now, into: &effects)
    case .issueTicket(let request, _):
      session.handle(.ticket(request, .failed(TicketFailure(.busy))), at: now, into: &effects)
    case .openHost(let host, _, _, _):
      hosts.append(host)
      session.handle(.hostReady(host, lu: "LU1"), at: now, into: &effects)
    case .closeHost(let host): hosts.removeAll { $0 == host }
    case .setTimer(let purpose, let due): timers.append((purpose, due))
    default: break
    }
  }
}
