import Crypto
import Names
import Platform
import SessionEngine

/// The way from a session to the operator desk, and back to the session.
struct OperatorDoor {
  private let context: ShardContext

  init(_ context: ShardContext) { self.context = context }

  /// Gives a command by the authority of who is signed on at the session's terminal.
  func ask(_ line: String, _ leg: HostLeg) {
    let (handle, mailbox) = (leg.handle, context.mailbox)
    guard let user = leg.owner.session?.signedOnUser, let terminal = leg.owner.name,
      let desk = context.reactor.world.operators
    else {
      return context.reactor.post(
        .application(
          leg, .answered(OperatorAnswer(lines: ["nobody answers operators here"], isFailed: true))))
    }
    var empty: [UInt8] = []
    let request = OperatorDesk.Request(
      words: line.split(separator: " ").map(String.init), body: WipedArray(taking: &empty),
      by: .user(user, at: terminal, address: leg.owner.address), tables: context.site.tables)
    desk.take(request) { answer in
      let told = OperatorAnswer(lines: answer.lines, isFailed: answer.isFailed)
      mailbox.send(.operatorAnswered(handle, told))
    }
  }
}
