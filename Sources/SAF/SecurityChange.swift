public import Keystore
public import Names
public import Time

/// One change of the security manager's state; commands give lists of them, which count whole or not at
/// all.
public enum SecurityChange: Hashable, Sendable {
  /// Defines a user, or gives it other values: all of the record.
  case user(UserRecord)
  /// A new hash of the user's password; blank takes the password away. The state keeps none.
  case password(UserID, hash: String)
  /// Likewise for the phrase.
  case phrase(UserID, hash: String)
  /// The user's present password or phrase goes to the former ones, of which the last `keep` stay.
  case retire(UserID, PasswordKind, keep: Int)
  /// Gives a user a second factor, or changes it; nil takes it away, and its secret.
  case factor(UserID, SecondFactor?)
  /// SETROPTS PASSWORD and INACTIVE.
  case passwordOptions(PasswordOptions)
  /// Wrong passwords of before count no more.
  case forgetFailures(UserID)
  /// The user signed on.
  case signedOn(UserID, at: WallTime)
  case removeUser(UserID)
  case group(GroupRecord)
  case removeGroup(GroupName)
  /// Defines or replaces a profile with keys; it counts from the next refresh on.
  case profile(PTKTDATAProfile)
  case removeProfile(PTKTDATAName)
  /// Defines or replaces a profile that says who may use something, likewise.
  case rule(AccessRule, ResourceClass)
  case removeRule(ResourceName, ResourceClass)
  /// A keyword of a profile that is only listed; nil takes it away.
  case listed(SecurityState.ListedProfile, ListedKeyword, String?)
  case setClass(ResourceClass, isActive: Bool)
  /// SETROPTS RACLIST(class) REFRESH: from here on its profiles count as they are defined.
  case refresh(ResourceClass)
  /// Puts a key into the CKDS, or replaces it.
  /// - isMade: whether RACF made up its label.
  case key(KeyToken, isMade: Bool)
  case removeKey(KeyLabel)
  case icsf(ICSFSettings)

  /// Whether it is about the CKDS.
  var isAboutKeys: Bool {
    switch self {
    case .key, .removeKey: true
    default: false
    }
  }

  /// Whether a command that did not know of it may still count: it changes nothing that commands go by.
  public var isHarmless: Bool {
    switch self {
    case .signedOn, .forgetFailures: true
    default: false
    }
  }
}

extension SecurityState {
  /// Makes a change.
  public mutating func apply(_ change: SecurityChange, at time: WallTime) {
    switch change {
    case .user(let record): users[record.id] = record
    case .password(let user, let hash): users[user]?.hasPassword = !hash.isEmpty
    case .phrase(let user, let hash): users[user]?.hasPhrase = !hash.isEmpty
    case .forgetFailures, .retire: break
    case .factor(let user, let factor): factors[user] = factor
    case .passwordOptions(let options): passwords = options
    case .signedOn(let user, let when): if users[user] != nil { lastAccess[user] = when }
    case .removeUser(let user):
      users[user] = nil
      lastAccess[user] = nil
      factors[user] = nil
    case .group(let record): groups[record.name] = record
    case .removeGroup(let name): groups[name] = nil
    case .profile(let profile): defined.keys[profile.name] = profile
    case .removeProfile(let name):
      defined.keys[name] = nil
      listed[ListedProfile(.tickets, name.description)] = nil
    case .rule(let rule, let type): defined.set(rule, rule.name, in: type)
    case .removeRule(let name, let type):
      defined.set(nil, name, in: type)
      listed[ListedProfile(type, name.description)] = nil
    case .listed(let profile, let keyword, let value):
      listed[profile, default: [:]][keyword] = value
    case .setClass(let type, let isActive):
      if isActive { active.insert(type) } else { active.remove(type) }
    case .refresh(let type): refresh(type, at: time)
    case .key(let token, let isMade):
      if let old = tokens[token.label], old.wrapped != token.wrapped {
        keyChanges.note(token.label, at: time.seconds)
      }
      tokens[token.label] = token
      if isMade { madeLabels.insert(token.label) } else { madeLabels.remove(token.label) }
    case .removeKey(let label):
      tokens[label] = nil
      madeLabels.remove(label)
    case .icsf(let settings): icsf = settings
    }
  }

  private mutating func refresh(_ type: ResourceClass, at time: WallTime) {
    let former = inForce.keys
    inForce.refresh(type, from: defined)
    guard type == .tickets else { return }
    for (name, profile) in inForce.keys {
      guard let old = former[name] else { continue }
      if profile.legacy != old.legacy || profile.enhanced?.label != old.enhanced?.label {
        keyChanges.note(name, at: time.seconds)
      }
    }
  }
}

extension SecurityState {
  /// The changes that give a user a new password or phrase, which follow the record's own; what there was goes
  /// to the former ones.
  ///
  /// - `record`: the user, who is changed with it.
  /// - `kind`: which of the two.
  /// - `hash`: the new one's.
  /// - `isExpired`: whether the user has to change it at the next sign-on.
  public func newSecret(
    of record: inout UserRecord, _ kind: PasswordKind, hash: String, isExpired: Bool,
    at time: WallTime
  ) -> [SecurityChange] {
    switch kind {
    case .password: (record.passwordChanged, record.isPasswordExpired) = (time, isExpired)
    case .phrase: (record.phraseChanged, record.isPhraseExpired) = (time, isExpired)
    }
    return [
      .retire(record.id, kind, keep: passwords.history),
      kind == .password ? .password(record.id, hash: hash) : .phrase(record.id, hash: hash),
    ]
  }
}
