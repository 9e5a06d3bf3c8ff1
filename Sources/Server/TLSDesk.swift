import Names
import Platform
import TLSEnd
import Time

/// A shard's way to the TLS end: connections are given to it, and come back in clear.
final class TLSDesk {
  /// An order for which the link had no room; both descriptors are closed with it.
  private final class Waiting {
    let order: RelayOrder
    let link: Int
    let network: Descriptor
    let clear: Descriptor

    init(
      _ order: RelayOrder, over link: Int, network: consuming Descriptor,
      clear: consuming Descriptor
    ) {
      self.order = order
      self.link = link
      self.network = network
      self.clear = clear
    }
  }

  /// Why a connection cannot be given away.
  struct Fault: Error {
    let reason: String
  }

  let links: TLSLinks
  private let shard: Int
  private var waiting: [Waiting] = []
  /// When the link is tried again.
  private(set) var retriesAt: Instant?

  private static let pause = Duration.milliseconds(5)

  init(_ links: TLSLinks, shard: Int) {
    self.links = links
    self.shard = shard
  }

  /// The link that a new connection of this shard takes, now.
  var index: Int { links.index(ofShard: shard) }

  /// Gives a connection away over a link; where that is full, a little later and in order.
  func give(
    _ order: RelayOrder, over link: Int, network: consuming Descriptor,
    clear: consuming Descriptor, at now: Instant
  ) throws(Fault) {
    if waiting.isEmpty {
      switch links[link]?.send(order, network: network.number, clear: clear.number) {
      case .done: return
      case .ended, nil: throw Fault(reason: "the TLS process is gone")
      case .wouldBlock: break
      }
    }
    guard waiting.count < PeerLimits.waitingForTLS else {
      throw Fault(reason: "too many connections wait for TLS")
    }
    waiting.append(Waiting(order, over: link, network: network, clear: clear))
    retriesAt = retriesAt ?? now.advanced(by: Self.pause)
  }

  /// Sends what waits, where it is time.
  func retry(at now: Instant) {
    guard let due = retriesAt, due <= now else { return }
    var count = 0
    sending: for one in waiting {
      switch links[one.link]?.send(
        one.order, network: one.network.number, clear: one.clear.number)
      {
      // One that the TLS end will never have ends with its descriptors.
      case .done, .ended, nil: count += 1
      case .wouldBlock: break sending
      }
    }
    waiting.removeFirst(count)
    retriesAt = waiting.isEmpty ? nil : now.advanced(by: Self.pause)
  }
}
