import ArgumentParser

/// `turnstile-load day`: whether a server is at its end as it was at its beginning.
struct DayMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "day",
    abstract: "A day's coming and going in some minutes: memory and descriptors have to stay flat.",
    discussion: """
      Starts a host and a server, as `relay` does. In each of its 24 hours terminals come, in \
      clear and inside TLS, and leave at any moment; some sign on, work in a session, end it or \
      lose their line and come back for it. Tables are reloaded all the while, and until noon the \
      server's process is killed in each hour. At the end of an hour all leave, and memory and \
      descriptors of each process are printed.

      Exit code 1 where an hour's end does not find the house empty, a visit fails, or memory or \
      descriptors of a process are more in the evening than they were: those of the process that \
      serves are compared from noon on, since it is another one until then.
      """)

  @Option(help: "Minutes that the day takes.")
  var minutes: Double = 30
  @Option(help: "Users, each with a session.")
  var users = 200
  @Option(help: "Terminals at one time.")
  var inFlight = 16
  @Option(help: "Where the day's dice begin.")
  var seed: UInt64 = 1
  @OptionGroup var own: OwnServerOptions

  func validate() throws {
    try Check.seconds("--minutes", minutes, to: 24 * 60)
    try Check.count("--users", users, to: 5000)
    try Check.count("--in-flight", inFlight, to: min(256, users))
  }

  func run() throws {
    let report: DayReport
    do {
      report = try DayRun(self).measure { Output.line($0.line) }
    } catch { throw Failure.exit("\(error)") }
    Output.line(report.text)
    if report.isFaulty { throw ExitCode(1) }
  }
}
