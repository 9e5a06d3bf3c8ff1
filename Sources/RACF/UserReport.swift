public import Names
public import Time

/// A user as LISTUSER shows it (z/OS Security Server RACF Command Language Reference, LISTUSER).
///
/// What RACF keeps and this product does not, such as LOGON days, is shown as RACF shows its default.
public enum UserReport {
  /// A group that the user is in.
  public struct Connection: Sendable {
    public let group: String
    public let authority: String
    public let owner: String
    /// When it was made; nil where that was not kept.
    public let made: WallTime?

    public init(group: String, authority: String, owner: String, made: WallTime?) {
      self.group = group
      self.authority = authority
      self.owner = owner
      self.made = made
    }
  }

  public struct Facts: Sendable {
    public let user: UserID
    public var name = ""
    public var owner = ""
    public var defaultGroup: GroupName?
    public var connections: [Connection] = []
    public var isRevoked = false
    public var hasPassword = false
    public var installationData = ""
    public var created: WallTime?
    public var passwordChanged: WallTime?
    public var lastAccess: WallTime?

    public init(user: UserID) { self.user = user }
  }

  public static func lines(_ facts: Facts) -> [String] {
    let name = facts.name.isEmpty ? "UNKNOWN" : facts.name
    let attributes = (facts.hasPassword ? [] : ["PROTECTED"]) + (facts.isRevoked ? ["REVOKED"] : [])
    let data = facts.installationData
    var lines = [
      "USER=\(padded(facts.user.description, 8))  NAME=\(padded(name, 20))  "
        + "OWNER=\(padded(facts.owner, 8))  CREATED=\(date(facts.created))",
      " DEFAULT-GROUP=\(padded(facts.defaultGroup?.description ?? "NONE", 8))  "
        + "PASSDATE=\(facts.hasPassword ? date(facts.passwordChanged) : "N/A")  PASS-INTERVAL=N/A"
        + "  PHRASEDATE=N/A",
      " ATTRIBUTES=\(attributes.isEmpty ? "NONE" : attributes.joined(separator: " "))",
      " REVOKE DATE=NONE   RESUME DATE=NONE",
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

  private static func lines(_ connection: Connection, _ lastAccess: WallTime?) -> [String] {
    [
      "  GROUP=\(padded(connection.group, 8))  AUTH=\(padded(connection.authority, 8))  "
        + "CONNECT-OWNER=\(padded(connection.owner, 8))  CONNECT-DATE=\(date(connection.made))",
      "    CONNECTS=    00  UACC=NONE     LAST-CONNECT=\(moment(lastAccess))",
      "    CONNECT ATTRIBUTES=NONE",
      "    REVOKE DATE=NONE   RESUME DATE=NONE",
    ]
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    RLISTReport.padded(text, width)
  }

  /// `yy.ddd`, in UTC; `00.000` where it is not known.
  private static func date(_ time: WallTime?) -> String {
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
