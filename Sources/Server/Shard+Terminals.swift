import Crypto
import DataStream
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
        hasToldOfAccept = false
        let descriptor = Descriptor(socket)
        // A peer that is gone already cannot be watched.
        guard (try? Sockets.keepAlive(socket, seconds: site.tables.system.keepalive)) != nil else {
          continue
        }
        admit(descriptor, address, isSecure: listeners[index].isSecure)
      } catch {
        pauseAccepting(error)
        return
      }
    }
  }

  /// No connection can be taken for now; the log is told once until one can be again.
  private func pauseAccepting(_ error: SystemError) {
    if !hasToldOfAccept {
      record(error.isOutOfDescriptors ? .acceptPaused : .acceptFailed(reason: error.reason))
    }
    hasToldOfAccept = true
    acceptsAgain = now.instant.advanced(by: Self.retryAccept)
    for index in listeners.indices {
      poller.change(listeners[index].number, [], token: UInt64(index + 1))
    }
  }

  /// A connection that came, at a port for TLS or not.
  func admit(_ socket: consuming Descriptor, _ address: String, isSecure: Bool) {
    if case .refused(let reason) = admission.connect(
      from: address, dice: UInt64.random(in: 0...UInt64.max), at: now.instant)
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
      try poller.add(number, .read, token: token)
    } catch {
      admission.disconnect(from: address, wasSignedOn: false)
      return
    }
    terminals[token] = connection
    setStepTimer(token)
    if isSecure { secure(connection) } else { begin(connection) }
  }

  /// Telnet says its first word: at once in clear, after the handshake inside TLS.
  private func begin(_ connection: TerminalConnection) {
    var events: [ServerEvent] = []
    connection.machine.start(into: &events)
    take(events, connection)
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

  /// Takes what arrived; a terminal beyond its share waits for its turn.
  func read(_ connection: TerminalConnection, isBroken: Bool) {
    // The kernel tells of a connection that broke also while it is not read.
    guard connection.channel.rests.isEmpty else { return isBroken ? lost(connection) : () }
    connection.channel.read(
      &scratch,
      limit: connection.isSignedOn ? PeerLimits.readSize : PeerLimits.readSizeBefore)
    connection.heartbeat?.heard(at: now.instant)
    if connection.channel.takeOpened() { begin(connection) }
    if connection.share.isSpent(at: now.instant) {
      leaveInput(connection)
    } else {
      work(connection)
    }
  }

  /// Looks at what the terminal sent, as much as its turn allows.
  func work(_ connection: TerminalConnection) {
    let start = clock().instant
    var now = start
    var looks = 0
    while looks < PeerLimits.recordsPerTurn, now < start.advanced(by: PeerLimits.turnTime),
      look(connection)
    {
      looks += 1
      now = clock().instant
    }
    if looks > 0 { connection.share.charge(from: start, to: now) }
    leaveInput(connection)
  }

  /// Takes the terminal's next record, or whatever else comes first, and does what follows from it;
  /// false where nothing is to be looked at now.
  private func look(_ connection: TerminalConnection) -> Bool {
    let channel = connection.channel
    guard channel.hasInput, channel.mayWork, mayPress(connection) else { return false }
    var events: [ServerEvent] = []
    channel.take { connection.machine.next($0, into: &events) }
    var record: [UInt8] = []
    let isKey = events.last?.isForUser ?? false
    if case .record(let last)? = events.last {
      record = last.payload
      events.removeLast()
      post(.terminal(connection.token, .terminalRecord(record)))
    }
    if isKey { connection.keys.press() }
    take(events, connection)
    drain()
    // Nobody else holds it any more, unless it goes to a host: a password may have been in it.
    Wipe.bytes(&record)
    return true
  }

  /// Whether a key is looked at now; before somebody signs on there are so many a second.
  private func mayPress(_ connection: TerminalConnection) -> Bool {
    guard !connection.isSignedOn, connection.session != nil else { return true }
    guard let again = connection.keys.wait(at: now.instant) else { return true }
    setKeyTimer(again, connection.token)
    connection.channel.rest(.input, poller)
    connection.waitsForKey = true
    return false
  }

  /// What is left of the input waits for another turn; the end of the connection comes after it.
  private func leaveInput(_ connection: TerminalConnection) {
    let channel = connection.channel
    guard connection.isConnected else { return }
    // TLS may have something to say though the terminal's telnet has not.
    flushSoon(connection)
    let limit = connection.isSignedOn ? PeerLimits.highWater : PeerLimits.outputBefore
    if channel.waiting > limit { channel.rest(.output, poller) }
    if channel.hasInput, !channel.isClosing {
      channel.rest(.input, poller)
      if channel.mayWork, !connection.waitsForKey { enterLane(channel) }
      return
    }
    channel.resume(.input, poller)
    switch channel.ending {
    case nil: break
    case .ended: lost(connection)
    case .failed(let reason, _):
      channel.rest(.input, poller)
      guard !channel.isClosing else { return }
      if connection.session == nil { refuse(connection, reason) } else { finish(connection) }
    }
  }

  /// Does what the connection's telnet asks for.
  private func take(_ events: [ServerEvent], _ connection: TerminalConnection) {
    for event in events {
      guard !connection.channel.isClosing else { return }
      switch event {
      case .send(let bytes): connection.channel.send(bytes)
      case .needsDeviceName(_, let wanted): take(name(connection, wanted), connection)
      case .ready(let identity): ready(connection, identity)
      case .record(let record): post(.terminal(connection.token, .terminalRecord(record.payload)))
      case .attention: post(.terminal(connection.token, .attention))
      case .systemRequest: post(.terminal(connection.token, .systemRequest))
      case .timingMarkAnswered: terminalAnswered(connection)
      case .response, .areYouThere: break
      case .startTLS: secure(connection)
      case .unnamed(let identity, let reason): unnamed(connection, identity, reason)
      case .refused(let text):
        connection.channel.send(text)
        refuse(connection, "it does not speak TN3270")
      case .violation(let violation): refuse(connection, violation.description)
      }
    }
    flushSoon(connection)
  }

  private func refuse(
    _ connection: TerminalConnection, _ reason: String,
    _ wrong: SourcePenalties.Wrong = .violation
  ) {
    record(.terminalRefused(address: connection.address, reason: reason))
    admission.penalize(connection.address, wrong, at: now.instant)
    finish(connection)
  }

  /// The terminal's last words are written, then its connection ends.
  func finish(_ connection: TerminalConnection) {
    connection.channel.finish()
    setLingerTimer(connection.token)
    flushSoon(connection)
  }

  /// Chooses a terminal's name: the one it asks for where that is free, or the next.
  private func name(_ connection: TerminalConnection, _ wanted: LUName?) -> [ServerEvent] {
    var events: [ServerEvent] = []
    // It may be asked again, and then gives back what it had.
    if let former = connection.name { names.release(former) }
    connection.name = nil
    if let wanted, !names.claim(wanted) {
      connection.machine.rejectDevice(.deviceInUse, into: &events)
      return events
    }
    let name = wanted ?? names.next()
    connection.name = name
    if wanted != nil, connection.givenName == nil { connection.givenName = names.next() }
    connection.machine.assignDevice(name: name, into: &events)
    return events
  }

  /// A classic terminal asked for names of which it can have none, and TN3270 has no word for that.
  private func unnamed(
    _ connection: TerminalConnection, _ identity: TerminalIdentity, _ reason: DeviceRejection
  ) {
    let wish = identity.requestedLU?.description ?? "as it was sent"
    var screen = OutboundEncoder(.eraseWrite, .restoreKeyboard, in: .model2)
    screen.characters(Self.ebcdic("THE LU NAME IS REFUSED: \(reason.words.uppercased())."))
    connection.channel.send { connection.machine.frame(screen.bytes, into: &$0) }
    refuse(connection, "the name \(wish) is refused: \(reason.words)")
  }

  private func ready(_ connection: TerminalConnection, _ identity: TerminalIdentity) {
    guard let name = connection.name, connection.session == nil else { return }
    if let system = APPLID(site.tables.system.systemName) {
      var bytes: [UInt8] = []
      connection.machine.bind(BindImage(size: .queried, primary: system), into: &bytes)
      connection.channel.send(bytes)
    }
    let facts = TerminalFacts(
      name: name, givenName: connection.givenName,
      ruleName: TerminalNames.isGiven(name) ? connection.givenName : nil,
      address: connection.address, type: identity.terminalType.text,
      model: identity.terminalType.model, isExtended: identity.terminalType.isExtended,
      isTN3270E: identity.isTN3270E, isSecure: connection.channel.isSecure,
      serial: UInt32(truncatingIfNeeded: connection.token),
      isNamedByClient: identity.requestedLU != nil)
    connection.session = UserSession(terminal: facts, site: site)
    post(.start(connection.token))
    startHeartbeat(connection)
  }

  /// The terminal took too long: the next way is tried, and after the last it is refused.
  func stepTimedOut(_ connection: TerminalConnection) {
    guard connection.session == nil, !connection.channel.isClosing else { return }
    guard !connection.channel.isSecure || connection.channel.isOpen else {
      refuse(
        connection,
        "the TLS handshake took longer than \(PeerLimits.negotiationStep.components.seconds) s",
        .silence)
      return
    }
    var events: [ServerEvent] = []
    connection.machine.stepTimedOut(into: &events)
    setStepTimer(connection.token)
    take(events, connection)
  }

  // MARK: Output

  /// Writes what the kernel takes; a terminal that kept up is read again, and lets its hosts speak.
  func flush(_ connection: TerminalConnection) {
    let channel = connection.channel
    switch channel.flush(poller) {
    case .broken:
      lost(connection)
      return
    case .waiting: break
    case .done:
      if channel.isClosing {
        lost(connection)
        return
      }
    }
    if channel.rests.contains(.output), channel.waiting <= PeerLimits.outputBefore / 2 {
      channel.resume(.output, poller)
      enterLane(channel)
    }
    if !connection.pausedHosts.isEmpty, channel.waiting <= PeerLimits.lowWater {
      resumeHosts(of: connection)
    }
  }

  /// The terminal is gone.
  func lost(_ connection: TerminalConnection) {
    guard connection.isConnected else { return }
    if connection.session == nil, !connection.channel.isClosing {
      admission.penalize(connection.address, .short, at: now.instant)
    }
    connection.channel.close(poller)
    resumeHosts(of: connection)
    admission.disconnect(from: connection.address, wasSignedOn: connection.isSignedOn)
    for name in [connection.name, connection.givenName] { name.map { names.release($0) } }
    post(.lost(connection.token))
  }

  /// The terminal's sessions stay, kept by a connection without a socket.
  func isLost(_ token: UInt64) {
    guard terminals[token]?.session != nil else {
      terminals[token] = nil
      return
    }
    tell(token, .terminalLost)
    if let user = terminals[token]?.session?.signedOnUser { evict(user) }
  }

  /// Lets a connection without a terminal go once it keeps no sessions, and no password of it is being
  /// looked at: what came of that is written down, also where somebody guesses and hangs up.
  func forgetIfEmpty(_ connection: TerminalConnection) {
    guard !connection.isConnected, connection.session?.sessions.isEmpty ?? true,
      connection.session?.awaitsVerdict != true
    else { return }
    if let user = connection.session?.signedOnUser { leave(user, connection.token) }
    terminals[connection.token] = nil
  }

  func leave(_ user: UserID, _ token: UInt64) {
    users[user]?.remove(token)
    if users[user]?.isEmpty == true { users[user] = nil }
  }

  /// A connection that keeps sessions without a terminal.
  func park(_ session: UserSession, of former: TerminalConnection) {
    let token = nextToken()
    let connection = TerminalConnection(token: token, address: former.address, socket: nil)
    connection.session = session
    terminals[token] = connection
    for moved in session.sessions { move(moved.host, from: former, to: token) }
    post(.park(token))
    guard let user = session.signedOnUser else { return }
    users[user, default: []].insert(token)
    evict(user)
  }

  /// A session is behind another terminal from now on.
  func move(_ host: HostID, from former: TerminalConnection, to token: UInt64) {
    guard let leg = hosts[host] else { return }
    leg.owner = token
    if former.pausedHosts.remove(host) != nil { resume(host) }
    release(former, from: host)
  }

  /// Ends what a user left behind longest ago, where that is at too many terminals.
  private func evict(_ user: UserID) {
    let left = (users[user] ?? []).filter { terminals[$0]?.isConnected == false }.sorted()
    for token in left.dropLast(PeerLimits.leftTerminals) { post(.terminal(token, .evicted)) }
  }
}
