import ArgumentParser
import DataStream
import Platform
import Replay
import Time

/// `turnstile screen fuzz`.
struct ScreenFuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Run random records, whole and broken, through the virtual terminal.",
    discussion:
      "Redraws and compressed records are compared with the model. Exit code 1 if one differs.")

  @Option(help: "How many records.")
  var records = 1_000_000
  @Option(help: "Which: the same seed makes the same records.")
  var seed: UInt64 = 1

  func validate() throws {
    guard records > 0 else { throw ValidationError("--records is at least 1.") }
  }

  func run() throws {
    let start = Clock.instant()
    var fuzz = FuzzRun(seed: seed, size: .model4)
    let result = fuzz.run(records: records) { done in
      Output.progress("\(done) of \(records) records")
    }
    Output.endProgress()
    let seconds = start.duration(to: Clock.instant()).components.seconds
    if let first = result.first { Output.line(first) }
    Output.line(
      "\(result.records) records (seed \(seed)), \(result.broken) broken, in \(seconds) s; "
        + "\(result.compared) comparisons, \(result.differences) differences")
    if result.differences > 0 { throw ExitCode(1) }
  }
}
