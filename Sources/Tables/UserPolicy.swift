/// What holds for a user once the user's own options, the profile's and the system's are put
/// together: the first of them that says something counts.
public struct UserPolicy: Hashable, Sendable {
  /// Minutes without a key before stage 1; 0 is never.
  public let stage1Timeout: Int
  /// What stage 1 does.
  public let stage1Option: StageOption
  /// Minutes after stage 1 before stage 2; 0 is never.
  public let stage2Timeout: Int
  /// What stage 2 does.
  public let stage2Option: StageOption
  /// What becomes of sessions at another terminal.
  public let transfer: TransferOption
  /// When sessions end by leaving.
  public let inactivateOn: InactivateOn
  /// Whether the user may see the diagnosis.
  public let isOperator: Bool
  /// Whether nobody may view the user's screen.
  public let refusesViewers: Bool
  /// Whether the user is asked before somebody does.
  public let viewConsent: ViewConsent

  /// Whether sessions end by `Inactivate on`: at a sign-off, or at a log-off (/K).
  public func inactivates(_ isLogOff: Bool) -> Bool {
    switch inactivateOn {
    case .signOff: true
    case .logOff: isLogOff
    case .never: false
    }
  }

  /// The policy of a user, whose options are over those of the user's profile already.
  public init(_ system: SystemOptions, _ user: UserOptions?) {
    let options = system.options(of: user)
    func value<Value>(_ path: KeyPath<UserOptions, Value?>) -> Value {
      guard let value = options[keyPath: path] ?? UserOptions.defaults[keyPath: path] else {
        preconditionFailure("the option's row has a default")
      }
      return value
    }
    stage1Timeout = value(\.stage1Timeout)
    stage1Option = value(\.stage1Option)
    stage2Timeout = value(\.stage2Timeout)
    stage2Option = value(\.stage2Option)
    transfer = value(\.transfer)
    inactivateOn = value(\.inactivateOn)
    isOperator = value(\.isOperator)
    refusesViewers = value(\.refusesViewers)
    viewConsent = value(\.viewConsent)
  }
}

extension SystemOptions {
  /// A user's options, with the system's where they say nothing.
  public func options(of user: UserOptions?) -> UserOptions { user?.over(users) ?? users }
}
