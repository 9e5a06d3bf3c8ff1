import ArgumentParser
import Platform

/// `turnstile upgrade`: another program takes the sessions over.
struct Upgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have a new program take over all terminals and sessions of a running server.",
    discussion: """
      The new program starts beside the old one, and looks at the site. Only when it could serve, \
      the old one ends its turn and the new one goes on; users notice a pause of less than a \
      second. A program that cannot start, is too slow, or does not read the sessions of the old \
      one changes nothing: the answer says why, and the exit code is 1.

      Without a path it is the program's own file, as it is now: after a package was updated.
      """)

  @OptionGroup var state: StateOption
  @Argument(help: "The new program; without it, the file of the one that runs.")
  var program: String?

  func run() throws {
    let words = try program.map { [try Self.whole($0)] } ?? []
    try Administer.show(["upgrade"] + words, state: state.state)
  }

  /// A path that means the same in the server's working directory.
  private static func whole(_ path: String) throws -> String {
    guard let real = Files.realPath(path) else {
      Output.error("there is no program \(path); nothing was changed")
      throw ExitCode(1)
    }
    return real
  }
}
