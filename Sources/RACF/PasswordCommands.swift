import Crypto
import Names
import SAF
import Time

/// SETROPTS PASSWORD, and what RACF's commands say of passwords that break a rule.
enum PasswordCommands {
  static func set(_ settings: [PasswordSetting], in run: inout CommandRun) {
    var options = run.state.passwords
    for setting in settings {
      switch setting {
      case .interval(let days): options.interval = days
      case .minimumChange(let days): options.minimumChange = days
      case .history(let count): options.history = count
      case .revoke(let count): options.revoke = count
      case .warning(let days): options.warning = days
      case .mixedCase(let isOn): options.isMixedCase = isOn
      case .specialCharacters(let areAllowed): options.allowsSpecial = areAllowed
      case .firstExpired(let isOn): options.expiresFirst = isOn
      case .rule(let number, let rule): options.rules[number] = rule
      case .noRules: options.rules = [:]
      case .inactive(let days): options.inactive = days
      }
    }
    if options.minimumChange > options.interval {
      run.answer.fail("ICH14083I Minimum change interval exceeds the password interval.")
      // The operands that are wrong together are passed over, and no other.
      options.interval = run.state.passwords.interval
      options.minimumChange = run.state.passwords.minimumChange
    }
    if options != run.state.passwords { run.make(.passwordOptions(options)) }
  }

  /// The message of the command PASSWORD for a new password that breaks a rule.
  static func message(_ fault: PasswordFault) -> String {
    switch fault {
    case .sameAsCurrent(.password): "ICH08002I NEW PASSWORD CANNOT EQUAL CURRENT PASSWORD"
    case .sameAsCurrent(.phrase): "ICH08021I NEW PASS PHRASE CANNOT EQUAL CURRENT PASS PHRASE"
    case .tooSoon(.password, _):
      "ICH08017I PASSWORD CHANGE REJECTED DUE TO INSTALLATION MINIMUM CHANGE INTERVAL"
    case .tooSoon(.phrase, _):
      "ICH08018I PASS PHRASE CHANGE REJECTED DUE TO INSTALLATION MINIMUM CHANGE INTERVAL"
    case .length(.password), .special, .syntax, .authority:
      "ICH08014I PASSWORD CHANGE REJECTED BY INSTALLATION SYNTAX RULES"
    case .length(.phrase), .phraseHasUserID, .phraseWantsLetters, .phraseWantsOthers,
      .phraseRepeats:
      "ICH08020I NEW PASS PHRASE REJECTED BY RACF RULES"
    case .former(.password, _): "ICH08015I NEW PASSWORD MATCHES A PREVIOUS PASSWORD FOR YOU"
    case .former(.phrase, _):
      "ICH08024I NEW PASS PHRASE CANNOT MATCH A PREVIOUSLY USED PASS PHRASE"
    }
  }

  /// What is wrong with a password that ADDUSER or ALTUSER gives for good; one that has to be changed at the
  /// next sign-on need follow no rule (RACF Security Administrator's Guide, Establishing password syntax
  /// rules). Where neither EXPIRED nor NOEXPIRED is said, the site's own rules alone count.
  static func fault(
    _ change: UserChange, of user: UserRecord, in run: CommandRun
  ) -> String? {
    guard !(change.isExpired ?? run.state.passwords.expiresFirst) else { return nil }
    for (kind, secret) in [(PasswordKind.password, change.password), (.phrase, change.phrase)] {
      guard let secret else { continue }
      let rule = NewPasswordRule(user, kind, options: run.state.passwords, at: run.time)
      let fault =
        change.isExpired == nil
        ? rule.siteFault(of: secret.secret) : rule.fault(of: secret.secret)
      if let fault {
        return "IKJ56702I INVALID \(kind.rawValue): \(fault.text)"
      }
    }
    return nil
  }
}

/// What SETROPTS LIST shows of passwords (RACF Command Language Reference, SETROPTS LIST).
enum PasswordReport {
  static func lines(_ options: PasswordOptions) -> [String] {
    var lines = [
      "PASSWORD PROCESSING OPTIONS:",
      "  PASSWORD CHANGE INTERVAL IS \(padded(options.interval)) DAYS.",
      "  PASSWORD MINIMUM CHANGE INTERVAL IS \(padded(options.minimumChange)) DAYS.",
      "  MIXED CASE PASSWORD SUPPORT IS \(options.isMixedCase ? "" : "NOT ")IN EFFECT.",
      "  SPECIAL CHARACTERS ARE \(options.allowsSpecial ? "" : "NOT ")ALLOWED.",
      "  FIRST PASSWORDS ARE \(options.expiresFirst ? "" : "NOT ")EXPIRED.",
      options.history == 0
        ? "  NO PASSWORD HISTORY BEING MAINTAINED."
        : "  \(padded(options.history)) GENERATIONS OF PREVIOUS PASSWORDS BEING MAINTAINED.",
    ]
    if let revoke = options.revoke {
      lines.append("  AFTER \(padded(revoke)) CONSECUTIVE UNSUCCESSFUL PASSWORD ATTEMPTS,")
      lines.append("      A USERID WILL BE REVOKED.")
    } else {
      lines.append("  USERIDS NOT BEING AUTOMATICALLY REVOKED.")
    }
    lines.append(
      options.warning.map { "  PASSWORD EXPIRATION WARNING LEVEL IS \(padded($0)) DAYS." }
        ?? "  NO PASSWORD EXPIRATION WARNING MESSAGES WILL BE ISSUED.")
    lines += rules(options)
    lines.append(
      options.inactive.map {
        "INACTIVE USERIDS ARE BEING AUTOMATICALLY REVOKED AFTER \(padded($0)) DAYS."
      } ?? "INACTIVE USERIDS ARE NOT BEING AUTOMATICALLY REVOKED.")
    return lines
  }

  private static func rules(_ options: PasswordOptions) -> [String] {
    guard !options.rules.isEmpty else {
      return ["  NO INSTALLATION PASSWORD SYNTAX RULES ARE PRESENT."]
    }
    return ["  INSTALLATION PASSWORD SYNTAX RULES:"]
      + options.rules.sorted { $0.key < $1.key }.map { number, rule in
        "    RULE  \(number)  \(RLISTReport.padded(rule.length, 14))  \(rule.mask)"
      } + [
        "    LEGEND:",
        "    A-ALPHA C-CONSONANT L-ALPHANUM N-NUMERIC V-VOWEL W-NOVOWEL *-ANYTHING",
        "    c-MIXED CONSONANT m-MIXED NUMERIC v-MIXED VOWEL $-NATIONAL s-SPECIAL x-MIXED ALL",
      ]
  }

  private static func padded(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, 3 - text.count)) + text
  }
}
