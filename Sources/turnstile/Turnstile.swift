import ArgumentParser

/// The one command that people use.
@main
struct Turnstile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turnstile", abstract: "A session manager for 3270 terminals.")
}
