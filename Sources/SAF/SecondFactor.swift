public import Bytes
public import Names
public import Time

/// A user's second factor: time-based codes, whose secret lies under the database's own key.
public struct SecondFactor: Hashable, Sendable {
  /// ACTIVE: the user needs a code, whatever groups and listeners ask.
  public var isActive: Bool
  /// What makes the codes, wrapped; nil where the user has not enrolled yet.
  public var wrapped: [UInt8]?
  /// The step of the code that confirmed the enrolment: codes of it and of those before never count.
  public var since: Int64

  /// The name of such codes among IBM MFA's factors (ALTUSER MFA(FACTOR(AZFTOTP1))).
  public static let name = "AZFTOTP1"

  /// A factor that nobody has enrolled for, where nothing else is said.
  public init(isActive: Bool, wrapped: [UInt8]? = nil, since: Int64 = 0) {
    self.isActive = isActive
    self.wrapped = wrapped
    self.since = since
  }
}

/// Who needs a second factor besides those whose own entries say so.
public struct FactorPolicy: Hashable, Sendable {
  /// Whether everybody does, at this terminal.
  public let asksEverybody: Bool
  /// Groups whose users do.
  public let groups: Set<GroupName>

  /// Nobody else, where nothing is said.
  public init(asksEverybody: Bool = false, groups: Set<GroupName> = []) {
    self.asksEverybody = asksEverybody
    self.groups = groups
  }
}

/// What a sign-on lacks whose password was right, and what has proved it so far. Nothing in it is secret.
public struct FactorStep: Hashable, Sendable {
  /// What is lacking.
  public enum Need: Hashable, Sendable {
    /// A code.
    case code
    /// The user has no secret yet: a new one, and a code that confirms it.
    case enrolment
    /// An answer to what an outside authority asks.
    case answer(AuthorityQuestion)
  }

  /// What was right.
  public enum Proof: Hashable, Sendable {
    /// The password or phrase, of the day when it was set: once it is another one, this proves nothing.
    case password(PasswordKind, set: WallTime?)
    /// The terminal's certificate.
    case certificate
    /// What an outside authority said.
    case authority
  }

  /// What is lacking.
  public let need: Need
  /// What was right.
  public let proof: Proof
  /// Whether a new password was typed with it, which counts when the code is right.
  public let changesPassword: Bool

  /// A step from its parts.
  public init(_ need: Need, _ proof: Proof, changesPassword: Bool = false) {
    self.need = need
    self.proof = proof
    self.changesPassword = changesPassword
  }
}

extension FactorStep: Freezable {
  /// Appends what is lacking and what was right.
  public func freeze(into freezer: inout Freezer) {
    switch need {
    case .code: freezer.put(byte: 0)
    case .enrolment: freezer.put(byte: 1)
    case .answer: freezer.put(byte: 2)
    }
    freezer.put(changesPassword)
    switch proof {
    case .certificate: freezer.put(byte: 0)
    case .authority: freezer.put(byte: 3)
    case .password(let kind, let set):
      freezer.put(byte: kind == .password ? 1 : 2)
      freezer.put(set)
    }
    if case .answer(let question) = need {
      freezer.put(question.told)
      freezer.put(question.prompt)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    let needed = try thawer.byte()
    let changesPassword = try thawer.take(Bool.self)
    let proof: Proof
    switch try thawer.byte() {
    case 0: proof = .certificate
    case 3: proof = .authority
    case let byte where byte < 3:
      proof = .password(byte == 1 ? .password : .phrase, set: try thawer.take())
    default: throw .invalid("proof")
    }
    let need: Need
    switch needed {
    case 0: need = .code
    case 1: need = .enrolment
    case 2:
      let told = try thawer.take(String.self)
      need = .answer(AuthorityQuestion(try thawer.take(String.self), told: told))
    default: throw .invalid("second factor")
    }
    self.init(need, proof, changesPassword: changesPassword)
  }
}
