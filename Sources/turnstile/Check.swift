import ArgumentParser
import Diagnosis
import Messages
import Names
import Platform
import SAF
import Server
import SessionEngine
import Tables

/// `turnstile check`: every fault of the definition files.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check ACT/ and Screens/, and show every fault.",
    discussion: """
      An error is what the server refuses; a warning, what it ignores or what will never work. \
      Exit code 1 if there is an error; warnings alone give 0. Where the state directory is there, \
      a remark tells of tickets for which no key is defined, and of groups and permissions that \
      open something and that nobody can have. Where Security system is PAM, a remark says whether \
      its service is there and answers.
      """)

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption

  func run() throws {
    let loaded = SiteLoader.check(site.site)
    for line in loaded.rendered { Output.line(line) }
    if let tables = loaded.site?.tables {
      for line in try remarks(tables) { Output.line(line) }
    }
    let (errors, warnings) = (loaded.errorCount, loaded.warningCount)
    guard errors + warnings > 0 else {
      Output.line("\(loaded.fileCount) files are in order")
      return
    }
    Output.line(
      "\(counted(errors, "error")) and \(counted(warnings, "warning")) in "
        + counted(loaded.fileCount, "file"))
    if errors > 0 { throw ExitCode(1) }
  }

  /// What is not as the tables would have it, where the state directory is there.
  private func remarks(_ tables: SiteTables) throws -> [String] {
    let authority = PAMTrial(tables.system, site: site.site).map { [$0.line] } ?? []
    guard Files.exists(state.state + "/security.db") else { return authority }
    return try authority + tickets(tables) + rights(tables)
  }

  /// Groups and permissions that open something, and that the security manager does not have.
  private func rights(_ tables: SiteTables) throws -> [String] {
    guard tables.toBeDefined != Rights() else { return [] }
    return try UserRights.ask(nil, in: tables, site: site.site, state: state.state).lines
      .map { "remark: " + $0 }
  }

  /// Tickets for which no key is defined, by the rule that makes tickets.
  private func tickets(_ tables: SiteTables) throws -> [String] {
    let security = try Diagnose.security(state.state, site.site)
    guard let user = security.someUser else { return [] }
    return tables.sessions.compactMap { session in
      guard case .fails(let failure) = TicketForecast(session, user, in: security),
        [.noProfile, .noQualifiedProfile, .noKey].contains(failure.cause)
      else { return nil }
      return
        "\(session.path): remark: \(session.ticketProfile): \(failure.meaning); \(failure.remedy)"
    }
  }
}
