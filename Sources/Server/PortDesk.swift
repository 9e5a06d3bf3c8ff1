import Messages
import Names
import Platform
import SessionEngine
import Synchronization
import Tables
import Time

/// The ports that terminals connect to. One shard has them, and deals those who come among all: each to
/// the shard with the fewest terminals, since sessions last all day and no hash would balance them.
final class PortDesk {
  /// A port that terminals connect to.
  struct Listener: Sendable {
    let number: Int32
    /// Whether TLS begins with the first byte.
    let isSecure: Bool
  }

  private let context: ShardContext
  private let terminals: TerminalDesk
  private var listeners: [Listener]
  /// When connections are accepted again, after none could be.
  private(set) var acceptsAgain: Instant?
  /// Those who came for other shards, and are not there yet.
  private var arrivals: [(door: Commons.Door, arrival: Arrival)] = []
  /// Whether the log was told that no connection can be accepted.
  private var hasToldOfAccept = false

  private static let retryAccept = Duration.milliseconds(200)
  private var reactor: Reactor { context.reactor }

  /// Their tokens are 1 and on.
  init(
    _ context: ShardContext, _ terminals: TerminalDesk, listeners: [Listener]
  ) throws(SystemError) {
    self.context = context
    self.terminals = terminals
    self.listeners = listeners
    for (index, listener) in listeners.enumerated() {
      try reactor.watch(listener.number, token: UInt64(index + 1))
    }
    setKeepalive()
  }

  /// Connections that come from now on have the keepalive of the site in force.
  func setKeepalive() {
    let seconds = context.site.tables.system.keepalive
    for listener in listeners {
      do {
        try Sockets.keepAlive(listener.number, seconds: seconds)
      } catch {
        reactor.record(.server.warning("\(error); terminals that come are asked by telnet alone"))
      }
    }
  }

  /// Somebody connects at a port.
  func accept(_ token: UInt64) {
    let index = Int(token) - 1
    guard listeners.indices.contains(index) else { return }
    // Those that stay here are held with the turn's commit, before any of them is read.
    defer { if !arrivals.isEmpty { deal() } }
    // A batch of connections a turn; the rest comes with the next.
    for _ in 0..<PeerLimits.acceptsPerTurn {
      do {
        guard let (socket, address) = try Sockets.accept(listeners[index].number) else { return }
        hasToldOfAccept = false
        context.commons.isOutOfDescriptors.store(false, ordering: .relaxed)
        letIn(Descriptor(socket), from: address, isSecure: listeners[index].isSecure)
      } catch {
        pause(error)
        return
      }
    }
  }

  /// A connection that came: let in and dealt to a shard, or refused.
  func admit(_ socket: consuming Descriptor, from address: String, isSecure: Bool) {
    letIn(socket, from: address, isSecure: isSecure)
    deal()
  }

  private func letIn(_ socket: consuming Descriptor, from address: String, isSecure: Bool) {
    let verdict = context.commons.admission.withLock {
      $0.connect(
        from: address, dice: UInt64.random(in: 0...UInt64.max), at: reactor.now.instant)
    }
    if case .refused(let reason) = verdict {
      return reactor.record(.terminal.connectionRefused(address: address, reason: reason))
    }
    let index = context.commons.leastLoaded
    let door = context.commons.doors[index]
    door.add(1)
    guard index != context.index else {
      return terminals.welcome(socket, from: address, isSecure: isSecure)
    }
    let token = reactor.nextToken()
    reactor.hold(
      socket.number, token: token, as: .terminal(isSecure: isSecure), address: address)
    arrivals.append((door, Arrival(socket, token: token, from: address, isSecure: isSecure)))
  }

  /// Those who came are held, and go to their shards.
  private func deal() {
    reactor.tellCustody()
    for (door, arrival) in arrivals where !door.mailbox.send(.arrival(arrival)) {
      turnAway(arrival, from: door)
    }
    arrivals.removeAll(keepingCapacity: true)
  }

  /// A connection that another shard let in.
  func take(_ arrival: Arrival, isStopping: Bool) {
    guard !isStopping, let socket = arrival.takeSocket() else {
      return turnAway(arrival, from: context.door)
    }
    terminals.welcome(
      Descriptor(socket), from: arrival.address, isSecure: arrival.isSecure,
      token: arrival.token)
  }

  private func turnAway(_ arrival: Arrival, from door: Commons.Door) {
    door.add(-1)
    reactor.letGo(arrival.token)
    context.commons.admission.withLock {
      $0.disconnect(from: arrival.address, wasSignedOn: false)
    }
  }

  /// No connection can be taken for now; the log is told once until one can be again.
  private func pause(_ error: SystemError) {
    if !hasToldOfAccept {
      reactor.record(
        error.isOutOfDescriptors
          ? .terminal.acceptPaused : .terminal.acceptFailed(reason: error.reason))
    }
    hasToldOfAccept = true
    context.commons.isOutOfDescriptors.store(error.isOutOfDescriptors, ordering: .relaxed)
    acceptsAgain = reactor.now.instant.advanced(by: Self.retryAccept)
    change([])
  }

  /// Connections are accepted again, where it is time.
  func acceptAgain() {
    guard let again = acceptsAgain, again <= reactor.now.instant else { return }
    acceptsAgain = nil
    change(.read)
  }

  private func change(_ readiness: Poller.Readiness) {
    for (index, listener) in listeners.enumerated() {
      reactor.poller.change(listener.number, readiness, token: UInt64(index + 1))
    }
  }

  /// Nobody comes in any more.
  func close() {
    for listener in listeners { reactor.poller.remove(listener.number) }
    listeners = []
    acceptsAgain = nil
  }
}
