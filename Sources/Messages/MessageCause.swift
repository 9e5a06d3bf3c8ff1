extension Message {
  /// On whose account a line is written, as far as the log's room goes.
  public enum Cause: Hashable, Sendable {
    /// Somebody who signed on, an operator, or the server itself.
    case known
    /// A terminal that is not signed on, doing what terminals do: it comes and goes.
    case passerBy
    /// Anybody, who did something wrong; lines of one address and kind are alike.
    case stranger(address: String, kind: String)
  }

  /// On whose account this line is written.
  public var cause: Cause {
    switch self {
    case .connectionRefused(let address, let reason):
      .stranger(address: address, kind: Self.kind(.connectionRefused, reason))
    case .terminalRefused(let address, let reason):
      .stranger(address: address, kind: Self.kind(.terminalRefused, reason))
    case .acceptPaused: .stranger(address: "", kind: MessageID.acceptPaused.rawValue)
    case .acceptFailed: .stranger(address: "", kind: MessageID.acceptFailed.rawValue)
    case .logon, .lostTerminal(_, nil), .foreignInput(_, nil, _), .timedOut(nil, _, _): .passerBy
    default: .known
    }
  }

  /// A reason without its numbers, which differ from line to line.
  private static func kind(_ id: MessageID, _ reason: String) -> String {
    id.rawValue + reason.filter { !$0.isNumber }
  }
}
