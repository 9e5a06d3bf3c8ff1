import ArgumentParser
import Messages
import Server

/// `turnstile check`: every fault of the definition files.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check ACT/ and Screens/, and show every fault.",
    discussion: """
      An error is what the server refuses; a warning, what it ignores or what will never work. \
      Exit code 1 if there is an error; warnings alone give 0.
      """)

  @OptionGroup var site: SiteOption

  func run() throws {
    let loaded = SiteLoader.check(site.site)
    for line in loaded.rendered { Output.line(line) }
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
}
