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
    while var statement = statement(terminal, file.history, told: help) {
      defer { Wipe.bytes(&statement) }
      let verb = OperatorLines.word(statement)
      if OperatorVerb.find(verb)?.name == .end { break }
      guard !verb.isEmpty else { continue }
      if let row = OperatorVerb.find(verb), row.isTyped {
        file.append(String(decoding: CommandLines.joined(statement), as: UTF8.self))
      }
      server.look()
      // What could not be asked was told.
      _ = try? lines.isDone(statement)
    }
  }

  /// What the server of another user says that one may; nil where that is all, and blank where it says nothing.
  private var help: [String]? {
    guard ControlClient.isOthers(state: state.state) else { return nil }
    let answer = try? ControlClient.ask(["help"], state: state.state)
    return answer.flatMap { $0.isFailed ? nil : $0.lines } ?? []
  }

  /// A command, with the lines that continue it (`-` or `+` at the end); nil at the end.
  private func statement(
    _ terminal: LineTerminal, _ history: LineHistory, told help: [String]?
  ) -> [UInt8]? {
    var lines = CommandLines()
    var verb = ""
    while true {
      let begun = verb
      let step = terminal.line(
        prompt: lines.text.isEmpty ? "> " : "- ", history, told: help,
        hides: { Self.mayHide($0, behind: begun) })
      switch lines.take(step) {
      case .more: verb = OperatorLines.word(lines.text)
      case .whole(let command): return command
      case .abandoned: verb = ""
      case .end: return nil
      }
    }
  }

  /// Whether a line may have a password in it: all may that are no operator's command, behind the verb.
  ///
  /// - `verb`: the command's that it continues; blank for none.
  private static func mayHide(_ line: ArraySlice<UInt8>, behind verb: String) -> Bool {
    let typed = line.drop { $0 == 0x20 }
    guard verb.isEmpty else { return OperatorVerb.find(verb)?.isTyped != true }
    guard typed.contains(0x20) else { return false }
    return OperatorVerb.find(OperatorLines.word(Array(typed.prefix { $0 != 0x20 })))?.isTyped
      != true
  }
}

/// A person's terminal, from which lines are read key by key.
private struct LineTerminal {
  /// Nil where nobody types, or nobody would see it.
  init?() {
    guard TakenTerminal.isThere else { return nil }
  }

  private var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A line, or how it was left. Between two lines the terminal is as it was, so that CTRL-C ends a command that
  /// hangs.
  func line(
    prompt: String, _ history: LineHistory, told help: [String]?,
    hides: @escaping LineEditor.Hides
  ) -> LineEditor.Step {
    guard TakenTerminal.take(.all) else { return .end }
    defer { TakenTerminal.leave() }
    var editor = LineEditor(
      prompt: prompt, columns: columns, history: history, hides: hides,
      complete: { OperatorCompletion.words($0, told: help) })
    defer { editor.wipe() }
    var byte: UInt8 = 0
    while true {
      Output.bytes(editor.takeOutput())
      guard read(STDIN_FILENO, &byte, 1) == 1 else { return .end }
      let step = editor.take(byte)
      guard step == .more else {
        Output.bytes(editor.takeOutput())
        return step
      }
    }
  }
}

/// The file that keeps an operator's lines, where there is a home to keep it in.
private struct HistoryFile {
  private let path: String?
  private(set) var history = LineHistory()

  /// Bytes that a file is to have at the most; one that has more gets no further lines.
  private static let limit = LineHistory.limit * LineEditor.limit

  init() {
    let home = getenv("HOME").map { String(cString: $0) }
    let base =
      getenv("XDG_STATE_HOME").map { String(cString: $0) } ?? home.map { $0 + "/.local/state" }
    guard let base, base.hasPrefix("/") else {
      path = nil
      return
    }
    let folder = base + "/turnstile"
    // With another user's home, as under sudo, or without a folder, lines are known until the end.
    for (new, holder) in [(base, home ?? base), (folder, base)]
    where !Files.exists(new) && Files.isOwn(holder) {
      try? Files.makeDirectory(new)
    }
    path = Files.isOwn(folder) ? folder + "/history" : nil
    // The last line that was taken may be longer than the limit.
    guard let path, let bytes = try? Files.read(path, limit: Self.limit + LineEditor.limit + 1)
    else { return }
    history = LineHistory(file: bytes)
    let trimmed = history.file
    if trimmed.count < bytes.count { try? Files.write(trimmed, to: path) }
  }

  /// Takes down a line, for this console and the next; a disk that is full keeps nobody from anything.
  mutating func append(_ line: String) {
    let before = history
    history.append(line)
    guard history != before, line.utf8.count <= LineEditor.limit else { return }
    // Another console may have added to it.
    if let path { _ = try? Files.append(Array((line + "\n").utf8), to: path, limit: Self.limit) }
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
