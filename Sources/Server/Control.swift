import Keystore
import Messages
import Names
import Platform
import SessionEngine
import Store
import Synchronization

/// A request of an operator that only the shard can answer.
final class ControlRequest: Sendable {
  let request: OperatorRequest
  /// Called once.
  let answer: @Sendable (Administration.Answer) -> Void

  init(
    _ request: OperatorRequest, answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    self.request = request
    self.answer = answer
  }
}

extension Shard {
  /// `STATUS`, `USERS`, `CANCEL USER`, `MESSAGE USER TEXT`.
  func control(_ control: ControlRequest) {
    let operands = control.request.operands
    switch control.request.verb.name {
    case .status: control.answer(status)
    case .users: control.answer(Administration.Answer(lines: usersLines))
    case .cancel: control.answer(cancel(operands[0]))
    case .message:
      control.answer(message(to: operands[0], operands.dropFirst().joined(separator: " ")))
    default: control.answer(.failed("\(control.request.verb.words[0]) is not for the shard"))
    }
  }

  private var status: Administration.Answer {
    let signedOn = terminals.values.count { $0.isSignedOn }
    return Administration.Answer(lines: [
      "terminals \(terminals.values.count { $0.isConnected })", "signed on \(signedOn)",
      "sessions \(hosts.count)",
    ])
  }

  /// Terminals are those that are there, as in `STATUS`; sessions also those that were left behind.
  private var usersLines: [String] {
    users.keys.sorted().map { user in
      let all = (users[user] ?? []).compactMap { terminals[$0] }
      let count = all.reduce(0) { $0 + ($1.session?.sessions.count ?? 0) }
      return "\(user) terminals \(all.count { $0.isConnected }) sessions \(count)"
    }
  }

  private func cancel(_ name: String) -> Administration.Answer {
    guard let user = UserID(name) else { return .failed("\(name) is no user id") }
    guard let tokens = users[user] else { return .failed("\(user) is not signed on") }
    for token in tokens.sorted() { post(.terminal(token, .cancelled)) }
    return Administration.Answer(lines: ["\(user) is cancelled"])
  }

  private func message(to name: String, _ text: String) -> Administration.Answer {
    guard let user = UserID(name) else { return .failed("\(name) is no user id") }
    guard users[user] != nil else { return .failed("\(user) is not signed on") }
    let count = deliver(message: Self.plain(text), from: "OPERATOR", isOperator: true, to: user)
    guard count > 0 else {
      return .failed("\(user) has no terminal that can show it now; nothing was sent")
    }
    return Administration.Answer(lines: ["sent to \(counted(count, "terminal"))"])
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
