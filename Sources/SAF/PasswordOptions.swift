import Names
public import Time

/// A user's two secrets: either signs on.
public enum PasswordKind: String, CaseIterable, Hashable, Sendable {
  case password = "PASSWORD"
  case phrase = "PHRASE"

  /// Lengths, in bytes, of what may be one from now on.
  public var lengths: ClosedRange<Int> {
    self == .phrase ? PasswordRule.phraseLengths : PasswordRule.lengths
  }
}

/// What SETROPTS PASSWORD(...) and INACTIVE(...) say (z/OS Security Server RACF Command Language Reference).
///
/// Values are RACF's where nothing was said, but for four that this product has always had: five wrong
/// passwords revoke, upper and lower case differ, special characters are allowed, and a password that an
/// administrator gave is good at once.
public struct PasswordOptions: Hashable, Sendable {
  /// INTERVAL: most days that a password is good, and what new users get.
  public var interval = 30
  /// MINCHANGE: days that pass before a user changes a password once more.
  public var minimumChange = 0
  /// HISTORY: how many former ones are no new ones; 0 for NOHISTORY.
  public var history = 0
  /// REVOKE: wrong passwords in a row that revoke a user; nil for NOREVOKE.
  public var revoke: Int? = 5
  /// WARNING: days before the end from which on a user is told; nil for NOWARNING.
  public var warning: Int?
  /// MIXEDCASE: without it a password is the same in either case. Phrases are never folded.
  public var isMixedCase = true
  /// SPECIALCHARS: without it a new password has letters, digits and `@ # $` only.
  public var allowsSpecial = true
  /// RULE1 to RULE8, one of which a new password follows.
  public var rules: [Int: PasswordSyntax] = [:]
  /// FIRSTEXPIRED, which is this product's own: a secret that an administrator gave has to be changed at
  /// the first sign-on, as RACF has it where NOEXPIRED is not said.
  public var expiresFirst = false
  /// INACTIVE: days without a sign-on after which a user is revoked; nil for NOINACTIVE.
  public var inactive: Int?

  /// What is in force where nothing was said.
  public init() {}

  /// Values that the operands may have, as RACF takes them.
  public enum Limits {
    /// INTERVAL, in days.
    public static let interval = 1...254
    /// MINCHANGE, in days.
    public static let minimumChange = 0...254
    /// HISTORY.
    public static let history = 1...32
    /// REVOKE.
    public static let revoke = 1...254
    /// WARNING, in days.
    public static let warning = 1...255
    /// INACTIVE, in days.
    public static let inactive = 1...255
    /// Numbers of rules.
    public static let rules = 1...8
  }

  // MARK: How old a password is

  /// How long a password is still good.
  public enum Age: Hashable, Sendable {
    /// - daysLeft: nil where it is good for ever.
    case good(daysLeft: Int?)
    /// By EXPIRED, or since its days are over: a new one has to be said at the sign-on.
    case expired
  }

  /// How old a user's password or phrase is on a day: the one rule.
  ///
  /// A clock that stepped back makes no password older; a password whose day nobody kept has no end.
  public func age(of kind: PasswordKind, of user: UserRecord, on day: Int64) -> Age {
    let (isExpired, changed) =
      kind == .password
      ? (user.isPasswordExpired, user.passwordChanged) : (user.isPhraseExpired, user.phraseChanged)
    if isExpired { return .expired }
    guard let own = user.interval, let changed else { return .good(daysLeft: nil) }
    let left = Int64(min(own, interval)) - max(0, day - changed.day)
    return left > 0 ? .good(daysLeft: Int(left)) : .expired
  }

  /// Days until a user's password ends where the user is to be told; nil where not.
  public func daysToTell(of kind: PasswordKind, of user: UserRecord, on day: Int64) -> Int? {
    guard let warning, case .good(let left?) = age(of: kind, of: user, on: day), left <= warning
    else { return nil }
    return left
  }

  /// Whether a user was away for too long; administrators, and who cannot sign on by a password, never are.
  ///
  /// `lastAccess`: the last sign-on; nil where there was none, and the days count from the definition.
  public func isInactive(_ user: UserRecord, lastAccess: WallTime?, on day: Int64) -> Bool {
    guard let inactive, user.canProve, !user.isAdministrator,
      let last = lastAccess ?? user.created
    else { return false }
    return day - last.day > Int64(inactive)
  }

  // MARK: As a store keeps it

  /// The values that differ from what is in force where nothing was said, by their keywords.
  public var fields: [String: String] {
    let standard = PasswordOptions()
    var fields: [String: String] = [:]
    func put(_ name: String, _ value: Int?, unless other: Int?) {
      if value != other { fields[name] = value.map { String($0) } ?? "NO" }
    }
    put("INTERVAL", interval, unless: standard.interval)
    put("MINCHANGE", minimumChange, unless: standard.minimumChange)
    put("HISTORY", history, unless: standard.history)
    put("REVOKE", revoke, unless: standard.revoke)
    put("WARNING", warning, unless: standard.warning)
    put("INACTIVE", inactive, unless: standard.inactive)
    if !isMixedCase { fields["MIXEDCASE"] = "NO" }
    if !allowsSpecial { fields["SPECIALCHARS"] = "NO" }
    if expiresFirst { fields["FIRSTEXPIRED"] = "YES" }
    for (number, rule) in rules { fields["RULE\(number)"] = rule.text }
    return fields
  }

  /// Reads what ``fields`` gave; what cannot be read is as if it was not said.
  public init(fields: [String: String]) {
    func read(_ name: String, _ range: ClosedRange<Int>, else standard: Int?) -> Int? {
      guard let text = fields[name] else { return standard }
      return text == "NO" ? nil : Int(text).flatMap { range.contains($0) ? $0 : nil } ?? standard
    }
    interval = read("INTERVAL", Limits.interval, else: interval) ?? interval
    minimumChange = read("MINCHANGE", Limits.minimumChange, else: minimumChange) ?? 0
    history = read("HISTORY", Limits.history, else: history) ?? 0
    revoke = read("REVOKE", Limits.revoke, else: revoke)
    warning = read("WARNING", Limits.warning, else: warning)
    inactive = read("INACTIVE", Limits.inactive, else: inactive)
    isMixedCase = fields["MIXEDCASE"] != "NO"
    allowsSpecial = fields["SPECIALCHARS"] != "NO"
    expiresFirst = fields["FIRSTEXPIRED"] == "YES"
    for number in Limits.rules {
      rules[number] = fields["RULE\(number)"].flatMap { PasswordSyntax($0) }
    }
  }
}
