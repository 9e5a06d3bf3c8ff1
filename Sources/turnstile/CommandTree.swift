import ArgumentParser
import Syntax

/// Finds a word that stands where a command's name should, and is none.
///
/// The parser takes such a word for an argument of `serve`, which is the default, and says nothing of
/// the command that was meant.
enum CommandTree {
  /// What to say, or nil where the words are in order as far as names of commands go.
  static func fault(_ words: [String], _ root: any ParsableCommand.Type) -> String? {
    var command = root
    var path = [name(root)]
    for word in words {
      let inner = command.configuration.subcommands
      guard !inner.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      guard let next = inner.first(where: { name($0) == word }) else {
        let names = inner.map { name($0) }
        let near = Suggestion.closest(to: word, among: names)
        return "'\(word)' is no command of \(path.joined(separator: " ")); "
          + (near.map { "did you mean '\($0)'?" }
            ?? "its commands: \(names.joined(separator: ", "))")
      }
      command = next
      path.append(word)
    }
    return nil
  }

  /// The parser's own rule: the type's name where the command does not name itself.
  private static func name(_ command: any ParsableCommand.Type) -> String {
    command._commandName
  }
}
