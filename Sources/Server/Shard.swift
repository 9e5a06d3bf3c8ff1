import DemoApplications
import Ledger
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Synchronization
import Tables
import Time

/// One reactor: a thread, one epoll loop, its terminals and the sessions behind them.
///
/// Events enter one inbox and are delivered at the foot of whatever happened (`drain`); what their
/// effects bring about is posted there as well. Nothing here waits: the disk, password hashes and names
/// are the helpers' work. Other shards are reached by messages, and share `Commons`.
final class Shard {
  let context: ShardContext
  let reactor: Reactor
  let terminals: TerminalDesk
  let hosts: HostDesk
  let users: UserDesk
  private let signOns: SignOnDesk
  let rights: RightsDesk
  private let performer: Performer
  let drains: DrainDesk
  /// The ports, on the shard that has them.
  let ports: PortDesk
  private var isDraining = false
  /// Effects of the event that is delivered; empty between events.
  private var effects: [Effect] = []
  /// Terminals whose user is at home on another shard; they go at the end of the turn, when nothing here
  /// has to do with them any more.
  private var departures: [(SignOnTry, SignOnVerdict, home: Int)] = []
  /// Terminals that came from other shards since the last commit.
  private var comers: [(token: UInt64, former: Int)] = []
  /// When the loop ends at the latest, once it was told to stop.
  private(set) var stopDeadline: Instant?
  /// Whether another process goes on from here.
  private var hasYielded = false

  private static let mailboxToken: UInt64 = 0

  /// - `index`: which of the server's shards it is.
  /// - `listeners`: ports whose connections it deals among the shards.
  /// - `ledger`: what outlives the process.
  /// - `former`: the last token that processes before this one gave.
  init(
    _ services: Services, index: Int = 0, site: Site, listeners: [PortDesk.Listener] = [],
    world: World = World(), ledger: ShardLedger? = nil, after former: UInt64? = nil
  ) throws(SystemError) {
    reactor = try Reactor(
      journal: services.journal, world: world, index: index, of: services.commons.doors.count,
      ledger: ledger, after: former)
    context = ShardContext(services, reactor, index: index, site: site)
    terminals = TerminalDesk(context)
    signOns = SignOnDesk(context, terminals)
    hosts = HostDesk(context, passwords: signOns)
    users = UserDesk(context, terminals, hosts: hosts)
    rights = RightsDesk(context, terminals, users: users)
    performer = Performer(
      context: context, hosts: hosts, users: users, signOns: signOns,
      questions: QuestionDesk(context: context),
      messages: MessageDesk(context: context, users: users),
      views: ViewDesk(context: context, users: users), rights: rights)
    drains = DrainDesk(context, terminals)
    ports = try PortDesk(context, terminals, listeners: listeners)
    try reactor.watch(context.mailbox.descriptor, token: Self.mailboxToken)
  }

  // MARK: A turn

  /// Runs until it is told to stop.
  func run() {
    while !isStopped, !hasYielded { turn(waiting: waitTime) }
    if !hasYielded {
      for connection in terminals.all { _ = connection.channel?.flush(reactor.poller) }
    }
    context.commons.shardEnded()
  }

  private var waitTime: Int32 {
    reactor.waitTime(until: ports.acceptsAgain, context.tls.retriesAt, stopDeadline)
  }

  /// Waits for something to do, and does it: what arrived, what is left from other turns, what is
  /// due; then writes.
  ///
  /// - Returns: whether something arrived or could be written.
  @discardableResult
  func turn(waiting milliseconds: Int32) -> Bool {
    let ready = reactor.wait(milliseconds: milliseconds)
    context.door.beat()
    defer { context.door.beat() }
    for (token, readiness) in ready {
      if !reactor.intake.hasRoom { commit() }
      dispatch(token, readiness)
      drain()
    }
    let wasBusy = !ready.isEmpty
    reactor.keep(ready)
    serveLane()
    fireTimers()
    writeAll()
    if !departures.isEmpty { depart() }
    ports.acceptAgain()
    context.tls.retry(at: reactor.now.instant)
    reactor.figures.turn(from: reactor.now.instant, to: reactor.workEnds())
    return wasBusy
  }

  var hasWork: Bool { reactor.hasWork }

  private func dispatch(_ token: UInt64, _ readiness: Poller.Readiness) {
    switch token {
    case Self.mailboxToken:
      for message in context.mailbox.take() {
        reactor.ledger?.note(message.work)
        receive(message)
        drain()
      }
      reactor.ledger?.note(nil)
    case 1..<Reactor.firstToken: ports.accept(token)
    default:
      // A connection that is gone may have an event left in this turn.
      if let peer = reactor.peer(token), peer.isReady(readiness) { work(peer) }
    }
  }

  /// Looks at what a peer sent, as much as its turn allows, and does what follows.
  private func work(_ peer: any Peer) {
    reactor.ledger?.note(peer.channel?.token ?? 0, at: LedgerHeader.working)
    defer { reactor.ledger?.note(0, at: LedgerHeader.working) }
    peer.mark()
    let start = reactor.workBegins
    let end = start.advanced(by: PeerLimits.turnTime)
    var looks = 0
    while peer.look() {
      drain()
      peer.wipeRecord()
      looks += 1
      guard looks < PeerLimits.recordsPerTurn, peer.channel?.hasInput == true,
        reactor.workEnds() < end
      else { break }
    }
    if looks > 0 { peer.share.charge(from: start, to: reactor.workEnds()) }
    peer.leaveInput()
  }

  /// Serves each of the lane once, as far as the time goes.
  private func serveLane() {
    guard !reactor.isLaneEmpty else { return }
    let end = reactor.workEnds().advanced(by: PeerLimits.laneTime)
    var served = 0
    let count = reactor.laneCount
    while served < count, served == 0 || reactor.workBegins < end {
      let peer = reactor.inLane(served)
      served += 1
      peer.channel?.isInLane = false
      work(peer)
      drain()
    }
    reactor.leaveLane(first: served)
  }

  private func fireTimers() {
    while let alarm = reactor.popDue() {
      fire(alarm)
      drain()
    }
  }

  private func fire(_ alarm: Alarm) {
    if let token = alarm.terminal { terminals[token]?.mark() }
    switch alarm {
    case .terminal(let token, let purpose): post(token, .timer(purpose))
    case .heartbeat(let token): terminals[token]?.checkHeartbeat()
    case .host(let handle):
      hosts[handle].map { hosts.mark($0) }
      hosts[handle]?.link?.timeHasCome()
    case .step(let token): terminals[token]?.stepTimedOut()
    case .key(let token): terminals[token]?.keyIsDue()
    case .linger(let token): if let connection = terminals[token] { terminals.lost(connection) }
    case .signOn(let attempt): signOns.lookAfterHold(attempt)
    case .question(let token, let request): signOns.questionEnds(token, request)
    case .verdict(let handle, let verdict): tell(handle, .verdict(verdict))
    case .rights(let question): rights.patienceEnds(question)
    case .drain(let drain): drains.timeHasCome(drain)
    }
  }

  /// Writes what is due, and delivers what comes of it, until neither is left.
  private func writeAll() {
    repeat {
      // What leaves is kept before it leaves.
      commit()
      reactor.flushDue()
      drain()
    } while reactor.isOutputDue
    commit()
  }

  /// All that came and changed is kept; shards that terminals came from need not keep them any more.
  func commit() {
    guard let ledger = reactor.ledger else { return }
    reactor.tellCustody()
    ledger.commit()
    for (token, former) in comers {
      context.commons.doors[former].mailbox.send(.moved(token: token))
    }
    comers.removeAll(keepingCapacity: true)
  }

  // MARK: Messages of other threads

  private func receive(_ message: ShardMessage) {
    switch message {
    case .event(let token, let event): post(token, event)
    case .signOnAnswered(let attempt, let verdict):
      if signOns.answered(attempt, verdict) { signedOn(attempt, verdict) }
    case .logOnAnswered(let attempt, let answer):
      if let due = signOns.delay(attempt, answer) {
        reactor.setTimer(due, .verdict(attempt.handle, answer.verdict))
      } else {
        tell(attempt.handle, .verdict(answer.verdict))
      }
    case .operatorAnswered(let handle, let answer): tell(handle, .answered(answer))
    case .administered(let handle, let answer): tell(handle, .administered(answer))
    case .viewer(let viewer, let news, let target, let from):
      performer.views.take(viewer, news, of: target, from: from)
    case .viewed(let handle, let answer): tell(handle, .viewed(answer))
    case .resolved(let handle, let resolution): hosts.connection(handle)?.resolved(resolution)
    case .arrival(let arrival): ports.take(arrival, isStopping: stopDeadline != nil)
    case .signedOn(let handover, let attempt, let verdict):
      adopt(handover, attempt, verdict: verdict)
    case .message(let news): performer.messages.take(news)
    case .site(let new): SiteDesk(shard: self).take(new)
    case .rightsChanged: rights.askAll()
    case .rights(let question, let found): rights.answered(question, found)
    case .operation(let operation): operation.perform(on: self)
    case .moved(let token): reactor.ledger?.hasLeft(token, isBack: false)
    case .drain(let drain): drains.take(drain)
    case .standing(let standing): SiteDesk(shard: self).take(standing)
    case .stop: beginStop()
    case .yield: hasYielded = true
    }
  }

  private func post(_ token: UInt64, _ event: Event) {
    if let connection = terminals[token] { reactor.post(.terminal(connection, event)) }
  }

  private func tell(_ host: SessionHandle, _ event: ApplicationEvent) {
    hosts[host].map { reactor.post(.application($0, event)) }
  }

  // MARK: Users who are at home elsewhere

  /// A password was right: the terminal hears it on the user's home shard, which may be this one.
  private func signedOn(_ attempt: SignOnTry, _ verdict: SignOnVerdict) {
    guard let connection = terminals[attempt.token] else { return }
    // One that is gone, or that somebody unlocks, stays.
    guard connection.isConnected, connection.session?.signedOnUser == nil else {
      return reactor.post(.terminal(connection, .verdict(attempt.request, verdict)))
    }
    let home = users.claim(attempt.user)
    guard home == context.index else { return departures.append((attempt, verdict, home)) }
    reactor.post(.terminal(connection, .verdict(attempt.request, verdict)))
    reactor.post(.arrived(attempt.user))
  }

  /// Terminals go to the home shards of their users; nothing of this turn is left to do with them.
  private func depart() {
    let leaving = departures
    departures = []
    for (attempt, verdict, home) in leaving {
      guard let connection = terminals[attempt.token] else { continue }
      guard let handover = terminals.release(connection) else {
        reactor.post(.terminal(connection, .verdict(attempt.request, verdict)))
        continue
      }
      let door = context.commons.doors[home].mailbox
      guard !door.send(.signedOn(handover, attempt, verdict)) else { continue }
      _ = terminals.adopt(handover)
      signOns.refuse(attempt, SignOnRefusal(.busy))
    }
    drain()
    writeAll()
  }

  /// A terminal comes whose user is at home here, or was when it left.
  private func adopt(_ handover: Handover, _ attempt: SignOnTry, verdict: SignOnVerdict) {
    let connection = terminals.adopt(handover)
    connection.mark()
    comers.append((connection.token, handover.former))
    // Tables may have changed while it was on its way.
    reactor.post(.terminal(connection, .siteReplaced(context.site)))
    guard stopDeadline == nil else { return tellOfStop(connection) }
    signedOn(attempt, verdict)
  }

  // MARK: Events and effects

  /// Delivers what was posted, and what follows from that, until nothing is left: at the foot of
  /// whatever happened, and nowhere else.
  /// - `isNoted`: whether the ledger hears whose each is: many wait at once, at a start.
  func drain(isNoted: Bool = false) {
    precondition(!isDraining, "events are delivered while one is delivered")
    isDraining = true
    while let item = reactor.next() {
      if isNoted { reactor.ledger?.note(item.work) }
      deliver(item)
    }
    isDraining = false
  }

  private func deliver(_ item: Inbox.Item) {
    switch item {
    case .terminal(let connection, let event): tell(connection, event)
    case .host(let leg, let event): if !leg.isClosed { tell(leg.owner, event) }
    case .hostEnded(let leg, let end):
      guard !leg.isClosed else { return }
      hosts.close(leg)
      tell(leg.owner, .hostClosed(leg.handle, end))
    case .application(let leg, let event): (leg.link as? BuiltInHost)?.handle(event)
    case .start(let connection):
      update(connection) { $0.session?.start(at: reactor.now, into: &$1) }
    case .park(let connection): update(connection) { $0.session?.park(at: reactor.now, into: &$1) }
    case .resume(let connection):
      update(connection) { $0.session?.resume(at: reactor.now, into: &$1) }
    case .lost(let connection): isLost(connection)
    case .takeOver(let user, let formers, let taker):
      // The sessions' hosts speak to the taker from here on, so that it hears of them first.
      if let moved = users.takeOver(user, from: formers, by: taker) { tell(taker, .adopted(moved)) }
    case .arrived(let user): users.arrived(user)
    }
  }

  /// Gives an event to the user at a terminal, and performs what the user's session wants.
  private func tell(_ connection: TerminalConnection, _ event: Event) {
    connection.trace?.event(event, connection.session)
    update(connection) { $0.session?.handle(event, at: reactor.now, into: &$1) }
  }

  private func update(
    _ connection: TerminalConnection, _ change: (TerminalConnection, inout [Effect]) -> Void
  ) {
    guard connection.session != nil else { return }
    connection.mark()
    var effects: [Effect] = []
    swap(&effects, &self.effects)
    change(connection, &effects)
    for effect in effects {
      connection.trace?.effect(effect, connection.session)
      performer.perform(effect, connection)
    }
    effects.removeAll(keepingCapacity: true)
    swap(&effects, &self.effects)
    // The last session of a terminal that is gone has ended.
    if connection.isConnected {
      reactor.flushSoon(connection)
    } else {
      users.forgetIfEmpty(connection)
    }
  }

  /// A terminal is gone; its sessions stay, kept by a connection without a socket.
  private func isLost(_ connection: TerminalConnection) {
    signOns.forget(connection)
    guard connection.session != nil else { return terminals.forget(connection) }
    tell(connection, .terminalLost)
    if let user = connection.session?.signedOnUser { users.evict(user) }
  }

  // MARK: The stop

  /// The server was told to stop: nobody comes in any more, and who is there is told.
  func beginStop() {
    guard stopDeadline == nil else { return }
    stopDeadline = reactor.now.instant.advanced(by: PeerLimits.stopTime)
    ports.close()
    for connection in terminals.inOrder { tellOfStop(connection) }
  }

  private func tellOfStop(_ connection: TerminalConnection) {
    if connection.session == nil {
      connection.finish()
    } else {
      reactor.post(.terminal(connection, .serverStops))
    }
  }

  /// Whether all terminals have their last words, or have had time enough to take them.
  var isStopped: Bool {
    guard let stopDeadline else { return false }
    return stopDeadline <= reactor.now.instant || !terminals.all.contains { $0.isConnected }
  }
}
