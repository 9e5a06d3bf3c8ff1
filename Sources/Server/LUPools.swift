import Names
import Platform
import SessionEngine
import Tables

/// Which sessions have which LU names of which hosts (`LU name`, `Type`).
struct LUPools {
  /// One name in one host's network.
  private struct Place: Hashable {
    let host: SocketAddress
    let name: LUName
  }

  private var sessions: [Place: [SessionHandle: APPLID]] = [:]
  private var places: [SessionHandle: Place] = [:]

  /// Names of an entry that a session may have now, in their order.
  func free(
    _ names: [LUName], _ type: LUPoolType, of host: SocketAddress, for application: APPLID
  ) -> [LUName] {
    names.filter { name in
      guard let taken = sessions[Place(host: host, name: name)] else { return true }
      return switch type {
      case .unique: false
      case .group: !taken.values.contains(application)
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
    sessions[place, default: [:]][session] = application
    places[session] = place
  }

  /// The session is over, or never came about.
  mutating func release(_ session: SessionHandle) {
    guard let place = places.removeValue(forKey: session) else { return }
    sessions[place]?[session] = nil
    if sessions[place]?.isEmpty == true { sessions[place] = nil }
  }
}
