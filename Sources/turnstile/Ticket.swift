import ArgumentParser
import Bytes
import PassTicket
import Platform

/// `turnstile ticket`: PassTickets.
struct Ticket: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "PassTickets.", subcommands: [Vectors.self])

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
