import Names
import Platform
import SessionEngine
import Tables

/// Which session has which LU name of which host (`LU name`, `Type`).
struct LUPools {
  /// One name in one host's network.
  private struct Place: Hashable {
    let host: SocketAddress
    let name: LUName
  }

  /// Who has a name: nearly always one session.
  private enum Holders {
    case one(SessionHandle, APPLID)
    case several([SessionHandle: APPLID])

    func contains(_ application: APPLID) -> Bool {
      switch self {
      case .one(_, let its): its == application
      case .several(let all): all.values.contains(application)
      }
    }

    func with(_ session: SessionHandle, _ application: APPLID) -> Holders {
      switch self {
      case .one(let first, let its):
        if first == session { return .one(session, application) }
        return .several([first: its, session: application])
      case .several(var all):
        all[session] = application
        return .several(all)
      }
    }

    /// Nil where nobody is left.
    func without(_ session: SessionHandle) -> Holders? {
      switch self {
      case .one(let first, _): return first == session ? nil : self
      case .several(var all):
        all[session] = nil
        return all.isEmpty ? nil : .several(all)
      }
    }
  }

  private var holders: [Place: Holders] = [:]
  private var places: [SessionHandle: Place] = [:]

  /// Names of an entry that a session may have now, in their order.
  func free(
    _ names: [LUName], _ type: LUPoolType, of host: SocketAddress, for application: APPLID
  ) -> [LUName] {
    names.filter { name in
      guard let taken = holders[Place(host: host, name: name)] else { return true }
      return switch type {
      case .unique: false
      case .group: !taken.contains(application)
      case .shared: true
      }
    }
  }

  /// Gives the first name that is free to a session.
  /// - Returns: all that are free: the host may refuse the first and take the next; then that one is
  ///   claimed.
  mutating func take(
    _ names: [LUName], _ type: LUPoolType, of host: SocketAddress, for session: SessionHandle,
    application: APPLID
  ) -> [LUName] {
    let free = free(names, type, of: host, for: application)
    if let first = free.first { claim(first, of: host, for: session, application: application) }
    return free
  }

  /// Gives a name to a session, in place of the one that it had.
  mutating func claim(
    _ name: LUName, of host: SocketAddress, for session: SessionHandle, application: APPLID
  ) {
    release(session)
    let place = Place(host: host, name: name)
    holders[place] = holders[place]?.with(session, application) ?? .one(session, application)
    places[session] = place
  }

  /// The session is over, or never came about.
  mutating func release(_ session: SessionHandle) {
    guard let place = places.removeValue(forKey: session) else { return }
    holders[place] = holders[place]?.without(session)
  }
}
