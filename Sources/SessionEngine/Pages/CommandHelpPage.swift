import Bytes
import DataStream
import Panels

/// What one command does (`/H F`), or another word of ours means (`/H Session timeout`).
struct CommandHelpPage: ReadingContent {
  static let contract = PanelContract.page(
    "TEN0042H",
    [
      .shown(.usage), .shown(.what), .shown(.line, isNeeded: true, inList: true), .shown(.more),
      .shown(.rows),
    ])

  let subject: Subject

  /// What is told of.
  enum Subject: Sendable {
    case command(CommandHelp)
    case word(Explanation)
  }

  func lines(_ seat: Seat) -> [PanelTexts] {
    let width = seat.display.canvas.geometry.columns - 4
    let paragraphs: [String] =
      switch subject {
      case .command(let help): [help.text]
      case .word(let explanation): explanation.paragraphs.flatMap { [$0, ""] }.dropLast()
      }
    return paragraphs.flatMap { TextLines.wrapped($0, width) }.map { [.line: $0] }
  }

  func texts(_ seat: Seat) -> PanelTexts {
    switch subject {
    case .command(let help):
      [.usage: help.usage(seat.view.keys.commandCharacter), .what: help.summary]
    case .word(let explanation): [.usage: explanation.title, .what: explanation.kind]
    }
  }
}

/// The variables that the help of a command has besides those of all panels.
extension PanelSlot {
  fileprivate static let usage = PanelSlot(6, "USAGE")
  fileprivate static let what = PanelSlot(7, "WHAT")
  fileprivate static let line = PanelSlot(8, "LINE")
}

extension CommandHelpPage {
  func freeze(into freezer: inout Freezer) {
    switch subject {
    case .command(let help):
      freezer.put(byte: 0)
      freezer.put(help.letter)
    case .word(let explanation):
      // What is shown, since the next program may know the word no more.
      freezer.put(byte: 1)
      freezer.put(explanation.title)
      freezer.put(explanation.kind)
      freezer.put(explanation.paragraphs)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    if try thawer.byte() == 0 {
      guard let help = CommandHelp.of(try thawer.take()) else { throw .invalid("command") }
      subject = .command(help)
    } else {
      subject = .word(
        Explanation(
          title: try thawer.take(), kind: try thawer.take(), paragraphs: try thawer.take()))
    }
  }
}
