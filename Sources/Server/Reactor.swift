import Journal
import Ledger
import Messages
import Names
import Platform
import SessionEngine
import TN3270
import Time

/// What the shard reaches outside of its descriptors; real, unless a test says otherwise.
struct World {
  var clock: () -> Moment = Clock.now
  /// Begins a connection to a host, with its keepalive in seconds; whether it is there already.
  var dial: (SocketAddress, Int) throws(SystemError) -> (socket: Int32, isConnected: Bool) = {
    (address, keepalive) throws(SystemError) in
    let (socket, isConnected) = try Sockets.connect(to: address)
    let descriptor = Descriptor(socket)
    try Sockets.keepAlive(socket, seconds: keepalive)
    return (descriptor.release(), isConnected)
  }
  /// Keeps descriptors and ledgers beyond this process.
  var custody: any Custody = NoCustody()
  /// Takes a line for the log; nil for the journal.
  var log: ((Message) -> Void)?
  /// Takes a password that is to be looked at; nil for the security manager.
  var signOn: ((SignOnTry) -> Void)?
  /// Takes a wish for a PassTicket, with its terminal; nil for the security manager.
  var ticket: ((UInt64, RequestID) -> Void)?
  /// Looks for letters, or writes them down, and says whether it will; nil for the helpers.
  var letters: ((@escaping @Sendable () -> Void) -> Bool)?
  /// Answers operators' commands; nil where nobody does.
  var operators: OperatorDesk?
  /// Stops the server, as SIGTERM does.
  var stop: () -> Void = Signals.terminate
}

/// A shard's clockwork: who is ready, what follows, what is due, and what is to be written.
///
/// It knows nobody by kind; peers and desks put their things in, and the shard takes them out.
final class Reactor {
  /// Waits for descriptors.
  private(set) var poller: Poller
  let world: World
  private let journal: Journal
  /// The time of this turn.
  private(set) var now: Moment
  /// The last look at the clock in this turn: where the next peer's work begins.
  private var mark: Instant
  private var inbox = Inbox()
  private var timers = TimerQueue<KeptAlarm>()
  /// Connections by their token.
  private var peers: [UInt64: any Peer] = [:]
  /// Peers with input left from another turn, or beyond their share, in order.
  private var lane: [any Peer] = []
  /// Peers with something to write, in order.
  private var due: [any Peer] = []
  private var ready: [(token: UInt64, readiness: Poller.Readiness)] = []
  /// What the telnet of the peer that is looked at says; empty between two looks.
  var serverEvents: [ServerEvent] = []
  var clientEvents: [ClientEvent] = []
  /// Where connections are read to.
  let intake: Intake
  /// What outlives the process; nil where nothing does.
  let ledger: ShardLedger?
  private var orders = CustodyOrders()
  private var lastToken: UInt64
  private let tokenStep: UInt64
  /// What the shard has counted since it began.
  var figures = ShardFigures()

  /// - `index`: which of the server's shards it is.
  /// - `count`: how many there are; no two give the same token.
  /// - `former`: the last token that workers before gave; nil for none.
  init(
    journal: Journal, world: World, index: Int, of count: Int, ledger: ShardLedger? = nil,
    after former: UInt64? = nil
  ) throws(SystemError) {
    self.ledger = ledger
    intake = Intake(ledger)
    self.journal = journal
    self.world = world
    now = world.clock()
    mark = now.instant
    poller = try Poller()
    let step = UInt64(count)
    let first = Self.firstToken + UInt64(index)
    let rounds = former.map { $0 < first ? 0 : ($0 - first) / step + 1 } ?? 0
    tokenStep = step
    lastToken = first + rounds * step
    ledger?.note(lastToken, at: LedgerHeader.lastToken)
  }

  /// Tokens of connections begin here; those below are ports and the mailbox.
  static let firstToken: UInt64 = 1 << 32

  /// A name for a new connection, never used before.
  func nextToken() -> UInt64 {
    lastToken += tokenStep
    ledger?.note(lastToken, at: LedgerHeader.lastToken)
    return lastToken
  }

  func record(_ message: Message) {
    if let log = world.log { log(message) } else { journal.record(message, at: now.wall) }
  }

  // MARK: Connections

  /// Tells the kernel of a descriptor that is not a peer's: a port, or the mailbox.
  func watch(_ descriptor: Int32, token: UInt64) throws(SystemError) {
    try poller.add(descriptor, .read, token: token)
  }

  /// From now on the peer's connection is served.
  func add(_ peer: any Peer, _ channel: Channel, waitsToWrite: Bool = false) throws(SystemError) {
    try channel.join(poller, waitsToWrite: waitsToWrite)
    peers[channel.token] = peer
  }

  func peer(_ token: UInt64) -> (any Peer)? { peers[token] }

  /// Ends a connection, for whoever holds a duplicate of it too.
  func close(_ channel: Channel) {
    let isHeld = world.custody.isKeeping && channel.number != nil
    peers[channel.token] = nil
    channel.close(poller, isHeld: isHeld)
    if isHeld { letGo(channel.token) }
  }

  /// Has a connection held beyond this process, before the turn's bytes leave.
  func hold(_ channel: Channel, _ kind: Held.Kind, address: String = "") {
    guard let number = channel.number else { return }
    hold(number, token: channel.token, as: kind, address: address)
  }

  /// Has a connection held that no channel has yet.
  func hold(_ number: Int32, token: UInt64, as kind: Held.Kind, address: String) {
    guard world.custody.isKeeping else { return }
    if orders.isFull { tellCustody() }
    orders.hold(Held(token: token, kind, descriptor: number, address: address))
  }

  /// Has a connection held at once: bytes go over it that no turn's end waits for.
  func holdNow(_ channel: Channel, _ kind: Held.Kind, address: String = "") {
    hold(channel, kind, address: address)
    tellCustody()
  }

  /// Has a connection held no more.
  func letGo(_ token: UInt64) {
    guard world.custody.isKeeping else { return }
    if orders.isFull { tellCustody() }
    orders.release(token)
  }

  /// What is to be held is held from here on.
  func tellCustody() { orders.tell(world.custody) }

  /// Forgets a connection that goes to another shard as it is, with its deadlines. Nothing of it is
  /// left here, since another thread has it from now on.
  func release(_ peer: any Peer, _ channel: Channel) -> [(deadline: Instant, purpose: Alarm)] {
    let token = channel.token
    peers[token] = nil
    channel.leave(poller)
    lane.removeAll { $0 === peer }
    due.removeAll { $0 === peer }
    let taken = timers.remove { $0.alarm.terminal == token }
    ledger?.leaves(channel, timers: taken.map(\.purpose.number))
    return taken.map { ($0.deadline, $0.purpose.alarm) }
  }

  /// Takes deadlines out, for whoever sets them elsewhere.
  func takeTimers(
    where isWanted: (Alarm) -> Bool
  ) -> [(deadline: Instant, purpose: Alarm)] {
    timers.remove { isWanted($0.alarm) }.map {
      ledger?.forget(timer: $0.purpose.number)
      return ($0.deadline, $0.purpose.alarm)
    }
  }

  /// Tokens of connections; each is somebody's.
  var tokens: [UInt64] { Array(peers.keys) }

  // MARK: Time

  /// Waits for descriptors; a new turn begins.
  /// - Returns: what is ready; given back to `keep` when it was seen to.
  func wait(milliseconds: Int32) -> [(token: UInt64, readiness: Poller.Readiness)] {
    var found: [(token: UInt64, readiness: Poller.Readiness)] = []
    swap(&found, &ready)
    found.removeAll(keepingCapacity: true)
    poller.wait(milliseconds: milliseconds) { found.append(($0, $1)) }
    now = world.clock()
    mark = now.instant
    return found
  }

  /// Takes a list back, for the next turn.
  func keep(_ list: consuming [(token: UInt64, readiness: Poller.Readiness)]) { ready = list }

  /// How long to wait for descriptors, in milliseconds; -1 for ever.
  func waitTime(until others: Instant?...) -> Int32 {
    guard !hasWork else { return 0 }
    var next = timers.next
    for other in others {
      if let other { next = min(other, next ?? other) }
    }
    guard let next else { return -1 }
    let (seconds, attoseconds) = world.clock().instant.duration(to: next).components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }

  /// Where the work of a peer begins: where that of the last one ended.
  var workBegins: Instant { mark }

  /// A look at the clock after some work.
  func workEnds() -> Instant {
    mark = world.clock().instant
    return mark
  }

  /// What is to come of a terminal, in order; a deadline that counts no more is among it.
  func timers(of token: UInt64) -> [(deadline: Instant, purpose: Alarm)] {
    timers.pending { $0.alarm.terminal == token }.map { ($0.deadline, $0.purpose.alarm) }
  }

  func setTimer(_ deadline: Instant, _ purpose: Alarm) {
    let number = ledger?.keep(deadline, purpose) ?? 0
    timers.add(deadline, KeptAlarm(alarm: purpose, number: number))
  }

  /// The next deadline that has come; the ledger is told whose it is.
  func popDue() -> Alarm? {
    guard let due = timers.popDue(now.instant)?.purpose else {
      ledger?.note(nil)
      return nil
    }
    ledger?.note(due.alarm.work)
    ledger?.forget(timer: due.number)
    return due.alarm
  }

  // MARK: What follows

  /// Adds what follows from what is being done; it is delivered when nothing else runs.
  func post(_ item: Inbox.Item) {
    #if DEBUG
      if case .terminal(_, .terminalRecord(let bytes)) = item {
        PlantedFault.meet("input", in: bytes)
      }
    #endif
    inbox.post(item)
  }

  /// Takes what was posted first.
  func next() -> Inbox.Item? { inbox.next() }

  // MARK: Input that waits

  /// The peer's input is looked at when those that keep to their share have been served.
  func enterLane(_ peer: any Peer) {
    guard let channel = peer.channel, !channel.isInLane, channel.hasInput || channel.ending != nil
    else { return }
    channel.isInLane = true
    lane.append(peer)
  }

  var isLaneEmpty: Bool { lane.isEmpty }
  var laneCount: Int { lane.count }
  func inLane(_ index: Int) -> any Peer { lane[index] }
  func leaveLane(first served: Int) { lane.removeFirst(served) }

  // MARK: Output
  //
  // Output is written at the end of a turn, after all that came in was taken. A peer on this machine
  // then wakes once and finds work for all its connections, where it would wake for each; and what one
  // turn brings for a connection is one write. What waits for a peer that reads again is written then too,
  // since what a turn says counts with its commit only.

  /// The peer's output is written before the shard waits again.
  func flushSoon(_ peer: any Peer) {
    guard let channel = peer.channel else { return }
    peer.mark()
    guard !channel.isDue else { return }
    channel.isDue = true
    due.append(peer)
  }

  /// Writes what the kernel takes of what a connection said.
  func flush(_ channel: Channel) -> Channel.Flush {
    let result = channel.flush(poller)
    if !channel.kept.isEmpty { ledger?.forgetWritten(channel) }
    return result
  }

  var isOutputDue: Bool { !due.isEmpty }

  /// Writes what is due; a connection that ends at it may leave more to others.
  func flushDue() {
    var index = 0
    while index < due.count {
      let peer = due[index]
      index += 1
      peer.channel?.isDue = false
      peer.flush()
    }
    due.removeAll(keepingCapacity: true)
  }

  /// Whether there is something to do before anything else happens.
  var hasWork: Bool { !lane.isEmpty || !due.isEmpty }
}
