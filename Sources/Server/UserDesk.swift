import DataStream
import EBCDIC
import Messages
import Names
import SessionEngine
import Synchronization
import Time

/// The users of a shard: at which terminals each is signed on, or has left sessions.
///
/// All that one user has is here, on the user's home shard (`Homes`).
final class UserDesk {
  private let context: ShardContext
  private let terminals: TerminalDesk
  private let hosts: HostDesk
  /// Terminals at which each user is signed on, and those that keep sessions.
  private var users: [UserID: [TerminalConnection]] = [:]
  /// Users whose password was right, and whose terminal is about to hear it.
  private var arriving: [UserID: Int] = [:]

  private var reactor: Reactor { context.reactor }

  init(_ context: ShardContext, _ terminals: TerminalDesk, hosts: HostDesk) {
    self.context = context
    self.terminals = terminals
    self.hosts = hosts
  }

  /// Everybody who is here.
  var all: some Collection<UserID> { users.keys }

  /// A user's terminals, and what keeps sessions without one, in the order in which they came.
  func terminals(of user: UserID) -> [TerminalConnection] {
    (users[user] ?? []).sorted { $0.token < $1.token }
  }

  /// A user's other terminals, and what keeps sessions without one.
  private func others(
    of user: UserID, than connection: TerminalConnection
  ) -> [TerminalConnection] {
    terminals(of: user).filter { $0 !== connection }
  }

  // MARK: Coming and going

  /// A terminal that another process had: its user is at home here from now on.
  func restore(_ connection: TerminalConnection) {
    guard let user = connection.session?.signedOnUser else { return }
    _ = context.commons.homes.withLock { $0.claim(user, for: context.index) }
    users[user, default: []].append(connection)
  }

  /// A user's password was right at one of this shard's terminals.
  /// - Returns: the shard where the user is at home, which may be this one from now on.
  func claim(_ user: UserID) -> Int {
    let home = context.commons.homes.withLock { $0.claim(user, for: context.index) }
    if home == context.index { arriving[user, default: 0] += 1 }
    return home
  }

  /// The terminal was told; it may have gone, or not have waited any more.
  func arrived(_ user: UserID) {
    let left = (arriving[user] ?? 1) - 1
    arriving[user] = left > 0 ? left : nil
    releaseIfGone(user)
  }

  private func releaseIfGone(_ user: UserID) {
    guard users[user] == nil, arriving[user] == nil else { return }
    context.commons.homes.withLock { $0.release(user, from: context.index) }
  }

  /// Who sits at a terminal from now on; nil after a sign-off.
  func identify(_ connection: TerminalConnection, _ user: UserID?) {
    for (other, all) in users where all.contains(where: { $0 === connection }) {
      leave(other, connection)
    }
    if let user { users[user, default: []].append(connection) }
    // A terminal that is gone was counted off when it went.
    if connection.isConnected, connection.isSignedOn != (user != nil) {
      context.commons.admission.withLock {
        if user != nil {
          $0.signedOn(from: connection.address)
        } else {
          $0.signedOff(from: connection.address)
        }
      }
    }
    connection.isSignedOn = user != nil
  }

  private func leave(_ user: UserID, _ connection: TerminalConnection) {
    users[user]?.removeAll { $0 === connection }
    guard users[user]?.isEmpty == true else { return }
    users[user] = nil
    releaseIfGone(user)
  }

  /// Lets a connection without a terminal go once it keeps no sessions, and no password of it is being
  /// looked at: what came of that is written down, also where somebody guesses and hangs up.
  func forgetIfEmpty(_ connection: TerminalConnection) {
    guard !connection.isConnected, connection.session?.sessions.isEmpty ?? true,
      connection.session?.awaitsVerdict != true
    else { return }
    if let user = connection.session?.signedOnUser { leave(user, connection) }
    terminals.forget(connection)
  }

  /// A user's sessions stay without a terminal.
  func park(_ session: UserSession, of former: TerminalConnection) {
    let connection = terminals.keep(session, of: former)
    for moved in session.sessions { hosts.move(moved.handle, to: connection) }
    reactor.post(.park(connection))
    guard let user = session.signedOnUser else { return }
    users[user, default: []].append(connection)
    evict(user)
  }

  /// Ends what a user left behind longest ago, where that is at too many terminals.
  func evict(_ user: UserID) {
    let left = terminals(of: user).filter { !$0.isConnected }
    for former in left.dropLast(PeerLimits.leftTerminals) {
      reactor.post(.terminal(former, .evicted))
    }
  }

  // MARK: The same user elsewhere

  /// What the user has at other terminals.
  func elsewhere(_ user: UserID, than connection: TerminalConnection) -> [RemoteTerminal] {
    others(of: user, than: connection).compactMap { $0.session.map { RemoteTerminal($0) } }
  }

  /// Ends what a user left without a terminal, at sign-offs and with lost lines.
  func endLeftBehind(_ user: UserID) {
    for former in terminals(of: user) where !former.isConnected {
      reactor.post(.terminal(former, .departed))
    }
  }

  /// Whether the user of a terminal may have the session that is about to be opened there, which counts
  /// already.
  func mayOpen(_ connection: TerminalConnection) -> Bool {
    guard let session = connection.session, let user = session.signedOnUser else { return true }
    let counted = others(of: user, than: connection).compactMap(\.session)
      .filter { !$0.isConnected || !session.isShared }
    let count = counted.reduce(session.sessions.count) { $0 + $1.sessions.count }
    return count <= PeerLimits.sessionsPerUser
  }

  /// The user's other terminals hear that they are left, so that what their hosts still wait for is
  /// answered; then the sessions move.
  func prepareTakeOver(_ user: UserID, _ which: TakeOver, by connection: TerminalConnection) {
    guard let name = connection.session?.terminal.name else { return }
    let formers = others(of: user, than: connection).filter { other in
      other.session.map { which.takes(RemoteTerminal($0), at: name) } ?? false
    }
    for former in formers { reactor.post(.terminal(former, .terminalLost)) }
    reactor.post(.takeOver(user, from: formers, by: connection))
  }

  /// Moves a user's sessions from other terminals to one, and lets those go; where the one has gone
  /// meanwhile, the sessions stay for the next.
  /// - Returns: the sessions that the terminal is to hear of before anything else; nil where it is gone.
  func takeOver(
    _ user: UserID, from formers: [TerminalConnection], by taker: TerminalConnection
  ) -> [ActiveSession]? {
    let isThere = taker.session?.signedOnUser == user
    var moved: [ActiveSession] = []
    for former in formers {
      guard let name = former.session?.terminal.name else { continue }
      let sessions = isThere ? former.session?.surrender() ?? [] : []
      former.mark()
      for session in sessions { hosts.move(session.handle, to: taker) }
      if let to = taker.session?.terminal.name, !sessions.isEmpty {
        reactor.record(.user.takenOver(user: user, from: name, to: to, sessions: sessions.count))
      }
      moved += sessions
      guard former.isConnected else {
        forgetIfEmpty(former)
        continue
      }
      former.send(Self.takenOverRecord)
      former.finish()
      // It may take long to hear that, and nobody shall find the user there.
      if former.session?.sessions.isEmpty == true { leave(user, former) }
    }
    return isThere ? moved : nil
  }

  /// The last thing that a terminal hears whose sessions another one took.
  private static let takenOverRecord: [UInt8] =
    [Command.eraseWrite.rawValue, WCC.restoreKeyboard.byte]
    + CodePage.cp037.encode("Your sessions were taken over at another terminal.")

  // MARK: Messages and operators

  /// Shows a text to a user.
  /// - Returns: what became of it; nil where the user is at no terminal here.
  func deliver(_ message: UserMessage) -> MessageFate? {
    let there = terminals(of: message.to).filter(\.isConnected)
    let reached = there.filter {
      $0.session?.takesMessages(isOperator: message.isOperator) == true
    }
    for connection in reached {
      reactor.post(.terminal(connection, .message(from: message.from, text: message.text)))
    }
    reactor.record(
      .server.messageSent(from: message.from, to: message.to, terminals: reached.count))
    guard !there.isEmpty else { return nil }
    return reached.isEmpty ? .refused : .shown(terminals: reached.count)
  }

  /// A terminal at which a user sits; nil where that is over.
  func connection(of user: UserID, _ token: UInt64) -> TerminalConnection? {
    terminals(of: user).first { $0.token == token && $0.isConnected }
  }

  /// Ends what an operator wants ended.
  /// - Returns: how many terminals, or sessions where one of these is named, that was.
  func cancel(_ wish: CancelWish) -> Int {
    let all = terminals(of: wish.user).filter { connection in
      wish.terminal.map { $0 == (connection.session?.terminal.name ?? connection.name) } ?? true
    }
    guard let id = wish.session else {
      for connection in all { reactor.post(.terminal(connection, .cancelled(wish.reason))) }
      return all.count
    }
    let found = all.flatMap { $0.session?.sessions.filter { $0.id == id } ?? [] }
    for session in found {
      if let leg = hosts[session.handle] { reactor.post(.hostEnded(leg, .byOperator(wish.reason))) }
    }
    return found.count
  }
}

/// A text for a user, of another one or of the operator.
struct UserMessage: Sendable {
  let from: String
  let isOperator: Bool
  let to: UserID
  let text: String
}
