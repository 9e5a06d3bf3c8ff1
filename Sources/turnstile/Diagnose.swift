import ArgumentParser
import Diagnosis
import Names
import Platform
import Server
import SessionEngine
import Syntax
import Tables

/// `turnstile diagnose`: why a ticket cannot be made, or what another site would do.
struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say why an application's tickets fail and how to mend it; or compare two sites.",
    discussion: """
      Exit code 1 if a session would not start signed on as its entry wants it, or will fail at \
      the other site.
      """)

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Argument(help: "Application-ID or session id; all of them when it is left out.")
  var application: String?
  @Option(
    help: """
      The user whose ticket it is (default: ADMIN, or the first who may sign on; and everybody's \
      in the log).
      """)
  var user: String?
  @Option(help: "Compare with the site in this directory.")
  var against: String?
  @Option(help: "State directory of the other site (default: `state` in it).")
  var againstState: String?

  func run() throws {
    let here = try Self.side("here", site.site, state: state.state)
    guard let id = user.map({ UserID($0) }) ?? here.security.someUser ?? UserID("ADMIN") else {
      throw ValidationError("'\(user ?? "")' is no user id.")
    }
    if let against {
      let there = try Self.side(against, against, state: againstState ?? against + "/state")
      let comparison = SiteComparison(here, there, user: id)
      for line in comparison.lines { Output.line(line) }
      if comparison.hasFault { throw ExitCode(1) }
      return
    }
    let own = try UserRights.effective(id, in: here.tables, site: site.site, state: state.state)
      .sessions
    let owned = Set(own.map(\.id))
    // What the user does not have is diagnosed as the application's file says.
    let others = here.tables.sessions.filter { !owned.contains($0.id) }
    let sessions = (own + others).filter { session in
      guard let wanted = application?.uppercased() else { return true }
      return session.id.description == wanted || session.application.description == wanted
        || session.ticketProfile.description == wanted
    }
    guard !sessions.isEmpty else {
      guard let application else { throw nothing("the site has no application") }
      let names = here.tables.sessions.map(\.id.description)
      let near = Suggestion.closest(to: application, among: names).map { "; did you mean \($0)?" }
      throw nothing(
        "\(application) is no application, session or ticket profile of this site" + (near ?? ""))
    }
    var isFaulty = false
    if let trial = PAMTrial(here.tables.system, site: site.site) {
      Output.line(trial.line)
      isFaulty = trial.isFaulty
    }
    for session in sessions {
      let diagnosis = Diagnosis(
        session, user: id, in: here.tables, security: here.security, now: Clock.wall())
      for line in diagnosis.lines { Output.line(line) }
      if user != nil, !owned.contains(session.id) {
        Output.line("  note  \(id) does not have it on the menu; turnstile explain --user \(id)")
      }
      let events = LogExcerpt.tickets(
        of: session.ticketProfile.description, user: user.map { _ in id.description },
        in: state.state + "/turnstile.log")
      if !events.isEmpty { Output.line("Last tickets in the log:") }
      for line in events { Output.line((line.hasPrefix("Last ") ? "" : "  ") + line) }
      Output.line("")
      isFaulty = isFaulty || diagnosis.hasFault
    }
    if isFaulty { throw ExitCode(1) }
  }

  private func nothing(_ text: String) -> ExitCode {
    Output.error(text)
    return ExitCode(1)
  }

  /// Tables and security of a site.
  static func side(_ name: String, _ site: String, state: String) throws -> SiteComparison.Side {
    let loaded = SiteLoader.load(site)
    guard let tables = loaded.site?.tables else {
      for line in loaded.rendered { Output.error(line) }
      throw ExitCode(1)
    }
    return SiteComparison.Side(name: name, tables: tables, security: try security(state, site))
  }

  /// What a site's security database holds.
  static func security(_ state: String, _ site: String) throws -> SecuritySnapshot {
    let answer = try Administer.ask(["snapshot"], state: state, site: site)
    guard !answer.isFailed, let security = SecuritySnapshot(lines: answer.lines) else {
      Output.error("\(state): the security database does not answer")
      throw ExitCode(1)
    }
    return security
  }
}
