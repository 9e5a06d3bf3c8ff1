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
    if let first = free.first {
      // The host may refuse it and take the next; then that one is claimed.
      pools.claim(first, of: address, for: host, definition.application)
    } else if !names.isEmpty {
      queue(.hostClosed(host, .poolInUse), token)
      return
    }
    let connection = HostConnection(
      definition, target: address, isSecure: isSecure,
      options: terminal.options(names: free),
      deadline: now.instant.advanced(by: .seconds(definition.entry.connectTimeout)))
    hosts[host] = HostLeg(owner: token, kind: .connection(connection))
    setTimer(connection.deadline, host: host)
    let (mailbox, contexts, name) = (services.mailbox, services.hostContexts, address.host)
    let entry = definition.entry
    let answer: NameService.Answer = { found in
      let resolution = HostResolution(name, found, isSecure ? contexts : nil, entry)
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
        let (socket, isConnected) = try Sockets.connect(to: address)
        let token = nextToken()
        let channel = Channel(token: token, socket: Descriptor(socket))
        try Sockets.keepAlive(socket, seconds: connection.definition.entry.keepalive)
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
  private func extend(_ host: HostID, _ connection: HostConnection) {
    connection.deadline = now.instant.advanced(by: connection.patience)
    setTimer(connection.deadline, host: host)
  }

  /// TCP is there: TLS or telnet begins.
  private func established(_ host: HostID, _ connection: HostConnection) {
    guard let channel = connection.channel else { return }
    connection.stage = .negotiating
    channel.watch(poller)
    extend(host, connection)
    guard connection.isSecure else { return }
    do {
      guard let context = connection.context else { return }
      channel.secure(
        try TLSMachine(client: context, host: connection.target.host), isClient: true)
      flush(host, connection)
    } catch {
      ended(host, .certificateRefused(error.description))
    }
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
    if readiness.canRead { read(host, connection, channel) }
  }

  private func read(_ host: HostID, _ connection: HostConnection, _ channel: Channel) {
    let result = channel.read(&scratch) { bytes in
      connection.machine.receive(bytes, into: &hostEvents)
    }
    take(host, connection)
    guard hosts[host] != nil else { return }
    switch result {
    case .idle: break
    case .opened: flush(host, connection)
    case .ended:
      connection.machine.finish(into: &hostEvents)
      take(host, connection)
      ended(host, connection.endOfInput(isOpen: channel.isOpen))
    case .failed(let reason, let isCertificate):
      _ = channel.flush(poller)
      ended(host, isCertificate ? .certificateRefused(reason) : .connectionLost(reason))
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
      terminal.channel.pause(true, poller)
    } else if waiting <= PeerLimits.lowWater {
      release(terminal, from: host)
    }
  }

  /// A host that kept up, or is gone, lets the terminal speak again.
  private func release(_ terminal: TerminalConnection, from host: HostID) {
    guard terminal.slowHosts.remove(host) != nil, terminal.slowHosts.isEmpty else { return }
    terminal.channel.pause(false, poller)
  }

  func hostTimer(_ host: HostID) {
    guard let connection = connection(host), connection.stage != .talking,
      connection.deadline <= now.instant
    else { return }
    switch connection.stage {
    case .resolving: ended(host, .nameUnknown("no answer from the name service"))
    case .connecting(let address):
      connection.failure = "\(address) does not answer"
      drop(connection)
      tryNext(host, connection)
    case .negotiating, .talking: ended(host, connection.refusal ?? .negotiationTimedOut)
    }
  }

  // MARK: Telnet's events

  private func take(_ host: HostID, _ connection: HostConnection) {
    var index = 0
    while index < hostEvents.count, hosts[host] != nil {
      let event = hostEvents[index]
      hostEvents[index] = .left
      index += 1
      take(event, host, connection)
    }
    hostEvents.removeAll(keepingCapacity: true)
    if hosts[host] != nil { flushSoon(host, connection) }
  }

  private func take(_ event: ClientEvent, _ host: HostID, _ connection: HostConnection) {
    guard let leg = hosts[host] else { return }
    switch event {
    case .send(let bytes): connection.channel?.send(bytes)
    case .ready(let identity):
      guard connection.stage != .talking else { return }
      connection.stage = .talking
      connection.text = []
      if let name = identity.deviceName {
        pools.claim(
          name, of: connection.target, for: host, connection.definition.application)
      }
      queue(.hostReady(host, lu: identity.deviceName?.description), leg.owner)
    case .record(let record):
      let wanted: ReplyWanted =
        switch record.responseFlag {
        case .none: .no
        case .error: .onError(sequence: record.sequence)
        case .always: .always(sequence: record.sequence)
        }
      if record.dataType == .sscpLUData {
        queue(.hostText(host, record.payload), leg.owner)
      } else {
        queue(.hostRecord(host, record.payload, reply: wanted), leg.owner)
      }
      rest(host, connection, leg.owner)
    case .bind(let image): queue(.hostBound(host, BoundSizes(image.size)), leg.owner)
    case .unbind(.bindForthcoming, _): queue(.hostUnbound(host), leg.owner)
    case .unbind(let reason, let sense):
      ended(host, .unbound(type: reason.code, sense: Array(sense.prefix(4))))
    case .nvtData(let text):
      connection.text += text.prefix(PeerLimits.hostText - connection.text.count)
    case .deviceRejected(let reason): connection.refusals.append(reason)
    case .left, .startTLS: break
    case .violation(let violation): ended(host, .protocolError(violation.description))
    }
  }

  /// A host that sends faster than the terminal reads waits for it.
  private func rest(_ host: HostID, _ connection: HostConnection, _ owner: UInt64) {
    guard let terminal = terminals[owner],
      terminal.channel.waiting > PeerLimits.highWater, hosts[host] != nil
    else { return }
    terminal.pausedHosts.insert(host)
    connection.channel?.pause(true, poller)
  }

  func resumeHosts(of terminal: TerminalConnection) {
    for host in terminal.pausedHosts { connection(host)?.channel?.pause(false, poller) }
    terminal.pausedHosts = []
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
    flush(host, connection)
  }

  func attentionHost(_ host: HostID, _ connection: HostConnection) {
    guard connection.machine.isReady else { return }
    var bytes: [UInt8] = []
    connection.machine.attention(into: &bytes)
    connection.channel?.send(bytes)
    flush(host, connection)
  }

  func systemRequestHost(_ host: HostID, _ connection: HostConnection) {
    guard connection.machine.isReady else { return }
    var bytes: [UInt8] = []
    _ = connection.machine.systemRequest(into: &bytes)
    connection.channel?.send(bytes)
    flush(host, connection)
  }

  // MARK: The end

  /// The session's end is gone; the terminal hears why.
  private func ended(_ host: HostID, _ end: HostEnd) {
    guard let leg = hosts[host] else { return }
    closeHost(host)
    queue(.hostClosed(host, end), leg.owner)
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

extension BoundSizes {
  /// The sizes that a BIND orders; nil where it leaves them to the terminal.
  init(_ size: PresentationSize) {
    switch size {
    case .model2: self.init(rows: 24, columns: 80, alternateRows: 24, alternateColumns: 80)
    case .queried, .unspecified:
      self.init(rows: nil, columns: nil, alternateRows: nil, alternateColumns: nil)
    case .fixed(let size):
      self.init(
        rows: Int(size.rows), columns: Int(size.columns), alternateRows: Int(size.rows),
        alternateColumns: Int(size.columns))
    case .both(let first, let second):
      self.init(
        rows: Int(first.rows), columns: Int(first.columns), alternateRows: Int(second.rows),
        alternateColumns: Int(second.columns))
    }
  }
}

extension HostTerminal {
  /// How we present ourselves to a host.
  func options(names: [LUName]) -> ClientOptions {
    if let type = TerminalType(deviceType) {
      return ClientOptions(
        model: type.model, isExtended: type.isExtended, isDynamic: type.isDynamic, names: names)
    }
    let model = (2...5).first { Geometry.model($0) == alternate }
    return ClientOptions(
      model: model ?? 2, isExtended: isExtended, isDynamic: model == nil, names: names)
  }
}
