import Journal
import Platform
import SessionEngine
import Store
import Tables

/// What shards work with; made by others, the same for all shards.
struct Services: Sendable {
  let journal: Journal
  let database: SecurityDatabase
  /// For password hashes: as many at once as the pool has threads.
  let passwords: HelperPool
  /// PAM, where the site has it say whether passwords are right.
  let authority: OutsideAuthority
  /// For tickets and other short questions.
  let helpers: HelperPool
  let names: NameService
  let printer: Printer
  /// TLS towards hosts.
  let hostTLS: HostTLSRules
  /// TLS towards terminals: the server's certificate and key.
  let terminalContext: TerminalContext
  /// Who speaks TLS for this process.
  let tls: TLSLinks
  let reloader: Reloader
  /// Who may use the control socket.
  let controlGate: ControlGate
  /// The shards, and what they share.
  let commons: Commons
  /// How long tickets took.
  let ticketTimes = TicketTimes()
  /// The last look at the figures.
  let looks = FigureLooks()
  /// How often sessions outlived the process that served them.
  let restarts = Restarts()

  /// Looks a host's name up; `answer` is called on a helper's thread.
  ///
  /// Returns false where too many look-ups wait.
  func lookUp(
    _ name: String, then answer: @escaping @Sendable (HostResolution) -> Void
  ) -> Bool {
    let resolve: NameService.Answer = { answer(HostResolution(name, $0)) }
    return Sockets.isNumeric(name)
      ? helpers.run { resolve(.success([name])) } : names.lookUp(name, then: resolve)
  }
}

/// What a shard's desks have in common.
final class ShardContext {
  let services: Services
  let reactor: Reactor
  /// Which of the server's shards it is.
  let index: Int
  /// Tables and panels in force.
  var site: Site
  /// The way to who speaks TLS.
  let tls: TLSDesk

  init(_ services: Services, _ reactor: Reactor, index: Int, site: Site) {
    self.services = services
    self.reactor = reactor
    self.index = index
    self.site = site
    tls = TLSDesk(services.tls, shard: index)
  }

  var commons: Commons { services.commons }
  /// This shard, as others see it.
  var door: Commons.Door { commons.doors[index] }
  /// Where helpers leave their answers.
  var mailbox: Mailbox<ShardMessage> { door.mailbox }
}
