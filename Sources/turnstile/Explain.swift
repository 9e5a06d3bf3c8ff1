import ArgumentParser
import Names
import Server
import SessionEngine
import Tables

/// `turnstile explain`: what a word of ours means, and what holds for a user and why.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Explain a label, message, reason code, command or word of scripts; or what a user has.",
    discussion: """
      turnstile explain Session timeout: any label of ACT files. turnstile explain TPXL0921, \
      turnstile explain 0C, turnstile explain /F and turnstile explain WINP likewise. \
      With --user it shows, of the label or of all, what the user's own file, the profiles, the \
      applications and the system say, and which of them counts: by the rule that the menu \
      and /E follow. Exit code 1 where nobody knows the word.
      """)

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Option(help: "Show what holds for this user, and where it comes from.")
  var user: String?
  @Argument(help: "The word, of one or more parts.") var words: [String] = []

  func validate() throws {
    if let user, UserID(user) == nil { throw ValidationError("'\(user)' is no user id.") }
    guard user != nil || words.contains(where: { !$0.isEmpty }) else {
      throw ValidationError("Say what to explain, or --user whom.")
    }
  }

  func run() throws {
    let word = words.joined(separator: " ")
    if !word.isEmpty { try explain(word) }
    if let user = user.flatMap({ UserID($0) }) { try show(user, word) }
  }

  private func explain(_ word: String) throws {
    guard let explanation = Explanation.of(word) else {
      let near = Explanation.near(word)
      Output.error(
        "\"\(word)\" is no label, message, reason code, command or word of scripts"
          + (near.isEmpty
            ? "; turnstile manual lists them" : "; did you mean \(near.joined(separator: ", "))?"))
      throw ExitCode(1)
    }
    Output.line("\(explanation.title): \(explanation.kind)")
    for paragraph in explanation.paragraphs { Output.line("  " + paragraph) }
  }

  private func show(_ user: UserID, _ word: String) throws {
    let loaded = SiteLoader.load(site.site)
    guard let tables = loaded.site?.tables else {
      for line in loaded.rendered { Output.error(line) }
      throw ExitCode(1)
    }
    let effective = try UserRights.effective(
      user, in: tables, site: site.site, state: state.state)
    let all = effective.profileLines + effective.optionLines + effective.sessionLines
    let lines = all.filter { line in
      word.isEmpty || line.label.uppercased().hasSuffix(word.uppercased())
    }
    guard !lines.isEmpty else {
      Output.line("\(user): no file of users or profiles says anything of it")
      return
    }
    Output.line(Self.row(["\(user)", "own", "profile", "system", "counts"]))
    for line in lines {
      Output.line(Self.row([line.label, line.own, line.profile, line.system, line.origin]))
    }
    let ids = effective.sessions.map(\.id.description).joined(separator: " ")
    Output.line("Sessions of \(user): \(ids.isEmpty ? "none" : ids)")
  }

  /// Columns that stay beneath each other.
  private static func row(_ texts: [String]) -> String {
    let row = texts.enumerated().map { index, text in
      let width = index == 0 ? 28 : 18
      return text + String(repeating: " ", count: max(1, width - text.count))
    }.joined()
    return String(row.reversed().drop { $0 == " " }.reversed())
  }
}
