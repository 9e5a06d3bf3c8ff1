import Names
public import Panels
import SAF

/// What each page shows and reads: the one list of variables, by which panels are checked.
extension Page {
  /// What a panel of this page may name, and must have.
  var contract: PanelContract { PanelContract(panel, variables, help: help?.panel) }

  /// The page that PF1 shows.
  var help: Page? {
    switch self {
    case .logon: .logonHelp
    case .menu: .menuHelp
    case .transfer: .transferHelp
    default: nil
    }
  }

  private var variables: [PanelVariable] {
    let common: [PanelVariable] = [
      .shown("TERMINAL", width: 8), .shown("SYSTEM", width: 8), .shown("USER", width: 8),
    ]
    let message = PanelVariable.shown("MESSAGE", isNeeded: true)
    return switch self {
    case .logon:
      common + [
        message, .shown("NEWS1", width: 79), .shown("NEWS2", width: 79),
        .typed("USERID", width: 8), Self.password("PASSWORD"), Self.password("NEWPASS"),
        Self.password("VERIFY"),
      ]
    case .menu:
      common + [
        message, .shown("MODEL"), .shown("KEYS"), .shown("MORE"), .shown("ROWS"),
        .typed("SEL", width: 1, inList: true),
        .shown("SESSID", width: 8, isNeeded: true, inList: true),
        .shown("SESSKEY", width: 5, inList: true), .shown("DESC", width: 40, inList: true),
        .shown("STATUS", inList: true), .typed("COMMAND", width: 11),
      ]
    case .lock: common + [message, Self.password("PASSWORD")]
    case .confirm, .transfer:
      common + [message, .shown("WHAT", isNeeded: true), .typed("CHOICE", width: 1)]
    case .message:
      common + [.shown("LINE", isNeeded: true, inList: true), .shown("MORE"), .shown("ROWS")]
    case .diagnosis:
      common + [.shown("LINE", isNeeded: true, inList: true), .shown("MORE"), .shown("ROWS")]
    case .options:
      common
        + ["LABEL", "OWN", "PROFILE", "SYSTEMS"].map { .shown($0, isNeeded: true, inList: true) }
        + [.shown("MORE"), .shown("ROWS")]
    case .menuHelp:
      common
        + ["COMMAND", "WHAT"].map { .shown($0, inList: true) } + [.shown("MORE"), .shown("ROWS")]
    case .commandHelp:
      common + [
        .shown("USAGE"), .shown("WHAT"), .shown("LINE", isNeeded: true, inList: true),
        .shown("MORE"), .shown("ROWS"),
      ]
    case .logonHelp, .transferHelp: common
    }
  }

  private static func password(_ name: String) -> PanelVariable {
    .typed(name, width: PasswordRule.lengths.upperBound, isHidden: true)
  }
}

extension Site {
  /// The panels that the server shows: each must be in Screens/, and be what its page needs.
  public static let panelContracts: [PanelContract] = Page.allCases.map(\.contract)
}
