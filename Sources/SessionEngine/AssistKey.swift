import DataStream
import Tables
import Terminal
import Time

/// A key of somebody's who looks on and types too: it goes to the application that the user sees, on top of
/// what the user has typed, and nowhere else. Nobody acts for the user towards this server.
struct AssistKey: Hashable, Sendable {
  /// Who pressed it.
  let viewer: SessionHandle
  /// As the viewer's terminal sent it.
  let record: [UInt8]

  /// Why it cannot be pressed in a session; nil where it can.
  func refusal(at session: ActiveSession) -> String? {
    let space = session.space
    switch session.definition.host {
    case .demoTSO, .demoCICS, .tn3270: break
    // Operators' and administrators' commands, the user's own options, and views count by who sits there.
    case .operatorSession, .adminSession, .selfMaintenance, .viewSession:
      return "the user alone types in sessions of the server"
    }
    guard session.isActive, space.lock == .unlocked else {
      return "the application has the keyboard"
    }
    guard !session.isTransferring, session.reads.oldest == nil else {
      return "the application reads the screen"
    }
    guard Display.isKey(record), let inbound = try? InboundRecord(record, in: space.size) else {
      return "it is no key"
    }
    guard session.systemInput == nil || inbound.aid == .enter else {
      return "the host takes ENTER alone"
    }
    // What a terminal says that lies: the application's own fields are not the viewer's to change.
    let isTyped = inbound.fields.allSatisfy {
      $0.position < 0 ? !space.isFormatted : !space.isProtected($0.position)
    }
    return isTyped ? nil : "it changes what nobody may type"
  }

  /// Presses it in a session, whose model has what the user has typed.
  ///
  /// - Returns: why it was not; nil where the application has it.
  func press(at session: inout ActiveSession, _ turn: inout Turn) -> String? {
    if let refusal = refusal(at: session) { return refusal }
    guard let inbound = try? InboundRecord(record, in: session.space.size) else {
      return "it is no key"
    }
    session.touch(turn.now.instant)
    session.space.merge(inbound)
    session.isAssisted = true
    if let start = session.systemInput {
      turn.add(.sendHostText(session.handle, session.space.systemInput(from: start)))
    } else {
      turn.add(.sendHost(session.handle, session.space.readModified(all: false)))
    }
    return nil
  }
}
