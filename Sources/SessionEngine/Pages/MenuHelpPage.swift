import Bytes
import Panels
import Tables

/// The help of the menu: all commands.
struct MenuHelpPage: ReadingContent {
  static let contract = PanelContract.page(
    "TEN0041H",
    [
      .shown(.command, inList: true), .shown(.what, inList: true), .shown(.more), .shown(.rows),
    ])

  func lines(_ seat: Seat) -> [PanelTexts] {
    let barred = ClassCommand.allCases.filter { !seat.view.commands.permits($0) }.map(\.letter)
    return CommandHelp.all.filter { !barred.contains($0.letter) }.map {
      [.command: $0.usage(seat.view.keys.commandCharacter), .what: $0.summary]
    }
  }
}

/// The variables that the menu's help has besides those of all panels.
extension PanelSlot {
  fileprivate static let command = PanelSlot(6, "COMMAND")
  fileprivate static let what = PanelSlot(7, "WHAT")
}

extension MenuHelpPage {
  init(thawing thawer: inout Thawer) throws(ThawError) { self.init() }
  func freeze(into freezer: inout Freezer) {}
}
