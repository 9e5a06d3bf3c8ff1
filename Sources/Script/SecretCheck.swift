/// Whether &PSWD can still be typed: the host may have made another screen while the ticket was made.
public enum SecretCheck {
  /// Why it cannot be typed now.
  /// - Parameters:
  ///   - length: its characters.
  ///   - run: the run that wants it typed.
  ///   - view: the screen as it is now.
  /// - Returns: nil where it can.
  public static func fault(
    of length: Int, for run: ScriptRun, on view: some ScriptView
  ) -> RunFault? {
    guard view.isKeyboardFree else { return .locked }
    do throws(RunFault) {
      let walk = ScreenWalk(view: view)
      let field = try walk.fieldAtCursor()
      guard run.options.showsSecrets || field?.isHidden == true else { return .visible }
      let room = walk.room(in: field)
      return length > room ? .noRoom(room) : nil
    } catch {
      return error
    }
  }
}
