public import Script

/// The lines of a step trace: each statement, what it does, and each screen. A recorded trace and a live
/// host are told of in the same words.
public enum StepTrace {
  /// What stands for a secret on a screen that shows it.
  public static let secret = "********"

  /// A screen, with the rows that are not blank.
  /// - Parameters:
  ///   - screen: the screen.
  ///   - number: which one it is, from 1.
  ///   - hide: changes a row before it is shown.
  /// - Returns: its heading and its rows.
  public static func lines(
    of screen: TypedScreen, number: Int, hide: (String) -> String = { $0 }
  ) -> [String] {
    let head = "--- screen \(number), \(screen.rows)x\(screen.columns), cursor \(screen.cursor)"
    let rows = (0..<screen.rows).map(screen.text(row:))
    return [head] + rows.filter { $0.contains { $0 != " " } }.map { "  | " + hide($0) }
  }

  /// What a script does; nil where nobody sees it.
  public static func line(of effect: ScriptEffect, columns: Int) -> String? {
    switch effect {
    case .type(let text): "  types \(text)"
    case .typeSecret: "  types the ticket or the password"
    case .moveCursor(let place): "  cursor to \(place / columns + 1),\(place % columns + 1)"
    case .press(let key): "  presses \(key)"
    case .command(let text): "  gives the command \(text)"
    case .send(let text): "  shows the user: \(text)"
    case .takeKey: "  takes a key: ENTER here"
    case .terminal(let isShown):
      isShown ? "  shows the user the screens" : "  spares the user the screens"
    case .log(_, let text): "  logs \(text)"
    case .trace(let place, let text): "\(place): \(text)"
    case .logOff: "  signs the user off"
    case .end(.done): "the script ended as it wanted"
    case .end(.failed(let place, let failure)): "\(place): failed: \(failure)"
    case .wake, .goOnLater, .define, .set, .delete: nil
    }
  }
}
