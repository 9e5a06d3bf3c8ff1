import Names
import Platform
import SAF
import SessionEngine
import Store
import Tables
import Time

/// What the security manager says of a shard's users, where the tables ask: at a sign-on, and again of
/// everybody when groups, permissions or tables have changed.
///
/// Helpers ask, one question at a time, so that no answer overtakes a later one. A menu that is shown is
/// then drawn anew where it differs; what runs goes on.
final class RightsDesk {
  private let context: ShardContext
  private let terminals: TerminalDesk
  private let users: UserDesk
  /// Terminals whose users have signed on and wait for their menus.
  private var arriving: [UInt64: UserID] = [:]
  /// Whether everybody is to be asked for.
  private var isForAll = false
  /// The question that is being asked, and whether it is of everybody; nil for none.
  private var asked: (number: UInt64, isForAll: Bool)?
  private var number: UInt64 = 0

  private var reactor: Reactor { context.reactor }

  /// How long a question waits that found no helper; one that did is answered, however long that takes.
  private static let patience = Duration.seconds(2)

  init(_ context: ShardContext, _ terminals: TerminalDesk, users: UserDesk) {
    self.context = context
    self.terminals = terminals
    self.users = users
  }

  /// A user has signed on: what the user may is asked, where it matters; then the terminal hears what
  /// the user has elsewhere.
  func arrive(_ connection: TerminalConnection, _ user: UserID) {
    guard context.site.tables.asksRights else { return locate(connection, user) }
    arriving[connection.token] = user
    ask()
  }

  /// Groups, permissions or tables have changed.
  func askAll() {
    guard context.site.tables.asksRights else { return }
    isForAll = true
    ask()
  }

  private func ask() {
    guard asked == nil, isForAll || !arriving.isEmpty else { return }
    let wanted = Set(arriving.values).union(isForAll ? Set(users.all) : [])
    number += 1
    asked = (number, isForAll)
    isForAll = false
    let (services, mailbox, tables, question) = (
      context.services, context.mailbox, context.site.tables, number
    )
    let isTaken = services.helpers.run {
      let rule = RightsRule(services.database.manager.state, asking: tables.everything)
      let now = Clock.wall()
      let found = wanted.map { ($0, rule.rights(of: $0, at: now)) }
      mailbox.send(.rights(question, Dictionary(uniqueKeysWithValues: found)))
    }
    if !isTaken {
      reactor.setTimer(reactor.now.instant.advanced(by: Self.patience), .rights(question))
    }
  }

  /// No helper took a question: it is asked again.
  func patienceEnds(_ question: UInt64) {
    guard let asked, asked.number == question else { return }
    isForAll = isForAll || asked.isForAll
    self.asked = nil
    ask()
  }

  /// The answer to a question; one that is no longer asked counts no more.
  func answered(_ question: UInt64, _ found: [UserID: Rights]) {
    guard asked?.number == question else { return }
    asked = nil
    for (user, rights) in found.sorted(by: { $0.key < $1.key }) {
      for connection in users.terminals(of: user) {
        reactor.post(.terminal(connection, .rights(user, rights)))
      }
    }
    for (token, user) in arriving.sorted(by: { $0.key < $1.key }) where found[user] != nil {
      arriving[token] = nil
      if let connection = terminals[token] { locate(connection, user) }
    }
    ask()
  }

  private func locate(_ connection: TerminalConnection, _ user: UserID) {
    reactor.post(
      .terminal(connection, .elsewhere(users.elsewhere(user, than: connection))))
  }
}
