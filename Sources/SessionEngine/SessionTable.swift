public import Names
import Terminal

/// The sessions of one user, in the order in which they came, each reached by its handle alone.
///
/// Nobody keeps a position: a call that ends or moves sessions makes no other place wrong, and what
/// has gone meanwhile is nil for whoever asks for it. A user has few sessions: looking through their
/// handles costs less than hashing, and each is changed where it lies.
public struct SessionTable: Sendable, Sequence {
  /// Handles, in order.
  public private(set) var hosts: [HostID] = []
  /// The sessions, at the places of their handles; none is nil but while it is changed.
  private var sessions: [ActiveSession?] = []

  /// An empty table.
  public init() {}

  public var count: Int { hosts.count }
  public var isEmpty: Bool { hosts.isEmpty }
  public var first: ActiveSession? { sessions.first ?? nil }
  public var last: ActiveSession? { sessions.last ?? nil }

  /// Whether the session is here.
  public func contains(_ host: HostID) -> Bool { hosts.contains(host) }

  /// The session of an id, in the order in which they came.
  public func host(of id: SessionID) -> HostID? {
    for index in hosts.indices where sessions[index]?.id == id { return hosts[index] }
    return nil
  }

  /// The session, for reading and for changing in its place; nil where it has gone, and then a change
  /// changes nothing.
  public internal(set) subscript(host: HostID) -> ActiveSession? {
    get { hosts.firstIndex(of: host).flatMap { sessions[$0] } }
    _modify {
      if let index = hosts.firstIndex(of: host) {
        yield &sessions[index]
        if sessions[index] == nil {
          sessions.remove(at: index)
          hosts.remove(at: index)
        }
      } else {
        var new: ActiveSession?
        yield &new
        if new != nil {
          hosts.append(host)
          sessions.append(new)
        }
      }
    }
  }

  /// Adds a session behind the others; one that is here already stays as it is.
  mutating func append(_ session: ActiveSession) {
    guard !contains(session.host) else { return }
    self[session.host] = session
  }

  /// Takes a session out, and wipes its screen.
  mutating func remove(_ host: HostID) {
    self[host]?.space.wipe()
    self[host] = nil
  }

  /// Takes all sessions out, as they are.
  mutating func takeAll() -> [ActiveSession] {
    defer { self = SessionTable() }
    return Array(self)
  }

  public func makeIterator() -> some IteratorProtocol<ActiveSession> {
    sessions.lazy.compactMap { $0 }.makeIterator()
  }
}
