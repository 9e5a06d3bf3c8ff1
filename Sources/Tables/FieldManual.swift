/// The manual and the JSON Schemas of the definition files, from the tables that parse them.
public enum FieldManual {
  /// All labels as Markdown.
  public static func markdown() -> String {
    page("ACT/Applications/NAME.yaml", ACTEntry.fields)
      + page("ACT/System.yaml", SystemOptions.fields)
      + page("ACT/Users/USERID.yaml", UserOptions.userFields)
      + page("ACT/Profiles/NAME.yaml", UserOptions.profileFields) + people
      + page("Session options, in ACT/Users and ACT/Profiles", SessionOptions.fields) + sessions
      + page("ACT/CommandClasses/NAME.yaml", CommandClass.fields) + commands
      + page("ACT/OperatorClasses/NAME.yaml", OperatorClass.fields) + operators
      + page("ACT/UpdateClasses/NAME.yaml", UpdateClass.fields) + updates
      + masks
  }

  private static let people = """
    Several profiles may hold for a user: those that the user's file names under `Profile`, in \
    that order; then those that groups and permissions open; and below them all \
    \(UserOptions.defaultProfile) (ACT/Profiles/\(UserOptions.defaultProfile).yaml), which is \
    everybody's. A user of the security manager needs no file: the profiles that are opened, and \
    \(UserOptions.defaultProfile), do.

    An option counts from the user's file, then from the first profile, then from \
    \(UserOptions.defaultProfile), and last from the system. (That the first profile alone counts \
    of the others is TPX's; \(UserOptions.defaultProfile) below it is Turnstile's.) `Sessions` of \
    a user's profiles add up, where the user's own file has none; where no profile lists any, \
    those of \(UserOptions.defaultProfile) count.

    An application with `Groups` or `Permission` is on the menus of those alone to whom one of \
    them opens it, whether their profiles list it or not; only a user's own `Sessions` leaves it \
    out. A change of groups and permissions changes the menu at once. A session that runs goes on.


    """

  private static let sessions = """
    Below `Session options` stand session ids, and further in their labels:

    ```yaml
    Session options:
      TSOA:
        Session key: PF5
      TSOX:
        Applid: TSOA
        Session description: A second TSO
    ```

    A label counts from the user's file, then from the last profile that says it, then from \
    \(UserOptions.defaultProfile), and last from the application's own file (TPX: each later \
    profile that has the same session overrides). A label that is left out, or blank, says nothing.


    """

  private static let commands = """
    Which commands of the menu users have, by the `Command class` of their file, of their first \
    profile, of \(UserOptions.defaultProfile), or of the system; what a class leaves out they \
    have. Operators' commands are not among them: an operator class has those. (That there are \
    such classes, with Y and N for each command, that Activate keeps users from starting \
    sessions, and that nobody leaves without signing off and logging off is TPX's; the other \
    labels, and names of more than one character, are Turnstile's.)


    """

  private static let operators = """
    Which operators' commands users have at their terminals, by the `Operator Cmd Cls` of their \
    file, of their first profile, of \(UserOptions.defaultProfile), or of the system; and which \
    the system's control group has at the control socket. What a class leaves out they have not; \
    HELP and END everybody has. At a terminal a class gives nothing by itself: the security \
    manager's class OPERCMDS, or SPECIAL, has to give a command too. (That operators have a class \
    is TPX's; that it stands beside RACF, the commands, and names of more than one character are \
    Turnstile's.)


    """

  private static let updates = """
    What users may change of themselves with `/E`, by the `Update class` of their file, of their \
    first profile, of \(UserOptions.defaultProfile), or of the system. What is left out is \
    closed; `Profile`, `Sessions`, `Command class`, `Operator Cmd Cls`, `Update class`, \
    `Operator` and `ACB mask default` are never open. (That there are such classes, \
    \(UpdateClass.addingLabel) and the class \(UpdateClass.none) are TPX's; the other labels, \
    which are those of users' files, and names of more than one character are Turnstile's.)


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
    for entry in entries(title, fields) {
      page +=
        "| \(entry.label) | \(entry.expected) | \(entry.defaultText) | \(entry.meaning) "
        + "| \(entry.source) |\n"
    }
    return page + "\n"
  }

  /// What the manual says of one label of one kind of file.
  public struct Entry: Hashable, Sendable {
    /// The files, as `ACT/System.yaml`.
    public let file: String
    /// The label, without a star.
    public let label: String
    /// What may be written.
    public let expected: String
    /// What holds where it is left out.
    public let defaultText: String
    /// What it means.
    public let meaning: String
    /// Whose label it is.
    public let source: String

    /// Whether another file's label is told in the same words.
    public func saysSame(as other: Entry) -> Bool {
      (expected, defaultText, meaning, source)
        == (other.expected, other.defaultText, other.meaning, other.source)
    }
  }

  /// All labels of all files.
  public static let entries: [Entry] =
    entries("ACT/Applications", ACTEntry.fields) + entries("ACT/System.yaml", SystemOptions.fields)
    + entries("ACT/Users", UserOptions.userFields)
    + entries("ACT/Profiles", UserOptions.profileFields)
    + entries("Session options of ACT/Users and ACT/Profiles", SessionOptions.fields)
    + entries("ACT/CommandClasses", CommandClass.fields)
    + entries("ACT/OperatorClasses", OperatorClass.fields)
    + entries("ACT/UpdateClasses", UpdateClass.fields)

  private static func entries<Record: Definition>(
    _ file: String, _ fields: [Field<Record>]
  ) -> [Entry] {
    fields.map { field in
      Entry(
        file: file, label: field.label, expected: field.expected,
        defaultText: field.defaultText.isEmpty ? "blank" : "`\(field.defaultText)`",
        meaning: field.meaning, source: field.origin.words)
    }
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
    FieldSchema.page(
      "user", "ACT/Users/USERID.yaml", fields: UserOptions.userFields,
      nested: [FieldSchema.sessionOptions])
  }

  /// JSON Schema of a profile's file.
  public static func profileSchema() -> String {
    FieldSchema.page(
      "profile", "ACT/Profiles/NAME.yaml", fields: UserOptions.profileFields,
      nested: [FieldSchema.sessionOptions])
  }

  /// JSON Schema of a command class.
  public static func commandClassSchema() -> String {
    FieldSchema.page("command-class", "ACT/CommandClasses/NAME.yaml", fields: CommandClass.fields)
  }

  /// JSON Schema of an operator class.
  public static func operatorClassSchema() -> String {
    FieldSchema.page(
      "operator-class", "ACT/OperatorClasses/NAME.yaml", fields: OperatorClass.fields)
  }

  /// JSON Schema of an update class.
  public static func updateClassSchema() -> String {
    FieldSchema.page("update-class", "ACT/UpdateClasses/NAME.yaml", fields: UpdateClass.fields)
  }

  /// JSON Schema of a set of masking rules.
  public static func maskSchema() -> String { FieldSchema.masks() }
}
