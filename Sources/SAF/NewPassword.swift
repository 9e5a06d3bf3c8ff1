public import Crypto
import Names
public import Time

/// What is wrong with a new password or phrase: which rule, and what it wants.
public enum PasswordFault: Error, Hashable, Sendable {
  case length(PasswordKind)
  case sameAsCurrent(PasswordKind)
  /// MINCHANGE: it was changed so lately that this many days have to pass.
  case tooSoon(PasswordKind, days: Int)
  /// NOSPECIALCHARS.
  case special
  /// None of the rules RULE1 to RULE8 is followed; how each looks.
  case syntax([PasswordSyntax])
  case phraseHasUserID
  case phraseWantsLetters
  case phraseWantsOthers
  case phraseRepeats
  /// It is one of so many former ones.
  case former(PasswordKind, Int)
  /// What an outside authority says against it.
  case authority(String)

  /// For the user, on one line of a terminal: the rule, and what to do.
  public var text: String {
    switch self {
    case .length(.password): "The new password is not valid: type one of 8 to 100 characters"
    case .length(.phrase): "The new phrase is not valid: type one of 9 to 100 characters"
    case .sameAsCurrent(let kind): "The new \(kind.word) is the current one: type another"
    case .tooSoon(let kind, let days):
      "The \(kind.word) was changed lately: change it again in \(days) day\(days == 1 ? "" : "s")"
    case .special: "The new password may have letters, digits and @ # $ only"
    case .syntax(let rules): Self.text(of: rules)
    case .phraseHasUserID: "The new phrase has the user id in it: type one without"
    case .phraseWantsLetters: "The new phrase needs two letters or more"
    case .phraseWantsOthers: "The new phrase needs two characters or more that are no letters"
    case .phraseRepeats: "The new phrase has a character three times in a row: type another"
    case .former(let kind, let count):
      "The new \(kind.word) is one of your last \(count): type one that you had not"
    case .authority(let words):
      words.isEmpty ? "The new password is not accepted: type another one" : words
    }
  }

  /// The first rule as it is written, and how many others there are.
  private static func text(of rules: [PasswordSyntax]) -> String {
    guard let first = rules.first else { return "The new password follows no rule of the site's" }
    let mask = first.mask.count > 12 ? "\(first.mask.prefix(12))..." : first.mask
    let others = rules.count > 1 ? " (or \(rules.count - 1) more)" : ""
    return "Rule \(first.length) \(mask)\(others) is not followed: PF1 explains"
  }
}

extension PasswordKind {
  var word: String { self == .phrase ? "phrase" : "password" }
}

/// What a user's next password or phrase may be: the one rule, which sign-ons, panels and RACF's commands
/// ask.
///
/// Whether it is a former one needs the store's verifiers, and is asked after this.
public struct NewPasswordRule: Sendable {
  private let user: UserRecord
  private let kind: PasswordKind
  private let options: PasswordOptions
  private let day: Int64

  /// The rule for a user's secret at a time.
  public init(
    _ user: UserRecord, _ kind: PasswordKind, options: PasswordOptions, at time: WallTime
  ) {
    self.user = user
    self.kind = kind
    self.options = options
    day = time.day
  }

  /// What is wrong with a text that its user wants as new password; nil where nothing is.
  ///
  /// - `new`: as it was typed.
  /// - `current`: what it replaces, which was right.
  public func fault(
    of new: borrowing Secret, replacing current: borrowing Secret
  ) -> PasswordFault? {
    if options.folded(new, kind).isEqual(to: options.folded(current, kind)) {
      return .sameAsCurrent(kind)
    }
    if let days = daysToWait { return .tooSoon(kind, days: days) }
    return fault(of: new)
  }

  /// What is wrong with a text whoever sets it; nil where nothing is.
  public func fault(of new: borrowing Secret) -> PasswordFault? {
    guard kind.lengths.contains(new.count) else { return .length(kind) }
    let folded = options.folded(new, kind)
    return kind == .phrase ? phraseFault(folded) : passwordFault(folded)
  }

  /// What the site has against a text that an administrator sets and says nothing else of: its own rules
  /// count, and neither RACF's for phrases nor the length, so that decks of before go on defining users.
  public func siteFault(of new: borrowing Secret) -> PasswordFault? {
    kind == .phrase ? nil : passwordFault(options.folded(new, kind))
  }

  /// Days that MINCHANGE still wants; nil where there are none.
  ///
  /// What has expired may be changed at once. A change of a later day than today was made by a wrong clock:
  /// one of tomorrow may be a time zone's, and anything beyond keeps nobody waiting.
  private var daysToWait: Int? {
    let changed = kind == .password ? user.passwordChanged : user.phraseChanged
    guard options.minimumChange > 0, let changed, changed.day <= day + 1,
      options.age(of: kind, of: user, on: day) != .expired
    else { return nil }
    let left = Int64(options.minimumChange) - max(0, day - changed.day)
    return left > 0 ? Int(left) : nil
  }

  private func passwordFault(_ new: borrowing Secret) -> PasswordFault? {
    let isPlain = (0..<new.count).allSatisfy { PasswordSyntax.Kind(new[$0]).isPlain }
    guard options.allowsSpecial || isPlain else { return .special }
    let rules = options.rules.sorted { $0.key < $1.key }.map(\.value)
    for rule in rules where rule.takes(new) { return nil }
    return rules.isEmpty ? nil : .syntax(rules)
  }

  /// RACF's own rules for phrases (RACF Security Administrator's Guide, Assigning password phrases).
  private func phraseFault(_ new: borrowing Secret) -> PasswordFault? {
    var letters = 0
    for index in 0..<new.count {
      if PasswordSyntax.Kind(new[index]).isLetter { letters += 1 }
      if index >= 2, new[index] == new[index - 1], new[index] == new[index - 2] {
        return .phraseRepeats
      }
    }
    if letters < 2 { return .phraseWantsLetters }
    if new.count - letters < 2 { return .phraseWantsOthers }
    return hasUserID(new) ? .phraseHasUserID : nil
  }

  private func hasUserID(_ new: borrowing Secret) -> Bool {
    let name = Array(user.id.description.utf8)
    for start in 0..<max(0, new.count - name.count + 1) {
      var index = 0
      while index < name.count, PasswordOptions.capital(new[start + index]) == name[index] {
        index += 1
      }
      if index == name.count { return true }
    }
    return false
  }
}

extension PasswordOptions {
  /// A secret as it is compared: without MIXEDCASE a password is in capitals, a phrase never.
  func folded(_ secret: borrowing Secret, _ kind: PasswordKind) -> Secret {
    if isMixedCase || kind == .phrase { return secret.copy() }
    return Secret(count: secret.count) { Self.capital(secret[$0]) }
  }

  static func capital(_ byte: UInt8) -> UInt8 {
    (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
  }
}
