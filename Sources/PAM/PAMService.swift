public import Names
import Platform

/// A PAM service of this machine or of a site: the file that names its modules.
public struct PAMService: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// The directory of its file, where that is the site's own; nil for the machine's.
  public let directory: String?

  /// Where a machine's files lie (pam.d(5)).
  private static let machine = ["/etc/pam.d", "/usr/lib/pam.d"]
  /// The folder of a site that serves before the machine's, where it is there.
  public static let folder = "pam.d"

  /// The service of a name at a site's directory.
  public init(_ name: String, site: String) {
    self.name = name
    let own = site + "/" + Self.folder
    directory = Files.exists(own) ? own : nil
  }

  /// Where the file is; nil where there is none. libpam would take the service `other` then, which is somebody
  /// else's choice.
  public var file: String? {
    (directory.map { [$0] } ?? Self.machine).map { "\($0)/\(name)" }.first { Files.exists($0) }
  }

  /// Where the file should be.
  public var expectedFile: String { "\(directory ?? Self.machine[0])/\(name)" }
}

/// What PAM is asked about somebody.
public struct PAMRequest: Sendable {
  /// What for.
  public enum Purpose: UInt8, Sendable {
    /// Is it the user, and may the user come in?
    case signOn
    /// The user is proved already: may the user come in?
    case account
    /// Does the stack answer at all? No password is given to it.
    case trial
  }

  /// Which modules say it.
  public let service: PAMService
  /// What is asked.
  public let purpose: Purpose
  /// Who; PAM hears the name in small letters.
  public let user: String
  /// The peer's address (PAM_RHOST).
  public let source: String
  /// The terminal's name (PAM_TTY).
  public let terminal: String

  /// A request about a user at a terminal.
  public init(
    _ service: PAMService, _ purpose: Purpose, user: UserID, source: String, terminal: String
  ) {
    self.init(
      service, purpose, name: "\(user)".lowercased(), source: source, terminal: terminal)
  }

  /// A look whether a service answers, for a user whom nobody should have.
  public init(trialOf service: PAMService) {
    self.init(service, .trial, name: "turnstile-trial", source: "", terminal: "")
  }

  init(
    _ service: PAMService, _ purpose: Purpose, name: String, source: String, terminal: String
  ) {
    self.service = service
    self.purpose = purpose
    user = name
    self.source = source
    self.terminal = terminal
  }
}
