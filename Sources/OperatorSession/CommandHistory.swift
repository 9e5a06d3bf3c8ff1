import Bytes

/// Commands that were given, for PF12, which brings them back, the last one first.
struct CommandHistory: Hashable, Sendable {
  /// Most commands that are kept.
  static let limit = 50

  private var commands: [String] = []
  /// How many back the one is that was brought last; 0: none since the last command.
  private var back = 0

  /// Takes down a command; the same again is no other.
  mutating func append(_ command: String) {
    if commands.last != command { commands.append(command) }
    commands = commands.suffix(Self.limit)
    back = 0
  }

  /// The command before the one that was brought last; after the oldest comes the newest.
  mutating func retrieve() -> String? {
    guard !commands.isEmpty else { return nil }
    back = back % commands.count + 1
    return commands[commands.count - back]
  }
}

extension CommandHistory: Freezable {
  /// Appends the commands.
  func freeze(into freezer: inout Freezer) { freezer.put(commands) }

  /// Reads what `freeze` wrote; PF12 begins with the last one again.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    commands = try thawer.take()
    guard commands.count <= Self.limit else { throw .invalid("commands") }
  }
}
