import ArgumentParser
import Glibc
import Platform
import Time

/// Broken and whole bytes at random for every place where bytes of somebody else are read.
@main
struct TurnstileFuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turnstile-fuzz",
    abstract: "Give every reader of foreign bytes whole and broken input.",
    discussion: """
      Input is made of seeds (the repository's own tables, panels, decks and captures, and \
      Tests/Fuzz) by changing, cutting and joining them. The same seed and number make the same \
      input: a run that ends with a trap, or finds that a rule does not hold, says how to \
      play it again.

      Targets:
      \(FuzzTarget.all.map { "  \($0.name): \($0.what)" }.joined(separator: "\n"))

      Exit codes: 0 nothing was found; 1 a rule did not hold; 64 the command line is wrong; a \
      signal's where a target trapped.
      """)

  @Argument(help: "Targets; all of them, unless some are named.")
  var targets: [String] = []
  @Option(help: "Inputs for each target.")
  var runs = 10_000
  @Option(help: "Seconds for all targets together, in place of a number of inputs.")
  var seconds: Int?
  @Option(help: "Where the numbers begin.")
  var seed: UInt64 = 1
  @Option(help: "Number of the first input.")
  var first: UInt64 = 0
  @Option(help: "The repository, which has the seeds.")
  var root = "."
  @Option(help: "A file that is the only input.")
  var file: String?
  @Option(help: "Where to write the first input, so that it can be looked at or kept.")
  var write: String?

  func validate() throws {
    guard runs > 0, seconds ?? 1 > 0 else {
      throw ValidationError("--runs and --seconds are at least 1.")
    }
    let names = FuzzTarget.all.map(\.name)
    for target in targets where !names.contains(target) {
      throw ValidationError("'\(target)' is no target; expected \(names.joined(separator: ", ")).")
    }
    guard file == nil && write == nil || targets.count == 1 else {
      throw ValidationError("--file and --write are for one target.")
    }
  }

  static func main() {
    ProcessHygiene.prepare()
    main(nil)
  }

  func run() throws {
    let chosen = FuzzTarget.all.filter { targets.isEmpty || targets.contains($0.name) }
    var total = 0
    for target in chosen {
      var run = try FuzzRun(target, Seeds(root: root), seed: seed)
      if let file {
        try tell(run.look(at: try Files.read(file, limit: 16 << 20)), target)
        continue
      }
      if let write { try Files.write(run.input(first), to: write) }
      total += try play(&run, target, share: chosen.count)
    }
    if targets.count != 1 { line("\(total) inputs in all") }
  }

  /// Plays a target's share.
  /// - Returns: how many inputs it had.
  private func play(_ run: inout FuzzRun, _ target: FuzzTarget, share: Int) throws -> Int {
    let start = Clock.instant()
    let end = seconds.map { start.advanced(by: .milliseconds(1000 * $0 / share)) }
    var number = first
    // One alone is played to see the trap itself, as the runtime tells it.
    if runs > 1 || seconds != nil { TrapNote.begin(target: target.name, seed: seed) }
    while end.map({ Clock.instant() < $0 }) ?? (number < first + UInt64(runs)) {
      TrapNote.number = number
      try tell(run.play(number), target, number: number)
      number += 1
    }
    let (whole, part) = start.duration(to: Clock.instant()).components
    let seconds = Double(whole) + Double(part) / 1e18
    let count = Int(number - first)
    line("\(target.name): \(count) inputs, \(Int(Double(count) / max(seconds, 0.001))) a second")
    return count
  }

  private func tell(_ fault: String?, _ target: FuzzTarget, number: UInt64? = nil) throws {
    guard let fault else { return }
    line("\(target.name): \(fault)")
    if let number {
      line("turnstile-fuzz \(target.name) --seed \(seed) --first \(number) --runs 1")
    }
    throw ExitCode(1)
  }

  private func line(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count)
  }
}
