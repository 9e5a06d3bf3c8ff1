import DataStream
import Messages
import Names
import Panels
import Tables

/// What is said to a user who typed something wrong, or asks what there is.
extension UserSession {
  /// Refuses a command in words, on the menu; a name that was misspelt there stays, to be corrected.
  mutating func say(_ text: Notice, _ turn: inout Turn) {
    notice = text
    if text.keepsTyping { correction = entered }
    showMenu(&turn)
  }

  /// How a command is typed here.
  func usage(_ help: CommandHelp) -> String { help.usage(view.keys.commandCharacter) }

  /// A command without an operand is for the session that was shown last, and there is none.
  func nothingShown(_ letter: String) -> Notice {
    .noSessionShown(usage: CommandHelp.of(letter).map(usage) ?? letter)
  }

  mutating func showHelp(_ page: Page, over under: Underneath, _ turn: inout Turn) {
    listTop = 0
    screen = .help(page, over: under)
    show(page, &turn)
  }

  /// `/H F`: what one command does.
  mutating func help(_ word: String, over under: Underneath, _ turn: inout Turn) {
    let letter = word.first == view.keys.commandCharacter ? word.dropFirst() : word[...]
    guard let text = CommandHelp.of(String(letter)) else {
      say(.unknownCommand(word), &turn)
      return
    }
    listTop = 0
    screen = .commandHelp(text, over: under)
    show(.commandHelp, &turn)
  }

  /// `LOCATE text`: scrolls the menu to the first line that has the text.
  mutating func locate(_ text: String, _ turn: inout Turn) {
    let found =
      visible.firstIndex { $0.id.description.hasPrefix(text) }
      ?? visible.firstIndex {
        "\($0.id) \($0.entry.summary)".uppercased().contains(text)
      }
    guard let found else {
      say(.notLocated(text), &turn)
      return
    }
    screen = .menu(
      top: ListWindow(top: found, count: visible.count, lines: menuLines).scrolled(by: 0))
    show(.menu, &turn)
  }
}
