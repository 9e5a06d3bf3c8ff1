import SAF

/// What becomes of the prompts and texts of PAM's modules: the rule, without libpam.
///
/// The first prompt that hides its answer gets the password; a prompt after that is the user's to answer. While the
/// password is changed, prompts get the current and the new one.
struct PAMConversation {
  /// How a module's message is meant (pam_conv(3)).
  enum Style {
    case hidden, shown, info, error
  }

  /// What a message gets.
  enum Reply: Hashable {
    /// A text needs none.
    case nothing
    case password
    case newPassword
    /// What the user says to it.
    case ask(AuthorityQuestion)
    /// Nothing can be said to it.
    case impossible
  }

  /// Most prompts that go to the user in one sign-on: a code, and one after a slip or for a second device.
  static let questionLimit = 3

  private let hasPassword: Bool
  private let hasNew: Bool
  /// Whether a module took the password.
  private(set) var isPasswordGiven = false
  private var isChanging = false
  private var isFormerGiven = false
  private var newGiven = 0
  private var questions = 0
  private var infos: [String] = []
  private var errors: [String] = []
  /// Whether a prompt came at all.
  private(set) var wasAsked = false

  init(hasPassword: Bool, hasNew: Bool) {
    self.hasPassword = hasPassword
    self.hasNew = hasNew
  }

  /// What the user is to read who got in.
  var told: String { ShownWords.joined(infos + errors) }
  /// What modules say is wrong.
  var faults: String { ShownWords.joined(errors) }

  /// From now on the password is changed.
  mutating func change() {
    isChanging = true
    errors = []
  }

  /// What a message gets.
  mutating func take(_ style: Style, _ text: [UInt8]) -> Reply {
    let words = ShownWords.cleaned(text)
    switch style {
    case .info:
      // "Changing the password of bob": the panel has said so.
      if !isChanging { infos.append(words) }
      return .nothing
    case .error:
      errors.append(words)
      return .nothing
    case .shown, .hidden: break
    }
    wasAsked = true
    if style == .hidden, isChanging { return changing(words.lowercased()) }
    if style == .hidden, hasPassword, !isPasswordGiven {
      isPasswordGiven = true
      return .password
    }
    guard isPasswordGiven, questions < Self.questionLimit else { return .impossible }
    questions += 1
    defer { (infos, errors) = ([], []) }
    return .ask(AuthorityQuestion(words, told: told))
  }

  /// Modules say "Current password", "(current) UNIX password", "Old password" or "LDAP password" of the former one
  /// (pam_unix, SSSD, pam_krb5, pam_ldap), and ask for the new one twice. Who refused it asks again, which nobody is
  /// there to answer. What may be the former one is never answered by the new one, which would be shown to who
  /// looks at wrong passwords.
  private mutating func changing(_ words: String) -> Reply {
    let isNew = words.contains("new")
    let isFormer = ["current", "old password"].contains { words.contains($0) }
    if !isNew, isFormer || (!isFormerGiven && newGiven == 0) {
      isFormerGiven = true
      return hasPassword ? .password : .impossible
    }
    guard hasNew, newGiven < 2, errors.isEmpty else { return .impossible }
    newGiven += 1
    return .newPassword
  }
}
