import Bytes
import Names
import SessionEngine
import TN3270
import Time

/// A session's far end without its socket and its ACT entry, as `HostLink.freeze` wrote it.
enum FrozenHost {
  /// It is looked up, called or negotiated with: the next process does that anew.
  case opening(HostTerminal)
  case talking(HostTerminal, Talking)
  /// An application of the server's own; what it is follows.
  case application
  /// It cannot go on in another process.
  case lost

  /// Which of them it is: what is written first.
  enum Kind: UInt8, Freezable { case opening, talking, application, lost }

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

  /// Reads what a link wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.take(Kind.self) {
    case .opening: self = .opening(try thawer.take())
    case .talking: self = .talking(try thawer.take(), try Talking(thawing: &thawer))
    case .application: self = .application
    case .lost: self = .lost
    }
  }
}

extension FrozenHost.Talking {
  fileprivate init(thawing thawer: inout Thawer) throws(ThawError) {
    token = try thawer.take()
    name = try thawer.take()
    line = try FrozenChannel.taken(from: &thawer)
    machine = try thawer.take()
    impression = try thawer.take()
    pulse = try thawer.take()
    deadline = try thawer.take()
    share = try thawer.take()
  }
}
