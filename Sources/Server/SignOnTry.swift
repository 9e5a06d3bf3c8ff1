import Crypto
import Names
import PAM
import Platform
import SAF
import SessionEngine
import Time

/// A user's try to sign on, or to unlock a terminal, on its way to the security manager.
struct SignOnTry: Sendable {
  let token: UInt64
  let request: RequestID
  let user: UserID
  /// What is looked at.
  let credential: Credential
  /// Who needs a second factor; nil where the sign-on stands.
  let policy: FactorPolicy?
  /// Whether a user without an entry in RACF may come in, where PAM decides.
  let admitsStrangers: Bool
  let source: PeerAddress
  /// The terminal, where it is, and whether somebody is signed on, who unlocks it or changes a password.
  let origin: String
  /// The terminal's name; blank where it has none.
  let terminal: String
  /// What the authority asked before, and waits to be told by this try; afterwards what it asks now.
  var dialog: OutsideAuthority.Dialog?
  /// Passwords and answers that the authority was given by now, each of which may be a guess.
  var guesses = 1
  /// When its password began to be looked at.
  var begun: Instant

  /// What somebody proves to be the user by.
  enum Credential: Sendable {
    /// A password or phrase, and another one that is wanted instead.
    case password(SharedSecret, new: SharedSecret?)
    /// The terminal's certificate.
    case certificate
    /// A code, behind one of these.
    case code(TypedCode)
  }

  /// Who tries it, for the audit: nobody has proved yet to be the user.
  var author: AuditAuthor { AuditAuthor("\(user)", from: origin) }

  /// What a dialog about it is about.
  var matter: OutsideAuthority.Matter {
    let purpose: OutsideAuthority.Matter.Purpose =
      if policy != nil {
        .signOn
      } else if case .password(_, let new?) = credential {
        .change(new)
      } else {
        .unlock
      }
    return OutsideAuthority.Matter(user: user, purpose: purpose, author: author, source: source)
  }

  /// Whether it is a code behind which the authority is to change the password.
  var changesOutside: Bool {
    guard case .code(let typed) = credential else { return false }
    return typed.step.proof == .authority && typed.step.changesPassword
  }

  /// Whether the user has a second factor from now on that the terminal was given the key of.
  func isEnrolled(by verdict: SignOnVerdict) -> Bool {
    guard case .code(let typed) = credential, typed.step.need == .enrolment else { return false }
    return switch verdict {
    case .accepted, .passwordChanged: true
    case .factorNeeded, .refused: false
    }
  }
}

extension SignOnTry {
  /// What PAM says, on a thread that may wait; the try's dialog is then the one that waits for an answer.
  ///
  /// - `begun`: a new dialog; nil where the try answers what its own one asked.
  mutating func ask(
    _ service: PAMService, in begun: Result<OutsideAuthority.Dialog, OutsideAuthority.Refused>?,
    of manager: SecurityManager, mayRevoke: Bool
  ) -> SignOnVerdict {
    let desk = AuthorityDesk(manager, admitsStrangers: admitsStrangers)
    var answer: AuthorityAnswer
    switch begun {
    case .failure(.busy): return .refused(SignOnRefusal(.busy))
    case .failure(.fault(let fault)): answer = .silent(fault)
    case .success(let begun):
      if case .code(let typed) = credential {
        return change(typed, by: service, in: begun, of: manager, mayRevoke: mayRevoke)
      }
      do {
        if new != nil {
          begun.withholds = try !desk.mayChange(user, factor: policy, at: Clock.wall())
        }
      } catch {
        return .refused(SignOnRefusal(.database(error.description)))
      }
      dialog = begun
      answer = begun.ask(
        request(to: service), password: password, new: begun.withholds ? nil : new)
    case nil:
      answer = dialog?.reply(typed) ?? .lapsed
      // Its process ends when the question is left too long, and what was typed before may have been wrong.
      if answer == .lapsed, dialog != nil { answer = .wrong(Self.leftQuestion) }
    }
    let verdict = desk.signOn(
      user, answer, factor: policy, at: Clock.wall(), mayRevoke: mayRevoke,
      withholds: dialog?.withholds ?? false)
    guesses = max(1, dialog?.given ?? 1)
    if !verdict.isQuestion { dialog = nil }
    return verdict
  }

  /// What the log says of a question without a verdict.
  static let leftQuestion = "its question was left without an answer"

  /// Looks at a code, and has the authority change the password where it is right.
  private func change(
    _ typed: TypedCode, by service: PAMService, in dialog: OutsideAuthority.Dialog,
    of manager: SecurityManager, mayRevoke: Bool
  ) -> SignOnVerdict {
    FactorDesk(manager).signOn(user, typed, at: Clock.wall()) { wanted in
      let answer = dialog.ask(
        request(to: service), password: wanted.current, new: wanted.new)
      if case .asks = answer {
        // There is no panel for it behind our own code.
        let words = "sign on without a new one first, and change it then"
        return .refused(SignOnRefusal(.badNewPassword(.authority(words))))
      }
      return AuthorityDesk(manager, admitsStrangers: admitsStrangers).signOn(
        user, answer, factor: nil, at: Clock.wall(), mayRevoke: mayRevoke)
    }
  }

  private func request(to service: PAMService) -> PAMRequest {
    let isCertified = if case .certificate = credential { true } else { false }
    return PAMRequest(
      service, isCertified ? .account : .signOn, user: user, source: source.description,
      terminal: terminal)
  }

  private var password: SharedSecret? {
    if case .password(let password, _) = credential { password } else { nil }
  }

  private var new: SharedSecret? {
    if case .password(_, let new) = credential { new } else { nil }
  }

  /// What answers a question: the code's field or, where somebody is signed on, the password's.
  private var typed: SharedSecret {
    switch credential {
    case .password(let password, _): password
    case .code(let typed): typed.code
    case .certificate: SharedSecret(Secret(copying: []))
    }
  }
}

extension SignOnVerdict {
  /// Whether the authority waits for an answer.
  var isQuestion: Bool {
    switch self {
    case .factorNeeded(let step):
      if case .answer = step.need { true } else { false }
    case .refused(let refusal): refusal.isQuestion
    case .accepted, .passwordChanged: false
    }
  }
}

/// A logon to a built-in application, on its way to the security manager.
struct LogOnTry: Sendable {
  let handle: SessionHandle
  let user: UserID
  let source: PeerAddress
  let begun: Instant
  /// Whether somebody typed the ticket or password.
  let isTyped: Bool
}
