import Messages
import Names
import Platform
import SessionEngine
import Synchronization

/// What an operator asks of a shard.
enum ShardOperation: Sendable {
  /// How many terminals, users and sessions are there?
  case status(@Sendable (ShardStatus) -> Void)
  /// Who is there?
  case users(@Sendable ([UserStatus]) -> Void)
  /// Ends a user's sessions; answers how many terminals or sessions that was.
  case cancel(CancelWish, @Sendable (Int) -> Void)
  /// What was counted, and how many there are of what?
  case figures(@Sendable (ShardReport) -> Void)
  /// What a table of DISPLAY's is made of.
  case display(LiveDisplay, @Sendable (LiveDisplay.Part) -> Void)
  /// What is in force.
  case site(@Sendable (Site) -> Void)
  /// Ends sessions with what a name stands for, and tells users why; answers how many.
  case endSessions(String, String, @Sendable (Int) -> Void)
  /// Shows a text to all users or, with a name, to those who have a session with what it stands for;
  /// answers at how many terminals.
  case tell(String, String?, @Sendable (Int) -> Void)
  /// Who is signed on under a name, or at the terminal of it?
  case seats(String, @Sendable ([ViewTarget]) -> Void)
  /// Something about one terminal; nil where it is not here.
  case terminal(LUName, TerminalQuestion, @Sendable (Administration.Answer?) -> Void)

  func perform(on shard: Shard) {
    switch self {
    case .status(let answer): answer(shard.status)
    case .users(let answer): answer(shard.userStatus)
    case .cancel(let wish, let answer): answer(shard.users.cancel(wish))
    case .figures(let answer): answer(ShardReport(shard))
    case .display(let display, let answer): answer(display.part(shard))
    case .site(let answer): answer(shard.context.site)
    case .endSessions(let name, let reason, let answer):
      answer(SiteDesk(shard: shard).end(name, reason))
    case .tell(let text, let name, let answer):
      answer(SiteDesk(shard: shard).tell(text, name: name))
    case .seats(let name, let answer): answer(ViewDesk.seats(name, on: shard))
    case .terminal(let name, let question, let answer):
      let found = shard.terminals.all.first { $0.name == name && $0.isListening }
      answer(found.map(question.answer))
    }
  }
}

/// How many there are on a shard, or on several.
struct ShardStatus: Hashable, Sendable {
  var terminals = 0
  var signedOn = 0
  var sessions = 0

  static func + (left: ShardStatus, right: ShardStatus) -> ShardStatus {
    ShardStatus(
      terminals: left.terminals + right.terminals, signedOn: left.signedOn + right.signedOn,
      sessions: left.sessions + right.sessions)
  }
}

/// A user who is signed on, or has left sessions. Terminals are those that are there, as in
/// `ShardStatus`; sessions also those that were left behind.
struct UserStatus: Hashable, Sendable {
  let user: UserID
  let terminals: Int
  let sessions: Int
}

extension Shard {
  var status: ShardStatus {
    ShardStatus(
      terminals: terminals.all.count { $0.isConnected },
      signedOn: terminals.all.count { $0.isSignedOn }, sessions: hosts.count)
  }

  var userStatus: [UserStatus] {
    users.all.map { user in
      let all = users.terminals(of: user)
      return UserStatus(
        user: user, terminals: all.count { $0.isConnected },
        sessions: all.reduce(0) { $0 + ($1.session?.sessions.count ?? 0) })
    }
  }
}

/// Takes operators' requests to the shards, and puts their answers together: `STATUS`, `USERS`,
/// `CANCEL USER`, `MESSAGE USER TEXT`.
struct ShardOperator: Sendable {
  typealias Answer = @Sendable (Administration.Answer) -> Void
  let commons: Commons

  static let busy = "too many requests wait; nothing was done"

  /// Sees to a request; `answer` is called once, from any thread.
  func take(_ request: OperatorRequest, answer: @escaping Answer) {
    let operands = request.operands
    switch request.verb.name {
    case .status:
      gather(or: answer, { .status($0) }) { parts in
        let all = parts.reduce(ShardStatus(), +)
        answer(
          Administration.Answer(lines: [
            "terminals \(all.terminals)", "signed on \(all.signedOn)", "sessions \(all.sessions)",
          ]))
      }
    case .users:
      gather(or: answer, { .users($0) }) { parts in
        let all = parts.flatMap(\.self).sorted { $0.user < $1.user }
        answer(
          Administration.Answer(
            lines: all.map { "\($0.user) terminals \($0.terminals) sessions \($0.sessions)" }))
      }
    case .cancel: cancel(operands, answer)
    case .message:
      send(operands.dropFirst().joined(separator: " "), to: operands[0], answer: answer)
    default: answer(.failed("\(request.verb.words[0]) is not for the shard"))
    }
  }

  /// The shard where a user is at home; answers where there is none.
  private func home(_ name: String, or answer: Answer) -> (UserID, Commons.Door)? {
    guard let user = UserID(name) else {
      answer(.failed("\(name) is no user id"))
      return nil
    }
    guard let home = commons.homes.withLock({ $0.home(of: user) }) else {
      answer(.failed("\(user) is not signed on"))
      return nil
    }
    return (user, commons.doors[home])
  }

  private func cancel(_ operands: [String], _ answer: @escaping Answer) {
    let wish: CancelWish
    do {
      wish = try CancelWish(operands)
    } catch {
      return answer(.failed(error.description))
    }
    guard let (_, door) = home(wish.user.description, or: answer) else { return }
    let isSent = door.mailbox.send(.operation(.cancel(wish) { answer(wish.outcome($0)) }))
    if !isSent { answer(.failed(Self.busy)) }
  }

  private func send(_ text: String, to name: String, answer: @escaping Answer) {
    guard let user = UserID(name) else { return answer(.failed("\(name) is no user id")) }
    // Any shard knows what to do for a user who is nowhere.
    let door = commons.doors[commons.homes.withLock { $0.home(of: user) } ?? 0]
    let message = UserMessage(
      from: "OPERATOR", isOperator: true, to: user, text: Self.plain(text))
    let isSent = door.mailbox.send(
      .message(
        .deliver(message) { fate in
          switch fate {
          case .shown(let count):
            answer(Administration.Answer(lines: ["sent to \(counted(count, "terminal"))"]))
          case .kept:
            answer(
              Administration.Answer(lines: [
                "\(user) is not signed on; the message waits for the next sign-on"
              ]))
          case .refused:
            answer(.failed("\(user) has no terminal that can show it now; nothing was sent"))
          case .absent: answer(.failed("\(user) is not signed on"))
          }
        }))
    if !isSent { answer(.failed(Self.busy)) }
  }

  /// Asks all shards; `done` gets their answers when the last has come.
  func gather<Part: Sendable>(
    or answer: Answer, _ question: (@escaping @Sendable (Part) -> Void) -> ShardOperation,
    done: @escaping @Sendable ([Part]) -> Void
  ) {
    let gathering = Gathering(commons.doors.count, done)
    for door in commons.doors {
      guard door.mailbox.send(.operation(question { gathering.add($0) })) else {
        if gathering.giveUp() { answer(.failed(Self.busy)) }
        return
      }
    }
  }

  /// A text as one line: what moves a cursor, turns the direction of letters or ends a line is a blank.
  static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: plain.append(" ")
      default: plain.append(scalar)
      }
    }
    return String(plain)
  }
}

/// Answers that come from several threads, until all are there.
private final class Gathering<Part: Sendable>: Sendable {
  private struct State {
    var parts: [Part] = []
    var missing: Int
  }

  private let state: Mutex<State>
  private let done: @Sendable ([Part]) -> Void

  init(_ count: Int, _ done: @escaping @Sendable ([Part]) -> Void) {
    state = Mutex(State(missing: count))
    self.done = done
  }

  func add(_ part: Part) {
    let whole = state.withLock { state -> [Part]? in
      state.parts.append(part)
      state.missing -= 1
      return state.missing == 0 ? state.parts : nil
    }
    if let whole { done(whole) }
  }

  /// One cannot answer, so that `done` is never called; whether it was not called yet.
  func giveUp() -> Bool {
    state.withLock { state in
      defer { state.missing = .max }
      return state.missing > 0
    }
  }
}
