/// Levels of access, in order.
public enum AccessLevel: String, Comparable, CaseIterable, Sendable {
  case none = "NONE"
  case execute = "EXECUTE"
  case read = "READ"
  case update = "UPDATE"
  case control = "CONTROL"
  case alter = "ALTER"

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  /// Whether the left level is less.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// What a user may do in a group, in order.
public enum GroupAuthority: String, CaseIterable, Sendable {
  case use = "USE"
  case create = "CREATE"
  case connect = "CONNECT"
  case join = "JOIN"
}

/// Keywords of profiles that listings show.
public enum ListedKeyword: String, CaseIterable, Sendable {
  case level = "LEVEL"
  case audit = "AUDIT"
  case notify = "NOTIFY"
  case warning = "WARNING"
  case securityLabel = "SECLABEL"
}
