import ArgumentParser
import Diagnosis
import Names
import Platform
import SAF
import Server
import SessionEngine
import Store
import Tables

/// `turnstile rehearse`: the disaster before the disaster.
struct Rehearse: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run every application's ticket under every fault, in a copy of the site.",
    discussion: "Exit code 1 if a session fails as the site is, 2 if one fails under a fault only.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, json
  }

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Option(
    help: "The user whose tickets they are (default: ADMIN, or the first who may sign on).")
  var user: String?
  @Option(help: "text, markdown or json.")
  var format = Format.text

  func run() throws {
    let loaded = SiteLoader.load(site.site)
    guard let tables = loaded.site?.tables else {
      for line in loaded.rendered { Output.error(line) }
      throw ExitCode(1)
    }
    let security = try Diagnose.security(state.state, site.site)
    guard let id = user.map({ UserID($0) }) ?? security.someUser ?? UserID("ADMIN") else {
      throw ValidationError("'\(user ?? "")' is no user id.")
    }
    let folder = try Files.temporaryDirectory("turnstile-rehearsal")
    defer { Files.removeTree(folder) }
    let copied = try Administer.ask(["backup", folder], state: state.state, site: site.site)
    if copied.isFailed {
      for line in copied.lines { Output.error(line) }
      throw ExitCode(1)
    }
    let report: RehearsalReport
    do {
      report = try Rehearsal(
        tables: tables, user: id, copy: folder, keys: state.state, site: site.site
      ).run()
    } catch {
      Output.error(error.description)
      throw ExitCode(1)
    }
    let lines =
      switch format {
      case .text: report.text
      case .markdown: report.markdown
      case .json: report.json
      }
    for line in lines { Output.line(line) }
    if report.failures.contains(where: { $0.fault == .none }) { throw ExitCode(1) }
    if !report.failures.isEmpty { throw ExitCode(2) }
  }
}
