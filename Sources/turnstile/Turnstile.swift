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
      Exit codes: 0 done; 1 faults were found, or the server cannot start; 64 the command line is \
      wrong. `rehearse` says more with its own.
      """,
    version: Server.version,
    subcommands: [
      Serve.self, Check.self, Ticket.self, Screen.self, Card.self, Operator.self, Display.self,
      RACFCommands.self, KeyGenerator.self, Diagnose.self, Rehearse.self, Manual.self,
    ],
    defaultSubcommand: Serve.self)

  static func main() {
    ProcessHygiene.prepare()
    main(nil)
  }
}

/// Where a site's files are.
struct SiteOption: ParsableArguments {
  @Option(help: "Directory that holds ACT/ and Screens/.")
  var site = "."
}

/// Where a server keeps its own files.
struct StateOption: ParsableArguments {
  @Option(help: "Directory of database, keys and log; made, for its owner alone, when missing.")
  var state = "state"
}
