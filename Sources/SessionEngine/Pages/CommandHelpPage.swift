import Bytes
import DataStream
import Panels

/// What one command does (`/H F`).
struct CommandHelpPage: ReadingContent {
  static let contract = PanelContract.page(
    "TEN0042H",
    [
      .shown(.usage), .shown(.what), .shown(.line, isNeeded: true, inList: true), .shown(.more),
      .shown(.rows),
    ])

  let help: CommandHelp

  func lines(_ seat: Seat) -> [PanelTexts] {
    TextLines.wrapped(help.text, seat.display.canvas.geometry.columns - 4).map { [.line: $0] }
  }

  func texts(_ seat: Seat) -> PanelTexts {
    [.usage: help.usage(seat.view.keys.commandCharacter), .what: help.summary]
  }
}

/// The variables that the help of a command has besides those of all panels.
extension PanelSlot {
  fileprivate static let usage = PanelSlot(6, "USAGE")
  fileprivate static let what = PanelSlot(7, "WHAT")
  fileprivate static let line = PanelSlot(8, "LINE")
}

extension CommandHelpPage {
  func freeze(into freezer: inout Freezer) { freezer.put(help.letter) }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let help = CommandHelp.of(try thawer.take(String.self)) else {
      throw .invalid("command")
    }
    self.help = help
  }
}
