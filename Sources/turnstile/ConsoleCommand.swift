import ArgumentParser
import Console
import Crypto
import Glibc
import Platform
import Server

/// `turnstile console`: the operator's terminal, with a line that is edited.
struct ConsoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console",
    abstract: "The operator's terminal: commands one after another, with history and completion.",
    discussion: """
      Commands and answers are those of turnstile oper; HELP shows them, and END or CTRL-D \
      leaves. TAB completes a word, the arrows bring former lines back. They are kept in \
      ~/.local/state/turnstile/history, for you alone; RACF's commands, which may have passwords \
      in them, are not. Where the server restarts, it is waited for. Where standard input is no \
      terminal, its lines are taken one by one. Exit code 1 if a command failed there; at a \
      terminal 0.
      """)

  @OptionGroup var state: StateOption

  func run() throws {
    guard let terminal = LineTerminal() else {
      return try OperatorLines(state: state.state).readAll(prompt: nil)
    }
    let lines = OperatorLines(state: state.state)
    var file = HistoryFile()
    Output.error("turnstile's operator; HELP shows the commands, END leaves.")
    var server = ServerWatch(state: state.state)
    while var statement = statement(terminal, file.history) {
      defer { Wipe.bytes(&statement) }
      let verb = OperatorLines.word(statement)
      if OperatorVerb.find(verb)?.name == .end { break }
      guard !verb.isEmpty else { continue }
      if let row = OperatorVerb.find(verb), row.isTyped {
        file.append(String(decoding: statement, as: UTF8.self))
      }
      server.look()
      // What could not be asked was told.
      _ = try? lines.isDone(statement)
    }
  }

  /// A command, with the lines that continue it (`-` or `+` at the end); nil at the end.
  private func statement(_ terminal: LineTerminal, _ history: LineHistory) -> [UInt8]? {
    var all: [UInt8] = []
    while true {
      guard
        let line = terminal.line(
          prompt: all.isEmpty ? "> " : "- ", history,
          complete: { OperatorCompletion.words($0) })
      else { return all.isEmpty ? nil : all }
      all += line
      let last = all.last { $0 != 0x20 }
      guard last == 0x2D || last == 0x2B, all.count < StandardInput.limit else { return all }
      all.append(0x0A)
    }
  }
}

/// A person's terminal, from which lines are read key by key.
private struct LineTerminal {
  private let former: termios

  /// Nil where nobody types, or nobody would see it.
  init?() {
    var settings = termios()
    guard isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    former = settings
  }

  private var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A line; nil at the end. Between two lines the terminal is as it was, so that CTRL-C ends a command that hangs.
  func line(
    prompt: String, _ history: LineHistory, complete: @escaping LineEditor.Complete
  ) -> [UInt8]? {
    var settings = former
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    settings.c_iflag &= ~tcflag_t(ICRNL | IXON)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    defer {
      var settings = former
      tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }
    var editor = LineEditor(
      prompt: prompt, columns: columns, history: history, complete: complete)
    defer { editor.wipe() }
    var byte: UInt8 = 0
    while true {
      Output.bytes(editor.takeOutput())
      guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
      switch editor.take(byte) {
      case .more: continue
      case .line(let line):
        Output.bytes(editor.takeOutput())
        return line
      case .end:
        Output.bytes(editor.takeOutput())
        return nil
      }
    }
  }
}

/// The file that keeps an operator's lines, where there is a home to keep it in.
private struct HistoryFile {
  private let path: String?
  private(set) var history = LineHistory()

  /// Bytes that are read of a file at the most.
  private static let limit = LineHistory.limit * LineEditor.limit

  init() {
    let home = getenv("HOME").map { String(cString: $0) }
    let base =
      getenv("XDG_STATE_HOME").map { String(cString: $0) } ?? home.map { $0 + "/.local/state" }
    guard let base, base.hasPrefix("/") else {
      path = nil
      return
    }
    path = base + "/turnstile/history"
    for folder in [base, base + "/turnstile"] where !Files.exists(folder) {
      // Without a folder lines are known until the end.
      try? Files.makeDirectory(folder)
    }
    if let path, let bytes = try? Files.read(path, limit: Self.limit) {
      history = LineHistory(file: bytes)
    }
  }

  /// Takes down a line, for this console and the next; a disk that is full keeps nobody from anything.
  mutating func append(_ line: String) {
    history.append(line)
    if let path { try? Files.write(history.file, to: path) }
  }
}

/// Whether the server answers, as an operator is told of it.
private struct ServerWatch {
  private let state: String
  private var isThere: Bool

  /// Tenths of a second for which a server is waited for that was there.
  private static let patience = 150

  init(state: String) {
    self.state = state
    isThere = ControlClient.isRunning(state: state)
    if !isThere { Output.error("no server runs with the state directory \(state)") }
  }

  /// Looks before a command; waits for a server that restarts.
  mutating func look() {
    let wasThere = isThere
    isThere = ControlClient.isRunning(state: state)
    guard wasThere != isThere else { return }
    guard !isThere else { return Output.error("the server answers again") }
    Output.error("the server has ended; waiting for the next one (CTRL-C leaves)")
    for _ in 0..<Self.patience {
      Threads.sleep(milliseconds: 100)
      isThere = ControlClient.isRunning(state: state)
      guard !isThere else { return Output.error("the server answers again") }
    }
    Output.error("no server answers; the command goes on without it, where it can")
  }
}
