/// The manual and the JSON Schemas of the definition files, from the tables that parse them.
public enum FieldManual {
  /// All labels as Markdown.
  public static func markdown() -> String {
    page("ACT/Applications/NAME.yaml", ACTEntry.fields)
      + page("ACT/System.yaml", SystemOptions.fields)
      + page("ACT/Users/USERID.yaml, ACT/Profiles/NAME.yaml", UserOptions.userFields)
      + people + masks
  }

  private static let people = """
    A label that a user's file leaves out is that of the profile which it names; left out there \
    too, that of the profile \(UserOptions.defaultProfile) (ACT/Profiles/\
    \(UserOptions.defaultProfile).yaml), which is everybody's, and last the system's. `Profile` \
    stands in a user's file only.


    """

  private static let masks = """
    ## ACT/Masks/NAME.yaml

    A set of masking rules, which makes the LU name towards a host from the terminal's own. Each \
    line is a rule, `"EDJB1---": "VDJB1---"`, and the first that fits counts. Characters: \
    \(MaskingRules.expected). On the right, each sign takes what the next of the same signs on \
    the left stands for. (The characters are TPX's; that a file holds a set is Turnstile's.)


    """

  private static func page<Record: Definition>(_ title: String, _ fields: [Field<Record>]) -> String
  {
    var page =
      "## \(title)\n\n| label | value | default | meaning | source |\n|---|---|---|---|---|\n"
    for field in fields {
      let source =
        switch field.origin {
        case .documented: "TPX"
        case .ours: "Turnstile"
        case .kept: "TPX; kept, without effect here"
        }
      let defaultText = field.defaultText.isEmpty ? "blank" : "`\(field.defaultText)`"
      page +=
        "| \(field.label) | \(field.expected) | \(defaultText) | \(field.meaning) | \(source) |\n"
    }
    return page + "\n"
  }

  /// JSON Schema of an application's file, for editors.
  public static func applicationSchema() -> String {
    FieldSchema.page(
      "application", "ACT/Applications/NAME.yaml", fields: ACTEntry.fields,
      required: ["Application-ID", "Host"])
  }

  /// JSON Schema of System.yaml.
  public static func systemSchema() -> String {
    FieldSchema.page("system", "ACT/System.yaml", fields: SystemOptions.fields)
  }

  /// JSON Schema of a user's file.
  public static func userSchema() -> String {
    FieldSchema.page("user", "ACT/Users/USERID.yaml", fields: UserOptions.userFields)
  }

  /// JSON Schema of a profile's file.
  public static func profileSchema() -> String {
    FieldSchema.page("profile", "ACT/Profiles/NAME.yaml", fields: UserOptions.profileFields)
  }

  /// JSON Schema of a set of masking rules.
  public static func maskSchema() -> String { FieldSchema.masks() }
}
