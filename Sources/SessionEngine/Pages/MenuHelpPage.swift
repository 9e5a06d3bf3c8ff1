import Bytes
import Panels

/// The help of the menu: all commands.
struct MenuHelpPage: ReadingContent {
  static let contract = PanelContract.page(
    "TEN0041H",
    [
      .shown(.command, inList: true), .shown(.what, inList: true), .shown(.more), .shown(.rows),
    ])

  func lines(_ seat: Seat) -> [PanelTexts] {
    CommandHelp.all.map {
      [.command: $0.usage(seat.view.keys.commandCharacter), .what: $0.summary]
    }
  }
}

extension MenuHelpPage {
  init(thawing thawer: inout Thawer) throws(ThawError) { self.init() }
  func freeze(into freezer: inout Freezer) {}
}
