/// Number of a message: its area, and which of the area's lines it is.
///
/// Numbers below 9000 are TPX's documented ones; from 9000 on they are this product's own.
public enum MessageID: Hashable, Sendable {
  case server(ServerMessages.Number)
  case site(SiteMessages.Number)
  case worker(WorkerMessages.Number)
  case terminal(TerminalMessages.Number)
  case user(UserMessages.Number)
  case session(SessionMessages.Number)
  case security(SecurityMessages.Number)

  private var row: any MessageNumber {
    switch self {
    case .server(let number): number
    case .site(let number): number
    case .worker(let number): number
    case .terminal(let number): number
    case .user(let number): number
    case .session(let number): number
    case .security(let number): number
    }
  }

  /// As the log writes it: `TPXL0921`.
  public var number: String { row.rawValue }

  /// A message of this number with facts made up, as the manual shows it.
  public var example: Message { row.example }

  /// Whether TPX documents the message; the others are this product's own.
  public var isDocumented: Bool { number < "TPXL9000" }
}

extension MessageID: CaseIterable {
  /// All, in the order of their numbers.
  public static let allCases: [MessageID] =
    (ServerMessages.Number.allCases.map(MessageID.server)
    + SiteMessages.Number.allCases.map(MessageID.site)
    + WorkerMessages.Number.allCases.map(MessageID.worker)
    + TerminalMessages.Number.allCases.map(MessageID.terminal)
    + UserMessages.Number.allCases.map(MessageID.user)
    + SessionMessages.Number.allCases.map(MessageID.session)
    + SecurityMessages.Number.allCases.map(MessageID.security))
    .sorted { $0.number < $1.number }
}

/// Numbers of one area's messages: each has an example, and only a message can be one.
protocol MessageNumber: RawRepresentable<String> {
  /// A message of this number with facts made up.
  var example: Message { get }
}
