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
      .shown(.terminal, width: 8), .shown(.system, width: 8), .shown(.user, width: 8),
    ]
    let message = PanelVariable.shown(.message, isNeeded: true)
    return switch self {
    case .logon:
      common + [
        message, .shown(.news1, width: 79), .shown(.news2, width: 79),
        .typed(.userID, width: 8), Self.password(.password), Self.password(.newPassword),
        Self.password(.verification),
      ]
    case .menu:
      common + [
        message, .shown(.model), .shown(.keys), .shown(.more), .shown(.rows),
        .typed(.selection, width: 1, inList: true),
        .shown(.sessionID, width: 8, isNeeded: true, inList: true),
        .shown(.sessionKey, width: 5, inList: true), .shown(.summary, width: 40, inList: true),
        .shown(.status, inList: true), .typed(.command, width: 11),
      ]
    case .lock: common + [message, Self.password(.password)]
    case .confirm, .transfer:
      common + [message, .shown(.what, isNeeded: true), .typed(.choice, width: 1)]
    case .message:
      common + [.shown(.line, isNeeded: true, inList: true), .shown(.more), .shown(.rows)]
    case .diagnosis:
      common + [.shown(.line, isNeeded: true, inList: true), .shown(.more), .shown(.rows)]
    case .options:
      common
        + [PanelSlot.label, .own, .profile, .systems].map {
          .shown($0, isNeeded: true, inList: true)
        }
        + [.shown(.more), .shown(.rows)]
    case .menuHelp:
      common
        + [PanelSlot.command, .what].map { .shown($0, inList: true) } + [
          .shown(.more), .shown(.rows),
        ]
    case .commandHelp:
      common + [
        .shown(.usage), .shown(.what), .shown(.line, isNeeded: true, inList: true),
        .shown(.more), .shown(.rows),
      ]
    case .logonHelp, .transferHelp: common
    }
  }

  private static func password(_ slot: PanelSlot) -> PanelVariable {
    .typed(slot, width: PasswordRule.lengths.upperBound, isHidden: true)
  }
}

extension Site {
  /// The panels that the server shows: each must be in Screens/, and be what its page needs.
  public static let panelContracts: [PanelContract] = Page.allCases.map(\.contract)
}
