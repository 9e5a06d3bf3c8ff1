public import Names
public import SAF
public import Time

/// A user as LISTUSER shows it (z/OS Security Server RACF Command Language Reference, LISTUSER).
///
/// What RACF keeps and this product does not, such as LOGON days, is shown as RACF shows its default.
public enum UserReport {
  /// A group that the user is in.
  public struct Connection: Sendable {
    /// The group's name.
    public let group: String
    /// USE, CREATE, CONNECT or JOIN.
    public let authority: String
    /// Who owns the connection.
    public let owner: String
    /// When it was made; nil where that was not kept.
    public let made: WallTime?
    /// Whether it is revoked.
    public let isRevoked: Bool

    /// A connection.
    public init(
      group: String, authority: String, owner: String, made: WallTime?, isRevoked: Bool = false
    ) {
      self.group = group
      self.authority = authority
      self.owner = owner
      self.made = made
      self.isRevoked = isRevoked
    }
  }

  /// What a listing shows of a user.
  public struct Facts: Sendable {
    /// The user's id.
    public let user: UserID
    /// NAME.
    public var name = ""
    /// Who owns the user.
    public var owner = ""
    /// DFLTGRP.
    public var defaultGroup: GroupName?
    /// The user's groups, in order.
    public var connections: [Connection] = []
    /// Whether the user is revoked.
    public var isRevoked = false
    /// Whether there is a password.
    public var hasPassword = false
    /// DATA.
    public var installationData = ""
    /// When the user was defined.
    public var created: WallTime?
    /// When the password was set.
    public var passwordChanged: WallTime?
    /// Whether there is a phrase.
    public var hasPhrase = false
    /// When the phrase was set.
    public var phraseChanged: WallTime?
    /// When the user last signed on.
    public var lastAccess: WallTime?
    /// SPECIAL, and attributes that change nothing here, such as OPERATIONS.
    public var listedAttributes: [String] = []
    /// Whether the password has to be changed at the next sign-on.
    public var isPasswordExpired = false
    /// Whether the phrase has to be.
    public var isPhraseExpired = false
    /// PASSWORD INTERVAL, in days.
    public var interval: String?
    /// The second factor, where there is one.
    public var factor: SecondFactor?
    /// REVOKE(date) and RESUME(date), in days since 1970, while they lie ahead.
    public var revokeDay: Int64?
    /// RESUME(date), likewise.
    public var resumeDay: Int64?

    /// A user of whom nothing else is known.
    public init(user: UserID) { self.user = user }
  }

  /// The lines that LISTUSER shows.
  public static func lines(_ facts: Facts, _ view: SegmentView) -> [String] {
    var lines: [String] = []
    if view.onlySegments {
      lines.append("USER=\(facts.user)")
    } else {
      lines += base(facts)
    }
    for segment in view.segments {
      lines.append("")
      if segment == "MFA", let factor = facts.factor {
        lines += self.lines(factor)
      } else {
        lines.append("NO \(segment) INFORMATION")
      }
    }
    return lines
  }

  /// As IBM Z Multi-Factor Authentication shows it.
  private static func lines(_ factor: SecondFactor) -> [String] {
    [
      "MULTIFACTOR AUTHENTICATION INFORMATION:", "---------------------------------------",
      "  PASSWORD FALLBACK IS NOT ALLOWED", "  FACTOR = \(SecondFactor.name)",
      "    STATUS = \(factor.isActive ? "ACTIVE" : "INACTIVE")", "    FACTOR TAGS =",
      "      REGSTATE:\(factor.wrapped == nil ? "OPEN" : "PROVISIONED")",
    ]
  }

  /// The columns are those of real outputs.
  private static func base(_ facts: Facts) -> [String] {
    let name = facts.name.isEmpty ? "UNKNOWN" : padded(facts.name, 20)
    let attributes =
      facts.listedAttributes + (facts.hasPassword || facts.hasPhrase ? [] : ["PROTECTED"])
      + (facts.hasPhrase ? ["PASSPHRASE"] : []) + (facts.isRevoked ? ["REVOKED"] : [])
    let data = facts.installationData
    let interval = facts.interval.map { String(repeating: " ", count: max(0, 3 - $0.count)) + $0 }
    var lines = [
      "USER=\(facts.user)  NAME=\(name)  OWNER=\(padded(facts.owner, 8))  "
        + "CREATED=\(date(facts.created))",
      " DEFAULT-GROUP=\(padded(facts.defaultGroup?.description ?? "NONE", 8)) "
        + "PASSDATE=\(padded(passwordDate(facts), 6)) PASS-INTERVAL=\(interval ?? "N/A")"
        + " PHRASEDATE=\(phraseDate(facts))",
      " ATTRIBUTES=\(attributes.isEmpty ? "NONE" : attributes.joined(separator: " "))",
      " REVOKE DATE=\(day(facts.revokeDay))   RESUME DATE=\(day(facts.resumeDay))",
      " LAST-ACCESS=\(moment(facts.lastAccess))",
      " CLASS AUTHORIZATIONS=NONE",
      data.isEmpty ? " NO-INSTALLATION-DATA" : " INSTALLATION-DATA=\(data)",
      " NO-MODEL-NAME",
      " LOGON ALLOWED   (DAYS)          (TIME)",
      " ---------------------------------------------",
      " ANYDAY                          ANYTIME",
    ]
    for connection in facts.connections { lines += self.lines(connection, facts.lastAccess) }
    lines += ["SECURITY-LEVEL=NONE SPECIFIED", "CATEGORY-AUTHORIZATION", " NONE SPECIFIED"]
    lines.append("SECURITY-LABEL=NONE SPECIFIED")
    return lines
  }

  /// RACF shows 00.000 for a password that has expired.
  private static func passwordDate(_ facts: Facts) -> String {
    guard facts.hasPassword else { return "N/A" }
    return facts.isPasswordExpired ? "00.000" : date(facts.passwordChanged)
  }

  private static func phraseDate(_ facts: Facts) -> String {
    guard facts.hasPhrase else { return "N/A" }
    return facts.isPhraseExpired ? "00.000" : date(facts.phraseChanged)
  }

  private static func lines(_ connection: Connection, _ lastAccess: WallTime?) -> [String] {
    [
      "  GROUP=\(padded(connection.group, 8))  AUTH=\(padded(connection.authority, 7))  "
        + "CONNECT-OWNER=\(padded(connection.owner, 8))  CONNECT-DATE=\(date(connection.made))",
      "    CONNECTS=    00  UACC=NONE     LAST-CONNECT=\(moment(lastAccess))",
      "    CONNECT ATTRIBUTES=\(connection.isRevoked ? "REVOKED" : "NONE")",
      "    REVOKE DATE=NONE   RESUME DATE=NONE",
    ]
  }

  private static let months = [
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
    "OCTOBER", "NOVEMBER", "DECEMBER",
  ]

  /// `DECEMBER 31, 2026`.
  private static func day(_ day: Int64?) -> String {
    guard let day else { return "NONE" }
    let date = CivilDate(WallTime(seconds: day * 86_400))
    return "\(months[date.month - 1]) \(date.day), \(date.year)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    RLISTReport.padded(text, width)
  }

  /// `yy.ddd`, in UTC; `00.000` where it is not known.
  static func date(_ time: WallTime?) -> String {
    guard let time else { return "00.000" }
    let date = CivilDate(time)
    return "\(digits(date.year % 100, 2)).\(digits(date.dayOfYear, 3))"
  }

  private static func moment(_ time: WallTime?) -> String {
    guard let time else { return "UNKNOWN" }
    let clock = CivilDate(time)
    return date(time)
      + "/\(digits(clock.hour, 2)):\(digits(clock.minute, 2)):\(digits(clock.second, 2))"
  }

  private static func digits(_ value: Int, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
