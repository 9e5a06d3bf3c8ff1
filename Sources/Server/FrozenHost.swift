import Bytes
import TN3270
import Time

extension TN3270Host {
  /// Appends all that it is without its socket and its ACT entry: what was negotiated, what waits each
  /// way, and until when.
  ///
  /// False, and nothing is appended, where it cannot go on in another process: while it is looked up,
  /// called or negotiated with, inside TLS, and after the end. Its session then ends there with a reason.
  func freeze(into freezer: inout Freezer) -> Bool {
    guard stage == .talking, let frozen = channel?.frozen else { return false }
    freezer.put(frozen)
    freezer.put(machine)
    freezer.put(impression)
    freezer.put(pulse)
    freezer.put(deadline)
    freezer.put(share)
    return true
  }

  /// Goes on where the frozen one stood; where the bytes are none of that, it stays as it is.
  func restore(from thawer: inout Thawer) throws(ThawError) {
    let frozen = try thawer.take(FrozenChannel.self)
    let machine = try thawer.take(ClientMachine.self)
    let impression = try thawer.take(HostImpression.self)
    let pulse = try thawer.take(HostPulse?.self)
    let deadline = try thawer.take(Instant.self)
    let share = try thawer.take(Share.self)
    channel?.restore(frozen, reactor.poller)
    (self.machine, self.impression, self.pulse) = (machine, impression, pulse)
    (self.deadline, self.share, stage) = (deadline, share, .talking)
  }
}
