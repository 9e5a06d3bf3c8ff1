import ArgumentParser

/// `turnstile-load secrets`: where secrets are that nobody should find.
struct SecretsMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secrets",
    abstract: "Plant thousands of secrets in a server, and look for them in its files and memory.",
    discussion: """
      Users sign on with wrong, right and new passwords, lock and unlock, type into hidden \
      fields of a host, and start sessions by ticket, half of them inside TLS and half of them \
      traced; keys are entered in decks, tickets are made for an administrator, keys exported \
      under pass phrases; the server's process dies of SIGSEGV. Each secret is another one.

      Then all files of the state directory (log, traces, database, prints, crash reports), what \
      the server said, and the memory of its processes with what they share, which is all that a \
      core has, are searched for each secret as ASCII, EBCDIC, UTF-16 and hexadecimal digits.

      Exit code 1 where one is found after its use. A field that is half-typed is in memory as \
      long as its user may come back to it, and is counted beside. Reading another process's \
      memory wants root.
      """)

  @Option(help: "Secrets to plant, about.")
  var count = 10_000
  @Option(help: "Users at one time.")
  var inFlight = 16
  @Option(help: "Where the secrets' numbers begin.")
  var seed: UInt64 = 1
  @OptionGroup var own: OwnServerOptions

  func validate() throws {
    try Check.count("--count", count, to: 1_000_000)
    try Check.count("--in-flight", inFlight, to: 256)
  }

  func run() throws {
    let report: SecretsReport
    do { report = try SecretsRun(self).measure() } catch { throw Failure.exit("\(error)") }
    Output.line(report.text)
    if report.isFaulty { throw ExitCode(1) }
  }
}
