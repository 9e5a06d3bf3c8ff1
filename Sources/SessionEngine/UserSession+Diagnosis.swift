import DataStream
import Messages
import Names
import Panels
import Tables

/// `/D`: the diagnosis of a session's tickets, on the terminal of an operator.
extension UserSession {
  mutating func diagnose(
    _ name: String?, over under: Underneath, _ turn: inout Turn
  ) {
    let id = name.flatMap { SessionID($0) } ?? current.flatMap { sessions[$0]?.id }
    guard view.isOperator, let user else {
      say(.notOperator, &turn)
      return
    }
    guard let definition = id.flatMap({ self.definition($0) }) else {
      say(name.map { .noSuchSession($0) } ?? nothingShown("D"), &turn)
      return
    }
    // The keyboard stays locked until the answer is there; whoever frees it and presses a key goes
    // back, and the answer is dropped.
    listTop = 0
    screen = .diagnosis([], over: under)
    turn.add(.diagnose(definition, user.id))
  }

  mutating func diagnosed(_ lines: [DiagnosisLine], _ turn: inout Turn) {
    guard case .diagnosis([], let under) = screen, isConnected else { return }
    let width = canvas.geometry.columns - 2
    screen = .diagnosis(lines.flatMap { $0.wrapped(width) }, over: under)
    show(.diagnosis, &turn)
  }
}
