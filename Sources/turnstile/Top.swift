import ArgumentParser
import Glibc
import Metrics
import Platform
import Server
import Time

/// `turnstile oper top`: the running server's figures on one screen.
///
/// On a terminal it draws anew until q is pressed. Without one, or once, it tells the figures since the
/// server's start and ends.
struct Top {
  let state: String
  /// Seconds between two looks.
  let interval: Int
  /// Whether it looks once and ends.
  let once: Bool
  /// Whether it tells all figures as JSON, once.
  let json: Bool

  func run() throws {
    guard !json else { return Output.line(MetricsJSON.render(try Self.look(state))) }
    guard !once, let screen = LiveScreen() else { return try Self.show(state) }
    // Whatever ends it, the terminal is as it was.
    defer { screen.leave() }
    var former: (metrics: Metrics, time: Instant)?
    repeat {
      let metrics = try Self.look(state)
      let now = Clock.instant()
      let elapsed = former.map { Double(now.nanoseconds - $0.time.nanoseconds) / 1e9 } ?? 0
      let size = screen.size
      let top = TopScreen(metrics, former: former?.metrics, elapsed: elapsed, width: size.columns)
      screen.draw(Self.lines(top, rows: size.rows - 1) + ["q ends"])
      former = (metrics, now)
    } while !screen.isQuit(within: interval)
  }

  /// One look, for a script or the console.
  static func show(_ state: String) throws {
    for line in lines(TopScreen(try look(state), former: nil, elapsed: 0), rows: 24) {
      Output.line(line)
    }
  }

  private static func lines(_ top: TopScreen, rows: Int) -> [String] {
    let wall = Clock.wall()
    let date = CivilDate(wall, offsetSeconds: Clock.utcOffset(at: wall))
    return top.lines(time: "\(date.date) \(date.clock)", seconds: wall.seconds, rows: rows)
  }

  private static func look(_ state: String) throws -> Metrics {
    let answer = try Administer.ask(["figures"], state: state)
    guard !answer.isFailed else {
      for line in answer.lines { Output.error(line) }
      throw ExitCode(1)
    }
    return MetricsReader.read(answer.lines)
  }
}

/// A person's terminal, drawn anew again and again.
private struct LiveScreen {
  /// Takes the terminal over: its other screen, and keys at once. Nil where there is none.
  init?() {
    // CTRL-C comes as a key; a signal leaves the terminal as it was.
    guard TakenTerminal.isThere, TakenTerminal.take(.atOnce, lastWords: Self.lastWords) else {
      return nil
    }
    Output.raw("\u{1B}[?1049h\u{1B}[?25l")
  }

  func leave() {
    Output.raw(Self.lastWords)
    TakenTerminal.leave()
  }

  /// The cursor is seen, and the first screen is there again.
  private static let lastWords = "\u{1B}[?25h\u{1B}[?1049l"

  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 1
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  func draw(_ lines: [String]) {
    Output.raw("\u{1B}[H" + lines.joined(separator: "\u{1B}[K\r\n") + "\u{1B}[K\u{1B}[J")
  }

  /// Waits; whether q, CTRL-C, CTRL-D or the end of input came. Any other key looks again at once.
  func isQuit(within seconds: Int) -> Bool {
    var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Int32(seconds * 1000)) > 0 else { return false }
    var key: UInt8 = 0
    guard read(STDIN_FILENO, &key, 1) == 1 else { return true }
    return [UInt8(ascii: "q"), UInt8(ascii: "Q"), 3, 4].contains(key)
  }
}
