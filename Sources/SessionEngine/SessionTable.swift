import Terminal

/// The sessions of one user, in the order in which they came, each reached by its handle alone.
///
/// Nobody keeps a position: a call that ends or moves sessions makes no other place wrong, and what
/// has gone meanwhile is nil for whoever asks for it.
public struct SessionTable: Sendable, Sequence {
  private var sessions: [HostID: ActiveSession] = [:]
  private var order: [HostID] = []

  /// An empty table.
  public init() {}

  public var count: Int { order.count }
  public var isEmpty: Bool { order.isEmpty }
  /// Handles, in order.
  public var hosts: [HostID] { order }
  public var first: ActiveSession? { order.first.flatMap { sessions[$0] } }
  public var last: ActiveSession? { order.last.flatMap { sessions[$0] } }

  /// Whether the session is here.
  public func contains(_ host: HostID) -> Bool { sessions[host] != nil }

  /// The session, for reading and for changing in its place; nil where it has gone, and then a change
  /// changes nothing.
  public internal(set) subscript(host: HostID) -> ActiveSession? {
    get { sessions[host] }
    _modify {
      let wasHere = sessions[host] != nil
      defer {
        let isHere = sessions[host] != nil
        if wasHere, !isHere { order.removeAll { $0 == host } }
        if !wasHere, isHere { order.append(host) }
      }
      yield &sessions[host]
    }
  }

  /// Adds a session behind the others; one that is here already stays as it is.
  mutating func append(_ session: ActiveSession) {
    guard sessions[session.host] == nil else { return }
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

  public func makeIterator() -> IndexingIterator<[ActiveSession]> {
    order.compactMap { sessions[$0] }.makeIterator()
  }
}
