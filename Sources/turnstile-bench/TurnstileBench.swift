import Glibc

/// `turnstile-bench PATH COUNT`: goes one hot path so many times, so that a counter of instructions can
/// tell what one time costs (`.ci/instructions`). Without arguments it names the paths.
@main
enum TurnstileBench {
  static func main() {
    let words = CommandLine.arguments.dropFirst()
    guard let name = words.first else {
      for path in HotPath.all { write(path.name, to: STDOUT_FILENO) }
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
