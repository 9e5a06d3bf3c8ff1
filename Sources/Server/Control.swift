import Keystore
import Names
import Platform
import SessionEngine
import Store
import Synchronization

/// A request of an operator that only the shard can answer.
final class ControlRequest: Sendable {
  let words: [String]
  /// Called once, with the answer's lines.
  let answer: @Sendable ([String]) -> Void

  init(_ words: [String], answer: @escaping @Sendable ([String]) -> Void) {
    self.words = words
    self.answer = answer
  }
}

extension Shard {
  /// `status`, `users`, `cancel USER`, `message USER TEXT`.
  func control(_ request: ControlRequest) {
    switch request.words.first {
    case "status":
      let signedOn = terminals.values.count { $0.isSignedOn }
      request.answer([
        "terminals \(terminals.values.count { $0.isConnected })", "signed on \(signedOn)",
        "sessions \(hosts.count)",
        "card \(services.database.cards.contains { $0.isOnline } ? "online" : "offline")",
      ])
    case "users":
      request.answer(
        users.keys.sorted().map { user in
          let tokens = users[user] ?? []
          let count = tokens.reduce(0) { $0 + (terminals[$1]?.session?.sessions.count ?? 0) }
          return "\(user) terminals \(tokens.count) sessions \(count)"
        })
    case "cancel" where request.words.count > 1:
      guard let user = UserID(request.words[1]), let tokens = users[user] else {
        request.answer([ControlSocket.failureMark, "\(request.words[1]) is not signed on"])
        return
      }
      for token in tokens.sorted() { deliver(.cancelled, to: token) }
      request.answer(["\(user) is cancelled"])
    case "message" where request.words.count > 2:
      guard let user = UserID(request.words[1]) else {
        request.answer([ControlSocket.failureMark, "\(request.words[1]) is no user id"])
        return
      }
      let text = request.words.dropFirst(2).joined(separator: " ")
      let count = deliver(message: text, from: "OPERATOR", to: user)
      request.answer(["sent to \(count) terminals"])
    default:
      request.answer([
        ControlSocket.failureMark, "\(request.words.joined(separator: " ")) is no command",
      ])
    }
  }
}
