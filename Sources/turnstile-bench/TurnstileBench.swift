import Glibc
import Tables

/// `turnstile-bench PATH COUNT`: goes one hot path so many times, so that a counter of instructions can
/// tell what one time costs (`.ci/instructions`). Without arguments it names the paths. `turnstile-bench
/// tables ENTRIES` tells how long a large site takes (`SiteFigures`).
@main
enum TurnstileBench {
  static func main() {
    let words = CommandLine.arguments.dropFirst()
    guard let name = words.first else {
      for path in HotPath.all { write(path.name, to: STDOUT_FILENO) }
      return
    }
    if name == "tables", words.count == 2, let entries = words.last.flatMap({ Int($0) }),
      (1...TableLoader.entryLimit).contains(entries)
    {
      do {
        for line in try SiteFigures.lines(entries: entries) { write(line, to: STDOUT_FILENO) }
      } catch {
        write("turnstile-bench tables: \(error)", to: STDERR_FILENO)
        exit(1)
      }
      return
    }
    guard let path = HotPath.all.first(where: { $0.name == name }), words.count == 2,
      let count = words.last.flatMap({ Int($0) }), count >= 0
    else {
      write(
        "turnstile-bench \(words.joined(separator: " ")): expected PATH COUNT", to: STDERR_FILENO)
      exit(64)
    }
    do {
      let step = try path.make()
      for number in 0..<count { step(number) }
    } catch {
      write("turnstile-bench \(name): \(error)", to: STDERR_FILENO)
      exit(1)
    }
  }

  private static func write(_ line: String, to descriptor: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(descriptor, bytes, bytes.count)
  }
}
