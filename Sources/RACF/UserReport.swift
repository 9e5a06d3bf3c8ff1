public import Names

/// A user as LISTUSER shows it: the fields of RACF's own output that exist here.
public enum UserReport {
  public struct Facts: Sendable {
    public let user: UserID
    public let name: String
    public let owner: String
    public let defaultGroup: GroupName?
    public let groups: [String]
    public let isRevoked: Bool
    public let hasPassword: Bool

    public init(
      user: UserID, name: String, owner: String, defaultGroup: GroupName?, groups: [String],
      isRevoked: Bool, hasPassword: Bool
    ) {
      self.user = user
      self.name = name
      self.owner = owner
      self.defaultGroup = defaultGroup
      self.groups = groups
      self.isRevoked = isRevoked
      self.hasPassword = hasPassword
    }
  }

  public static func lines(_ facts: Facts) -> [String] {
    let name = facts.name.isEmpty ? "UNKNOWN" : facts.name
    var lines = [
      "USER=\(facts.user)  NAME=\(name)  OWNER=\(facts.owner)",
      " DEFAULT-GROUP=\(facts.defaultGroup?.description ?? "NONE")"
        + (facts.hasPassword ? "" : "  PROTECTED"),
      " ATTRIBUTES=\(facts.isRevoked ? "REVOKED" : "NONE")",
    ]
    for group in facts.groups {
      lines.append("  GROUP=\(RLISTReport.padded(group, 8))  AUTH=USE")
    }
    return lines
  }
}
