import ArgumentParser
import EBCDIC
import Platform
import Replay
import Terminal

extension Screen {
  /// `turnstile screen replay`.
  struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the screens of a recorded trace (x3270 -trace) as text.",
      discussion: "Exit code 1 where the trace cannot be read or a record is broken.")

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
      let result: TraceReplay.Result
      do {
        result = TraceReplay.run(try TraceFile(text))
      } catch {
        Output.error("\(trace): \(error)")
        throw ExitCode(1)
      }
      for (index, screen) in result.screens.enumerated() { show(screen, index + 1, page) }
      if bytes, let percent = result.percent {
        Output.line("\(result.screens.count) screens: repaint \(percent) % of the host's bytes")
      }
      for fault in result.faults { Output.error("\(trace): \(fault)") }
      if !result.faults.isEmpty { throw ExitCode(1) }
    }

    private func show(_ screen: TraceReplay.Screen, _ number: Int, _ page: CodePage) {
      if bytes {
        Output.line("screen \(number): host \(screen.hostBytes), repaint \(screen.repaintBytes)")
        return
      }
      Output.line("--- screen \(number), \(screen.space.size), cursor \(screen.space.cursor)")
      for line in ScreenText.lines(screen.space, page) { Output.line(line.trimmedEnd) }
    }
  }
}
