import DataStream
import EBCDIC
import Ledger
import Messages
import Names
import Platform
import SessionEngine
import Synchronization
import TN3270
import Tables
import Time

/// The terminals of a shard: they come, say what they are, and go.
final class TerminalDesk {
  let context: ShardContext
  private var terminals: [UInt64: TerminalConnection] = [:]

  private var reactor: Reactor { context.reactor }
  private var commons: Commons { context.commons }

  init(_ context: ShardContext) { self.context = context }

  /// Those that are there, and those that keep sessions of one that is gone.
  var all: some Collection<TerminalConnection> { terminals.values }
  /// In the order in which they came.
  var inOrder: [TerminalConnection] { terminals.values.sorted { $0.token < $1.token } }
  /// Nil for one that is gone, or on another shard.
  subscript(token: UInt64) -> TerminalConnection? { terminals[token] }

  /// Tells all that what is in force is something else.
  func tellOfSite() {
    for connection in inOrder {
      reactor.post(.terminal(connection, .siteReplaced(context.site)))
    }
  }

  // MARK: Coming

  /// A connection that was let in, at a port for TLS or not.
  ///
  /// `token`: the one that it has already, where another shard let it in.
  func welcome(
    _ socket: consuming Descriptor, from address: String, isSecure: Bool, token: UInt64? = nil
  ) {
    let startTLS: ServerOptions.StartTLS =
      !isSecure && context.services.terminalContext.isThere
      ? (context.site.tables.system.allowsClearPasswords ? .offered : .required) : .off
    let connection = TerminalConnection(
      token: token ?? reactor.nextToken(), address: address, socket: socket, desk: self,
      options: ServerOptions(startTLS: startTLS))
    guard let channel = connection.channel else { return }
    reactor.hold(channel, .terminal(isSecure: isSecure), address: address)
    do {
      try reactor.add(connection, channel)
    } catch {
      reactor.close(channel)
      commons.admission.withLock { $0.disconnect(from: address, wasSignedOn: false) }
      context.door.add(-1)
      return
    }
    terminals[connection.token] = connection
    connection.mark()
    setStepTimer(connection.token)
    if isSecure { secure(connection, channel) } else { connection.begin() }
  }

  /// A step of the negotiation must be done in time.
  func setStepTimer(_ token: UInt64) {
    reactor.setTimer(reactor.now.instant.advanced(by: PeerLimits.negotiationStep), .step(token))
  }

  /// The TLS handshake begins.
  func secure(_ connection: TerminalConnection, _ channel: Channel) {
    guard let rules = context.services.terminalContext.rules else {
      return refuse(connection, "there is no certificate for TLS")
    }
    do throws(TLSDesk.Fault) {
      try channel.secure(rules, host: "", by: context.tls, reactor: reactor) {
        reactor.holdNow(channel, .terminal(isSecure: true), address: connection.address)
      }
    } catch {
      refuse(connection, error.reason)
    }
  }

  /// Ends a connection before anybody signs on at it, since it did wrong.
  func refuse(
    _ connection: TerminalConnection, _ reason: String,
    for wrong: SourcePenalties.Wrong = .violation
  ) {
    reactor.record(.terminal.refused(address: connection.address, reason: reason))
    penalize(connection, wrong)
    connection.finish()
  }

  private func penalize(_ connection: TerminalConnection, _ wrong: SourcePenalties.Wrong) {
    commons.admission.withLock {
      $0.penalize(connection.address, wrong, at: reactor.now.instant)
    }
  }

  /// Chooses a terminal's name: the one it asks for where that is free, or the next.
  func name(
    _ connection: TerminalConnection, _ wanted: LUName?, into events: inout [ServerEvent]
  ) {
    let chosen = commons.names.withLock { names -> LUName? in
      // It may be asked again, and then gives back what it had.
      if let former = connection.name { names.release(former) }
      if let wanted, !names.claim(wanted) { return nil }
      if wanted != nil, connection.givenName == nil { connection.givenName = names.next() }
      let name = wanted ?? names.next()
      reactor.ledger?.note(UInt64(names.counter), at: LedgerHeader.lastName)
      return name
    }
    connection.name = chosen
    if let chosen {
      connection.machine.assignDevice(name: chosen, into: &events)
    } else {
      connection.machine.rejectDevice(.deviceInUse, into: &events)
    }
  }

  /// A classic terminal asked for names that it cannot have. TN3270 has no word for that.
  func unnamed(
    _ connection: TerminalConnection, _ identity: TerminalIdentity, reason: DeviceRejection
  ) {
    let wish = identity.requestedLU?.description ?? "as it was sent"
    var screen = OutboundEncoder(.eraseWrite, .restoreKeyboard, in: .model2)
    screen.characters(
      CodePage.cp037.encode("THE LU NAME IS REFUSED: \(reason.words.uppercased())."))
    connection.send(screen.bytes)
    refuse(connection, "the name \(wish) is refused: \(reason.words)")
  }

  /// A terminal has negotiated: a user can sit down.
  func ready(_ connection: TerminalConnection, _ identity: TerminalIdentity) {
    guard let name = connection.name, connection.session == nil else { return }
    let system = context.site.tables.system
    if let primary = APPLID(system.systemName) {
      connection.bind(BindImage(size: .queried, primary: primary))
    }
    let facts = TerminalFacts(
      name: name, givenName: connection.givenName,
      ruleName: TerminalNames.isGiven(name) ? connection.givenName : nil,
      address: connection.address, type: identity.terminalType.text,
      model: identity.terminalType.model, isExtended: identity.terminalType.isExtended,
      isTN3270E: identity.isTN3270E, isSecure: connection.channel?.isSecure ?? false,
      serial: UInt32(truncatingIfNeeded: connection.token),
      isNamedByClient: identity.requestedLU != nil, certified: connection.certified)
    connection.session = UserSession(terminal: facts, site: context.site)
    reactor.post(.start(connection))
    connection.startHeartbeat(.seconds(system.keepalive))
  }

  // MARK: Going

  /// The terminal is gone.
  func lost(_ connection: TerminalConnection) {
    guard connection.isConnected, let channel = connection.channel else { return }
    if connection.session == nil, !channel.isClosing { penalize(connection, .short) }
    connection.endTrace("the terminal is gone")
    reactor.close(channel)
    context.door.add(-1)
    connection.resumeHosts()
    commons.admission.withLock {
      $0.disconnect(from: connection.address, wasSignedOn: connection.isSignedOn)
    }
    commons.names.withLock { names in
      for name in [connection.name, connection.givenName] { name.map { names.release($0) } }
    }
    connection.mark()
    reactor.post(.lost(connection))
  }

  /// Keeps sessions without a terminal.
  func keep(_ session: UserSession, of former: TerminalConnection) -> TerminalConnection {
    let connection = TerminalConnection(
      token: reactor.nextToken(), address: former.address, socket: nil, desk: self)
    connection.session = session
    terminals[connection.token] = connection
    connection.mark()
    return connection
  }

  /// The last of a terminal that is gone.
  func forget(_ connection: TerminalConnection) {
    connection.session = nil
    terminals[connection.token] = nil
    connection.mark()
  }

  // MARK: Another process

  /// Goes on with a terminal that another process had, and that is counted anew.
  ///
  /// - `socket`: its connection; -1 where there is none, and its user will hear that it is lost.
  func restore(
    _ frozen: FrozenTerminal, token: UInt64, socket: Int32, with ways: Ways?, hosts: HostDesk
  ) -> TerminalConnection {
    let connection = TerminalConnection(
      token: token, address: frozen.address,
      socket: socket >= 0 ? Descriptor(socket) : nil as Descriptor?, desk: self)
    terminals[token] = connection
    if let channel = connection.channel, connection.isConnected {
      do {
        try reactor.add(connection, channel)
      } catch {
        reactor.close(channel)
      }
    }
    connection.take(frozen, hosts, with: ways)
    connection.mark()
    guard connection.isConnected else { return connection }
    context.door.add(1)
    commons.admission.withLock {
      $0.restore(from: connection.address, isSignedOn: connection.isSignedOn)
    }
    commons.names.withLock { names in
      for name in [connection.name, connection.givenName] { name.map { _ = names.claim($0) } }
    }
    return connection
  }

  // MARK: Moving

  /// Gives a terminal away to another shard, as it is; nil where it is gone.
  func release(_ connection: TerminalConnection) -> Handover? {
    guard let channel = connection.channel, connection.isConnected else { return nil }
    terminals[connection.token] = nil
    context.door.add(-1)
    return Handover(connection, reactor.release(connection, channel), from: context.index)
  }

  /// A terminal comes from another shard.
  func adopt(_ handover: Handover) -> TerminalConnection {
    let connection = handover.connection
    connection.desk = self
    connection.moves += 1
    connection.kept = KeptTerminal()
    reactor.ledger?.hasLeft(connection.token, isBack: true)
    terminals[connection.token] = connection
    context.door.add(1)
    for timer in handover.timers { reactor.setTimer(timer.deadline, timer.purpose) }
    guard let channel = connection.channel else { return connection }
    do {
      try reactor.add(connection, channel)
      reactor.enterLane(connection)
      reactor.flushSoon(connection)
    } catch {
      lost(connection)
    }
    return connection
  }
}
