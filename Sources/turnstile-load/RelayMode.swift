import ArgumentParser

/// `turnstile-load relay`: all figures of relayed sessions, from one command.
struct RelayMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract: "Start a host and a server, and measure relayed sessions.",
    discussion: """
      Each terminal signs on once, starts its sessions one after the other, and is left alone: \
      memory of a live session, CPU of idle ones. Then relayed screens at a rate, jumps from \
      session to session (the terminal answers the server's Read Buffer), and relayed screens as \
      fast as they go. With --proxy the last is done in turns with a proxy before the same host.

      All on 127.0.0.1, on free ports; the server's site and state are in a directory of their \
      own, which is removed at the end. Every screen is compared with the one before: a key that \
      brings no new screen, or a jump that leads nowhere, is a failure.
      """)

  @Option(name: [.customShort("n"), .long], help: "Number of terminals.")
  var terminals = 4000
  @Option(help: "Relayed sessions of each terminal.")
  var sessions = 2
  @Option(help: "Users that sign on in turn; all of one user's terminals are on one shard.")
  var users = 1
  @Option(help: "Threads of the server that serve terminals; the default is the server's own.")
  var shards: Int?
  @Option(help: "Seconds until the server's time-outs for sign-on and connecting are over.")
  var settle: Double = 25
  @Option(help: "Seconds to hold the idle sessions after that.")
  var hold: Double = 30
  @Option(help: "Relayed screens a second over all terminals.")
  var rate: Double = 1000
  @Option(help: "Jumps a second over all terminals.")
  var jumps: Double = 200
  @Option(help: "Seconds of each measurement under load.")
  var duration: Double = 20
  @Option(help: "Program of haproxy, to compare with its TCP mode.")
  var proxy: String?
  @Option(help: "Rounds of the comparison; each side has its turn in each.")
  var rounds = 5
  @OptionGroup var own: OwnServerOptions
  @Option(help: "Seconds to wait for a connection or a screen.")
  var timeout: Double = 60
  @Flag(help: "Print one JSON line in place of the table.")
  var json = false

  func validate() throws {
    try Check.count("--terminals", terminals)
    try Check.count("--sessions", sessions, to: 16)
    try Check.count("--users", users, to: 10_000)
    try Check.count("--shards", shards ?? 1, to: 256)
    try Check.count("--rounds", rounds, to: 100)
    try Check.rate("--rate", rate)
    try Check.rate("--jumps", jumps)
    try Check.seconds("--duration", duration, to: Check.longestMeasurement)
    try Check.pause("--hold", hold)
    try Check.pause("--settle", settle)
    try Check.seconds("--timeout", timeout)
    try Check.descriptors(
      terminals * (sessions + 1) + (proxy == nil ? 0 : terminals),
      for: "\(terminals) terminals with \(sessions) sessions")
  }

  func run() throws {
    let report: RelayReport
    do {
      report = try RelayRun(self).measure()
    } catch { throw Failure.exit("\(error)") }
    Output.line(json ? report.json : report.table)
    if !report.failures.isEmpty { throw ExitCode(1) }
  }
}
