import Names

/// On whose account a line is written, as far as the log's room goes.
public enum MessageCause: Hashable, Sendable {
  /// Somebody who signed on, an operator, or the server itself.
  case known
  /// A terminal that is not signed on, doing what terminals do: it comes and goes.
  case passerBy
  /// Anybody, who did something wrong; lines of one address and kind are alike.
  case stranger(address: String, kind: String)

  /// A terminal's cause: its user, or a passer-by.
  static func of(_ user: UserID?) -> MessageCause { user == nil ? .passerBy : .known }

  /// A stranger's cause; the reason counts without its numbers, which differ from line to line.
  static func stranger(address: String, _ id: MessageID, reason: String = "") -> MessageCause {
    .stranger(address: address, kind: id.number + reason.filter { !$0.isNumber })
  }
}
