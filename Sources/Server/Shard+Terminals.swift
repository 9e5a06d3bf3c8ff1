import Crypto
import Messages
import Names
import Platform
import SessionEngine
import TLS
import TN3270
import Tables
import Time

/// Terminals come, say what they are, and go.
extension Shard {
  private static let retryAccept = Duration.milliseconds(200)

  func accept(_ index: Int) {
    // A batch of connections a turn; the rest comes with the next.
    for _ in 0..<PeerLimits.acceptsPerTurn {
      do {
        guard let (socket, address) = try Sockets.accept(listeners[index].number) else { return }
        admit(Descriptor(socket), address, isSecure: listeners[index].isSecure)
      } catch {
        record(.acceptPaused)
        acceptsAgain = now.instant.advanced(by: Self.retryAccept)
        for index in listeners.indices {
          poller.change(listeners[index].number, [], token: UInt64(index + 1))
        }
        return
      }
    }
  }

  private func admit(_ socket: consuming Descriptor, _ address: String, isSecure: Bool) {
    if case .refused(let reason) = admission.connect(
      from: address, dice: UInt64.random(in: 0...UInt64.max))
    {
      record(.connectionRefused(address: address, reason: reason))
      return
    }
    let token = nextToken()
    let number = socket.number
    let startTLS: ServerOptions.StartTLS =
      !isSecure && services.terminalContext.isThere
      ? (site.tables.system.allowsClearPasswords ? .offered : .required) : .off
    let connection = TerminalConnection(
      token: token, address: address, socket: socket, options: ServerOptions(startTLS: startTLS))
    do {
      try Sockets.keepAlive(number, seconds: site.tables.system.keepalive)
      try poller.add(number, .read, token: token)
    } catch {
      admission.disconnect(from: address, wasSignedOn: false)
      return
    }
    terminals[token] = connection
    setTimer(now.instant.advanced(by: PeerLimits.negotiationStep), token, .query)
    if isSecure {
      secure(connection)
    } else {
      connection.machine.start(into: &events)
      take(connection)
    }
  }

  /// The TLS handshake begins; telnet begins, or begins again, after it.
  private func secure(_ connection: TerminalConnection) {
    do {
      guard let context = services.terminalContext.context else {
        return refuse(connection, "there is no certificate for TLS")
      }
      connection.channel.secure(try TLSMachine(server: context), isClient: false)
    } catch {
      refuse(connection, error.description)
    }
  }

  func read(_ connection: TerminalConnection) {
    let result = connection.channel.read(&scratch) { bytes in
      connection.machine.receive(bytes, into: &events)
    }
    switch result {
    case .idle: break
    case .opened: connection.machine.start(into: &events)
    case .ended:
      close(connection)
      return
    case .failed(let reason, _):
      if connection.session == nil { refuse(connection, reason) }
      _ = connection.channel.flush(poller)
      close(connection)
      return
    }
    take(connection)
  }

  /// Does what the connection's telnet asks for.
  private func take(_ connection: TerminalConnection) {
    var index = 0
    while index < events.count {
      guard terminals[connection.token] != nil, !connection.channel.isClosing else { break }
      switch events[index] {
      case .send(let bytes): connection.channel.send(bytes)
      case .needsDeviceName(_, let wanted): name(connection, wanted)
      case .ready(let identity): ready(connection, identity)
      case .record(var record):
        events[index] = .timingMarkAnswered
        deliver(.terminalRecord(record.payload), to: connection.token)
        Wipe.bytes(&record.payload)
      case .attention: deliver(.attention, to: connection.token)
      case .systemRequest: deliver(.systemRequest, to: connection.token)
      case .response, .timingMarkAnswered, .areYouThere: break
      case .startTLS:
        flush(connection)
        secure(connection)
      case .unnamed(_, let reason): refuse(connection, "the name is refused: \(reason)")
      case .refused(let text):
        connection.channel.send(text)
        refuse(connection, "it does not speak TN3270")
      case .violation(let violation): refuse(connection, violation.description)
      }
      index += 1
    }
    events.removeAll(keepingCapacity: true)
    flushSoon(connection)
  }

  private func refuse(_ connection: TerminalConnection, _ reason: String) {
    record(.terminalRefused(address: connection.address, reason: reason))
    connection.channel.isClosing = true
  }

  /// Chooses a terminal's name: the one it asks for where that is free, or the next.
  private func name(_ connection: TerminalConnection, _ wanted: LUName?) {
    if let wanted, !names.claim(wanted) {
      connection.machine.rejectDevice(.deviceInUse, into: &events)
      return
    }
    let name = wanted ?? names.next()
    connection.name = name
    connection.machine.assignDevice(name: name, into: &events)
  }

  private func ready(_ connection: TerminalConnection, _ identity: TerminalIdentity) {
    guard let name = connection.name else { return }
    if let system = APPLID(site.tables.system.systemName) {
      var bytes: [UInt8] = []
      connection.machine.bind(BindImage(size: .queried, primary: system), into: &bytes)
      connection.channel.send(bytes)
    }
    let facts = TerminalFacts(
      name: name, address: connection.address, type: identity.terminalType.text,
      model: identity.terminalType.model, isExtended: identity.terminalType.isExtended,
      isTN3270E: identity.isTN3270E, isSecure: connection.channel.isSecure,
      serial: UInt32(truncatingIfNeeded: connection.token))
    var session = UserSession(terminal: facts, site: site)
    session.start(at: now, into: &effects)
    connection.session = session
    perform(connection)
  }

  /// The terminal took too long: the next way is tried, and after the last it is refused.
  func stepTimedOut(_ connection: TerminalConnection) {
    guard !connection.channel.isSecure || connection.channel.isOpen else {
      refuse(
        connection,
        "the TLS handshake took longer than \(PeerLimits.negotiationStep.components.seconds) s")
      close(connection)
      return
    }
    connection.machine.stepTimedOut(into: &events)
    setTimer(now.instant.advanced(by: PeerLimits.negotiationStep), connection.token, .query)
    take(connection)
  }

  // MARK: Output

  /// Writes what the kernel takes; a terminal that kept up lets its hosts speak again.
  func flush(_ connection: TerminalConnection) {
    switch connection.channel.flush(poller) {
    case .broken:
      close(connection)
      return
    case .waiting: break
    case .done:
      if connection.channel.isClosing {
        close(connection)
        return
      }
    }
    if !connection.pausedHosts.isEmpty, connection.channel.waiting <= PeerLimits.lowWater {
      resumeHosts(of: connection)
    }
  }

  /// The terminal is gone; its sessions stay, kept by a connection without a socket.
  func close(_ connection: TerminalConnection) {
    guard connection.isConnected else { return }
    connection.channel.close(poller)
    resumeHosts(of: connection)
    admission.disconnect(from: connection.address, wasSignedOn: connection.isSignedOn)
    if let name = connection.name { names.release(name) }
    guard connection.session != nil else {
      terminals[connection.token] = nil
      return
    }
    connection.session?.handle(.terminalLost, at: now, into: &effects)
    perform(connection)
    forgetIfEmpty(connection)
    if let user = connection.session?.signedOnUser { evict(user) }
  }

  /// Lets a connection without a terminal go once it keeps no sessions.
  func forgetIfEmpty(_ connection: TerminalConnection) {
    guard !connection.isConnected, connection.session?.sessions.isEmpty ?? true else { return }
    if let user = connection.session?.signedOnUser { leave(user, connection.token) }
    terminals[connection.token] = nil
  }

  func leave(_ user: UserID, _ token: UInt64) {
    users[user]?.remove(token)
    if users[user]?.isEmpty == true { users[user] = nil }
  }

  /// A connection that keeps sessions without a terminal.
  func park(_ session: UserSession, _ address: String) {
    let token = nextToken()
    let connection = TerminalConnection(token: token, address: address, socket: nil)
    connection.session = session
    terminals[token] = connection
    for moved in session.sessions { hosts[moved.host]?.owner = token }
    var timers: [Effect] = []
    connection.session?.park(at: now, into: &timers)
    for timer in timers { perform(timer, connection, at: now) }
    guard let user = session.signedOnUser else { return }
    users[user, default: []].insert(token)
    evict(user)
  }

  /// Ends what a user left behind longest ago, where that is at too many terminals.
  private func evict(_ user: UserID) {
    let left = (users[user] ?? []).filter { terminals[$0]?.isConnected == false }.sorted()
    for token in left.dropLast(PeerLimits.leftTerminals) { queue(.evicted, token) }
  }
}
