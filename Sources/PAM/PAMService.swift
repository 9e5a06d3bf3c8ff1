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

  /// Most bytes of a file that are read.
  private static let fileLimit = 65_536

  /// What the file lacks for a request, in words that begin with it; nil where nothing. Where a file has no line
  /// of a type, libpam takes those of `other`.
  ///
  /// - `changes`: whether a new password is wanted.
  func lack(for purpose: PAMRequest.Purpose, changes: Bool) -> String? {
    guard let file else { return "there is no \(expectedFile)" }
    let needed =
      (purpose == .account ? [] : ["auth"]) + ["account"] + (changes ? ["password"] : [])
    do {
      let types = Self.types(try Files.read(file, limit: Self.fileLimit))
      guard let types, let type = needed.first(where: { !types.contains($0) }) else { return nil }
      return "\(file): there is no \(type) line, and libpam would take those of other"
    } catch {
      return "\(error)"
    }
  }

  /// The types of a file's lines, in small letters; nil where it includes another file as a whole, which may have
  /// any.
  static func types(_ bytes: [UInt8]) -> Set<String>? {
    var (types, isContinued): (Set<String>, Bool) = ([], false)
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let words = line.prefix { $0 != 0x23 }
        .split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      defer { isContinued = words.last?.last == 0x5C }
      guard !isContinued, words.count > 1 else { continue }
      let first = String(decoding: words[0], as: UTF8.self).lowercased()
      if first == "@include" { return nil }
      types.insert(first.hasPrefix("-") ? String(first.dropFirst()) : first)
    }
    return types
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
