import Names
import Platform
import SessionEngine

/// The way from an administrator's session to its desk, and back to the session.
struct AdminDoor {
  private let context: ShardContext

  init(_ context: ShardContext) { self.context = context }

  /// Asks by the authority of who is signed on at the session's terminal.
  func ask(_ request: AdminRequest, _ leg: HostLeg) {
    let (handle, mailbox) = (leg.handle, context.mailbox)
    guard let user = leg.owner.session?.signedOnUser, let terminal = leg.owner.name,
      let desk = context.reactor.world.operators?.administration
    else {
      return context.reactor.post(
        .application(leg, .administered(.failed("nobody answers administrators here"))))
    }
    let asker = AdminDesk.Asker(
      user: user, terminal: terminal, address: leg.owner.address, tables: context.site.tables)
    desk.take(request, by: asker) { mailbox.send(.administered(handle, $0)) }
  }
}
