import Bytes
import Names
import SessionEngine
import TN3270
import Time

/// A session's far end without its socket and its ACT entry.
enum FrozenHost {
  /// It is looked up, called or negotiated with: the next process does that anew.
  case opening(HostTerminal)
  case talking(HostTerminal, Talking)
  /// An application of the server's own; what it is follows.
  case application
  /// It cannot go on in another process.
  case lost

  /// A connection that talks: what was negotiated, what came, and until when.
  struct Talking {
    /// The connection's name.
    let token: UInt64
    /// The name of the entry's that it has.
    let name: LUName?
    /// Nil without a connection.
    let line: FrozenChannel?
    let machine: ClientMachine
    let impression: HostImpression
    let pulse: HostPulse?
    let deadline: Instant
    let share: Share
  }
}

extension FrozenHost: Freezable {
  /// Appends how far it is, and what it is then.
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .opening(let terminal):
      freezer.put(byte: 0)
      freezer.put(terminal)
    case .talking(let terminal, let talking):
      freezer.put(byte: 1)
      freezer.put(terminal)
      freezer.put(talking)
    case .application: freezer.put(byte: 2)
    case .lost: freezer.put(byte: 3)
    }
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .opening(try thawer.take())
    case 1: self = .talking(try thawer.take(), try thawer.take())
    case 2: self = .application
    case 3: self = .lost
    default: throw .invalid("host")
    }
  }
}

extension FrozenHost.Talking: Freezable {
  /// Appends the names and all that the connection is.
  func freeze(into freezer: inout Freezer) {
    freezer.put(token)
    freezer.put(name)
    freezer.put(line)
    freezer.put(machine)
    freezer.put(impression)
    freezer.put(pulse)
    freezer.put(deadline)
    freezer.put(share)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    token = try thawer.take()
    name = try thawer.take()
    line = try thawer.take()
    machine = try thawer.take()
    impression = try thawer.take()
    pulse = try thawer.take()
    deadline = try thawer.take()
    share = try thawer.take()
  }
}
