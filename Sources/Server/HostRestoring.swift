import Bytes
import Names
import Platform
import Synchronization
import TN3270
import Tables

/// How a host goes on in another process, or at another shard.
extension TN3270Host {
  /// One that has ended may wait in the lane when its session is gone already.
  func mark() { if stage != .ended { reactor.ledger?.mark(leg) } }

  func freeze(into freezer: inout Freezer) { freezer.put(frozen) }

  private var frozen: FrozenHost {
    switch stage {
    case .resolving, .connecting, .negotiating: .opening(terminal)
    case .talking: talking.map { .talking(terminal, $0) } ?? .lost
    case .ended: .lost
    }
  }

  /// All that a connection is that talks; nil where it does not.
  var talking: FrozenHost.Talking? {
    guard stage == .talking, let channel else { return nil }
    return FrozenHost.Talking(
      token: channel.token, name: name, line: channel.frozen, machine: machine,
      impression: impression, pulse: pulse, deadline: deadline, share: share)
  }

  /// Goes on where a frozen one stood.
  ///
  /// `ways`: what is on its way, where another process had it.
  func take(_ frozen: FrozenHost.Talking, _ ways: Ways? = nil) {
    if let line = frozen.line { channel?.restore(line, ways, in: context) }
    (machine, impression, pulse) = (frozen.machine, frozen.impression, frozen.pulse)
    (deadline, share, name, stage) = (frozen.deadline, frozen.share, frozen.name, .talking)
    context.commons.pools.withLock {
      if let name {
        $0.claim(name, of: target, for: handle, application: definition.application)
      } else {
        $0.release(handle)
      }
    }
  }

  /// Goes on with a connection that another process had.
  func adopt(
    _ frozen: FrozenHost.Talking, _ socket: consuming Descriptor, with ways: Ways
  ) throws(SystemError) {
    let new = Channel(token: frozen.token, socket: socket)
    // Before anything can fail: who ends this ends the connection, for the keeper too.
    channel = new
    try reactor.add(self, new)
    take(frozen, ways)
    leaveInput()
  }
}
