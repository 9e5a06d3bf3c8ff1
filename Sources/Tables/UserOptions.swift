public import Names

/// What holds for a user or for all users of a profile: one file of ACT/Users or ACT/Profiles.
///
/// A label that is left out is the profile's; left out there too, it is the system's. A new option is
/// a property here and a row of `UserOptions.rows`.
public struct UserOptions: Definition {
  /// Files of ACT/Profiles that a user's file names, in order.
  var profiles: NameList?
  /// Groups whose users get a profile without being told in their files.
  var groups: NameList?
  /// A resource whose READ gives the same.
  var permission: Permission?
  /// Whether a profile comes before others that are opened by groups and permissions.
  var comesFirst = false
  /// What the file says of single sessions.
  var sessionOptions: [SessionID: SessionOptions] = [:]
  /// Key that comes back to the menu, as `PF24`.
  public internal(set) var menuKey: String?
  /// Key that goes to the next live session.
  public internal(set) var jumpKey: String?
  /// Key that ends a command typed in a session.
  public internal(set) var commandKey: String?
  /// Key that tags a session.
  public internal(set) var tagKey: String?
  /// Key that prints the session's screen.
  public internal(set) var printKey: String?
  /// Character before a command.
  public internal(set) var commandCharacter: String?
  /// Minutes without a key before stage 1; 0: never.
  public internal(set) var stage1Timeout: Int?
  /// What stage 1 does.
  public internal(set) var stage1Option: StageOption?
  /// Minutes after stage 1 before stage 2; 0: never.
  public internal(set) var stage2Timeout: Int?
  /// What stage 2 does.
  public internal(set) var stage2Option: StageOption?
  /// What becomes of sessions at another terminal.
  public internal(set) var transfer: TransferOption?
  /// Name of a set of masking rules.
  public internal(set) var maskName: String?
  /// When sessions end by leaving.
  public internal(set) var inactivateOn: InactivateOn?
  /// Name of the class of what the user may change with `/E`.
  var updateClass: String?
  /// Name of the class of commands that the user has.
  var commandClass: String?
  /// Name of the class of operators' commands that the user has.
  var operatorClass: String?
  /// Whether nobody may view the user's screen.
  public internal(set) var refusesViewers: Bool?
  /// Whether the user is asked before somebody views the screen.
  public internal(set) var viewConsent: ViewConsent?
  /// Whether the user may see the diagnosis.
  public internal(set) var isOperator: Bool?
  /// Sessions that the user may have; nil for all.
  public var sessions: [SessionID]? {
    if case .only(let ids) = allowed { ids } else { nil }
  }
  /// Which sessions the user may have, where something is said of it.
  var allowed: AllowedSessions?

  static let sessionsLabel = "Sessions"
  static let operatorClassLabel = "Operator Cmd Cls"
  /// Name of the profile that is below all others of everybody.
  public static let defaultProfile = "DEFAULT"

  /// Options that say nothing.
  public init() {}

  /// What holds where nobody says anything.
  static let defaults: UserOptions = {
    var options = UserOptions()
    for row in rows where !row.defaultText.isEmpty {
      let isTaken = row.own.assign(&options, row.defaultText)
      precondition(isTaken, "\(row.own.label): its default is none of its values")
    }
    return options
  }()

  /// These options, with those of `base` where they say nothing.
  func over(_ base: UserOptions?) -> UserOptions {
    guard let base else { return self }
    var options = self
    for row in Self.rows { row.inherit(&options, from: base) }
    return options
  }

  /// Whom a profile is opened to; nil for those alone whose files name it.
  var gate: Gate? { Gate(groups, permission) }

  /// All labels of a profile's file, in the manual's order.
  public static let profileFields: [Field<UserOptions>] =
    [
      .value(
        "Groups", \.groups, as: .pattern(NameList.pattern, isNumeric: true),
        expected: NameList.expected, origin: .ours,
        meaning: """
          Groups of the security manager whose users have this profile, whether they have a file \
          or not; they get it and lose it with the group, and what runs then goes on
          """
      ) { NameList($0) },
      .value(
        "Permission", \.permission, as: .pattern(Permission.pattern, isNumeric: true),
        expected: Permission.expected, origin: .ours,
        meaning: "A resource whose READ gives a user this profile, as a group does"
      ) { Permission($0) },
      .flag(
        "Profile Should Be First", \.comesFirst, origin: .documented,
        meaning: """
          Whether its options count before those of other profiles that groups and permissions \
          open; equal ones are in order of name
          """),
    ] + rows.map(\.own)

  /// All labels of a user's file.
  public static let userFields: [Field<UserOptions>] =
    [
      .value(
        "Profile", \.profiles, as: .pattern(NameList.pattern, isNumeric: true),
        expected: NameList.expected, origin: .documented,
        meaning: """
          Files of ACT/Profiles, in order: options that this file leaves out are those of the \
          first, and of one session the last that says something counts
          """
      ) { NameList($0) }
    ] + rows.map(\.own)

  static let userTable = FieldTable(userFields)
  static let profileTable = FieldTable(profileFields)

  /// The table, in the order of the options panel.
  static let rows: [UserOption] = [
    UserOption(
      "Transfer option", \.transfer, as: .choice(TransferOption.words), default: "ASK",
      system: .blankIsDefault, systemNote: "; blank asks too",
      meaning: """
        What becomes of sessions behind another terminal where the user has not signed off: ANY \
        moves them and ends those that do not fit, HOLD keeps those, MULT moves none and ends them \
        at sign-off, NONE moves none, and ASK, which is ours, asks. What was left at a sign-off \
        comes always, and so does what a terminal of the same name had. With NONE and MULT \
        sessions end with a lost line, unless the terminal has a name of its own
        """
    ) { TransferOption(word: $0) },
    UserOption(
      "Inactivate on", \.inactivateOn, as: .choice(InactivateOn.words), default: "NEVER",
      system: .blankIsDefault, systemNote: "; blank: they stay too",
      meaning: "F: sessions end at /F and /K; K: at /K; NEVER, which is ours: they stay"
    ) { InactivateOn(word: $0) },
    minutes(
      "Stage 1 Timeout", \.stage1Timeout,
      meaning: "Minutes without a key before stage 1; 0: never"),
    stage("Stage 1 Option", \.stage1Option, default: .lock),
    minutes(
      "Stage 2 Timeout", \.stage2Timeout,
      meaning: "Minutes after stage 1 before stage 2; 0: never"),
    stage("Stage 2 Option", \.stage2Option, default: .signOff),
    key(
      "Menu key", \.menuKey, default: "PF24",
      meaning: "Key that comes back to the menu from a session"),
    key(
      "Jump key", \.jumpKey, default: "PF23", meaning: "Key that goes to the next live session"),
    key(
      "Tag key", \.tagKey,
      meaning:
        "Key that tags a session, or takes the tag away; the jump key goes round those with it"
    ),
    key("Print key", \.printKey, meaning: "Key that prints the session's screen, as /P does"),
    key(
      "Command key", \.commandKey, default: "PF12",
      meaning: "Key that ends a command typed in a session"),
    UserOption(
      "Command character", \.commandCharacter, as: .text(limit: 1), default: "/",
      system: .blankIsDefault, meaning: "Character before a command"
    ) { $0 },
    UserOption(
      "ACB mask default", \.maskName, as: .name(limit: 8), system: .absent, isPersonal: false,
      meaning: "Set of masking rules for sessions whose entry names none"
    ) { PackedName($0)?.text },
    UserOption(
      "Command class", \.commandClass, as: .name(limit: 8), system: .blankIsNothing,
      isPersonal: false,
      meaning: """
        Which commands of the menu users have: a file of ACT/CommandClasses; blank everywhere: all
        """
    ) { PackedName($0)?.text },
    UserOption(
      operatorClassLabel, \.operatorClass, as: .name(limit: 8), system: .blankIsNothing,
      isPersonal: false,
      meaning: """
        Which operators' commands users have of those that RACF gives them: a file of \
        ACT/OperatorClasses; blank everywhere: all of those
        """
    ) { PackedName($0)?.text },
    UserOption(
      "Update class", \.updateClass, as: .name(limit: 8), system: .blankIsNothing,
      isPersonal: false,
      meaning: """
        What users may change of themselves with /E: a file of ACT/UpdateClasses; N, or blank \
        everywhere: nothing
        """
    ) { PackedName($0)?.text },
    UserOption(
      "Operator", \.isOperator, as: .choice(["Y", "N"]), default: "N", system: .absent,
      isPersonal: false, origin: .ours,
      meaning: """
        Whether /D shows the user why tickets fail: the walk of turnstile diagnose; blank \
        everywhere: N
        """, written: { $0 ? "Y" : "N" }
    ) { $0.uppercased() == "Y" },
    UserOption(
      sessionsLabel, \.allowed, as: .pattern(AllowedSessions.pattern, isNumeric: true),
      expected: AllowedSessions.expected, default: "*", system: .absent, isPersonal: false,
      origin: .ours,
      meaning: """
        Sessions that these users have; * is all. What a user's own file says counts alone; what \
        several profiles say adds up; said nowhere: all. An application that names `Groups` or \
        `Permission` need not be listed in profiles
        """, shown: \.summary
    ) { AllowedSessions($0) },
    UserOption(
      "Do Not View", \.refusesViewers, as: .choice(["Y", "N"]), default: "N", system: .absent,
      meaning: "Y: nobody views this user's screen (TPXVIEW), whatever RACF allows",
      written: { $0 ? "Y" : "N" }
    ) { $0.uppercased() == "Y" },
    UserOption(
      "View consent", \.viewConsent, as: .choice(ViewConsent.words), default: "ASK",
      system: .blankIsDefault, isPersonal: false, origin: .ours,
      meaning: """
        ASK: whoever wants to view the user's screen sees nothing before the user says /V YES; \
        NOTICE: the user is told, and /V NO ends it
        """
    ) { ViewConsent(word: $0) },
  ]

  private static func key(
    _ label: String, _ path: any Field<UserOptions>.Path<String?>,
    default defaultText: String = "", meaning: String
  ) -> UserOption {
    UserOption(
      label, path, as: .key, default: defaultText, system: .blankIsNothing, meaning: meaning
    ) { KeyName($0)?.text }
  }

  private static func minutes(
    _ label: String, _ path: any Field<UserOptions>.Path<Int?>, meaning: String
  ) -> UserOption {
    UserOption(
      label, path, as: .number(0...999_999), default: "0", system: .needed, meaning: meaning,
      shown: { "\($0) min" }
    ) { FieldShape.number($0) }
  }

  private static func stage(
    _ label: String, _ path: any Field<UserOptions>.Path<StageOption?>,
    default choice: StageOption
  ) -> UserOption {
    UserOption(
      label, path, as: .choice(StageOption.words), default: choice.rawValue, system: .needed,
      meaning: "What the stage does: L lock, F sign off, K log off, FI and KI end the sessions too"
    ) { StageOption(word: $0) }
  }
}
