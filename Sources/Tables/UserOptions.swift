public import Names

/// What holds for a user or for all users of a profile: one file of ACT/Users or ACT/Profiles.
///
/// A label that is left out is the profile's; left out there too, it is the system's.
public struct UserOptions: Hashable, Sendable {
  public internal(set) var profile: String?
  public internal(set) var menuKey: String?
  public internal(set) var jumpKey: String?
  public internal(set) var commandKey: String?
  public internal(set) var tagKey: String?
  public internal(set) var printKey: String?
  public internal(set) var commandCharacter: String?
  public internal(set) var stage1Timeout: Int?
  public internal(set) var stage1Option: String?
  public internal(set) var stage2Timeout: Int?
  public internal(set) var stage2Option: String?
  public internal(set) var transfer: TransferOption?
  /// Name of a set of masking rules.
  public internal(set) var maskName: String?
  public internal(set) var inactivateOn: InactivateOn?
  /// Whether the user may see the diagnosis.
  public internal(set) var isOperator: Bool?
  /// Sessions that the user may have; nil for all.
  public var sessions: [SessionID]? {
    if case .only(let ids) = allowed { ids } else { nil }
  }
  /// Which sessions the user may have, where something is said of it.
  var allowed: AllowedSessions?

  /// Name of the profile of users without a file.
  public static let standardProfile = "DEFAULT"

  public init() {}

  /// All labels of a profile's file, in the manual's order.
  public static let profileFields: [Field<UserOptions>] = [
    key("Menu key", \.menuKey, "Key that comes back to the menu from a session"),
    key("Jump key", \.jumpKey, "Key that goes to the next live session"),
    key("Command key", \.commandKey, "Key that ends a command typed in a session"),
    key("Tag key", \.tagKey, "Key that tags a session, or takes the tag away"),
    key("Print key", \.printKey, "Key that prints the session's screen"),
    .value(
      "Command character", \.commandCharacter, .text(limit: 1), .documented,
      "Character before a command"
    ) { $0 },
    minutes("Stage 1 Timeout", \.stage1Timeout, "Minutes without a key before stage 1; 0: never"),
    stage("Stage 1 Option", \.stage1Option),
    minutes(
      "Stage 2 Timeout", \.stage2Timeout, "Minutes after stage 1 before stage 2; 0: never"),
    stage("Stage 2 Option", \.stage2Option),
    .value(
      "Transfer option", \.transfer, .choice(TransferOption.words), .documented,
      "What becomes of sessions behind another terminal of the user; ASK, which is ours, asks"
    ) { TransferOption(rawValue: $0.uppercased()) },
    .value(
      "Inactivate on", \.inactivateOn, .choice(InactivateOn.words), .documented,
      "F: sessions end at /F and /K; K: at /K; NEVER, which is ours: they stay"
    ) { InactivateOn(rawValue: $0.uppercased()) },
    .value(
      "ACB mask default", \.maskName, .name(limit: 8), .documented,
      "Set of masking rules for sessions whose entry names none"
    ) { PackedName($0)?.text },
    .value(
      "Operator", \.isOperator, .choice(["Y", "N"]), .ours,
      "Whether /D shows the user why tickets fail: the walk of turnstile diagnose; blank "
        + "everywhere: N"
    ) { $0.uppercased() == "Y" },
    .value(
      "Sessions", \.allowed, .pattern(AllowedSessions.pattern, isNumeric: true),
      expected: AllowedSessions.expected, .ours,
      "Sessions that these users have; * is all, whatever a profile says; blank everywhere: all"
    ) { AllowedSessions($0) },
  ]

  /// All labels of a user's file.
  public static let userFields: [Field<UserOptions>] =
    [
      .value(
        "Profile", \.profile, .name(limit: 8), .documented,
        "File of ACT/Profiles that holds where this file says nothing"
      ) { PackedName($0)?.text }
    ] + profileFields

  private static func key(
    _ label: String, _ path: any WritableKeyPath<UserOptions, String?> & Sendable, _ meaning: String
  ) -> Field<UserOptions> {
    .value(label, path, .key, .documented, meaning) { KeyName($0)?.text }
  }

  private static func minutes(
    _ label: String, _ path: any WritableKeyPath<UserOptions, Int?> & Sendable, _ meaning: String
  ) -> Field<UserOptions> {
    .value(label, path, .number(0...999_999), .documented, meaning) { FieldShape.number($0) }
  }

  private static func stage(
    _ label: String, _ path: any WritableKeyPath<UserOptions, String?> & Sendable
  ) -> Field<UserOptions> {
    .value(
      label, path, .choice(SystemOptions.timeoutOptions), .documented,
      "What the stage does: L lock, F sign off, K log off, FI and KI end the sessions too"
    ) { $0.uppercased() }
  }

  /// These options, with those of `base` where they say nothing.
  func over(_ base: UserOptions?) -> UserOptions {
    guard let base else { return self }
    var options = self
    options.menuKey = menuKey ?? base.menuKey
    options.jumpKey = jumpKey ?? base.jumpKey
    options.commandKey = commandKey ?? base.commandKey
    options.tagKey = tagKey ?? base.tagKey
    options.printKey = printKey ?? base.printKey
    options.commandCharacter = commandCharacter ?? base.commandCharacter
    options.stage1Timeout = stage1Timeout ?? base.stage1Timeout
    options.stage1Option = stage1Option ?? base.stage1Option
    options.stage2Timeout = stage2Timeout ?? base.stage2Timeout
    options.stage2Option = stage2Option ?? base.stage2Option
    options.transfer = transfer ?? base.transfer
    options.inactivateOn = inactivateOn ?? base.inactivateOn
    options.maskName = maskName ?? base.maskName
    options.isOperator = isOperator ?? base.isOperator
    options.allowed = allowed ?? base.allowed
    return options
  }
}
