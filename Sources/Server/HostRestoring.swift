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

  /// Appends how far it is and, where it talks, all that the connection is (`FrozenHost`).
  func freeze(into freezer: inout Freezer) {
    switch stage {
    case .resolving, .connecting, .negotiating:
      freezer.put(FrozenHost.Kind.opening)
      freezer.put(terminal)
    case .talking:
      guard let channel else { return freezer.put(FrozenHost.Kind.lost) }
      freezer.put(FrozenHost.Kind.talking)
      freezer.put(terminal)
      freezer.put(channel.token)
      freezer.put(name)
      channel.freeze(into: &freezer)
      freezer.put(machine)
      freezer.put(impression)
      freezer.put(pulse)
      freezer.put(deadline)
      freezer.put(share)
    case .ended: freezer.put(FrozenHost.Kind.lost)
    }
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
