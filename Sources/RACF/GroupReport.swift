public import Names
public import Time

/// A group as LISTGRP shows it (z/OS Security Server RACF Command Language Reference, LISTGRP).
public enum GroupReport {
  /// A user who is in the group.
  public struct Member: Sendable {
    /// The user's id.
    public let user: String
    /// USE, CREATE, CONNECT or JOIN.
    public let authority: String
    /// Whether the connection is revoked.
    public let isRevoked: Bool

    /// A member.
    public init(user: String, authority: String, isRevoked: Bool) {
      self.user = user
      self.authority = authority
      self.isRevoked = isRevoked
    }
  }

  /// What a listing shows of a group.
  public struct Facts: Sendable {
    /// The group's name.
    public let group: GroupName
    /// Blank for SYS1, which has none above it.
    public var superior = ""
    /// The user or group that owns it.
    public var owner = ""
    /// DATA; blank where there is none.
    public var installationData = ""
    /// When it was defined.
    public var created: WallTime?
    /// Groups below it, in order.
    public var subgroups: [String] = []
    /// Users in it, in order.
    public var members: [Member] = []

    /// A group of which nothing else is known.
    public init(group: GroupName) { self.group = group }
  }

  /// Subgroups of one line.
  private static let width = 5

  /// The lines that LISTGRP shows.
  public static func lines(_ facts: Facts, _ view: SegmentView) -> [String] {
    var lines = ["INFORMATION FOR GROUP \(facts.group)"]
    if !view.onlySegments { lines += base(facts) }
    return lines + view.segments.map { "NO \($0) INFORMATION" }
  }

  private static func base(_ facts: Facts) -> [String] {
    let superior = facts.superior.isEmpty ? "NONE" : facts.superior
    let data = facts.installationData
    var lines = [
      "    SUPERIOR GROUP=\(padded(superior, 8))     OWNER=\(padded(facts.owner, 8))  "
        + "CREATED=\(UserReport.date(facts.created))",
      data.isEmpty ? "    NO INSTALLATION DATA" : "    INSTALLATION DATA=\(data)",
      "    NO MODEL DATA SET", "    TERMUACC",
    ]
    if facts.subgroups.isEmpty {
      lines.append("    NO SUBGROUPS")
    } else {
      for start in stride(from: 0, to: facts.subgroups.count, by: width) {
        let row = facts.subgroups[start..<min(start + width, facts.subgroups.count)]
        lines.append(
          (start == 0 ? "    SUBGROUP(S)= " : "                 ")
            + row.enumerated().map { $0 == row.count - 1 ? $1 : padded($1, 8) }.joined(
              separator: " "))
      }
    }
    guard !facts.members.isEmpty else { return lines + ["    NO USERS"] }
    lines.append("    USER(S)=      ACCESS=      ACCESS COUNT=      UNIVERSAL ACCESS=")
    for member in facts.members {
      lines.append(
        "      \(padded(member.user, 8))       \(padded(member.authority, 7))       "
          + "000000               NONE")
      lines.append("         CONNECT ATTRIBUTES=\(member.isRevoked ? "REVOKED" : "NONE")")
      lines.append("         REVOKE DATE=NONE                 RESUME DATE=NONE")
    }
    return lines
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    RLISTReport.padded(text, width)
  }
}
