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
  public internal(set) var sessions: [SessionID]?

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
      "Command character", \.commandCharacter, "one character", pattern: "^.?$", .documented,
      "Character before a command"
    ) { $0.count == 1 ? $0 : nil },
    minutes("Stage 1 Timeout", \.stage1Timeout, "Minutes without a key before stage 1; 0: never"),
    stage("Stage 1 Option", \.stage1Option),
    minutes(
      "Stage 2 Timeout", \.stage2Timeout, "Minutes after stage 1 before stage 2; 0: never"),
    stage("Stage 2 Option", \.stage2Option),
    .value(
      "Transfer option", \.transfer, "ANY, HOLD, MULT, NONE or ASK",
      pattern: "^(ANY|HOLD|MULT|NONE|ASK)?$", .documented,
      "What becomes of sessions behind another terminal of the user; ASK, which is ours, asks"
    ) { TransferOption(rawValue: $0) },
    .value(
      "Inactivate on", \.inactivateOn, "F, K or NEVER", pattern: "^(F|K|NEVER)?$", .documented,
      "F: sessions end at /F and /K; K: at /K; NEVER, which is ours: they stay"
    ) { InactivateOn(rawValue: $0) },
    .value(
      "ACB mask default", \.maskName, Field<UserOptions>.nameRule,
      pattern: "^([A-Za-z0-9$#@]{1,8})?$", .documented,
      "Set of masking rules for sessions whose entry names none"
    ) { PackedName($0)?.text },
    Field(
      "Operator", "Y or N", pattern: "^[YN]$", standard: "N", .ours,
      "Whether /D shows the user why tickets fail: the walk of turnstile diagnose"
    ) { record, text in
      guard text == "Y" || text == "N" else { return false }
      record.isOperator = text == "Y"
      return true
    },
    Field(
      "Sessions", "session ids with commas between", pattern: "^[A-Za-z0-9$#@, ]*$", standard: "",
      .ours, "Sessions that these users have; blank: all"
    ) { record, text in
      let names = text.split(separator: ",").map { SessionID($0.filter { $0 != " " }) }
      record.sessions = names.isEmpty ? nil : names.compactMap(\.self)
      return !names.contains(nil)
    },
  ]

  /// All labels of a user's file.
  public static let userFields: [Field<UserOptions>] =
    [
      .value(
        "Profile", \.profile, Field<UserOptions>.nameRule, pattern: Field<UserOptions>.namePattern,
        .documented, "File of ACT/Profiles that holds where this file says nothing"
      ) { PackedName($0)?.text }
    ] + profileFields

  private static func key(
    _ label: String, _ path: any WritableKeyPath<UserOptions, String?> & Sendable, _ meaning: String
  ) -> Field<UserOptions> {
    .value(
      label, path, "PF1 to PF24, or PA1 to PA3", pattern: "^(P[FA] ?[0-9]{1,2})?$", .documented,
      meaning
    ) { SystemOptions.keyName($0) }
  }

  private static func minutes(
    _ label: String, _ path: any WritableKeyPath<UserOptions, Int?> & Sendable, _ meaning: String
  ) -> Field<UserOptions> {
    .value(
      label, path, "a number from 0 to 999999", pattern: "^[0-9]*$", .documented, meaning
    ) { Int($0).flatMap { (0...999_999).contains($0) ? $0 : nil } }
  }

  private static func stage(
    _ label: String, _ path: any WritableKeyPath<UserOptions, String?> & Sendable
  ) -> Field<UserOptions> {
    .value(
      label, path, "L, F, FI, K or KI", pattern: "^(L|FI?|KI?)?$", .documented,
      "What the stage does: L lock, F sign off, K log off, FI and KI end the sessions too"
    ) { SystemOptions.timeoutOptions.contains($0) ? $0 : nil }
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
    options.sessions = sessions ?? base.sessions
    return options
  }
}
