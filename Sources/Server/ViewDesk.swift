import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import Time

/// A shard's part in views of users' screens: its users' terminals hear their viewers, and answer them
/// wherever these are at home.
struct ViewDesk {
  let context: ShardContext
  let users: UserDesk

  /// Who is signed on here under a name, or at the terminal of it.
  static func seats(_ name: String, on shard: Shard) -> [ViewTarget] {
    shard.users.all.flatMap { user in
      shard.users.terminals(of: user).compactMap { connection -> ViewTarget? in
        guard connection.isConnected, let terminal = connection.session?.terminal.name else {
          return nil
        }
        let target = ViewTarget(user: user, terminal: terminal)
        return target.has(name) ? target : nil
      }
    }
  }

  /// Says something to a terminal, on whatever shard its user is at home; false where that is nowhere.
  ///
  /// `from`: the viewer's shard, which hears where nobody is there.
  static func tell(
    _ target: ViewTarget, _ viewer: SessionHandle, says news: ViewerNews, from: Int,
    in commons: Commons
  ) -> Bool {
    guard let home = commons.homes.withLock({ $0.home(of: target.user) }) else { return false }
    return commons.doors[home].mailbox.send(.viewer(viewer, news, target, from: from))
  }

  /// A viewer says something to a terminal here.
  func take(_ viewer: SessionHandle, _ news: ViewerNews, of target: ViewTarget, from: Int) {
    let connection = users.terminals(of: target.user).first {
      $0.isConnected && $0.session?.terminal.name == target.terminal
    }
    let isKnown =
      switch news {
      case .asks: connection != nil
      case .looks, .leaves:
        connection?.session?.audience.places.contains { $0.viewer.session == viewer } ?? false
      }
    if isKnown, let connection {
      return context.reactor.post(.terminal(connection, .viewer(viewer, news)))
    }
    if case .leaves = news { return }
    context.commons.doors[from].mailbox.send(
      .viewed(viewer, .over("\(target.user) is not at \(target.terminal) any more", target)))
  }

  /// Tells a viewer something, whose sessions are at the viewer's home.
  func tell(_ viewer: Viewer, _ answer: ViewAnswer) {
    guard let home = context.commons.homes.withLock({ $0.home(of: viewer.user) }) else { return }
    context.commons.doors[home].mailbox.send(.viewed(viewer.session, answer))
  }

  /// Writes to the audit what becomes of a view. Where too many questions wait, the log alone has it.
  func note(_ viewer: Viewer, _ target: ViewTarget, detail: String) {
    let (services, now) = (context.services, context.reactor.now.wall)
    _ = services.helpers.run {
      services.database.manager.acting(AuditAuthor(of: viewer))
        .note(.view, of: "\(target.user)", detail: "AT \(target.terminal) \(detail)", at: now)
    }
  }
}
