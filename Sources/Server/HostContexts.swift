import Platform
import Synchronization
import TLS
import Tables

/// TLS contexts for hosts, one for each set of rules; made on helpers' threads, since files are read.
final class HostContexts: Sendable {
  private struct Rules: Hashable {
    let verifies: Bool
    let authorities: String
    let version: TLSVersion
    let certificate: String
    let key: String
  }

  /// Most sets of rules that are kept at once; ACT entries of a site share few.
  private static let limit = 64
  private let contexts = Mutex<[Rules: TLSContext]>([:])
  /// Directory that relative paths are from.
  private let site: String

  init(site: String) { self.site = site }

  /// The context that an ACT entry asks for.
  func context(for entry: ACTEntry) throws(TLSContextError) -> TLSContext {
    let key = entry.clientKey.isEmpty ? entry.clientCertificate : entry.clientKey
    let rules = Rules(
      verifies: entry.verifiesCertificate, authorities: Files.path(entry.authorityFile, in: site),
      version: TLSVersion(entry), certificate: Files.path(entry.clientCertificate, in: site),
      key: Files.path(key, in: site))
    if let known = contexts.withLock({ $0[rules] }) { return known }
    let authorities: TLSAuthorities =
      if !rules.verifies {
        .anyone
      } else if rules.authorities.isEmpty {
        .system
      } else {
        .file(rules.authorities)
      }
    let new = try TLSContext(
      authorities: authorities, minimumVersion: rules.version,
      securityLevel: rules.version.isOld ? 0 : nil,
      identity: rules.certificate.isEmpty ? nil : (rules.certificate, rules.key))
    contexts.withLock { contexts in
      if contexts.count >= Self.limit { contexts.removeAll() }
      contexts[rules] = new
    }
    return new
  }

  /// Forgets them, so that changed files count.
  func forget() { contexts.withLock { $0.removeAll() } }
}

extension TLSVersion {
  /// The oldest version that an ACT entry allows.
  fileprivate init(_ entry: ACTEntry) {
    self =
      switch entry.tlsMinimum {
      case .version10: .v1_0
      case .version11: .v1_1
      case .version12: .v1_2
      case .version13: .v1_3
      }
  }

  /// Whether OpenSSL's ordinary rules forbid what hosts of this version sign and cipher with.
  fileprivate var isOld: Bool { self == .v1_0 || self == .v1_1 }
}
