import Platform
import Synchronization
import TLS
import Tables

/// TLS contexts for hosts, one for each set of authorities; read on helpers' threads, since files
/// are.
final class HostContexts: Sendable {
  private struct Rules: Hashable {
    let verifies: Bool
    let authorities: String
  }

  /// Most sets of authorities that are kept at once; ACT entries of a site share few.
  private static let limit = 64
  private let contexts = Mutex<[Rules: TLSContext]>([:])
  /// Directory that relative paths are from.
  private let site: String

  init(site: String) { self.site = site }

  /// The context that an ACT entry asks for.
  func context(for entry: ACTEntry) throws(TLSContextError) -> TLSContext {
    let rules = Rules(
      verifies: entry.verifiesCertificate, authorities: Files.path(entry.authorityFile, in: site))
    if let known = contexts.withLock({ $0[rules] }) { return known }
    let authorities: TLSAuthorities =
      if !rules.verifies {
        .anyone
      } else if rules.authorities.isEmpty {
        .system
      } else {
        .file(rules.authorities)
      }
    let new = try TLSContext(authorities: authorities)
    contexts.withLock { contexts in
      if contexts.count >= Self.limit { contexts.removeAll() }
      contexts[rules] = new
    }
    return new
  }

  /// Forgets them, so that changed files count.
  func forget() { contexts.withLock { $0.removeAll() } }
}
