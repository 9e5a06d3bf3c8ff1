import ArgumentParser
import Bytes
import Crypto
import PassTicket
import Platform

/// `turnstile ticket`: PassTickets.
struct Ticket: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "PassTickets.", subcommands: [Vectors.self, Generate.self, Evaluate.self, Time.self])

  /// `turnstile ticket vectors`.
  struct Vectors: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make and evaluate the known tickets of a file, and compare.",
      discussion: "Exit code 1 if one differs.")

    @Argument(help: "JSON with legacy, legacy_eval, enhanced and enhanced_eval.")
    var file: String

    func run() throws {
      guard let result = TicketVectors.run(try JSONFile.read(file)) else {
        Output.error("\(file): expected legacy, legacy_eval, enhanced or enhanced_eval")
        throw ExitCode(1)
      }
      for line in result.failures { Output.line(line) }
      Output.line("\(result.passed) passed, \(result.failures.count) failed")
      if !result.failures.isEmpty { throw ExitCode(1) }
    }
  }
}

extension Ticket {
  /// Who asks for what.
  struct Names: ParsableArguments {
    @Option(help: "User of the ticket.")
    var user: String
    @Option(help: "Application name of the ticket.")
    var appl: String
    @Option(name: .customLong("as"), help: "Who asks; needs access to IRRPTAUTH.appl.user.")
    var asUser = "ADMIN"
    @OptionGroup var state: StateOption
  }

  /// `turnstile ticket generate`.
  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a PassTicket, for an administrator with UPDATE to IRRPTAUTH.appl.user.",
      discussion: "The ticket alone goes to standard output; the log tells who made it for whom.")
    @OptionGroup var names: Names

    func run() throws {
      try Administer.show(
        ["ticket", "generate", names.asUser, names.user, names.appl], state: names.state.state)
    }
  }

  /// `turnstile ticket evaluate`.
  struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Evaluate a PassTicket from standard input; needs READ to IRRPTAUTH.appl.user.",
      discussion: "Exit code 1 if it is refused; only the log has the reason.")
    @OptionGroup var names: Names

    func run() throws {
      var ticket = try StandardInput.read(prompt: "PassTicket")
      defer { Wipe.bytes(&ticket) }
      try Administer.show(
        ["ticket", "evaluate", names.asUser, names.user, names.appl], body: ticket,
        state: names.state.state)
    }
  }
}

/// JSON files that commands read.
enum JSONFile {
  /// Largest file.
  private static let limit = 256 << 20

  static func read(_ path: String) throws -> JSONValue {
    do {
      return try JSONValue(parsing: try Files.read(path, limit: limit))
    } catch let error as SystemError {
      Output.error("\(error)")
    } catch let error as JSONValue.SyntaxError {
      Output.error("\(path): byte \(error.offset): expected \(error.expected)")
    }
    throw ExitCode(1)
  }
}
