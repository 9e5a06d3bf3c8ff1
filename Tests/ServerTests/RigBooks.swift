import Names
import Synchronization

@testable import Server
@testable import SessionEngine

extension ShardRig {
  /// What is wrong with the shards' books, when nothing is under way.
  func faults() -> [String] {
    var faults: [String] = []
    for shard in shards { faults += shard.faults.map { "shard \(shard.context.index): \($0)" } }
    let commons = shard.context.commons
    let connected = connections.filter(\.isConnected)
    let (admitted, waiting) = commons.admission.withLock { ($0.terminals, $0.waiting) }
    if admitted != connected.count {
      faults.append("\(admitted) admitted, \(connected.count) connected")
    }
    let notSignedOn = connected.count { !$0.isSignedOn }
    if waiting != notSignedOn {
      faults.append("\(waiting) wait, \(notSignedOn) are not signed on")
    }
    let users = shards.flatMap { shard in shard.users.all.map { ($0, shard.context.index) } }
    for (user, index) in users {
      let home = commons.homes.withLock { $0.home(of: user) }
      if home != index { faults.append("\(user) is on \(index), and at home on \(home ?? -1)") }
    }
    let homes = commons.homes.withLock { $0.count }
    if homes != users.count { faults.append("\(homes) homes of \(users.count) users") }
    let hosts = connections.flatMap { $0.session?.sessions.handles ?? [] }
    if Set(hosts).count != hosts.count { faults.append("a session is at two terminals") }
    return faults
  }
}

extension Shard {
  /// What is wrong with this shard's books.
  fileprivate var faults: [String] {
    var faults: [String] = []
    for leg in hosts.all where leg.owner.session?.sessions.contains(leg.handle) != true {
      faults.append("\(leg.handle) belongs to nobody")
    }
    for connection in terminals.all {
      for session in connection.session?.sessions ?? SessionTable() where !session.isAwaitingTicket
      {
        if hosts[session.handle]?.owner !== connection {
          faults.append("\(session.handle) has no host")
        }
      }
      if !connection.isConnected, connection.session?.sessions.isEmpty ?? true,
        connection.session?.awaitsVerdict != true
      {
        faults.append("terminal \(connection.token) keeps nothing")
      }
    }
    for user in users.all {
      for connection in users.terminals(of: user)
      where connection.session?.signedOnUser != user || terminals[connection.token] == nil {
        faults.append("\(user) is not at \(connection.token)")
      }
    }
    let load = context.door.load.load(ordering: .relaxed)
    let connected = terminals.all.count { $0.isConnected }
    if load != connected { faults.append("load \(load), \(connected) connected") }
    let channels =
      terminals.all.count { $0.isConnected }
      + hosts.all.count {
        ($0.link as? TN3270Host)?.channel != nil
      }
    if reactor.tokens.count != channels {
      faults.append("\(reactor.tokens.count) connections of \(channels) are served")
    }
    return faults
  }
}
