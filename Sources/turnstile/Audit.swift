import ArgumentParser
import SAF
import Server

/// `turnstile audit`: who changed what, and who was refused.
struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show who changed what, by which way, and what was before; and who was refused.",
    discussion: """
      Users, groups, profiles, keys, classes and options by RACF's and KGUP's commands, passwords \
      by their users, files of the site by whoever edited them, operators' commands; sign-ons and \
      accesses that were refused, in ICH408I's words. Secrets are never in it. EVENT is the code \
      of SMF type 80 where RACF has one. \
      \(AuditLimits.changes) changes and \(AuditLimits.refusals) refusals are kept, for \
      \(AuditLimits.days) days.

      Kinds: \(AuditKind.allCases.map(\.rawValue).joined(separator: " ")).
      """)

  @OptionGroup var state: StateOption
  @Option(help: "Who did it, or whom it was done to: a user id, or as 'uid 1000'.")
  var user: String?
  @Option(help: "The beginning of what it was done to: a user, 'PTKTDATA TSOA', a label, a file.")
  var what: String?
  @Option(help: "One kind.")
  var kind: String?
  @Option(help: "From a day (2026-11-01) or a time (2026-11-01T14:30:00) on, in UTC.")
  var since: String?
  @Option(help: "Until before a day or a time.")
  var until: String?
  @Option(help: "The latest so many, 1 to \(AuditLimits.changes).")
  var last = AuditLimits.answer
  @Flag(help: "As CSV, headings first.")
  var csv = false
  @Flag(help: "As JSON.")
  var json = false

  func validate() throws {
    guard !(csv && json) else { throw ValidationError("say --csv or --json, not both") }
  }

  func run() throws {
    var words = ["audit", "LAST=\(last)"]
    let wanted = [
      ("USER", user), ("WHAT", what), ("KIND", kind), ("SINCE", since), ("UNTIL", until),
      ("AS", csv ? "CSV" : json ? "JSON" : nil),
    ]
    words += wanted.compactMap { name, value in value.map { "\(name)=\($0)" } }
    try Administer.show(words, state: state.state)
  }
}
