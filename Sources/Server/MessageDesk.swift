import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import Time

/// What has to do with messages to users, where a shard takes it.
enum MessageNews: Sendable {
  /// A message for a user who is at home here, or nowhere; the sender hears what became of it.
  case deliver(UserMessage, @Sendable (MessageFate) -> Void)
  /// What waited for the user who sits at a terminal.
  case letters([Letter], for: UserID, token: UInt64)
  /// Letters of a turn before this one, which is kept by now, so that they are needed no more.
  case shown([Int64])
}

/// Messages to users: shown where they sit, else kept until they come.
struct MessageDesk {
  let context: ShardContext
  let users: UserDesk

  /// Sends a message to wherever the user is at home; the sender hears what became of it.
  func send(_ message: UserMessage, from connection: TerminalConnection) {
    let home = context.commons.homes.withLock { $0.home(of: message.to) } ?? context.index
    let (reply, token) = (context.mailbox, connection.token)
    let answer: @Sendable (MessageFate) -> Void = { fate in
      reply.send(.event(token: token, .messageDelivered(to: message.to.description, fate)))
    }
    guard home == context.index else {
      context.commons.doors[home].mailbox.send(.message(.deliver(message, answer)))
      return
    }
    // At once where the user is here: what follows belongs to this turn.
    guard let fate = users.deliver(message) else { return keep(message, answer) }
    context.reactor.post(
      .terminal(connection, .messageDelivered(to: message.to.description, fate)))
  }

  /// Takes what others, or helpers, have for this shard.
  func take(_ news: MessageNews) {
    switch news {
    case .deliver(let message, let answer):
      if let fate = users.deliver(message) { answer(fate) } else { keep(message, answer) }
    case .letters(let letters, let user, let token): show(letters, to: user, at: token)
    case .shown(let ids): forget(ids)
    }
  }

  /// Keeps a message for a user who is away.
  private func keep(_ message: UserMessage, _ answer: @escaping @Sendable (MessageFate) -> Void) {
    let (store, now) = (store, context.reactor.now.wall.seconds)
    let isQueued = help {
      let kept = try? store.keepLetter(
        from: message.from, text: message.text, for: message.to, now: now)
      switch kept {
      case .kept: answer(.kept)
      case .full: answer(.refused)
      // The log tells of a database that does not work.
      case .nobody, nil: answer(.absent)
      }
    }
    if !isQueued { answer(.absent) }
  }

  /// Looks what waits for a user who has just signed on.
  func fetch(for user: UserID, at connection: TerminalConnection) {
    let (store, mailbox, token) = (store, context.mailbox, connection.token)
    // Where too many questions wait, it is shown at the next sign-on.
    _ = help {
      guard let letters = try? store.letters(for: user), !letters.isEmpty else { return }
      mailbox.send(.message(.letters(letters, for: user, token: token)))
    }
  }

  private func show(_ letters: [Letter], to user: UserID, at token: UInt64) {
    guard let connection = users.connection(of: user, token) else { return }
    let texts = letters.map { letter in
      let date = CivilDate(WallTime(seconds: letter.written))
      return UserText(
        from: "\(letter.from) on \(date.dayAndMinute)", text: letter.text, letter: letter.id)
    }
    context.reactor.post(.terminal(connection, .messages(texts)))
  }

  /// Letters are on a terminal's screen with this turn.
  func shown(_ letters: [Int64]) {
    // Said to oneself: a turn is kept before the next one begins, and only then may they be forgotten.
    context.mailbox.send(.message(.shown(letters)))
  }

  private func forget(_ ids: [Int64]) {
    let store = store
    // Letters that are not forgotten are shown again.
    _ = help { try? store.forgetLetters(ids) }
  }

  /// Has a helper do something with the store; false where too many questions wait.
  private func help(_ work: @escaping @Sendable () -> Void) -> Bool {
    context.reactor.world.letters?(work) ?? context.services.helpers.run(work)
  }

  private var store: any LetterStore { context.services.database.manager.store }
}

extension CivilDate {
  /// As `2026-11-26 at 08:00Z`.
  fileprivate var dayAndMinute: String {
    "\(date) at \(clock.prefix(5))Z"
  }
}
