import Names
import Platform
import Time

/// A relay with its two descriptors, and what the poller was told of them.
final class RelayPair {
  /// One of the two descriptors.
  enum Side { case network, clear }

  /// A descriptor, as the poller knows it.
  struct End: ~Copyable {
    let descriptor: Descriptor
    /// What the poller waits for; nil while it does not know the descriptor.
    private var watched: Poller.Readiness?

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Tells the poller what is wanted. An end that is gone and of which nothing is wanted would be told of
    /// without end: it is taken out until something is.
    mutating func watch(
      _ wanted: Poller.Readiness, isGone: Bool, token: UInt64, poller: borrowing Poller
    ) {
      guard !wanted.isEmpty || !isGone else { return leave(poller) }
      guard wanted != watched else { return }
      if watched == nil {
        // Where the kernel has no memory for it, its peer hears nothing until the other end is heard
        // of, and it is tried again; or the peer gives up.
        guard (try? poller.add(descriptor.number, wanted, token: token)) != nil else { return }
      } else {
        poller.change(descriptor.number, wanted, token: token)
      }
      watched = wanted
    }

    mutating func leave(_ poller: borrowing Poller) {
      if watched != nil { poller.remove(descriptor.number) }
      watched = nil
    }
  }

  /// The connection's name, which the server gave.
  let id: UInt64
  /// Its number in this loop.
  let slot: UInt64
  var network: End
  var clear: End
  /// What is to be done, while the files of its rules are read.
  var waiting: RelayOrder?
  var relay: Relay?
  /// When it ends though the peer has not taken all, or has not ended its side.
  private(set) var deadline: Instant?
  /// The deadline is that of the peer's own end.
  private var isLast = false
  /// The server has closed its end; what it said may still be read there.
  private var isServerGone = false

  init(
    _ order: RelayOrder, slot: UInt64, network: consuming Descriptor, clear: consuming Descriptor
  ) {
    id = order.pair
    self.slot = slot
    self.network = End(network)
    self.clear = End(clear)
    waiting = order
  }

  /// Tells the poller what the relay wants of both ends.
  func watch(gone: Side?, _ poller: borrowing Poller) {
    isServerGone = isServerGone || gone == .clear
    var (wanted, other): (Poller.Readiness, Poller.Readiness) = ([], [])
    if relay?.readsNetwork == true { wanted.insert(.read) }
    if relay?.writesNetwork == true { wanted.insert(.write) }
    if relay?.readsClear == true { other.insert(.read) }
    if relay?.writesClear == true { other.insert(.write) }
    network.watch(wanted, isGone: gone == .network, token: slot << 1, poller: poller)
    clear.watch(other, isGone: gone == .clear, token: slot << 1 | 1, poller: poller)
  }

  /// The poller tells of neither end any more.
  func leave(_ poller: borrowing Poller) {
    network.leave(poller)
    clear.leave(poller)
  }

  /// Once the server has closed its end the peer has some time to take what was said, and a little to
  /// end its own side.
  /// - Returns: a deadline that is new.
  func nextDeadline(at now: Instant) -> Instant? {
    guard isServerGone || relay?.hasClearEnded == true else { return nil }
    let hasSaidAll = relay?.hasSaidAll == true
    guard deadline == nil || hasSaidAll && !isLast else { return nil }
    isLast = hasSaidAll
    let new = now.advanced(by: hasSaidAll ? PeerLimits.closeWait : PeerLimits.linger)
    deadline = new
    return new
  }
}
