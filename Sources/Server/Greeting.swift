import Journal
import Messages
import Platform
import Tables
import Time

/// What a server says once it serves, to the person who started it and to the log.
struct Greeting {
  /// Where it listens.
  let opened: [(address: SocketAddress, isSecure: Bool)]
  /// The line that tells the first user's password, where one was made.
  let credentials: String?
  /// Where figures are to be had.
  let figures: SocketAddress?
  /// What is to be seen to.
  let warnings: [String]

  /// Says, and writes to the log, where the server listens and what is to be seen to.
  func say(_ say: (String) -> Void, _ journal: Journal) {
    let now = Clock.wall()
    for warning in warnings {
      journal.record(.server.warning(warning), at: now)
      say("warning: \(warning)")
    }
    for port in opened {
      journal.record(
        .server.started(version: Server.version, address: port.address.description), at: now)
      say("Turnstile \(Server.version) listens on \(port.address)\(port.isSecure ? " (TLS)" : "")")
    }
    if let port = opened.first {
      say("Connect:   c3270 \(port.isSecure ? "L:" : "")\(port.address)")
    }
    if let credentials { say(credentials) }
    if let figures { say("Figures:   http://\(figures)/metrics") }
    say("Log:       \(journal.path)")
  }

  /// What the start says before it says where it listens.
  static func warnings(
    _ configuration: Server.Configuration, _ system: SystemOptions, context: TerminalContext,
    now: WallTime
  ) -> [String] {
    var all = StartWarnings.ports(
      configuration.addresses, allowsClearPasswords: system.allowsClearPasswords)
    if let validity = context.validity {
      if let words = CertificateTerm.words(system.certificateFile, validity, now: now) {
        all.append(words)
      }
      all += StartWarnings.key(Files.path(system.keyFile, in: configuration.site))
    }
    return all
  }
}
