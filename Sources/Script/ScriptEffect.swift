public import DataStream
public import Time

/// What happened to a session whose script runs.
public enum ScriptEvent: Hashable, Sendable {
  /// The host wrote to the screen.
  case hostWrote
  /// The user answered INPUT: what was typed is on the screen, and the key was not sent.
  case keyPressed(AID)
  /// The last `typeSecret` or `command` is done.
  case done
  /// The last `typeSecret` or `command` was refused; why, in words for people.
  case refused(String)
  /// The user pressed the menu key, and goes on without the script.
  case userBrokeIn
  /// The session ended.
  case sessionEnded
}

/// What a script asks of whoever drives it. Each is done before the next one is asked for.
public enum ScriptEffect: Hashable, Sendable {
  /// Type at the cursor, which is in a field with room for it.
  case type(String)
  /// Type the pass ticket or the password at the cursor, then say `done` or `refused`. A ticket is made
  /// now, so that a slow logon does not age it.
  case typeSecret
  /// Put the cursor at a place, from 0.
  case moveCursor(Int)
  /// Press a key, with the screen's modified fields.
  case press(AID)
  /// Ask again at this time at the latest.
  case wake(Instant)
  /// Ask again when others had their turn: the script does much without waiting.
  case goOnLater
  /// Give a command of the menu, then say `done` or `refused`.
  case command(String)
  /// Show the user the session's screen, with these words.
  case send(String)
  /// Show the user the session's screen, and give the script the next key.
  case takeKey
  /// Show the user the session's screens from now on, or spare them.
  case terminal(isShown: Bool)
  /// Write a line into the log.
  case log(ScriptPlace, String)
  /// Log that a statement is run (OPTION FLOW); it has no secret and nothing that is typed.
  case trace(ScriptPlace, String)
  /// Make a variable that scripts share; one that is there keeps its value.
  case define(SharedScope, String)
  /// Give a shared variable a value.
  case set(SharedScope, String, to: String)
  /// Take a shared variable away.
  case delete(SharedScope, String)
  /// Sign the user off.
  case logOff
  /// The run is over, and asks for nothing more.
  case end(ScriptEnd)
}
