import Bytes
import SessionEngine

/// What a worker is at: where it dies of a fault of its own, what follows knows whom to suspect.
struct WorkedAt: Hashable, Sendable {
  /// What is worked at, and so what is left out once two workers died of it.
  enum Kind: UInt8, Freezable {
    /// What a connection said, named by its token: the connection is ended, its user's sessions stay.
    case input
    /// A terminal's state, named by its token: a deadline, an answer, or its way into another worker.
    case terminal
    /// A session's state, named by its handle.
    case session
    /// The state of a session's far end, named by the session's handle.
    case host
  }

  let kind: Kind
  let id: UInt64

  init(_ kind: Kind, _ id: UInt64) {
    self.kind = kind
    self.id = id
  }
}

extension WorkedAt: Freezable {
  /// Appends what it is, and its name.
  func freeze(into freezer: inout Freezer) {
    freezer.put(kind)
    freezer.put(id)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    kind = try thawer.take()
    id = try thawer.take()
  }
}

extension Inbox.Item {
  /// Whose it is; nil for nobody's.
  var work: WorkedAt? {
    switch self {
    case .terminal(let connection, _), .start(let connection), .resume(let connection),
      .park(let connection), .lost(let connection), .takeOver(_, _, let connection):
      WorkedAt(.terminal, connection.token)
    case .host(let leg, _), .hostEnded(let leg, _), .application(let leg, _):
      WorkedAt(.terminal, leg.owner.token)
    case .arrived: nil
    }
  }
}

extension ShardMessage {
  /// Whose it is; nil for nobody's.
  var work: WorkedAt? {
    switch self {
    case .event(let token, _): WorkedAt(.terminal, token)
    case .signOnAnswered(let attempt, _): WorkedAt(.terminal, attempt.token)
    case .resolved(let handle, _), .operatorAnswered(let handle, _), .administered(let handle, _),
      .viewed(let handle, _):
      WorkedAt(.host, handle.value)
    case .logOnAnswered, .arrival, .signedOn, .message, .site, .rightsChanged, .rights, .operation,
      .viewer, .moved, .drain, .standing, .stop, .yield:
      nil
    }
  }
}

extension Alarm {
  /// Whose it is; nil for nobody's.
  var work: WorkedAt? {
    switch self {
    case .host(let handle), .verdict(let handle, _): WorkedAt(.host, handle.value)
    default: terminal.map { WorkedAt(.terminal, $0) }
    }
  }
}
