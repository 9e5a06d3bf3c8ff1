import Messages
import Names
import Panels
import Tables

/// What stands before lines of the menu: `S` starts or shows a session, or opens a sub-menu; `I` ends a session.
///
/// Anything else does nothing and is answered in words, since a command that is typed at the wrong
/// place (HOME leads to the first line) must not start a session.
enum LineCommands: Hashable, Sendable {
  case none
  /// Sessions to end, in the menu's order, and then where to go.
  case run(end: [SessionID], select: Target?)
  case refused(Notice)

  /// What a line leads to.
  enum Target: Hashable, Sendable {
    case session(SessionID)
    case menu(String)

    init(_ line: MenuLine) {
      switch line {
      case .session(let session): self = .session(session.id)
      case .menu(let name, _): self = .menu(name)
      }
    }
  }

  /// - Parameters:
  ///   - marks: what was typed, by the line of the screen.
  ///   - lines: what the lines shown lead to, from the top.
  ///   - isLive: whether there is something to end.
  init(_ marks: [PanelInput.Mark], lines: [MenuLine], isLive: (SessionID) -> Bool) {
    var (end, select): ([SessionID], [Target]) = ([], [])
    for mark in marks where lines.indices.contains(mark.row) {
      let line = lines[mark.row]
      switch mark.text {
      case "S": select.append(Target(line))
      case "I":
        guard let id = line.session?.id, isLive(id) else {
          self = .refused(.notLive(line.name))
          return
        }
        end.append(id)
      default:
        self = .refused(.noLineCommand(mark.text))
        return
      }
    }
    if select.count > 1 {
      self = .refused(.oneSelection)
    } else {
      self = end.isEmpty && select.isEmpty ? .none : .run(end: end, select: select.first)
    }
  }
}
