/// The manual and the JSON Schemas of the definition files, from the tables that parse them.
public enum FieldManual {
  /// All labels as Markdown.
  public static func markdown() -> String {
    page("ACT/Applications/NAME.yaml", ACTEntry.fields)
      + page("ACT/System.yaml", SystemOptions.fields)
      + page("ACT/Users/USERID.yaml, ACT/Profiles/NAME.yaml", UserOptions.userFields)
      + masks
  }

  private static let masks = """
    ## ACT/Masks/NAME.yaml

    A set of masking rules, which makes the LU name towards a host from the terminal's own. Each \
    line is a rule, `"EDJB1---": "VDJB1---"`, and the first that fits counts. Characters: \
    \(MaskingRules.expected). On the right, each sign takes what the next of the same signs on \
    the left stands for. (The characters are TPX's; that a file holds a set is Turnstile's.)


    """

  private static func page<Record>(_ title: String, _ fields: [Field<Record>]) -> String {
    var page =
      "## \(title)\n\n| label | value | default | meaning | source |\n|---|---|---|---|---|\n"
    for field in fields {
      let source =
        switch field.origin {
        case .documented: "TPX"
        case .ours: "Turnstile"
        case .kept: "TPX; kept, without effect here"
        }
      let standard = field.standard.isEmpty ? "blank" : "`\(field.standard)`"
      page +=
        "| \(field.label) | \(field.expected) | \(standard) | \(field.meaning) | \(source) |\n"
    }
    return page + "\n"
  }

  /// JSON Schema of an application's file, for editors.
  public static func applicationSchema() -> String {
    schema(ACTEntry.fields, ["Application-ID", "Host"])
  }

  /// JSON Schema of System.yaml.
  public static func systemSchema() -> String { schema(SystemOptions.fields, []) }

  private static func schema<Record>(_ fields: [Field<Record>], _ required: [String]) -> String {
    let properties = fields.map { field in
      "    \(quoted(field.label)): {\"pattern\": \(quoted(field.pattern)), "
        + "\"description\": \(quoted(field.meaning))}"
    }
    return """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "required": [\(required.map(quoted).joined(separator: ", "))],
        "properties": {
      \(properties.joined(separator: ",\n"))
        }
      }

      """
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\""
  }
}
