/// How much a message asks for somebody to look (RFC 5424 6.2.1); the raw value is syslog's number.
public enum MessageSeverity: Int, Sendable {
  /// Users cannot work, or data may be lost.
  case error = 3
  /// Something is wrong, and the server goes on.
  case warning = 4
  /// Somebody changed something that counts for others.
  case notice = 5
  /// Users and terminals come, work and go.
  case info = 6

  /// In one word, for JSON lines.
  public var word: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .notice: "notice"
    case .info: "info"
    }
  }
}
