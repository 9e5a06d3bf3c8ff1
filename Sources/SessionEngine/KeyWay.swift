import DataStream
import EBCDIC
import Names
import Tables
import Terminal

/// Where a key of ours leads to from a session.
struct KeyWay: Sendable {
  let destination: Destination
  /// The field in which a command was typed.
  let field: InboundRecord.Field?

  /// Nil where the key is the application's.
  init?(
    _ inbound: InboundRecord, from handle: SessionHandle, at seat: Seat, sessions: SessionTable
  ) {
    let keys = seat.view.keys
    var field: InboundRecord.Field?
    if inbound.aid == keys.menu {
      destination = .menu
    } else if inbound.aid == keys.jump {
      destination = .jump
    } else if inbound.aid == keys.tag {
      destination = .tag
    } else if inbound.aid == keys.print {
      destination = .print
    } else if inbound.aid == keys.command, let typed = Self.typed(inbound, seat) {
      destination = .command(typed.line)
      field = typed.field
    } else if let definition = sessions.definition(for: inbound.aid, seat.view),
      sessions[handle]?.id != definition.id
    {
      destination = .start(definition.id)
    } else {
      return nil
    }
    self.field = field
  }

  /// A command with its character, typed into any field of the session's screen.
  private static func typed(
    _ inbound: InboundRecord, _ seat: Seat
  ) -> (line: String, field: InboundRecord.Field)? {
    for field in inbound.fields {
      let line = String(seat.display.codePage.decode(field.data).drop { $0 == " " })
      guard line.first == seat.view.keys.commandCharacter else { continue }
      if command(line) != .blank { return (line, field) }
    }
    return nil
  }

  /// The command of a line that begins with the command character.
  static func command(_ line: String) -> UserCommand {
    guard let character = line.first else { return .blank }
    return UserCommand(line, character: character, onMenu: false) { _ in false }
  }
}
