import Bytes
import DataStream
import Names
import Platform
import SessionEngine
import Synchronization
import TLSEnd
import TN3270
import Tables
import Time

/// A connection to a TN3270 host, from the look-up of its name to the end.
final class TN3270Host: HostLink, Peer {
  unowned let leg: HostLeg
  unowned let context: ShardContext
  let definition: EffectiveSession
  let target: SocketAddress
  private let isSecure: Bool
  let terminal: HostTerminal
  /// The name of the entry's that it was given by its host.
  var name: LUName?
  var stage = HostStage.resolving
  var channel: Channel?
  var machine: ClientMachine
  /// What telnet says: one list for all hosts of the shard, since it is empty between two looks.
  private var events: [ClientEvent] {
    _read { yield reactor.clientEvents }
    _modify { yield &reactor.clientEvents }
  }
  var impression = HostImpression()
  /// Once it has talked: when it is asked whether it is there.
  var pulse: HostPulse?
  /// Addresses of the host that were not tried yet.
  private var addresses: [SocketAddress] = []
  /// Until when the stage may last.
  var deadline: Instant
  /// The next timer that looks at it: one that goes off early is set again.
  private var timer: Instant?
  var share = Share()

  var reactor: Reactor { context.reactor }
  private var now: Instant { context.reactor.now.instant }
  var handle: SessionHandle { leg.handle }
  var entry: ACTEntry { definition.entry }
  init(
    _ leg: HostLeg, _ definition: EffectiveSession, target: SocketAddress, isSecure: Bool,
    terminal: HostTerminal, context: ShardContext
  ) {
    self.leg = leg
    self.context = context
    self.definition = definition
    self.target = target
    self.isSecure = isSecure
    self.terminal = terminal
    let free = context.commons.pools.withLock {
      $0.take(
        terminal.names, definition.entry.pool, of: target, for: leg.handle,
        application: definition.application)
    }
    deadline = context.reactor.now.instant
    machine = ClientMachine(
      options: terminal.options(
        names: free, allowsStartTLS: !isSecure && definition.entry.negotiatedTLS != .refused))
  }

  // MARK: Opening

  /// Begins to look its name up. `names`: LU names that the entry wants; none of them may be free.
  func open(names: [LUName]) {
    guard names.isEmpty || !machine.names.isEmpty else { return end(.poolInUse) }
    extend()
    let (mailbox, handle) = (context.mailbox, handle)
    let isQueued = context.services.lookUp(target.host) { mailbox.send(.resolved(handle, $0)) }
    if !isQueued { end(.unreachable("too many look-ups wait")) }
  }

  /// What the look-up came to.
  func resolved(_ resolution: HostResolution) {
    guard stage == .resolving else { return }
    switch resolution.addresses {
    case .failure(let fault): end(fault.end)
    case .success(let found):
      addresses = found.map { SocketAddress(host: $0, port: target.port) }
      tryNext()
    }
  }

  /// Begins a connection to the next address of the host.
  private func tryNext() {
    while !addresses.isEmpty {
      // What is left of the try before this one.
      drop()
      let address = addresses.removeFirst()
      do {
        let (socket, isConnected) = try reactor.world.dial(address, definition.entry.keepalive)
        let new = Channel(token: reactor.nextToken(), socket: Descriptor(socket))
        channel = new
        reactor.hold(new, .host)
        try reactor.add(self, new, waitsToWrite: !isConnected)
        stage = .connecting(address)
        extend()
        if isConnected { established(new) }
        return
      } catch {
        impression.failure = error.description
      }
    }
    end(.unreachable(impression.failure))
  }

  /// The next stage has its own time.
  private func extend() {
    wake(now.advanced(by: .seconds(definition.entry.connectTimeout)))
  }

  private func wake(_ new: Instant) {
    deadline = new
    if let timer, timer <= deadline { return }
    timer = deadline
    reactor.setTimer(deadline, .host(handle))
  }

  /// TCP is there: TLS or telnet begins.
  private func established(_ channel: Channel) {
    stage = .negotiating
    channel.watch(reactor.poller)
    channel.noteBase()
    extend()
    if isSecure { secure(channel) }
  }

  // MARK: TLS

  /// The TLS handshake begins: what comes from here on is inside it.
  private func secure(_ channel: Channel) {
    do throws(TLSDesk.Fault) {
      try channel.secure(
        context.services.hostTLS.rules(for: definition.entry), host: target.host,
        by: context.tls, reactor: reactor
      ) { reactor.holdNow(channel, .host) }
    } catch {
      end(.connectionLost(error.reason))
    }
  }

  /// Both sides agreed on START_TLS: telnet begins anew inside it.
  private func startTLS() {
    guard let channel else { return }
    // What came in clear with the command must never count as said inside TLS.
    guard !channel.hasInput else {
      return end(.protocolError(TelnetViolation.bytesBeforeTLS.description))
    }
    machine.restart()
    extend()
    secure(channel)
  }

  /// Nothing came: telnet's NOP, long enough for a TLS record's head, makes a TLS port say or do
  /// something, so that the reason can be told.
  private func sound() {
    impression.isSounded = true
    channel?.send(ClientMachine.nop + ClientMachine.nop + ClientMachine.nop)
    wake(now.advanced(by: PeerLimits.soundingTime))
    reactor.flushSoon(self)
  }

  // MARK: Input

  func isReady(_ readiness: Poller.Readiness) -> Bool {
    guard let channel, let number = channel.number else { return false }
    if case .connecting(let address) = stage {
      if let error = Sockets.connectError(number, to: address) {
        impression.failure = error.description
        tryNext()
      } else {
        established(channel)
      }
      return false
    }
    if readiness.canWrite { reactor.flushSoon(self) }
    guard readiness.canRead, channel.number != nil else { return false }
    // The kernel tells of a connection that broke also while it is not read.
    if readiness.isBroken, !channel.rests.isEmpty { end(endOfInput(channel)) }
    guard channel.rests.isEmpty else {
      channel.ignore(reactor.poller)
      return false
    }
    let before = channel.counted.read
    channel.read(reactor.intake, limit: PeerLimits.readSize)
    reactor.figures.hosts.bytesIn += channel.counted.read - before
    guard !share.isSpent(at: now) else {
      leaveInput()
      return false
    }
    return true
  }

  func look() -> Bool {
    guard let channel, channel.hasInput, channel.mayWork else { return false }
    channel.take { bytes in
      impression.heard(bytes, isSecure: isSecure)
      pulse?.heard(at: now)
      return machine.next(bytes, into: &events)
    }
    takeEvents()
    return true
  }

  func wipeRecord() {}

  func leaveInput() {
    guard let channel else { return }
    reactor.flushSoon(self)
    if channel.hasInput, !channel.isClosing {
      channel.rest(.input)
      if channel.mayWork { reactor.enterLane(self) }
      return
    }
    channel.resume(.input, reactor.poller)
    switch channel.ending {
    case nil: break
    case .ended:
      machine.finish(into: &events)
      takeEvents()
      end(endOfInput(channel))
    case .failed(let fault):
      end(stage == .talking ? .connectionLost(fault.reason) : HostEnd(fault))
    }
  }

  private func endOfInput(_ channel: Channel) -> HostEnd {
    stage == .talking
      ? .closedByHost : impression.endOfInput(isOpen: channel.isOpen, machine)
  }

  private func takeEvents() {
    for event in events where stage != .ended { take(event) }
    events.removeAll(keepingCapacity: true)
    reactor.flushSoon(self)
  }

  private func take(_ event: ClientEvent) {
    switch event {
    case .send(let bytes): channel?.send(bytes)
    case .ready(let identity): ready(as: identity)
    case .record(let record): take(record)
    case .bind(let image):
      impression.speaks3270 = true
      reactor.post(.host(leg, .hostBound(handle, BoundSizes(image.size))))
    case .bindRefused(let fault): end(.protocolError(fault.description))
    case .unbind(.bindForthcoming, _): reactor.post(.host(leg, .hostUnbound(handle)))
    case .unbind(let reason, let sense):
      end(.unbound(type: reason.code, sense: Array(sense.prefix(4))))
    case .nvtData(let text):
      // After the negotiation: line mode, unless 3270 follows.
      if impression.say(text), stage == .talking, impression.isLineMode { extend() }
    case .deviceRejected(let reason): impression.refusals.append(reason)
    case .timingMarkAnswered: if let step = pulse?.answered(at: now) { ask(step) }
    case .startTLS: startTLS()
    case .left: break
    case .violation(let violation): end(.protocolError(violation.description))
    }
  }

  private func ready(as identity: HostIdentity) {
    guard stage != .talking else { return }
    if definition.entry.negotiatedTLS == .required, !(channel?.isSecure ?? false) {
      return end(.tlsFailed(.notOffered, "the entry requires START_TLS"))
    }
    stage = .talking
    addresses = []
    impression.forgetText()
    name = identity.deviceName
    if let name {
      context.commons.pools.withLock {
        $0.claim(name, of: target, for: handle, application: definition.application)
      }
    }
    reactor.post(.host(leg, .hostReady(handle, lu: identity.deviceName?.description)))
  }

  private func take(_ record: Record) {
    impression.speaks3270 = true
    if pulse == nil {
      let new = HostPulse(interval: .seconds(definition.entry.keepalive), at: now)
      pulse = new
      reactor.setTimer(new.due, .host(handle))
    }
    if record.dataType == .sscpLUData {
      reactor.post(.host(leg, .hostText(handle, record.payload)))
    } else {
      reactor.post(.host(leg, .hostRecord(handle, record.payload, reply: ReplyWanted(record))))
    }
    // A host that sends faster than the terminal reads waits for it.
    if leg.owner.holds(leg) { channel?.rest(.otherSide) }
  }

  func resume() {
    channel?.resume(.otherSide, reactor.poller)
    reactor.enterLane(self)
  }

  func flush() {
    guard let channel else { return }
    let before = channel.counted.written
    defer { reactor.figures.hosts.bytesOut += channel.counted.written - before }
    switch reactor.flush(channel) {
    case .broken: end(.connectionLost("the host closed it"))
    case .waiting, .done:
      guard !channel.isClosing else { return end(.connectionLost("the host does not read")) }
      leg.owner.wait(for: leg, waiting: channel.waiting)
    }
  }

  func send(_ record: [UInt8]) { send(record, .data3270) }
  func send(text: [UInt8]) { send(text, .sscpLUData) }

  private func send(_ record: [UInt8], _ type: DataType) {
    // What is typed while no application is bound reaches nobody.
    guard let channel, machine.carries(type) else { return }
    channel.send { machine.frame(record, dataType: type, into: &$0) }
    reactor.flushSoon(self)
  }

  func respond(to sequence: UInt16, _ sense: ResponseSense) {
    let record = Record([], responseFlag: .always, sequence: sequence)
    say { $0.respond(to: record, ResponseResult(sense), into: &$1) }
  }

  func attention() { if machine.isReady { say { $0.attention(into: &$1) } } }
  func systemRequest() { if machine.isReady { say { _ = $0.systemRequest(into: &$1) } } }

  /// Says what is no record.
  private func say(_ what: (inout ClientMachine, inout [UInt8]) -> Void) {
    var bytes: [UInt8] = []
    what(&machine, &bytes)
    channel?.send(bytes)
    reactor.flushSoon(self)
  }

  // MARK: Time

  /// A timer of the host's: of its stage, its heartbeat, or the end of line mode.
  func timeHasCome() {
    if let timer, timer <= now { self.timer = nil }
    if stage == .talking { return talkingTimer() }
    guard deadline <= now else { return wake(deadline) }
    switch stage {
    case .resolving: end(.nameUnknown("no answer from the name service"))
    case .connecting(let address):
      impression.failure = "\(address) does not answer"
      tryNext()
    case .negotiating where !impression.hasSpoken && !isSecure && !impression.isSounded: sound()
    case .negotiating: end(impression.endOfPatience(isOpen: channel?.isOpen ?? true, machine))
    case .talking, .ended: break
    }
  }

  private func talkingTimer() {
    // A host that rests until its terminal has read cannot be heard.
    if channel?.rests.isEmpty == false { pulse?.heard(at: now) }
    if let (step, next) = pulse?.check(at: now) {
      guard step != .lost else { return end(.connectionLost("it does not answer")) }
      if let step { ask(step) }
      reactor.setTimer(next, .host(handle))
    }
    guard impression.isLineMode else { return }
    if deadline <= now { end(.notTN3270(impression.said)) } else { wake(deadline) }
  }

  private func ask(_ step: Heartbeat.Step) {
    switch step {
    case .ask: channel?.send { machine.probe(into: &$0) }
    case .nudge: channel?.send(ClientMachine.nop)
    case .lost: return
    }
    reactor.flushSoon(self)
  }

  // MARK: The end

  /// The far end is gone; the terminal hears why. Nothing comes from it any more.
  private func end(_ end: HostEnd) {
    guard stage != .ended else { return }
    stage = .ended
    drop()
    reactor.post(.hostEnded(leg, end))
  }

  func close() {
    stage = .ended
    drop()
  }

  /// Ends the connection that there is.
  private func drop() {
    if let channel { reactor.close(channel) }
    channel = nil
  }
}
