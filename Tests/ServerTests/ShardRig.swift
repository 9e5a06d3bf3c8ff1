import Bytes
import Crypto
import DataStream
import Foundation
import Journal
import Messages
import Names
import Platform
import SAF
import Store
import TLS
import TLSEnd
import TN3270
import Tables
import Terminal
import TestSupport
import Time

@testable import Server
@testable import SessionEngine

/// A shard on the test's own thread: its sockets are pairs in this process, its clock is the test's,
/// and what helpers would answer the test answers.
final class ShardRig {
  /// Applications H1 to H4 of the rig's site are TN3270 hosts at these addresses.
  static let hosts = (1...4).map { SocketAddress(host: "10.1.0.\($0)", port: 23) }

  /// What all rigs share: a site takes long to read.
  private static let site: Result<Site, any Error> = Result {
    try makeSite(["Transfer option: ASK", "Inactivate on: \"\""])
  }

  /// The demonstration's site with the rig's hosts, and labels of System.yaml.
  static func makeSite(_ system: [String], applications: [String: [String]] = [:]) throws -> Site {
    let files = try TestSite()
    try files.system(system)
    for (index, address) in hosts.enumerated() {
      let name = "H\(index + 1)"
      try files.application(name, host: "tn3270://\(address)", applications[name] ?? [])
    }
    try files.write("ACT/Scripts/ROUND.acl", Self.script)
    let loaded = SiteLoader.load(files.path)
    guard let site = loaded.site else { throw Failure(text: loaded.rendered.joined()) }
    return site
  }

  /// A script that types and waits, whatever its host shows.
  private static let script = """
      OPTION WAIT,20
      OPTION TERM,ON
      WINP
      KEY &USERID
      ENTER
      OPTION TERM,OFF
      ADD &A1 1
    AGAIN: IF &A1 > 3 END
      SEARCH 'HOST'
      IF NOT FOUND END
      HOME
      KEY 'ROUND ' &A1
      PF3
      ADD &A1 1
      BRANCH AGAIN
    """

  struct Failure: Error { let text: String }

  private final class Hands {
    var nanoseconds: UInt64 = 1_000_000_000
    var dialled: [(address: SocketAddress, socket: RigSocket)] = []
    var log: [Message] = []
    /// What nobody has answered yet.
    var signOns: [SignOnTry] = []
    var tickets: [(terminal: UInt64, request: RequestID)] = []
    /// Keeps what the shards have, where they may die.
    var custody: RigCustody?
    /// Looks at the clock until they die; nil while they live.
    var looks: Int?
    var isTCP = false
    func pair() -> (Int32, Int32)? { isTCP ? RigSocket.tcpPair() : RigSocket.pair() }
    /// Has a descriptor watched, on whichever shard has the connection.
    var watch: (Int32, UInt64) -> Void = { _, _ in }
    func die() { custody?.die(watch) }
    var isDead: Bool { custody?.isDead ?? false }
    /// How often the server was told to stop.
    var stops = 0
  }

  private(set) var shards: [Shard]
  /// The first, which has the ports.
  var shard: Shard { shards[0] }
  private let hands: Hands
  /// The TLS end, on this thread as well.
  private let relay: RelayLoop
  private static let relayContexts = RelayContexts(helpers: nil)
  private(set) var terminals: [RigTerminal] = []
  private(set) var ends: [RigHost] = []

  /// - `count`: how many shards there are.
  /// - `services`: of another rig that is over; nil for new ones.
  /// - `isKept`: whether shards may die, and others go on.
  /// - `isTCP`: whether connections are the kernel's TCP; else they are pairs of sockets.
  init(
    shards count: Int = 1, _ services: Services? = nil, isKept: Bool = false, isTCP: Bool = false
  ) throws {
    let hands = Hands()
    self.hands = hands
    if isKept { hands.custody = RigCustody(asksKernel: isTCP) }
    hands.isTCP = isTCP
    let ends = try PacketSocket.pair()
    let relay = try RelayLoop(
      link: Descriptor(ends.1), contexts: Self.relayContexts,
      // The rig has both; the custody, which the hands have, has the relay.
      clock: { [unowned hands] in Instant(nanoseconds: hands.nanoseconds) })
    self.relay = relay
    hands.custody?.relayed = { token, number in
      guard let counts = relay.counts(of: token), let left = Sockets.readable(number) else {
        return nil
      }
      return Held.Counts(written: counts.written, read: counts.given - UInt64(left))
    }
    let services = try (services ?? Self.makeServices(shards: count)).renewed(
      shards: count, tls: TLSLinks(to: [ends.0]))
    self.services = services
    site = try Self.site.get()
    shards = []
    shards = try makeShards(count, services, Estate(Inheritance()))
    hands.watch = { [unowned self] number, token in
      for shard in shards where shard.reactor.peer(token) != nil {
        try? shard.reactor.poller.add(number, .write, token: token)
      }
    }
    shard.reactor.ledger?.markWhole()
  }

  private var services: Services

  private func makeShards(_ count: Int, _ services: Services, _ estate: Estate) throws -> [Shard] {
    let hands = hands
    var world = World()
    world.clock = {
      // Time goes on a little with every look at it.
      hands.nanoseconds += 1000
      if let looks = hands.looks {
        hands.looks = looks > 0 ? looks - 1 : nil
        if looks == 0 { hands.die() }
      }
      return Moment(
        instant: Instant(nanoseconds: hands.nanoseconds),
        wall: WallTime(seconds: 1_800_000_000 + Int64(hands.nanoseconds / 1_000_000_000)))
    }
    // At once, so that a day is the same each time.
    world.letters = { work in
      work()
      return true
    }
    world.dial = { (address, _) throws(SystemError) in
      guard !hands.isDead, let (ours, theirs) = hands.pair() else {
        throw SystemError("pair", code: EMFILE)
      }
      let peer = RigSocket(theirs)
      hands.custody?.expect(ours, peer)
      hands.dialled.append((address, peer))
      return (ours, true)
    }
    world.log = { if !hands.isDead { hands.log.append($0) } }
    world.signOn = { if !hands.isDead { hands.signOns.append($0) } }
    world.ticket = { if !hands.isDead { hands.tickets.append(($0, $1)) } }
    world.stop = { hands.stops += 1 }
    if let custody = hands.custody { world.custody = custody }
    return try (0..<count).map { index in
      let ledger =
        hands.custody == nil
        ? nil : try ShardLedger(epoch: estate.epoch + 1, index: index, of: count)
      if let ledger {
        let token = (estate.epoch + 1) << 8 | UInt64(index)
        hands.custody?.hold(Held(token: token, .ledger, descriptor: ledger.number))
      }
      return try Shard(
        services, index: index, site: site, world: world, ledger: ledger, after: estate.lastToken)
    }
  }

  /// Tables in force.
  var site: Site

  // MARK: Death

  /// The shards die after so many looks at the clock; nil: they live on.
  func dieSoon(_ looks: Int?) { hands.looks = looks }

  /// Whether somebody waits for an answer that dies with the shards.
  var hasQuestions: Bool { !hands.signOns.isEmpty || !hands.tickets.isEmpty }

  /// Passwords and codes that are being looked at.
  var attempts: [SignOnTry] { hands.signOns }

  /// The shards die, where they have not yet, and so many others go on with what they had.
  func restart(shards count: Int) throws {
    guard let custody = hands.custody else { return }
    hands.die()
    hands.looks = nil
    // Nobody answers whom nobody knows any more.
    (hands.signOns, hands.tickets) = ([], [])
    shards = []
    services = try services.renewed(shards: count, tls: services.tls)
    let estate = try Estate(custody.inheritance())
    shards = try makeShards(count, services, estate)
    outcomes.append(
      Succession.take(estate, into: shards, held: custody))
  }

  /// Bytes of the shards' ledgers.
  var ledgers: [[UInt8]] { hands.custody?.ledgers() ?? [] }

  private var outcomes: [Succession.Outcome] = []

  /// What restarts came to since this was asked last.
  func takeOutcomes() -> [String] {
    defer { outcomes = [] }
    return outcomes.map {
      "others go on with \($0.terminals) terminals, \($0.sessions) sessions, \($0.faults)"
    }
  }

  /// Helpers never answer: nobody works in their pools.
  static func makeServices(shards: Int = 1) throws -> Services {
    let state = try TemporaryFolder()
    let certificates = try TestCertificates.shared.get()
    let context = TerminalContext()
    try context.load(
      TerminalRules(
        chain: certificates.path("host.pem"), key: certificates.path("host.key"),
        clients: .nothing, stamp: 1))
    let services = Services(
      journal: try Journal(directory: state.path),
      database: try SecurityDatabase.open(directory: state.path),
      passwords: try HelperPool(threads: 0, limit: .max), authority: OutsideAuthority(site: "."),
      helpers: try HelperPool(threads: 0, limit: .max), names: try NameService(threads: 0),
      printer: Printer(directory: state.path), hostTLS: HostTLSRules(site: state.path),
      terminalContext: context, tls: TLSLinks(to: []),
      reloader:
        try Reloader.first(state.path, kept: nil, custody: NoCustody()).reloader,
      controlGate: ControlGate(state: state.path),
      commons: try Commons(shards: shards, limits: Admission.Limits()))
    withExtendedLifetime(state) {}
    return services
  }

  /// Lines of the log since they were taken last.
  func takeLog() -> [Message] {
    defer { hands.log = [] }
    return hands.log
  }

  /// How often the server was told to stop.
  var stops: Int { hands.stops }

  /// An operator asks; the answer comes when the shards have worked.
  func ask(
    _ words: [String], answer: @escaping @Sendable (Administration.Answer) -> Void = { _ in }
  ) {
    guard let request = try? OperatorRequest(words) else { return }
    let commons = shard.context.commons
    guard request.verb.name != .drain else {
      return DrainOperator(commons: commons, now: now) { [hands] in hands.log.append($0) }
        .take(request.operands, answer)
    }
    ShardOperator(commons: commons).take(request, answer: answer)
  }

  // MARK: Time

  private var now: Moment { shard.reactor.world.clock() }

  /// Time passes.
  func wait(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    hands.nanoseconds += UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }

  /// What terminals inside TLS have sent comes to the shard.
  func passTLS() { relay.turn(waiting: 0) }

  /// Lets the shard work, and both ends of every connection read, until nobody has anything to do.
  func settle() {
    for _ in 0..<10_000 {
      var isBusy = false
      for shard in shards {
        // What was done of that may have made room for more.
        let hadWork = shard.hasWork
        if shard.turn(waiting: 0) || hadWork { isBusy = true }
        if hands.isDead { break }
      }
      if hands.isDead {
        isBusy = true
        try? restart(shards: shards.count)
      }
      if answerResolver() { isBusy = true }
      if relay.turn(waiting: 0) { isBusy = true }
      for (address, socket) in hands.dialled { ends.append(RigHost(address, socket)) }
      hands.dialled = []
      for terminal in terminals where terminal.pump() { isBusy = true }
      for host in ends where host.pump() { isBusy = true }
      if !isBusy, !shards.contains(where: \.hasWork) { break }
    }
    terminals.removeAll { $0.isOver }
    ends.removeAll { $0.isOver }
  }

  private func answerResolver() -> Bool {
    var isBusy = false
    for shard in shards {
      // In order: a day must go the same way each time.
      for leg in shard.hosts.all.sorted(by: { $0.handle.value < $1.handle.value }) {
        guard let host = leg.link as? TN3270Host, host.stage == .resolving else { continue }
        isBusy = true
        host.resolved(
          HostResolution(host.target.host, .success([host.target.host])))
        shard.drain()
      }
    }
    return isBusy
  }

  /// All terminals of all shards, and what keeps sessions without one.
  var connections: [TerminalConnection] { shards.flatMap(\.terminals.inOrder) }

  /// The far ends of all sessions.
  var legs: [HostLeg] { shards.flatMap(\.hosts.all).sorted { $0.handle.value < $1.handle.value } }

  /// A user's terminals, on whatever shard.
  func connections(of user: String) -> [TerminalConnection] {
    UserID(user).map { user in shards.flatMap { $0.users.terminals(of: user) } } ?? []
  }

  // MARK: Terminals

  /// A terminal connects, at a port in clear or at one for TLS; from this machine itself, which is not
  /// kept out for what it did before.
  func connect(
    isSecure: Bool = false, model: Int = 2, tn3270E: Bool = true
  ) throws -> RigTerminal {
    guard let (ours, theirs) = hands.pair() else { throw Failure(text: "no sockets") }
    let peer = RigSocket(theirs)
    hands.custody?.expect(ours, peer)
    // What is inside TLS dies with the process that speaks it.
    let terminal = RigTerminal(
      peer, model: model, tn3270E: tn3270E, startsTLS: hands.custody == nil)
    if isSecure { try terminal.secure() }
    shard.ports.admit(
      Descriptor(ours), from: "127.0.0.\(terminals.count)", isSecure: isSecure)
    terminals.append(terminal)
    return terminal
  }

  /// A terminal with a user at the menu, or at the panel that asks what becomes of other sessions.
  func signedOn(_ user: String, model: Int = 2) throws -> RigTerminal {
    let terminal = try connect(model: model)
    settle()
    terminal.key(.enter, user, "PASSWORD")
    settle()
    verdicts(.accepted())
    return terminal
  }

  /// Answers all passwords that are being looked at.
  func verdicts(_ verdict: SignOnVerdict) {
    let waiting = hands.signOns
    hands.signOns = []
    for attempt in waiting {
      shard(of: attempt.token)?.context.mailbox.send(.signOnAnswered(attempt, verdict))
    }
    settle()
  }

  /// Answers all tickets that are being made.
  func tickets(_ outcome: () -> TicketOutcome) {
    let waiting = hands.tickets
    hands.tickets = []
    for (token, request) in waiting {
      shard(of: token)?.context.mailbox.send(
        .event(token: token, .ticket(request, outcome())))
    }
  }

  private func shard(of token: UInt64) -> Shard? {
    shards.first { $0.terminals[token] != nil }
  }
}

extension Services {
  /// The same for another rig, with shards, counts and a TLS end of its own.
  fileprivate func renewed(shards: Int, tls: TLSLinks) throws -> Services {
    Services(
      journal: journal, database: database, passwords: passwords, authority: authority,
      helpers: helpers, names: names, printer: printer, hostTLS: hostTLS,
      terminalContext: terminalContext, tls: tls, reloader: reloader,
      controlGate: controlGate,
      commons: try Commons(shards: shards, limits: Admission.Limits()))
  }
}
