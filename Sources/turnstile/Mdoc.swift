import Platform
import Server
import Time

/// A command as a manual page in mdoc(7).
enum Mdoc {
  /// The page.
  static func render(_ command: CommandRow) -> String {
    var page = [
      ".Dd \(today)", ".Dt \(command.title.uppercased()) 1", ".Os \"Turnstile \(Server.version)\"",
      ".Sh NAME", ".Nm \(macro(command.title))", ".Nd \(text(summary(command.abstract)))",
      ".Sh SYNOPSIS", ".Nm \(macro(command.words.joined(separator: " ")))",
    ]
    for argument in command.arguments where argument.isSynopsis { page += synopsis(argument) }
    if !command.commands.isEmpty { page += [".Op Ar command ..."] }
    page += [".Sh DESCRIPTION", text(command.abstract)]
    page += paragraphs(command.discussion)
    page += list(command)
    page += commands(command)
    page += files(command)
    page += [
      ".Sh EXIT STATUS",
      "0 where it did what was asked, 1 where it did not or found faults, 64 where the",
      "command line is wrong.",
    ]
    page += related(command)
    return page.joined(separator: "\n") + "\n"
  }

  /// The day on which the page is made.
  private static var today: String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    let date = CivilDate(Clock.wall())
    return "\(months[date.month - 1]) \(date.day), \(date.year)"
  }

  /// A summary has no full stop, and begins small.
  private static func summary(_ abstract: String) -> String {
    let whole = abstract.hasSuffix(".") ? String(abstract.dropLast()) : abstract
    return whole.prefix(1).lowercased() + whole.dropFirst()
  }

  private static func synopsis(_ argument: CommandRow.Argument) -> [String] {
    let more = argument.isRepeated ? " ..." : ""
    guard let name = argument.names.first else {
      let value = macro(argument.value ?? "value")
      return [argument.isOptional ? ".Op Ar \(value)\(more)" : ".Ar \(value)\(more)"]
    }
    let value = argument.value.map { " Ar \(macro($0))" } ?? ""
    let flag = "Fl \(macro(String(name.dropFirst())))\(value)\(more)"
    return [argument.isOptional || argument.standard != nil ? ".Op \(flag)" : ".\(flag)"]
  }

  private static func list(_ command: CommandRow) -> [String] {
    guard !command.arguments.isEmpty else { return [] }
    var lines = [".Bl -tag -width Ds"]
    for argument in command.arguments {
      let value = argument.value.map { " Ar \(macro($0))" } ?? ""
      let names = argument.names.map { "Fl \(macro(String($0.dropFirst())))" }
      lines.append(
        ".It "
          + (names.isEmpty
            ? "Ar \(macro(argument.value ?? ""))"
            : names.joined(separator: " , ") + value))
      lines.append(text(argument.help.isEmpty ? "See above." : argument.help))
      if let standard = argument.standard { lines.append(text("The default is \(standard).")) }
    }
    return lines + [".El"]
  }

  private static func commands(_ command: CommandRow) -> [String] {
    guard !command.commands.isEmpty else { return [] }
    var lines = [".Ss Commands", ".Bl -tag -width Ds"]
    for inner in command.commands {
      lines.append(".It Xr \(inner.title) 1")
      let isStandard = inner.words.last == command.standard
      lines.append(text(inner.abstract + (isStandard ? " It is the default." : "")))
    }
    return lines + [".El"]
  }

  private static func files(_ command: CommandRow) -> [String] {
    var lines: [String] = []
    let names = command.arguments.flatMap(\.names)
    if names.contains("--site") || names.contains("--state") { lines.append(".Sh ENVIRONMENT") }
    if !lines.isEmpty { lines.append(".Bl -tag -width Ds") }
    if names.contains("--site") {
      lines += [".It Ev TURNSTILE_SITE", "Another default of", ".Fl -site ."]
    }
    if names.contains("--state") {
      lines += [".It Ev TURNSTILE_STATE", "Another default of", ".Fl -state ."]
    }
    if !lines.isEmpty { lines.append(".El") }
    return lines
  }

  /// Pages of the same family, in order.
  private static func related(_ command: CommandRow) -> [String] {
    var titles = command.commands.map(\.title)
    if command.words.count > 1 { titles.append(command.words.dropLast().joined(separator: "-")) }
    guard !titles.isEmpty else { return [] }
    let sorted = titles.sorted()
    return [".Sh SEE ALSO"]
      + sorted.enumerated().map { ".Xr \($1) 1" + ($0 + 1 < sorted.count ? " ," : "") }
  }

  /// A discussion: lines that are set in stay as they are, others flow.
  private static func paragraphs(_ discussion: String) -> [String] {
    var lines: [String] = []
    var isLiteral = false
    for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      let isSetIn = line.hasPrefix("  ")
      if isSetIn != isLiteral { lines.append(isSetIn ? ".Bd -literal" : ".Ed") }
      isLiteral = isSetIn
      if line.isEmpty {
        if lines.last?.hasPrefix(".Pp") != true { lines.append(".Pp") }
      } else {
        lines.append(text(String(line)))
      }
    }
    if isLiteral { lines.append(".Ed") }
    while lines.last == ".Pp" { lines.removeLast() }
    guard let first = lines.first else { return [] }
    return first.hasPrefix(".") ? lines : [".Pp"] + lines
  }

  /// A text in which nothing is a macro or an escape; several lines become one.
  private static func text(_ text: String) -> String {
    let flat = text.replacing("\n", with: " ").replacing("\\", with: "\\e")
      .replacing("-", with: "\\-")
    return flat.hasPrefix(".") || flat.hasPrefix("'") ? "\\&" + flat : flat
  }

  /// A word as an operand of a macro.
  private static func macro(_ word: String) -> String {
    self.text(word)
  }
}

extension CommandRow.Argument {
  /// Whether a synopsis needs it: not for help and version, which every command has.
  fileprivate var isSynopsis: Bool { !names.contains("--help") && !names.contains("--version") }
}
