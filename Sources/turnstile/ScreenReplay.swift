import ArgumentParser
import EBCDIC
import Platform
import Replay
import Terminal

/// `turnstile screen replay`.
struct ScreenReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Show the screens of a recorded trace (x3270 -trace) as text.",
    discussion: """
      A mixed code page, such as 939, shows double-byte text. Exit code 1 where the trace cannot \
      be read, a record is broken, or the trace shows no screen.
      """)

  @Argument(help: "The trace file.")
  var trace: String
  @Flag(help: "Show, for each screen, the host's bytes and those of a repaint, in place of text.")
  var bytes = false
  @Option(help: "Code page of the host.")
  var codePage = "bracket"

  /// Longest trace that is read.
  private static let limit = 256 << 20

  func run() throws {
    guard let page = CodePage.named(codePage) else {
      throw ValidationError("'\(codePage)' is none of \(CodePage.names.joined(separator: ", ")).")
    }
    let text = String(decoding: try Files.read(trace, limit: Self.limit), as: UTF8.self)
    let file: TraceFile
    do {
      file = try TraceFile(text)
    } catch {
      Output.error("\(trace): \(error)")
      throw ExitCode(1)
    }
    let result = TraceReplay.run(file)
    let pairs = DoubleByteTable(CodePage.number(codePage))
    for (index, screen) in result.screens.enumerated() {
      for line in lines(screen, index + 1, page: page, pairs: pairs) {
        Output.line(line.trimmedEnd)
      }
    }
    if bytes, let percent = result.percent {
      Output.line("\(result.screens.count) screens: repaint \(percent) % of the host's bytes")
    }
    for gap in file.gaps { Output.error("\(trace): \(gap)") }
    for fault in result.faults { Output.error("\(trace): \(fault)") }
    if result.screens.isEmpty {
      Output.error(
        "\(trace): no screen: there is no 3270 data, and no text of the host's system or of "
          + "line mode")
    }
    if result.hasDoubleByteText, !bytes, pairs == nil {
      Output.error(
        "\(trace): has double-byte text; --code-page shows it with one of "
          + "\(DoubleByteTable.pages.joined(separator: ", "))")
    }
    if result.screens.isEmpty || !result.faults.isEmpty { throw ExitCode(1) }
  }

  /// What is printed of a screen.
  private func lines(
    _ screen: TraceReplay.Screen, _ number: Int, page: CodePage,
    pairs: DoubleByteTable?
  ) -> [String] {
    if bytes {
      return screen.lineMode == nil
        ? ["screen \(number): host \(screen.hostBytes), repaint \(screen.repaintBytes)"]
        : ["screen \(number): line mode"]
    }
    if let lines = screen.lineMode { return ["--- screen \(number), line mode"] + lines }
    return ["--- screen \(number), \(screen.space.size), cursor \(screen.space.cursor)"]
      + ScreenText.lines(
        screen.space, page, doubleByte: pairs.map { pairs in { pairs.character($0, $1) } })
  }
}
