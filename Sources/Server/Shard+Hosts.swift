import DataStream
import Names
import Platform
import SessionEngine
import TLS
import TN3270
import Tables
import Time

/// Connections to TN3270 hosts.
extension Shard {
  func connect(
    _ host: HostID, _ definition: EffectiveSession, _ address: SocketAddress, isSecure: Bool,
    _ terminal: HostTerminal, _ token: UInt64
  ) {
    let names = terminal.names
    let free = pools.free(
      names, definition.entry.pool, of: address, for: definition.application)
    let connection = HostConnection(
      definition, target: address, isSecure: isSecure,
      options: terminal.options(
        names: free, allowsStartTLS: !isSecure && definition.entry.negotiatedTLS != .refused),
      deadline: now.instant.advanced(by: .seconds(definition.entry.connectTimeout)))
    hosts[host] = HostLeg(owner: token, kind: .connection(connection))
    if let first = free.first {
      // The host may refuse it and take the next; then that one is claimed.
      pools.claim(first, of: address, for: host, definition.application)
    } else if !names.isEmpty {
      return ended(host, .poolInUse)
    }
    setTimer(connection.deadline, host: host)
    let (mailbox, contexts, name) = (services.mailbox, services.hostContexts, address.host)
    let entry = definition.entry
    let answer: NameService.Answer = { found in
      let mayNeedTLS = isSecure || entry.negotiatedTLS != .refused
      let resolution = HostResolution(name, found, mayNeedTLS ? contexts : nil, entry)
      mailbox.send(.resolved(host, resolution))
    }
    let isQueued =
      Sockets.isNumeric(name)
      ? services.helpers.run { answer(.success([name])) }
      : services.names.lookUp(name, then: answer)
    if !isQueued { ended(host, .unreachable("too many look-ups wait")) }
  }

  func resolved(_ host: HostID, _ resolution: HostResolution) {
    guard let connection = connection(host), connection.stage == .resolving else { return }
    switch resolution.addresses {
    case .failure(let fault): ended(host, fault.end)
    case .success(let addresses):
      connection.context = resolution.context
      if connection.isSecure, case .failure(let fault)? = resolution.context {
        return ended(host, .certificateRefused(fault.description))
      }
      connection.addresses = addresses.map {
        SocketAddress(host: $0, port: connection.target.port)
      }
      tryNext(host, connection)
    }
  }

  private func connection(_ host: HostID) -> HostConnection? {
    if case .connection(let connection)? = hosts[host]?.kind { connection } else { nil }
  }

  /// Begins a connection to the next address of the host.
  private func tryNext(_ host: HostID, _ connection: HostConnection) {
    while !connection.addresses.isEmpty {
      let address = connection.addresses.removeFirst()
      do {
        let (socket, isConnected) = try world.dial(
          address, connection.definition.entry.keepalive)
        let token = nextToken()
        let channel = Channel(token: token, socket: Descriptor(socket))
        try poller.add(socket, isConnected ? .read : .write, token: token)
        connection.channel = channel
        hostTokens[token] = host
        connection.stage = .connecting(address)
        extend(host, connection)
        if isConnected { established(host, connection) }
        return
      } catch {
        connection.failure = error.description
      }
    }
    ended(host, .unreachable(connection.failure))
  }

  /// The next stage has its own time.
  func extend(_ host: HostID, _ connection: HostConnection) {
    connection.deadline = now.instant.advanced(by: connection.patience)
    setTimer(connection.deadline, host: host)
  }

  /// TCP is there: TLS or telnet begins.
  private func established(_ host: HostID, _ connection: HostConnection) {
    guard let channel = connection.channel else { return }
    connection.stage = .negotiating
    channel.watch(poller)
    extend(host, connection)
    if connection.isSecure { secure(host, connection, channel) }
  }

  // MARK: The poller

  func hostIsReady(_ host: HostID, _ readiness: Poller.Readiness) {
    guard let connection = connection(host), let channel = connection.channel,
      let number = channel.number
    else { return }
    if case .connecting(let address) = connection.stage {
      if let error = Sockets.connectError(number, to: address) {
        connection.failure = error.description
        drop(connection)
        tryNext(host, connection)
      } else {
        established(host, connection)
      }
      return
    }
    if readiness.canWrite { flush(host, connection) }
    if readiness.canRead, !channel.rests.isEmpty {
      // The kernel tells of a connection that broke also while it is not read.
      if readiness.isBroken { ended(host, connection.endOfInput(isOpen: channel.isOpen)) }
    } else if readiness.canRead {
      channel.read(&scratch, limit: PeerLimits.readSize)
      if connection.share.isSpent(at: now.instant) {
        leaveInput(host, connection, channel)
      } else {
        work(host)
      }
    }
  }

  /// Looks at what the host sent, as much as its turn allows.
  func work(_ host: HostID) {
    guard let connection = connection(host), let channel = connection.channel else { return }
    channel.isInLane = false
    let start = clock().instant
    var now = start
    var looks = 0
    while looks < PeerLimits.recordsPerTurn, now < start.advanced(by: PeerLimits.turnTime),
      look(host, connection, channel)
    {
      looks += 1
      now = clock().instant
    }
    if looks > 0 { connection.share.charge(from: start, to: now) }
    leaveInput(host, connection, channel)
  }

  /// Takes the host's next record, or whatever else comes first, and does what follows from it; false
  /// where nothing is to be looked at now.
  private func look(_ host: HostID, _ connection: HostConnection, _ channel: Channel) -> Bool {
    guard connection.channel === channel, channel.hasInput, channel.mayWork else { return false }
    var events: [ClientEvent] = []
    channel.take { bytes in
      connection.heard(bytes, at: now.instant)
      return connection.machine.next(bytes, into: &events)
    }
    take(events, host, connection)
    drain()
    return true
  }

  /// What is left of the input waits for another turn; the end of the connection comes after it.
  private func leaveInput(_ host: HostID, _ connection: HostConnection, _ channel: Channel) {
    guard connection.channel === channel else { return }
    // TLS may have something to say though telnet has not.
    flushSoon(host, connection)
    if channel.hasInput, !channel.isClosing {
      channel.rest(.input, poller)
      if channel.mayWork { enterLane(channel) }
      return
    }
    channel.resume(.input, poller)
    switch channel.ending {
    case nil: break
    case .ended:
      var events: [ClientEvent] = []
      connection.machine.finish(into: &events)
      take(events, host, connection)
      ended(host, connection.endOfInput(isOpen: channel.isOpen))
    case .failed(let reason, let failure):
      _ = channel.flush(poller)
      let isNew = connection.stage != .talking
      ended(host, isNew ? HostEnd(reason, failure) : .connectionLost(reason))
    }
  }

  func flush(_ host: HostID, _ connection: HostConnection) {
    guard let channel = connection.channel else { return }
    switch channel.flush(poller) {
    case .broken: ended(host, .connectionLost("the host closed it"))
    case .waiting, .done:
      guard !channel.isClosing else {
        return ended(host, .connectionLost("the host does not read"))
      }
      holdTerminal(host, waiting: channel.waiting)
    }
  }

  /// A terminal that sends faster than its host reads waits for it.
  private func holdTerminal(_ host: HostID, waiting: Int) {
    guard let owner = hosts[host]?.owner, let terminal = terminals[owner] else { return }
    if waiting > PeerLimits.highWater {
      terminal.slowHosts.insert(host)
      terminal.channel.rest(.otherSide, poller)
    } else if waiting <= PeerLimits.lowWater {
      release(terminal, from: host)
    }
  }

  /// A host that kept up, or is gone, lets the terminal speak again.
  func release(_ terminal: TerminalConnection, from host: HostID) {
    guard terminal.slowHosts.remove(host) != nil, terminal.slowHosts.isEmpty else { return }
    terminal.channel.resume(.otherSide, poller)
    enterLane(terminal.channel)
  }

  func hostTimer(_ host: HostID) {
    guard let connection = connection(host) else { return }
    if connection.stage == .talking { return talkingTimer(host, connection) }
    guard connection.deadline <= now.instant else { return }
    switch connection.stage {
    case .resolving: ended(host, .nameUnknown("no answer from the name service"))
    case .connecting(let address):
      connection.failure = "\(address) does not answer"
      drop(connection)
      tryNext(host, connection)
    case .negotiating:
      if !connection.hasSpoken, !connection.isSecure, !connection.isSounded {
        sound(host, connection)
      } else {
        ended(host, connection.endOfPatience)
      }
    case .talking, .ended: break
    }
  }

  /// A timer of a host that talks: its heartbeat, or the end of line mode.
  private func talkingTimer(_ host: HostID, _ connection: HostConnection) {
    if hostHeartbeat(host, connection) {
      ended(host, .connectionLost("it does not answer"))
    } else if connection.isInLineMode, connection.deadline <= now.instant {
      ended(host, .notTN3270(connection.said))
    }
  }

  // MARK: Telnet's events

  private func take(_ events: [ClientEvent], _ host: HostID, _ connection: HostConnection) {
    for event in events where connection.stage != .ended { take(event, host, connection) }
    flushSoon(host, connection)
  }

  private func take(_ event: ClientEvent, _ host: HostID, _ connection: HostConnection) {
    guard let leg = hosts[host] else { return }
    switch event {
    case .send(let bytes): connection.channel?.send(bytes)
    case .ready(let identity):
      guard connection.stage != .talking else { return }
      if connection.definition.entry.negotiatedTLS == .required,
        !(connection.channel?.isSecure ?? false)
      {
        return ended(host, .tlsFailed(.notOffered, "the entry requires START_TLS"))
      }
      connection.stage = .talking
      connection.text = []
      if let name = identity.deviceName {
        pools.claim(
          name, of: connection.target, for: host, connection.definition.application)
      }
      post(.host(host, .hostReady(host, lu: identity.deviceName?.description)))
    case .record(let record):
      connection.speaks3270 = true
      startHeartbeat(host, connection)
      let wanted: ReplyWanted =
        switch record.responseFlag {
        case .none: .no
        case .error: .onError(sequence: record.sequence)
        case .always: .always(sequence: record.sequence)
        }
      if record.dataType == .sscpLUData {
        post(.host(host, .hostText(host, record.payload)))
      } else {
        post(.host(host, .hostRecord(host, record.payload, reply: wanted)))
      }
      rest(host, connection, leg.owner)
    case .bind(let image):
      connection.speaks3270 = true
      post(.host(host, .hostBound(host, BoundSizes(image.size))))
    case .bindRefused(let fault): ended(host, .protocolError(fault.description))
    case .unbind(.bindForthcoming, _): post(.host(host, .hostUnbound(host)))
    case .unbind(let reason, let sense):
      ended(host, .unbound(type: reason.code, sense: Array(sense.prefix(4))))
    case .nvtData(let text):
      let isFirst = connection.text.isEmpty
      connection.text += text.prefix(PeerLimits.hostText - connection.text.count)
      // After the negotiation: line mode, unless 3270 follows.
      if isFirst, connection.isInLineMode { extend(host, connection) }
    case .deviceRejected(let reason): connection.refusals.append(reason)
    case .timingMarkAnswered: hostAnswered(host, connection)
    case .startTLS: startTLS(host, connection)
    case .left: break
    case .violation(let violation): ended(host, .protocolError(violation.description))
    }
  }

  /// A host that sends faster than the terminal reads waits for it.
  private func rest(_ host: HostID, _ connection: HostConnection, _ owner: UInt64) {
    guard let terminal = terminals[owner],
      terminal.channel.waiting > PeerLimits.highWater
    else { return }
    terminal.pausedHosts.insert(host)
    connection.channel?.rest(.otherSide, poller)
  }

  func resumeHosts(of terminal: TerminalConnection) {
    for host in terminal.pausedHosts { resume(host) }
    terminal.pausedHosts = []
  }

  /// The terminal reads again, so the host is heard.
  func resume(_ host: HostID) {
    guard let channel = connection(host)?.channel else { return }
    channel.resume(.otherSide, poller)
    enterLane(channel)
  }

  // MARK: To the host

  func sendHost(
    _ host: HostID, _ record: [UInt8], _ type: DataType, _ connection: HostConnection
  ) {
    // What is typed while no application is bound reaches nobody.
    guard connection.machine.carries(type) else { return }
    connection.channel?.send { connection.machine.frame(record, dataType: type, into: &$0) }
    flushSoon(host, connection)
  }

  func respondHost(
    _ host: HostID, _ sequence: UInt16, _ sense: ResponseSense, _ connection: HostConnection
  ) {
    let result: ResponseResult =
      switch sense {
      case .positive: .positive
      case .negative(let code): .negative(NegativeResponse(rawValue: code) ?? .operationCheck)
      }
    var bytes: [UInt8] = []
    connection.machine.respond(
      to: Record([], responseFlag: .always, sequence: sequence), result, into: &bytes)
    connection.channel?.send(bytes)
    flushSoon(host, connection)
  }

  func attentionHost(_ host: HostID, _ connection: HostConnection) {
    guard connection.machine.isReady else { return }
    var bytes: [UInt8] = []
    connection.machine.attention(into: &bytes)
    connection.channel?.send(bytes)
    flushSoon(host, connection)
  }

  func systemRequestHost(_ host: HostID, _ connection: HostConnection) {
    guard connection.machine.isReady else { return }
    var bytes: [UInt8] = []
    _ = connection.machine.systemRequest(into: &bytes)
    connection.channel?.send(bytes)
    flushSoon(host, connection)
  }

  // MARK: The end

  /// The session's end is gone; the terminal hears why. Nothing comes from it any more.
  func ended(_ host: HostID, _ end: HostEnd) {
    guard let connection = connection(host), connection.stage != .ended else { return }
    connection.stage = .ended
    drop(connection)
    post(.hostEnded(host, end))
  }

  /// Closes from this side.
  func closeHost(_ host: HostID) {
    guard let leg = hosts.removeValue(forKey: host) else { return }
    pools.release(host)
    if let terminal = terminals[leg.owner] {
      terminal.pausedHosts.remove(host)
      release(terminal, from: host)
    }
    if case .connection(let connection) = leg.kind { drop(connection) }
  }

  private func drop(_ connection: HostConnection) {
    guard let channel = connection.channel else { return }
    hostTokens[channel.token] = nil
    channel.close(poller)
    connection.channel = nil
  }
}
