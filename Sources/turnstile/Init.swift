import ArgumentParser
import Names
import Server
import Tables

/// `turnstile init`: a site from nothing.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a new site: ACT/ and Screens/ with their first files.",
    discussion: """
      At a terminal it asks for what no option says; elsewhere it asks nothing, and what is not \
      said is left out. It changes no site that is there: exit code 1.
      """)

  @Argument(help: "Directory of the new site; made when missing.")
  var directory: String
  @Option(help: "Name of the system, for panels (default: TURNSTIL).")
  var system: String?
  @Option(help: "SMF ID of the system (default: SYS1).")
  var smfId: String?
  @Option(
    help: ArgumentHelp(
      """
      An application: its network name and where it is, such as \
      TSO=tn3270s://mvs.example:992; may be given more than once.
      """, valueName: "name=host"))
  var application: [String] = []
  @Flag(help: "Write all panels, to be changed, and not the logon panel alone.")
  var panels = false

  func run() throws {
    do {
      let site = try asked()
      let files = try site.write(to: directory)
      for file in files { Output.line("\(directory)/\(file)") }
    } catch {
      Output.error("\(error)")
      throw ExitCode(1)
    }
    let loaded = SiteLoader.check(directory)
    for line in loaded.rendered { Output.line(line) }
    if loaded.errorCount > 0 { throw ExitCode(1) }
    Output.line(
      """

      What to do next:
        turnstile check --site \(directory)
        turnstile --site \(directory) --state \(directory)/state --listen 127.0.0.1:3270
      The first start tells a user and a password, once. Then c3270 127.0.0.1:3270 signs on;
      applications are files of \(directory)/ACT/Applications, and count when they are saved.
      """)
  }

  private func asked() throws -> NewSite {
    let isAsking = StandardInput.isTerminal
    var applications = try application.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("'\(text)' is no application: say NAME=HOST.")
      }
      return try NewSite.Application(name: parts[0], host: parts[1], summary: "")
    }
    let name = system ?? (isAsking ? ask("Name of the system", "TURNSTIL") : "TURNSTIL")
    let id = smfId ?? (isAsking ? ask("Its SMF ID", "SYS1") : "SYS1")
    if isAsking, application.isEmpty {
      while true {
        let name = ask("Application-ID of an application (ENTER: no more)", "")
        guard !name.isEmpty else { break }
        guard !applications.contains(where: { $0.name == APPLID(name) }) else {
          Output.error("\(name) is there already")
          continue
        }
        Output.line("  It is at \(HostTarget.expected).")
        let host = ask("Where is it", "builtin:cics")
        let summary = ask("What the menu says of it", "")
        do {
          applications.append(try NewSite.Application(name: name, host: host, summary: summary))
        } catch {
          Output.error("\(error)")
        }
      }
    }
    return try NewSite(
      system: name, systemID: id, applications: applications, hasPanels: panels)
  }

  /// A line that a person types; the default where nothing is typed.
  private func ask(_ question: String, _ standard: String) -> String {
    let shown = standard.isEmpty ? "" : " [\(standard)]"
    let bytes = StandardInput.line(prompt: "\(question)\(shown):") ?? []
    let text = String(decoding: bytes, as: UTF8.self).split(separator: " ").joined(separator: " ")
    return text.isEmpty ? standard : text
  }
}
