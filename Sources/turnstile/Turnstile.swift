import ArgumentParser
import Platform
import Server

/// The one command that people use.
@main
struct Turnstile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turnstile",
    abstract: "A session manager for 3270 terminals.",
    discussion: """
      Without a command it serves: turnstile --listen HOST:PORT --listen-tls HOST:PORT --site DIR \
      --state DIR, all of them in turnstile help serve.

      Exit codes: 0 done; 1 faults were found, or the server cannot start; 64 the command line is \
      wrong. `rehearse` says more with its own.
      """,
    version: Server.version,
    subcommands: [
      Serve.self, Init.self, Upgrade.self, Drain.self, Check.self, ScriptCommands.self,
      Explain.self, Ticket.self, Screen.self, Card.self,
      Certificate.self, Operator.self, ConsoleCommand.self, Display.self, RACFCommands.self,
      User.self,
      KeyGenerator.self, Keys.self, Load.self, Extract.self, Audit.self, Diagnose.self,
      Rehearse.self, BackupCommand.self, RestoreCommand.self,
      Manual.self,
    ],
    defaultSubcommand: Serve.self)

  static func main() {
    ProcessHygiene.prepare()
    ProcessHygiene.wipeFreedMemory()
    if let fault = CommandTree.fault(Array(CommandLine.arguments.dropFirst()), Turnstile.self) {
      Output.error(fault)
      exit(withError: ExitCode(64))
    }
    main(nil)
  }
}

/// Where a site's files are.
struct SiteOption: ParsableArguments {
  /// `TURNSTILE_SITE`, or the current directory.
  static let defaultPath = Environment.value("TURNSTILE_SITE") ?? "."

  @Option(help: "Directory that holds ACT/ and Screens/; TURNSTILE_SITE names another default.")
  var site = SiteOption.defaultPath
}

/// Where a server keeps its own files.
struct StateOption: ParsableArguments {
  @Option(
    help: """
      Directory of database, keys and log; made, for its owner alone, when missing; \
      TURNSTILE_STATE names another default.
      """)
  var state = Environment.value("TURNSTILE_STATE") ?? "state"
}
