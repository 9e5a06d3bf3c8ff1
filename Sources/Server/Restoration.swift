import Bytes
import Ledger
import Messages
import Names
import Platform
import SessionEngine
import Synchronization
import TN3270
import Time

/// Puts what one former shard had into a new one: terminals, users, sessions with their far ends, and
/// deadlines. Nothing leaves before the new shard's loop begins.
struct Restoration {
  private let shard: Shard
  private let part: Estate.Part
  private let connections: HeldConnections
  /// What could not be taken over, in words.
  private(set) var faults: [String] = []
  /// Terminals that go on, and sessions.
  private(set) var terminals = 0
  private(set) var sessions = 0

  init(_ part: Estate.Part, into shard: Shard, from connections: HeldConnections) {
    self.part = part
    self.shard = shard
    self.connections = connections
  }

  private var reactor: Reactor { shard.reactor }

  /// Time that terminals and hosts have after an outage until what was due meanwhile is due: what they
  /// said is read first, so that nobody's silence is taken for an end that was none.
  private static let grace = Duration.seconds(1)

  /// Notes at what this worker is, in case it dies of it.
  private func note(_ kind: WorkedAt.Kind, _ id: UInt64) {
    reactor.ledger?.note(WorkedAt(kind, id))
  }

  mutating func run() {
    let timers = part.all(.timer).compactMap { Estate.timer($0.bytes) }
    for case .drain(let drain) in timers.map(\.alarm) { shard.drains.resume(drain) }
    let restored = restoreTerminals(thawSessions())
    restoreHosts()
    reactor.ledger?.note(nil)
    for (connection, _) in restored { endUnreachable(connection) }
    let earliest = reactor.now.instant.advanced(by: Self.grace)
    for timer in timers {
      // The drain has set one of its own.
      if case .drain = timer.alarm { continue }
      reactor.setTimer(max(timer.deadline, earliest), timer.alarm)
    }
    for (connection, isLost) in restored {
      reactor.post(.resume(connection))
      if isLost { reactor.post(.lost(connection)) } else { connection.leaveInput() }
    }
    // Groups may have changed since these users' were asked for.
    shard.rights.askAll()
    shard.drain(isNoted: true)
    reactor.ledger?.note(nil)
  }

  private mutating func thawSessions() -> [SessionHandle: ActiveSession] {
    var all: [SessionHandle: ActiveSession] = [:]
    for (id, bytes) in part.all(.session) {
      note(.session, id)
      guard !connections.leavesOut(WorkedAt(.session, id), "SESSION OF \(SessionHandle(id))")
      else { continue }
      var thawer = Thawer(bytes)
      do throws(ThawError) {
        let session = try ActiveSession(thawing: &thawer, shard.context.site.tables)
        all[session.handle] = session
      } catch {
        faults.append("\(SessionHandle(id)): \(error)")
      }
    }
    return all
  }

  private mutating func restoreTerminals(
    _ sessions: [SessionHandle: ActiveSession]
  ) -> [(connection: TerminalConnection, isLost: Bool)] {
    var restored: [(TerminalConnection, Bool)] = []
    for (token, bytes) in part.all(.terminal) {
      note(.terminal, token)
      guard !connections.leavesOut(WorkedAt(.terminal, token), Self.name(bytes)) else { continue }
      #if DEBUG
        PlantedFault.meet("terminal", in: bytes)
      #endif
      var thawer = Thawer(bytes)
      let frozen: FrozenTerminal
      do throws(ThawError) {
        frozen = try FrozenTerminal(
          thawing: &thawer, user: part.objects[LedgerKind.user.key(token)],
          site: shard.context.site, sessions: sessions)
      } catch {
        faults.append("terminal \(token): \(error)")
        continue
      }
      let found = frozen.line.flatMap {
        connections.take(token, $0, isWhole: frozen.machine.isBetweenRecords, of: part)
      }
      let connection = shard.terminals.restore(
        frozen, token: token, socket: found?.socket ?? -1, with: found?.ways,
        hosts: shard.hosts)
      shard.users.restore(connection)
      let isLost = frozen.wasConnected && !connection.isConnected
      if connection.isConnected { terminals += 1 }
      restored.append((connection, isLost))
    }
    return restored
  }

  /// A terminal, for the log.
  private static func name(_ bytes: [UInt8]) -> String {
    var thawer = Thawer(bytes)
    return "TERMINAL FROM " + ((try? FrozenTerminal.head(&thawer))?.address ?? "?")
  }

  /// Connections that talk first: they have LU names that those which are opened again must not take.
  private mutating func restoreHosts() {
    var others: [(id: UInt64, owner: UInt64, frozen: FrozenHost, Thawer)] = []
    for (id, bytes) in part.all(.host) {
      note(.host, id)
      var thawer = Thawer(bytes)
      do throws(ThawError) {
        let owner = try thawer.take(UInt64.self)
        let isLeftOut = connections.leavesOut(
          WorkedAt(.host, id), "CONNECTION OF \(SessionHandle(id))")
        let frozen = isLeftOut ? .lost : try FrozenHost(thawing: &thawer)
        if case .talking = frozen {
          restore(id, of: owner, from: frozen, thawing: &thawer)
        } else {
          others.append((id, owner, frozen, thawer))
        }
      } catch {
        faults.append("\(SessionHandle(id)): \(error)")
      }
    }
    for (id, owner, frozen, thawer) in others {
      note(.host, id)
      var thawer = thawer
      restore(id, of: owner, from: frozen, thawing: &thawer)
    }
  }

  private mutating func restore(
    _ id: UInt64, of owner: UInt64, from frozen: FrozenHost, thawing thawer: inout Thawer
  ) {
    let handle = SessionHandle(id)
    guard let owner = shard.terminals[owner],
      let definition = owner.session?.sessions[handle]?.definition
    else { return }
    sessions += 1
    let (part, connections) = (part, connections)
    shard.hosts.restore(handle, definition, owner: owner, from: frozen, thawing: &thawer) {
      connections.take($0, $1, isWhole: $2, of: part)
    }
  }

  /// Ends sessions whose far end is not there, and is not about to be opened.
  private func endUnreachable(_ connection: TerminalConnection) {
    for session in connection.session?.sessions ?? SessionTable()
    where shard.hosts[session.handle] == nil && !session.isAwaitingTicket {
      reactor.post(.terminal(connection, .hostClosed(session.handle, HostDesk.interrupted)))
    }
  }
}

/// Puts all that workers before this one left into new shards, whose loops have not begun.
enum Succession {
  /// What came of it.
  struct Outcome {
    var terminals = 0
    var sessions = 0
    /// What could not be taken over, in words for the log.
    var faults: [String] = []
  }

  /// Former shards are dealt to the new ones, whatever the number of both. In the end all is in the
  /// new ledgers, which count from then on; the old ones are let go.
  static func take(
    _ estate: Estate, into shards: [Shard], held custody: any Custody,
    quarantine: Quarantine? = nil
  ) -> Outcome {
    var outcome = Outcome(faults: estate.faults)
    let connections = HeldConnections(
      estate.held, custody, links: shards[0].context.tls.links, quarantine: quarantine)
    shards[0].context.commons.names.withLock { $0.goOn(after: Int(clamping: estate.lastName)) }
    shards[0].reactor.ledger?.note(estate.lastName, at: LedgerHeader.lastName)
    for part in estate.parts {
      var restoration = Restoration(
        part, into: shards[part.index % shards.count], from: connections)
      restoration.run()
      outcome.terminals += restoration.terminals
      outcome.sessions += restoration.sessions
      outcome.faults += restoration.faults
    }
    let ended = connections.takeRest { held in
      guard case .terminal(let isSecure) = held.kind else { return }
      shards[0].ports.admit(
        Descriptor(held.descriptor), from: held.address, isSecure: isSecure)
    }
    if ended > 0 {
      outcome.faults.append("\(counted(ended, "connection")) of unknown state closed")
    }
    shards[0].drain(isNoted: true)
    shards[0].reactor.ledger?.note(nil)
    for shard in shards { shard.commit() }
    shards[0].reactor.ledger?.markWhole()
    for token in estate.ledgers { custody.release(token) }
    return outcome
  }
}
