import Messages
import Names
import Panels
import Tables

/// What stands before lines of the menu: `S` starts or shows a session, `I` ends one.
///
/// Anything else does nothing and is answered in words, since a command that is typed at the wrong
/// place (HOME leads to the first line) must not start a session.
enum LineCommands: Hashable, Sendable {
  case none
  /// Sessions to end, in the menu's order, and then the one to go to.
  case run(end: [SessionID], select: SessionID?)
  case refused(Notice)

  /// - Parameters:
  ///   - marks: what was typed, by the line of the screen.
  ///   - ids: sessions of the lines shown, from the top.
  ///   - isLive: whether there is something to end.
  init(_ marks: [PanelInput.Mark], ids: [SessionID], isLive: (SessionID) -> Bool) {
    var (end, select): ([SessionID], [SessionID]) = ([], [])
    for mark in marks where ids.indices.contains(mark.row) {
      let id = ids[mark.row]
      switch mark.text {
      case "S": select.append(id)
      case "I":
        guard isLive(id) else {
          self = .refused(.notLive(id.description))
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
