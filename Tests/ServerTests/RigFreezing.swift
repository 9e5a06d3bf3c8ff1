import Bytes
import Glibc
import Ledger
import Platform
import SessionEngine
import Testing
import Time

@testable import Server

extension ShardRig {
  /// Freezes a terminal with its deadlines and thaws it in its place, as another process would.
  func freeze(_ connection: TerminalConnection) throws -> Bool {
    let reactor = connection.desk.context.reactor
    let hosts = try #require(shards.first { $0.reactor === reactor }).hosts
    let token = connection.token
    let site = connection.desk.context.site
    var sessions: [SessionHandle: ActiveSession] = [:]
    for session in connection.session?.sessions ?? SessionTable() {
      var freezer = Freezer()
      session.freeze(into: &freezer)
      var thawer = Thawer(freezer.bytes)
      sessions[session.handle] = try ActiveSession(thawing: &thawer, site.tables)
      try thawer.end()
    }
    var user = Freezer()
    connection.session?.freezePlace(into: &user)
    return try exchange(
      reactor, { $0.terminal == token },
      {
        connection.freeze(into: &$0)
        return true
      },
      { (thawer: inout Thawer) throws(ThawError) in
        connection.take(
          try FrozenTerminal(thawing: &thawer, user: user.bytes, site: site, sessions: sessions),
          hosts)
      })
  }

  /// Freezes the far end of a session with its deadlines and thaws it in its place.
  func freeze(_ leg: HostLeg) throws -> Bool {
    guard let host = leg.link as? TN3270Host else { return false }
    return try exchange(
      host.reactor,
      { if case .host(leg.handle) = $0 { true } else { false } },
      { (freezer: inout Freezer) in
        guard host.stage == .talking, host.channel != nil else { return false }
        host.freeze(into: &freezer)
        return true
      },
      { (thawer: inout Thawer) throws(ThawError) in
        if case .talking(_, let talking) = try FrozenHost(thawing: &thawer) { host.take(talking) }
      })
  }

  /// What ledgers have of users and sessions that is not what would be frozen now, in words: what did not
  /// change is not frozen anew.
  func stale() throws -> [String] {
    var stale: [String] = []
    for shard in shards {
      guard let number = shard.reactor.ledger?.number else { continue }
      let reader = try LedgerReader(
        SharedMemory(reading: Descriptor(dup(number))), version: Freezer.version)
      let objects = reader.objects().objects
      for connection in shard.terminals.all where connection.session != nil {
        var user = Freezer()
        connection.session?.freezePlace(into: &user)
        if objects[LedgerKind.user.key(connection.token)] != user.bytes {
          stale.append("user at \(connection.token)")
        }
        for session in connection.session?.sessions ?? SessionTable() {
          var freezer = Freezer()
          session.freeze(into: &freezer)
          if objects[LedgerKind.session.key(session.handle.value)] != freezer.bytes {
            stale.append("\(session.handle)")
          }
        }
      }
    }
    return stale
  }

  private func exchange(
    _ reactor: Reactor, _ isMine: (Alarm) -> Bool, _ freeze: (inout Freezer) -> Bool,
    _ thaw: (inout Thawer) throws(ThawError) -> Void
  ) throws -> Bool {
    var freezer = Freezer()
    guard freeze(&freezer) else { return false }
    let size = freezer.bytes.count
    let timers = reactor.takeTimers(where: isMine)
    var count = 0
    for timer in timers {
      var alarm = Freezer()
      guard timer.purpose.freeze(into: &alarm) else {
        // Somebody's password waits; it stays here.
        reactor.setTimer(timer.deadline, timer.purpose)
        continue
      }
      count += 1
      freezer.put(timer.deadline)
      for byte in alarm.bytes { freezer.put(byte: byte) }
    }
    var thawer = Thawer(freezer.bytes)
    try thaw(&thawer)
    for _ in 0..<count {
      reactor.setTimer(try thawer.take(), try Alarm(thawing: &thawer))
    }
    try thawer.end()
    var again = Freezer()
    let isFrozen = freeze(&again)
    // Sets have no order, so that the same may come in another one.
    #expect(isFrozen && again.bytes.count == size)
    return true
  }
}
