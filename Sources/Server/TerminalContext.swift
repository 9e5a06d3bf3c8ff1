import Messages
import Platform
import Synchronization
import TLS
import TLSEnd
import Time

/// The server's certificate and key: read with the tables, and again where a file of theirs changes.
/// Connections that are there keep what they began with.
final class TerminalContext: Sendable {
  private struct Loaded {
    var rules: TerminalRules
    var validity: CertificateValidity?
    /// The files as they were when they were last looked at, good or not.
    var stamps: [FileStamp?]
    var term = CertificateTerm()
  }

  private let current = Mutex<Loaded?>(nil)

  /// How terminals are spoken to; nil before the first load, and for a server without a certificate.
  var rules: RelayRules? { current.withLock { $0.map { .terminal($0.rules) } } }
  /// When the certificate is valid.
  var validity: CertificateValidity? { current.withLock { $0?.validity } }
  var isThere: Bool { current.withLock { $0 != nil } }

  /// Looks whether the files are good, and has connections use them from now on; the former stay in
  /// force where they are not.
  func load(_ rules: TerminalRules) throws(TLSContextError) {
    // Before they are read: a change that comes meanwhile is seen next time.
    let stamps = Self.stamps(rules)
    let context = try RelayRules.terminal(rules).load()
    let loaded = Loaded(rules: rules, validity: context.validity, stamps: stamps)
    current.withLock { $0 = loaded }
  }

  /// Has connections use files that are no good now, and were when a server before this one read them:
  /// the TLS end has the last good ones. The next patrol looks at them, and says what is wrong.
  func goOn(with rules: TerminalRules) {
    current.withLock { $0 = Loaded(rules: rules, validity: nil, stamps: []) }
  }

  /// Looks whether files have changed, and how near the certificate's end is; called every few seconds.
  /// - Returns: what the log is to say.
  func patrol(at now: WallTime) -> [Message] {
    guard var loaded = current.withLock({ $0 }) else { return [] }
    var messages: [Message] = []
    let stamps = Self.stamps(loaded.rules)
    if stamps != loaded.stamps {
      loaded.stamps = stamps
      loaded.rules.stamp = Clock.instant().nanoseconds
      do throws(TLSContextError) {
        loaded.validity = try RelayRules.terminal(loaded.rules).load().validity
        messages.append(
          .site.certificateLoaded(
            path: loaded.rules.chain, end: loaded.validity.map { CertificateTerm.day($0.to) }))
      } catch {
        // Told once for each change; the former certificate and key stay with those who have them.
        current.withLock { $0?.stamps = stamps }
        return [.site.certificateRefused(reason: error.description)]
      }
    }
    if let validity = loaded.validity,
      let words = loaded.term.due(loaded.rules.chain, validity, now: now)
    {
      messages.append(.server.warning(words))
    }
    let new = loaded
    current.withLock { $0 = new }
    return messages
  }

  /// Where changes of the files are to be seen, links on the way included.
  var places: Set<FileWatch.Place> {
    guard let rules = current.withLock({ $0?.rules }) else { return [] }
    return Set(
      Self.files(rules).flatMap { Links.steps(to: $0) }.map {
        FileWatch.Place($0.directory, $0.name)
      })
  }

  private static func stamps(_ rules: TerminalRules) -> [FileStamp?] {
    files(rules).map { FileStamp($0) }
  }

  private static func files(_ rules: TerminalRules) -> [String] {
    switch rules.clients {
    case .nothing: [rules.chain, rules.key]
    case .wanted(let authorities), .needed(let authorities): [rules.chain, rules.key, authorities]
    }
  }
}
