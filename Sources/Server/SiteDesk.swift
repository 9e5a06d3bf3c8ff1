import Names
import Platform
import SAF
import SessionEngine
import Tables

/// On a shard: what is in force, what operators tell everybody, and sessions that end since an
/// application is taken from users.
struct SiteDesk {
  let shard: Shard

  /// New tables or panels are in force; what operators have said stays.
  func take(_ new: Site) {
    shard.context.commons.limit(by: new.tables.system)
    replace(new.succeeding(shard.context.site))
    shard.ports.setKeepalive()
    shard.rights.askAll()
  }

  /// Takes what stands from now on; users see it at once.
  func take(_ standing: StandingOrders) {
    guard standing != shard.context.site.standing else { return }
    replace(shard.context.site.saying(standing))
  }

  private func replace(_ site: Site) {
    shard.context.site = site
    shard.terminals.tellOfSite()
  }

  /// Ends sessions with what has a name; answers how many.
  func end(_ name: String, _ reason: String) -> Int {
    var count = 0
    for connection in shard.terminals.inOrder {
      for session in connection.session?.sessions ?? SessionTable()
      where Site.leads(session.definition, to: name) {
        guard let leg = shard.hosts[session.handle] else { continue }
        shard.reactor.post(.hostEnded(leg, .byOperator(reason)))
        count += 1
      }
    }
    return count
  }

  /// Shows a text to all users who are there or, with a name, to those who have a session with what it
  /// names; answers at how many terminals.
  func tell(_ text: String, name: String?) -> Int {
    let listeners = shard.terminals.inOrder.filter { connection in
      guard connection.isSignedOn, connection.isConnected else { return false }
      return name.map { name in
        connection.session?.sessions.contains { Site.leads($0.definition, to: name) } ?? false
      } ?? true
    }
    for connection in listeners {
      shard.reactor.post(.terminal(connection, .message(from: "OPERATOR", text: text)))
    }
    return listeners.count
  }
}
