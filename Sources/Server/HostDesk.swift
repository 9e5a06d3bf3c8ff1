import Bytes
import Names
import Platform
import SessionEngine
import Synchronization
import TN3270
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
    mark(leg)
    if let link = host(leg, definition, for: terminal) {
      link.open(names: terminal.names)
    } else if let application = BuiltInApplication(definition, panels: context.site.panels).make() {
      let link = builtIn(application, leg)
      leg.link = link
      link.open(data)
    } else {
      context.reactor.post(.hostEnded(leg, .unreachable("no such application")))
    }
  }

  // MARK: Another process

  /// Why a session ended whose far end could not go on.
  static let interrupted = HostEnd.connectionLost("the server was restarted")

  /// Goes on with a far end that another process had; what comes of it is posted.
  ///
  /// `connection`: gives a connection that was held, with what is on its way in it; it is told whether what
  /// was not looked at yet begins with a record.
  func restore(
    _ handle: SessionHandle, _ definition: EffectiveSession, owner: TerminalConnection,
    from frozen: FrozenHost, thawing thawer: inout Thawer,
    connection: (UInt64, FrozenChannel, Bool) -> (socket: Int32, ways: Ways)?
  ) {
    let leg = HostLeg(handle, owner: owner)
    legs[handle] = leg
    mark(leg)
    switch frozen {
    case .opening(let terminal):
      guard let link = host(leg, definition, for: terminal) else { return lose(leg) }
      link.open(names: terminal.names)
    case .talking(let terminal, let talking):
      guard let line = talking.line, let link = host(leg, definition, for: terminal),
        let (socket, ways) = connection(talking.token, line, talking.machine.isBetweenRecords),
        (try? link.adopt(talking, Descriptor(socket), with: ways)) != nil
      else { return lose(leg) }
    case .application:
      guard let link = application(leg, definition, thawing: &thawer) else { return lose(leg) }
      leg.link = link
      link.resumeApplication()
    case .lost: lose(leg)
    }
  }

  private func lose(_ leg: HostLeg) {
    context.reactor.post(.hostEnded(leg, Self.interrupted))
  }

  private func host(
    _ leg: HostLeg, _ definition: EffectiveSession, for terminal: HostTerminal
  ) -> TN3270Host? {
    guard case .tn3270(let name, let port, let isSecure) = definition.host else { return nil }
    let link = TN3270Host(
      leg, definition, target: SocketAddress(host: name, port: port), isSecure: isSecure,
      terminal: terminal, context: context)
    leg.link = link
    return link
  }

  private func application(
    _ leg: HostLeg, _ definition: EffectiveSession, thawing thawer: inout Thawer
  ) -> BuiltInHost? {
    let place = BuiltInApplication(definition, panels: context.site.panels)
    return (try? place.thaw(&thawer)).map { builtIn($0, leg) }
  }

  private func builtIn(_ application: any Application, _ leg: HostLeg) -> BuiltInHost {
    BuiltInHost(
      application, leg, reactor: context.reactor, passwords: passwords,
      operators: OperatorDoor(context), administrators: AdminDoor(context),
      views: ViewDoor(context))
  }

  // MARK: The end

  /// Closes from this side; of what is still posted for it nothing is delivered.
  func close(_ leg: HostLeg) {
    guard !leg.isClosed else { return }
    leg.isClosed = true
    legs[leg.handle] = nil
    mark(leg)
    context.commons.pools.withLock { $0.release(leg.handle) }
    _ = leg.owner.forget(leg)
    leg.link?.close()
  }

  /// A far end changed, or is gone.
  func mark(_ leg: HostLeg) { context.reactor.ledger?.mark(leg) }

  /// A session is behind another terminal from now on.
  func move(_ handle: SessionHandle, to owner: TerminalConnection) {
    guard let leg = legs[handle] else { return }
    let former = leg.owner
    leg.owner = owner
    mark(leg)
    if former.forget(leg) { leg.link?.resume() }
  }
}
