/// The language's pages of the manual, made from the tables that read it.
public enum ScriptManual {
  /// What a word of the language means.
  public struct Entry: Sendable {
    /// As it is written.
    public let usage: String
    /// What it does.
    public let meaning: String
    /// Whose word it is.
    public let origin: ScriptOrigin
  }

  /// What a statement, option or variable means, in either case; nil where the language has none.
  public static func entry(_ word: String) -> Entry? {
    let name = word.uppercased()
    if let row = StatementRow.row(name) {
      return Entry(usage: row.usage, meaning: row.meaning, origin: row.origin)
    }
    if let row = OptionRow.all.first(where: { "OPTION \($0.word)" == name }) {
      return Entry(
        usage: "OPTION \(row.usage)", meaning: "\(row.meaning); at first \(row.standard)",
        origin: row.origin)
    }
    guard name.hasPrefix("&"), let row = VariableRow.row(String(name.dropFirst())) else {
      return nil
    }
    return Entry(usage: row.usage, meaning: row.meaning, origin: row.origin)
  }

  /// Words that can be explained.
  public static var words: [String] {
    StatementRow.all.map(\.word) + OptionRow.all.map { "OPTION \($0.word)" }
      + VariableRow.all.map { "&\($0.name)" }
  }

  /// Headings of the tables.
  public static let header = "| written | what it does | whose |"

  /// Rows of the statements, as Markdown.
  public static var statements: [String] {
    StatementRow.all.map { row($0.usage, $0.meaning, of: $0.origin) }
  }

  /// Rows of the options, as Markdown.
  public static var options: [String] {
    OptionRow.all.map {
      row("OPTION \($0.usage)", "\($0.meaning); at first \($0.standard)", of: $0.origin)
    }
  }

  /// Rows of the variables, as Markdown.
  public static var variables: [String] {
    VariableRow.all.map { row($0.usage, $0.meaning, of: $0.origin) }
  }

  /// Heading of the table of faults.
  public static let faultHeader = "| `&ERR_RC` | `&ERR_MSG`, as an example |"

  /// Rows of what OPTION ERROR tells a script, as Markdown.
  public static var faults: [String] {
    RunFault.examples.map { "| \($0.code) | \($0) |" }
  }

  /// All of them as one page.
  public static func markdown() -> String {
    func table(_ title: String, _ rows: [String]) -> String {
      (["## \(title)", "", header, "|---|---|---|"] + rows).joined(separator: "\n")
    }
    return [
      "# Scripts", table("Statements", statements), table("Options", options),
      table("Variables", variables),
      (["## Faults", "", faultHeader, "|---|---|"] + faults).joined(separator: "\n"),
    ].joined(separator: "\n\n") + "\n"
  }

  private static func row(_ usage: String, _ meaning: String, of origin: ScriptOrigin) -> String {
    "| `\(usage.replacing("|", with: "\\|"))` | \(meaning.replacing("|", with: "\\|")) | "
      + "\(origin.rawValue) |"
  }
}
