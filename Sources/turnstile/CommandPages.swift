import ArgumentParser
import Bytes
import Server

/// Manual pages of all commands in mdoc(7), made from what the parser itself tells of them.
enum CommandPages {
  /// One page: the file's name, such as `turnstile-oper.1`, and its text.
  struct Page {
    let file: String
    let text: String
  }

  /// All pages, a command's before those of its own commands.
  /// - Throws: where the parser's table is not understood.
  static func all() throws -> [Page] {
    let table = try JSONValue(parsing: Turnstile._dumpHelp().utf8)
    guard let root = table["command"], let command = CommandRow(root, above: []) else {
      throw Fault.unknownTable
    }
    return pages(command)
  }

  enum Fault: Error, CustomStringConvertible {
    case unknownTable

    var description: String { "the parser's table of commands has another form than is known" }
  }

  private static func pages(_ command: CommandRow) -> [Page] {
    [Page(file: command.title + ".1", text: Mdoc.render(command))]
      + command.commands.flatMap { pages($0) }
  }
}

/// A command as the parser tells of it.
struct CommandRow {
  /// One of its arguments.
  struct Argument {
    /// As `--state`; empty for one that goes by its place.
    let names: [String]
    /// The word that stands for its value; nil for a flag.
    let value: String?
    let help: String
    let standard: String?
    let isOptional: Bool
    let isRepeated: Bool
  }

  /// Its words, the program's name first.
  let words: [String]
  let abstract: String
  let discussion: String
  let arguments: [Argument]
  let commands: [CommandRow]
  /// The one that is meant where none is said.
  let standard: String?

  /// As `turnstile-oper`.
  var title: String { words.joined(separator: "-") }

  /// Nil where the table has no name; `help`, which every command has, is left out.
  init?(_ value: JSONValue, above: [String]) {
    guard let name = value["commandName"]?.string else { return nil }
    let words = above + [name]
    self.words = words
    abstract = value["abstract"]?.string ?? ""
    discussion = value["discussion"]?.string ?? ""
    standard = value["defaultSubcommand"]?.string
    arguments = (value["arguments"]?.array ?? []).compactMap { Argument($0) }
    commands = (value["subcommands"]?.array ?? []).compactMap { inner in
      inner["commandName"]?.string == "help" ? nil : CommandRow(inner, above: words)
    }
  }
}

extension CommandRow.Argument {
  /// Nil for what is not shown.
  init?(_ value: JSONValue) {
    guard value["shouldDisplay"]?.bool != false, let kind = value["kind"]?.string else {
      return nil
    }
    names = (value["names"]?.array ?? []).compactMap { name in
      name["name"]?.string.map { (name["kind"]?.string == "long" ? "--" : "-") + $0 }
    }
    self.value = kind == "flag" ? nil : value["valueName"]?.string ?? "value"
    help = value["abstract"]?.string ?? ""
    standard = value["defaultValue"]?.string
    isOptional = value["isOptional"]?.bool ?? false
    isRepeated = value["isRepeating"]?.bool ?? false
  }
}
