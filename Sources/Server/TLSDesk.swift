import Names
import Platform
import TLSEnd
import Time

/// A shard's way to the TLS end: connections are given to it, and come back in clear.
final class TLSDesk {
  /// An order for which the link had no room; both descriptors are closed with it.
  private final class Waiting {
    let order: RelayOrder
    let network: Descriptor
    let clear: Descriptor

    init(_ order: RelayOrder, network: consuming Descriptor, clear: consuming Descriptor) {
      self.order = order
      self.network = network
      self.clear = clear
    }
  }

  /// Why a connection cannot be given away.
  struct Fault: Error {
    let reason: String
  }

  let links: TLSLinks
  /// The link that new connections of this shard take.
  let index: Int
  private var waiting: [Waiting] = []
  /// When the link is tried again.
  private(set) var retriesAt: Instant?

  private static let pause = Duration.milliseconds(5)

  init(_ links: TLSLinks, shard: Int) {
    self.links = links
    index = links.index(ofShard: shard)
  }

  /// Gives a connection away; where the link is full, a little later and in order.
  func give(
    _ order: RelayOrder, network: consuming Descriptor, clear: consuming Descriptor, at now: Instant
  ) throws(Fault) {
    if waiting.isEmpty {
      switch links[index].send(order, network: network.number, clear: clear.number) {
      case .done: return
      case .ended: throw Fault(reason: "the TLS process is gone")
      case .wouldBlock: break
      }
    }
    guard waiting.count < PeerLimits.waitingForTLS else {
      throw Fault(reason: "too many connections wait for TLS")
    }
    waiting.append(Waiting(order, network: network, clear: clear))
    retriesAt = retriesAt ?? now.advanced(by: Self.pause)
  }

  /// Sends what waits, where it is time.
  func retry(at now: Instant) {
    guard let due = retriesAt, due <= now else { return }
    var count = 0
    sending: for one in waiting {
      switch links[index].send(
        one.order, network: one.network.number, clear: one.clear.number)
      {
      // One that the TLS end will never have ends with its descriptors.
      case .done, .ended: count += 1
      case .wouldBlock: break sending
      }
    }
    waiting.removeFirst(count)
    retriesAt = waiting.isEmpty ? nil : now.advanced(by: Self.pause)
  }
}
