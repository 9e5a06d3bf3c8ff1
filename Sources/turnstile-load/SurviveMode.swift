import ArgumentParser

/// `turnstile-load survive`: what users notice of a server that dies, or is replaced.
struct SurviveMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survive",
    abstract: "Kill a server's process again and again under load, and count what users notice.",
    discussion: """
      Starts a host that counts keys and a server, as `relay` does; each terminal signs on and \
      starts a session. While keys are pressed at a rate, the server's process is killed with \
      SIGKILL, or with --upgrade replaced by another program. Each key is followed: one that is \
      lost, one that the host had twice, a screen that is another session's or not the host's, \
      and a connection that ends are counted. With --upgrade others connect all the while.

      Exit code 1 where any of them is not 0.
      """)

  @Option(name: [.customShort("n"), .long], help: "Number of terminals, each with a session.")
  var terminals = 3000
  @Option(help: "How often the server is killed, or replaced.")
  var kills = 100
  @Flag(help: "Replace the server's program in place of killing its process.")
  var upgrade = false
  @Option(help: "Program that takes over; the default is the server's own.")
  var program: String?
  @Option(help: "Keys a second over all terminals.")
  var rate: Double = 1000
  @Option(help: "Seconds between two kills.")
  var interval: Double = 4
  @OptionGroup var own: OwnServerOptions
  @Option(help: "Seconds to wait for a connection or a screen.")
  var timeout: Double = 60

  func validate() throws {
    try Check.count("--terminals", terminals)
    try Check.count("--kills", kills, to: 100_000)
    try Check.rate("--rate", rate)
    try Check.seconds("--interval", interval)
    try Check.seconds("--timeout", timeout)
    try Check.descriptors(2 * terminals, for: "\(terminals) terminals")
  }

  func run() throws {
    let report: SurviveReport
    do {
      report = try SurviveRun(self).measure()
    } catch { throw Failure.exit("\(error)") }
    Output.line(report.text)
    if report.isFaulty { throw ExitCode(1) }
  }
}

/// What `turnstile-load survive` found.
struct SurviveReport {
  let terminals: Int
  let what: String
  var connected = 0
  var hits = 0
  /// Restarts or upgrades that the server told of.
  var told = 0
  /// What died without being hit.
  var deaths: [String: Int] = [:]
  var seconds = 0.0
  var watch = KeyWatch()
  /// Terminals that were given up, by reason.
  var failures: [String: Int] = [:]
  /// Others that connected meanwhile, and those that could not.
  var connects = 0
  var failedConnects: [String: Int] = [:]

  private func failed(_ isIn: (String) -> Bool) -> Int {
    failures.reduce(0) { $0 + (isIn($1.key) ? $1.value : 0) }
  }

  private var wrong: Int { failed { $0.hasPrefix("wrong screen") } }
  private var lost: Int { failed { $0.hasPrefix("no answer to a key") } }
  private var disconnects: Int { failed { _ in true } - wrong - lost }

  /// Whether anybody noticed more than a pause.
  var isFaulty: Bool {
    !failures.isEmpty || !failedConnects.isEmpty || !deaths.isEmpty || watch.doubled > 0
      || told != hits || connected < terminals
  }

  /// A table for people.
  var text: String {
    func ms(_ share: Double) -> String {
      String(watch.pauses.percentile(share) / 1_000_000)
    }
    var lines = [
      "terminals \(connected) of \(terminals), each with a host's session; "
        + "\(what) \(hits) (the server counted \(told)) in \(Int(seconds)) s",
      "disconnects \(disconnects), wrong screens \(wrong), keys lost \(lost), "
        + "keys doubled \(watch.doubled), keys answered \(watch.answered), "
        + "screens drawn again \(watch.redrawn)",
      "pause of \(watch.pauses.count) keys around them: p50 \(ms(0.5)) ms, p99 \(ms(0.99)) ms, "
        + "longest \(watch.pauses.longest / 1_000_000) ms",
    ]
    if connects > 0 || !failedConnects.isEmpty {
      let failed = failedConnects.values.reduce(0, +)
      lines.append("connects meanwhile \(connects), failed \(failed)")
    }
    let reasons = failures.merging(failedConnects, uniquingKeysWith: +)
      .merging(deaths, uniquingKeysWith: +)
    for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(count) \(reason)")
    }
    return lines.joined(separator: "\n")
  }
}
