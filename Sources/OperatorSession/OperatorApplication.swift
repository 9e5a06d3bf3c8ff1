public import Bytes
import DataStream
import Names
public import Panels
public import SessionEngine

/// The operator's commands as a session on the menu (TPXOPER): a command line, and what was answered.
///
/// Who may give which command is not known here: the server says so in its answer.
public struct OperatorApplication: Application, Sendable {
  private var screen: OperatorScreen
  private var book = AnswerBook()
  private var history = CommandHistory()
  /// The command whose answer is on its way.
  private var asked: String?
  private var user = ""
  private var terminal = ""

  /// A session before its first screen; nil where its panel is not there.
  public init?(panels: PanelLibrary) {
    guard let screen = OperatorScreen(panels) else { return nil }
    self.screen = screen
  }

  /// Takes one event from the session, and appends what is to be done.
  public mutating func handle(
    _ event: ApplicationEvent, into effects: inout [ApplicationEffect]
  ) {
    switch event {
    case .opened(let data):
      screen = screen.fitting(data.screen)
      terminal = data.terminal.description
      user = data.user?.description ?? ""
      ask("HELP", into: &effects)
      show(into: &effects)
    case .record(let record):
      guard let input = try? screen.panel.read(record, on: screen.canvas) else { return }
      take(input, into: &effects)
    case .answered(let answer): answered(answer, into: &effects)
    case .verdict, .administered, .viewed, .woke, .unattended, .closed: break
    }
  }

  private mutating func take(_ input: PanelInput, into effects: inout [ApplicationEffect]) {
    // What is typed stays while pages are turned.
    var command = input.text(.command)
    switch input.aid {
    case .pf3, .pf15: return effects.append(.end)
    case .pf7, .pf19: book.scroll(by: -screen.rows, rows: screen.rows)
    case .pf8, .pf20: book.scroll(by: screen.rows, rows: screen.rows)
    case .pf12, .pf(24): command = history.retrieve() ?? command
    case .clear: book.clear()
    case .enter:
      switch command.uppercased() {
      case "": break
      case "END", "QUIT", "EXIT", "LOGOFF": return effects.append(.end)
      default: command = give(command, into: &effects)
      }
    default: break
    }
    show(command: command, into: &effects)
  }

  /// Gives a command; gives back what is left on the command line.
  private mutating func give(_ line: String, into effects: inout [ApplicationEffect]) -> String {
    if let asked {
      book.append(
        OperatorAnswer(lines: ["Wait: the answer to \(asked) is on its way."], isFailed: true))
      return line
    }
    history.append(line)
    ask(line, into: &effects)
    return ""
  }

  private mutating func ask(_ line: String, into effects: inout [ApplicationEffect]) {
    book.append(command: line)
    asked = line
    effects.append(.operate(line))
  }

  /// An answer comes at any time; what the operator is typing stays.
  private mutating func answered(
    _ answer: OperatorAnswer, into effects: inout [ApplicationEffect]
  ) {
    guard asked != nil else { return }
    asked = nil
    book.append(answer)
    effects.append(
      .send(
        screen.panel.renderOutputs(
          values(""), list: list, on: screen.canvas, only: [.line, .more, .rows])))
  }

  private func show(command: String = "", into effects: inout [ApplicationEffect]) {
    effects.append(.send(screen.panel.render(values(command), list: list, on: screen.canvas)))
  }

  private func values(_ command: String) -> PanelTexts {
    let window = book.window(screen.rows)
    return [
      .user: user, .terminal: terminal, .command: command, .more: window.more,
      .rows: window.position,
    ]
  }

  /// Every line of the screen has its field, so that a later answer finds it there.
  private var list: [PanelTexts] {
    let shown = book.shown(screen.rows)
    let texts = shown.map { line in
      var row: PanelTexts = [:]
      row.set(.line, line.text, tone: line.kind.tone)
      return row
    }
    return texts + Array(repeating: [.line: ""], count: screen.rows - texts.count)
  }

  // MARK: Another process

  /// Appends all that it is.
  public func freeze(into freezer: inout Freezer) -> Bool {
    freezer.put(screen.terminal)
    freezer.put(book)
    freezer.put(history)
    freezer.put(asked)
    freezer.put(user)
    freezer.put(terminal)
    return true
  }

  /// Reads what `freeze` wrote; nil where the panel is not there.
  public init?(thawing thawer: inout Thawer, panels: PanelLibrary) throws(ThawError) {
    self.init(panels: panels)
    screen = screen.fitting(try thawer.take(TerminalCapabilities.self))
    book = try thawer.take()
    history = try thawer.take()
    asked = try thawer.take()
    user = try thawer.take()
    terminal = try thawer.take()
  }

  /// A command is not given twice: whether it was done shows only by looking.
  public mutating func resume(into effects: inout [ApplicationEffect]) {
    guard let asked else { return }
    answered(
      OperatorAnswer(
        lines: [
          "The server was replaced before it answered \(asked).",
          "Look whether it was done before you give it again.",
        ], isFailed: true), into: &effects)
  }
}

extension AnswerBook.Line.Kind {
  /// How a line of this kind looks.
  fileprivate var tone: Tone? {
    switch self {
    case .command: .good
    case .answer: nil
    case .failure: .fault
    }
  }
}
