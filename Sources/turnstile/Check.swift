import ArgumentParser
import Server

/// `turnstile check`: every fault of the definition files.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check ACT/ and Screens/, and show every fault.",
    discussion: "Exit code 1 if there is an error; warnings alone give 0.")

  @OptionGroup var site: SiteOption

  func run() throws {
    let loaded = SiteLoader.load(site.site)
    for line in loaded.rendered { Output.line(line) }
    if loaded.errorCount > 0 {
      Output.line("\(loaded.errorCount) errors in \(loaded.fileCount) files")
      throw ExitCode(1)
    }
    Output.line("\(loaded.fileCount) files are in order")
  }
}
