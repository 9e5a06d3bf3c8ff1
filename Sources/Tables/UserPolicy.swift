public import Names

/// What becomes of sessions that a user left at another terminal (TPX, Transfer option).
public enum TransferOption: String, CaseIterable, Sendable {
  /// They move; those that the new terminal cannot show are ended.
  case any = "ANY"
  /// They move; those that it cannot show are held.
  case hold = "HOLD"
  /// They stay, for several people may use one user id; they end at sign-off.
  case multiple = "MULT"
  /// They stay.
  case none = "NONE"
  /// The user is asked.
  case ask = "ASK"

  static let words = allCases.map(\.rawValue)
}

/// When a user's sessions end by leaving (TPX, Inactivate on).
public enum InactivateOn: String, CaseIterable, Sendable {
  case signOff = "F"
  case logOff = "K"
  case never = "NEVER"

  static let words = allCases.map(\.rawValue)
}

/// What holds for a user once the user's own options, the profile's and the system's are put
/// together: the first of them that says something counts.
public struct UserPolicy: Hashable, Sendable {
  /// Minutes without a key; 0 is never.
  public let stage1Timeout: Int
  public let stage1Option: String
  public let stage2Timeout: Int
  public let stage2Option: String
  public let transfer: TransferOption
  public let inactivateOn: InactivateOn

  /// Whether sessions end by `Inactivate on`: at a sign-off, or at a log-off (/K).
  public func inactivates(_ isLogOff: Bool) -> Bool {
    switch inactivateOn {
    case .signOff: true
    case .logOff: isLogOff
    case .never: false
    }
  }

  public init(_ system: SystemOptions, _ user: UserOptions?) {
    stage1Timeout = user?.stage1Timeout ?? system.stage1Timeout
    stage1Option = user?.stage1Option ?? system.stage1Option
    stage2Timeout = user?.stage2Timeout ?? system.stage2Timeout
    stage2Option = user?.stage2Option ?? system.stage2Option
    transfer = user?.transfer ?? system.transfer
    inactivateOn = user?.inactivateOn ?? system.inactivateOn
  }
}

/// A line of the options panel: what the user's own file says, the profile's, and the system's. The
/// leftmost that is filled counts.
public struct OptionLine: Hashable, Sendable {
  public let label: String
  public let own: String
  public let profile: String
  public let system: String
}

extension SiteTables {
  /// The options of a user, level by level.
  public func optionLines(of user: UserID?) -> [OptionLine] {
    let own = user.flatMap { ownOptions[$0] }
    let profile = profile(of: own)
    func line(
      _ label: String, _ value: (UserOptions) -> String?, _ standard: String?
    ) -> OptionLine {
      OptionLine(
        label: label, own: own.flatMap(value) ?? "", profile: profile.flatMap(value) ?? "",
        system: standard ?? "")
    }
    func number(_ path: KeyPath<UserOptions, Int?>) -> (UserOptions) -> String? {
      { $0[keyPath: path].map { "\($0) min" } }
    }
    return [
      line("Transfer option", { $0.transfer?.rawValue }, system.transfer.rawValue),
      line("Inactivate on", { $0.inactivateOn?.rawValue }, system.inactivateOn.rawValue),
      line("Stage 1 Timeout", number(\.stage1Timeout), "\(system.stage1Timeout) min"),
      line("Stage 1 Option", \.stage1Option, system.stage1Option),
      line("Stage 2 Timeout", number(\.stage2Timeout), "\(system.stage2Timeout) min"),
      line("Stage 2 Option", \.stage2Option, system.stage2Option),
      line("Menu key", \.menuKey, system.menuKey),
      line("Jump key", \.jumpKey, system.jumpKey),
      line("Tag key", \.tagKey, system.tagKey),
      line("Print key", \.printKey, system.printKey),
      line("Command key", \.commandKey, system.commandKey),
      line("Command character", \.commandCharacter, system.commandCharacter),
      line("ACB mask default", \.maskName, ""),
      line("Operator", { $0.isOperator.map { $0 ? "Y" : "N" } }, "N"),
      line("Sessions", { $0.allowed?.summary }, "all"),
    ]
  }
}
