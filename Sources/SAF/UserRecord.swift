public import Names
public import Time

/// A user, without its password: nothing in it is secret.
public struct UserRecord: Hashable, Sendable {
  /// The user's id.
  public let id: UserID
  /// NAME, the programmer's name; blank where none was said.
  public var name = ""
  /// The user or group that owns it.
  public var owner = "IBMUSER"
  /// The group that a sign-on is for; nil where the database names none.
  public var defaultGroup: GroupName?
  /// DATA.
  public var installationData = ""
  /// When it was defined; nil where that was not kept.
  public var created: WallTime?
  /// Whether there is a password.
  public var hasPassword = false
  /// Whether there is a password phrase.
  public var hasPhrase = false
  /// When the password was set; nil where that was not kept.
  public var passwordChanged: WallTime?
  /// When the phrase was set.
  public var phraseChanged: WallTime?
  /// EXPIRED: the password has to be changed at the next sign-on.
  public var isPasswordExpired = false
  /// Likewise the phrase.
  public var isPhraseExpired = false
  /// INTERVAL: days that the password and the phrase are good, at most the system's; nil for NOINTERVAL.
  public var interval: Int?
  /// Revoked by a command, by a day that has come, or by wrong passwords.
  public var isRevoked = false
  /// REVOKE(date), in days since 1970, while it lies ahead.
  public var revokeDay: Int64?
  /// RESUME(date), likewise.
  public var resumeDay: Int64?
  /// The groups that the user is in.
  public var connections: [GroupName: Connection] = [:]
  /// Attributes that are only listed, but for SPECIAL, with the value `YES`.
  public var listed: [String: String] = [:]

  /// A user's place in a group.
  public struct Connection: Hashable, Sendable {
    /// What the user may do in the group.
    public var authority = GroupAuthority.use
    /// The user or group that owns it.
    public var owner = "IBMUSER"
    /// When it was made; nil where that was not kept.
    public var made: WallTime?
    /// Whether CONNECT REVOKE took away what the group gives.
    public var isRevoked = false

    /// A connection with the authority USE.
    public init(made: WallTime?) { self.made = made }
  }

  /// A user without password, groups and attributes.
  public init(id: UserID) { self.id = id }

  /// Whether the user has SPECIAL, and so may administer.
  public var isAdministrator: Bool { listed["SPECIAL"] != nil }

  /// Whether a password or phrase could be right at all; a PROTECTED user has neither.
  public var canProve: Bool { hasPassword || hasPhrase }

  /// Groups whose entries count for the user.
  public var groups: [GroupName] { connections.filter { !$0.value.isRevoked }.map(\.key) }

  /// How the user stands with RACF on a day.
  public func standing(on day: Int64) -> Standing {
    if (settled(on: day) ?? self).isRevoked { return .revoked }
    return canProve ? .good : .protected
  }

  /// The user after its days that have come; nil where none has.
  ///
  /// Where both have come, the later one counts.
  public func settled(on day: Int64) -> UserRecord? {
    let (revoke, resume) = (revokeDay.flatMap { $0 <= day ? $0 : nil }, dueResume(on: day))
    guard revoke != nil || resume != nil else { return nil }
    var settled = self
    if let revoke {
      settled.isRevoked = resume.map { revoke > $0 } ?? true
      settled.revokeDay = nil
    } else {
      settled.isRevoked = false
    }
    if resume != nil { settled.resumeDay = nil }
    return settled
  }

  /// The day of RESUME(date) where it has come.
  func dueResume(on day: Int64) -> Int64? { resumeDay.flatMap { $0 <= day ? $0 : nil } }
}

/// A group of users.
public struct GroupRecord: Hashable, Sendable {
  /// The group's name.
  public let name: GroupName
  /// The group above it; nil for SYS1, which has none.
  public var superior: GroupName?
  /// The user or group that owns it.
  public var owner = "IBMUSER"
  /// DATA.
  public var installationData = ""
  /// When it was defined; nil where that was not kept.
  public var created: WallTime?

  /// A group that IBMUSER owns.
  public init(name: GroupName, superior: GroupName?) {
    self.name = name
    self.superior = superior
  }
}

extension WallTime {
  /// Days since 1970, in UTC.
  public var day: Int64 { (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 }
}
