import ArgumentParser
import Platform

/// Opens many terminals, drives them, and prints what it measured.
@main
struct TurnstileLoad: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turnstile-load",
    abstract: "A load generator for TN3270 servers.",
    discussion: """
      It follows the data stream as an emulator does: writes, queries, reads, responses. Latency \
      ends with the screen that restores the keyboard.

      Examples:
        turnstile-load idle 127.0.0.1:2323 --terminals 10000 --hold 60 --pid 4711
        turnstile-load loop 127.0.0.1:2323 --terminals 500 --rate 2000 --sign-on ADMIN \
      --password-file pw --aid PF7
        turnstile-load churn 127.0.0.1:2323 --terminals 50 --duration 10
        turnstile-load relay --terminals 4000 --sessions 2
        turnstile-load survive --terminals 3000 --kills 100
        turnstile-load tls --terminals 200
        turnstile-load host 127.0.0.1:3270
        turnstile-load secrets
        turnstile-load day --minutes 30
        turnstile-load hostile -n 10000 --guests 200 --users 500

      Exit codes: 0 done; 1 a terminal failed, the server's process died (idle, loop and churn see \
      that with --pid), or nothing could be measured; 64 the command line is wrong.
      """,
    subcommands: [
      Idle.self, Loop.self, Churn.self, RelayMode.self, TLSMode.self, SurviveMode.self,
      SecretsMode.self, DayMode.self,
      HostMode.self, HostileMode.self, AttackMode.self, AttackHostMode.self,
    ])

  static func main() {
    ProcessHygiene.prepare()
    main(nil)
  }
}

/// `turnstile-load idle`.
struct Idle: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open terminals and leave them alone: memory and CPU of an idle one.")

  @OptionGroup var target: TargetOptions
  @Option(help: "Seconds to hold the terminals once all are there.")
  var hold: Double = 10

  func validate() throws {
    guard hold >= 0, hold.isFinite else {
      throw ValidationError("--hold \(hold): expected seconds, 0 or more.")
    }
  }

  func run() throws { try target.measure { $0.idle(hold: .seconds(hold)) } }
}

/// `turnstile-load loop`.
struct Loop: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Repeat a key on every terminal: transactions a second and their latency.",
    discussion: """
      Without --rate each terminal sends as soon as its answer has come (closed loop). With it, \
      keys are due at fixed times over all terminals and latency counts from the time a key was \
      due, so a slow server cannot hide.
      """)

  @OptionGroup var target: TargetOptions
  @Option(help: "Key to repeat: ENTER, CLEAR, PA1 to PA3, PF1 to PF24.")
  var aid = "ENTER"
  @Option(help: "Transactions a second over all terminals.")
  var rate: Double?
  @Option(help: "Seconds to measure.")
  var duration: Double = 10
  @Option(help: "Seconds of load before the measurement.")
  var warmup: Double = 1

  func validate() throws {
    guard Plan.key(aid) != nil else {
      throw ValidationError(
        "--aid \(aid): no such key; expected ENTER, CLEAR, PA1 to PA3 or PF1 to PF24.")
    }
    if let rate { try Check.rate("--rate", rate) }
    try Check.seconds("--duration", duration, to: Check.longestMeasurement)
    try Check.pause("--warmup", warmup)
  }

  func run() throws {
    guard let key = Plan.key(aid) else { return }
    try target.measure {
      $0.loop(
        key, rate: rate, warmup: .seconds(warmup), duration: .seconds(duration))
    }
  }
}

/// `turnstile-load churn`.
struct Churn: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Connect, come to the last screen of the set-up, close, again: connections a second.")

  @OptionGroup var target: TargetOptions
  @Option(help: "Seconds to measure.")
  var duration: Double = 10

  func validate() throws {
    try Check.seconds("--duration", duration, to: Check.longestMeasurement)
  }

  func run() throws { try target.measure { $0.churn(duration: .seconds(duration)) } }
}
