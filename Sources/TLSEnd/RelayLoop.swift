import Bytes
import Crypto
import Names
public import Platform
import TLS
public import Time

/// One thread of a TLS end: its link to the server, and the connections that came over it.
public final class RelayLoop {
  private var poller: Poller
  /// Where orders come from and notices go to.
  private let link: Descriptor
  private let contexts: RelayContexts
  private let room = PacketRoom()
  /// Pairs whose files were read on another thread.
  private let mailbox: Mailbox<UInt64>
  private let clock: () -> Instant
  private var now: Instant
  private var pairs: [UInt64: RelayPair] = [:]
  /// Slots by the connections' names.
  private var slots: [UInt64: UInt64] = [:]
  private var lastSlot: UInt64 = 1
  private var timers = TimerQueue<UInt64>()
  private var hasLinkEnded = false
  /// When the loop ends at the latest, once its link has.
  private var end: Instant?
  /// When it may end without connections, once another one takes the new ones.
  private var retiresAt: Instant?
  private var ready: [(token: UInt64, readiness: Poller.Readiness)] = []
  private var scratch = [UInt8](repeating: 0, count: PeerLimits.readSize)
  private var output = TLSOutput()

  private static let mailboxToken: UInt64 = 0
  private static let linkToken: UInt64 = 1
  /// Events after which the link is looked at again: handshakes take a millisecond each, and orders come
  /// hundreds at once after a power cut.
  private static let eventsBetweenOrders = 16
  /// Time in which connections still come that were on their way to a TLS end when another took its place.
  private static let stragglers = Duration.seconds(5)
  /// Orders of one look.
  private static let ordersAtOnce = 64
  /// Pairs whose counts one notice tells; each takes 30 bytes at the most.
  private static let countsAtOnce = 256

  /// Serves orders that come over `link`, a `PacketSocket`'s end.
  public init(
    link: consuming Descriptor, contexts: RelayContexts,
    clock: @escaping () -> Instant = Clock.instant
  ) throws(SystemError) {
    self.link = link
    self.contexts = contexts
    self.clock = clock
    now = clock()
    poller = try Poller()
    mailbox = try Mailbox(limit: .max)
    try poller.add(mailbox.descriptor, .read, token: Self.mailboxToken)
    try poller.add(self.link.number, .read, token: Self.linkToken)
  }

  /// Number of connections that are there.
  public var count: Int { pairs.count }

  /// Serves until nobody is left who could send an order, or another one takes them, and the last
  /// connection has ended.
  public func run() {
    while !isOver { turn(waiting: waitTime) }
  }

  /// Whether the link has ended, or another TLS end takes its orders, and all that was under way is over.
  var isOver: Bool {
    if let retiresAt, retiresAt <= now, pairs.isEmpty { return true }
    return hasLinkEnded && (pairs.isEmpty || end.map { $0 <= now } ?? false)
  }

  /// Milliseconds until the next deadline; -1 for ever.
  private var waitTime: Int32 {
    var next = timers.next
    if let end { next = min(end, next ?? end) }
    if let retiresAt, pairs.isEmpty { next = min(retiresAt, next ?? retiresAt) }
    guard let next else { return -1 }
    let (seconds, attoseconds) = clock().duration(to: next).components
    return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
  }

  /// Waits for something to do, and does it.
  /// - Returns: whether there was something.
  @discardableResult
  public func turn(waiting milliseconds: Int32) -> Bool {
    ready.removeAll(keepingCapacity: true)
    poller.wait(milliseconds: milliseconds) { ready.append(($0, $1)) }
    now = clock()
    for index in ready.indices {
      let (token, readiness) = ready[index]
      switch token {
      case Self.mailboxToken: for slot in mailbox.take() { begin(slot) }
      case Self.linkToken: takeOrders()
      default: serve(token, readiness)
      }
      if index % Self.eventsBetweenOrders == Self.eventsBetweenOrders - 1, !hasLinkEnded {
        takeOrders()
      }
    }
    while let (_, slot) = timers.popDue(now) {
      // One that was put off fires again later.
      if let pair = pairs[slot], let deadline = pair.deadline, deadline <= now { close(pair) }
    }
    return !ready.isEmpty
  }

  // MARK: The link

  private func takeOrders() {
    for _ in 0..<Self.ordersAtOnce {
      switch PacketSocket.receive(link.number, into: room, waits: false) {
      case .nothing: return
      case .packet(let packet): take(packet)
      case .ended:
        hasLinkEnded = true
        poller.remove(link.number)
        end = now.advanced(by: PeerLimits.stopTime)
        return
      }
    }
  }

  private func take(_ packet: PacketSocket.Packet) {
    var descriptors = packet.descriptors.map { $0 }[...]
    func next() -> Descriptor? { descriptors.popFirst().map { Descriptor($0) } }
    defer { while next() != nil {} }
    var thawer = Thawer(packet.bytes)
    // A packet without its descriptors, or of another version, is nobody's: its clear side ends.
    guard !packet.isTorn, let request = try? thawer.take(RelayRequest.self) else { return }
    switch request {
    case .serve(let order):
      guard let network = next(), let clear = next() else { return }
      add(order, network: network, clear: clear)
    case .count(let question, let wanted): tellCounts(question, wanted)
    case .retire: retiresAt = retiresAt ?? now.advanced(by: Self.stragglers)
    }
  }

  private func tell(_ notice: RelayNotice) {
    var freezer = Freezer()
    freezer.put(notice)
    // A server that does not take it hears of the end without the reason.
    _ = PacketSocket.send(link.number, freezer.bytes, waits: false)
  }

  private func tellCounts(_ question: UInt64, _ wanted: [UInt64]) {
    let counts = wanted.prefix(Self.countsAtOnce).compactMap { self.counts(of: $0) }
    tell(.counts(question: question, counts))
  }

  /// Bytes that went each way at a pair; nil where there is none of the name.
  public func counts(of id: UInt64) -> RelayCounts? {
    guard let slot = slots[id], let pair = pairs[slot] else { return nil }
    let unread = Sockets.readable(pair.clear.descriptor.number) ?? 0
    return RelayCounts(
      pair: id, written: (pair.relay?.taken ?? 0) + UInt64(unread), given: pair.relay?.given ?? 0)
  }

  // MARK: Pairs

  private func add(
    _ order: RelayOrder, network: consuming Descriptor, clear: consuming Descriptor
  ) {
    lastSlot += 1
    let pair = RelayPair(order, slot: lastSlot, network: network, clear: clear)
    pairs[pair.slot] = pair
    slots[pair.id] = pair.slot
    let (mailbox, slot) = (mailbox, pair.slot)
    if let found = contexts.find(order.rules, then: { mailbox.send(slot) }) { begin(pair, found) }
  }

  private func begin(_ slot: UInt64) {
    guard let pair = pairs[slot], let order = pair.waiting else { return }
    begin(pair, contexts.found(order.rules))
  }

  /// The pair's rules are read: TLS begins.
  private func begin(_ pair: RelayPair, _ found: RelayContexts.Found) {
    guard let order = pair.waiting else { return }
    pair.waiting = nil
    do throws(TLSContextError) {
      pair.relay = try Relay(order, try found.get(), into: &output)
    } catch {
      _ = Descriptor.write(
        pair.clear.descriptor.number, RelayOpening.failed(.files(error.description)).bytes[...])
      return close(pair)
    }
    settle(pair)
  }

  private func serve(_ token: UInt64, _ readiness: Poller.Readiness) {
    // One that ended in this turn may have an event left in it.
    guard let pair = pairs[token >> 1], pair.relay != nil else { return }
    let side: RelayPair.Side = token & 1 == 1 ? .clear : .network
    var fault: RelayFault?
    if readiness.canRead {
      switch side {
      case .network: fault = readNetwork(pair)
      case .clear: readClear(pair, isGone: readiness.isBroken)
      }
    }
    settle(pair, gone: readiness.isBroken ? side : nil, fault: fault)
  }

  /// Reads the peer once.
  /// - Returns: why the network broke, where TLS was up.
  private func readNetwork(_ pair: RelayPair) -> RelayFault? {
    guard pair.relay?.readsNetwork == true else { return nil }
    switch read(pair.network.descriptor.number) {
    case .wouldBlock: break
    case .ended: pair.relay?.networkEnded()
    case .failed(let error): return pair.relay?.networkBroke(error.reason) ?? nil
    case .bytes(let count): pair.relay?.fromNetwork(scratch[..<count], into: &output)
    }
    return nil
  }

  /// Reads the server once. Before TLS is up nothing of it counts but that it gives up.
  private func readClear(_ pair: RelayPair, isGone: Bool) {
    guard pair.relay?.hasOpened == true else {
      if isGone { pair.relay?.clearEnded(into: &output) }
      return
    }
    guard pair.relay?.readsClear == true else { return }
    switch read(pair.clear.descriptor.number) {
    case .wouldBlock: break
    case .ended, .failed: pair.relay?.clearEnded(into: &output)
    case .bytes(let count):
      pair.relay?.fromClear(scratch[..<count], into: &output)
      // A ticket or a hidden field may be in it.
      Wipe.bytes(&scratch, count: count)
    }
  }

  private func read(_ number: Int32) -> Descriptor.Transfer {
    scratch.withUnsafeMutableBytes { Descriptor.read(number, into: $0) }
  }

  /// Writes what came of an event, and tells both sides and the poller how things stand.
  private func settle(
    _ pair: RelayPair, gone: RelayPair.Side? = nil, fault: RelayFault? = nil
  ) {
    let (network, clear) = (pair.network.descriptor.number, pair.clear.descriptor.number)
    let broken = pair.relay?.write(
      &output, network: { Self.write(network, $0) }, clear: { Self.write(clear, $0) })
    // Before the server can see the end.
    if let fault = fault ?? broken ?? nil { tell(.broken(pair.id, fault)) }
    if pair.relay?.takeNetworkEnd() == true { Descriptor.endOutput(network) }
    if pair.relay?.takeClearEnd() == true { Descriptor.endOutput(clear) }
    guard pair.relay?.isOver == false else { return close(pair) }
    pair.watch(gone: gone, poller)
    guard let next = pair.nextDeadline(at: now) else { return }
    timers.add(next, pair.slot)
  }

  /// Bytes that a descriptor took; nil where its other end is gone.
  private static func write(_ number: Int32, _ bytes: ArraySlice<UInt8>) -> Int? {
    switch Descriptor.write(number, bytes) {
    case .bytes(let count): count
    case .wouldBlock: 0
    case .ended, .failed: nil
    }
  }

  /// Both descriptors are closed with the pair.
  private func close(_ pair: RelayPair) {
    pair.leave(poller)
    pairs[pair.slot] = nil
    if slots[pair.id] == pair.slot { slots[pair.id] = nil }
  }
}
