import DemoApplications
import Names
import Platform
import SessionEngine
import Synchronization
import Tables

/// The far ends of a shard's sessions.
final class HostDesk {
  private let context: ShardContext
  private let passwords: SignOnDesk
  private var legs: [SessionHandle: HostLeg] = [:]

  init(_ context: ShardContext, passwords: SignOnDesk) {
    self.context = context
    self.passwords = passwords
  }

  var count: Int { legs.count }
  var all: some Collection<HostLeg> { legs.values }
  /// Nil for one that has ended, or is on another shard.
  subscript(handle: SessionHandle) -> HostLeg? { legs[handle] }
  /// The connection at a session's far end; nil where there is none.
  func connection(_ handle: SessionHandle) -> TN3270Host? { legs[handle]?.link as? TN3270Host }

  /// Opens a session's far end; what comes of it is posted.
  func open(
    _ handle: SessionHandle, _ definition: EffectiveSession, data: LogonData,
    terminal: HostTerminal,
    owner: TerminalConnection
  ) {
    let leg = HostLeg(handle, owner: owner)
    legs[handle] = leg
    if case .tn3270(let name, let port, let isSecure) = definition.host {
      let link = TN3270Host(
        leg, definition, target: SocketAddress(host: name, port: port), isSecure: isSecure,
        terminal: terminal, context: context)
      leg.link = link
      link.open(names: terminal.names)
    } else if let personality = BuiltInHost.personality(definition),
      let application = DemoApplication(personality, panels: context.site.panels)
    {
      let link = BuiltInHost(application, leg, reactor: context.reactor, passwords: passwords)
      leg.link = link
      link.open(data)
    } else {
      context.reactor.post(.hostEnded(leg, .unreachable("no such application")))
    }
  }

  /// Closes from this side; of what is still posted for it nothing is delivered.
  func close(_ leg: HostLeg) {
    guard !leg.isClosed else { return }
    leg.isClosed = true
    legs[leg.handle] = nil
    context.commons.pools.withLock { $0.release(leg.handle) }
    _ = leg.owner.forget(leg)
    leg.link?.close()
  }

  /// A session is behind another terminal from now on.
  func move(_ handle: SessionHandle, to owner: TerminalConnection) {
    guard let leg = legs[handle] else { return }
    let former = leg.owner
    leg.owner = owner
    if former.forget(leg) { leg.link?.resume() }
  }
}
