import ArgumentParser

/// Opens many terminals, drives them, and prints what it measured.
@main
struct TurnstileLoad: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turnstile-load", abstract: "A load generator for TN3270 servers.")
}
