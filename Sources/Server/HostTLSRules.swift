import Platform
import Synchronization
import TLS
import TLSEnd
import Tables
import Time

/// How hosts are spoken to inside TLS, by their ACT entries.
final class HostTLSRules: Sendable {
  /// Directory that relative paths are from.
  private let site: String
  private let stamp: Atomic<UInt64>

  /// Rules of a site.
  init(site: String) {
    self.site = site
    stamp = Atomic(Clock.instant().nanoseconds)
  }

  /// The rules that an ACT entry asks for.
  func rules(for entry: ACTEntry) -> RelayRules {
    let key = entry.clientKey.isEmpty ? entry.clientCertificate : entry.clientKey
    return .host(
      HostRules(
        verifies: entry.verifiesCertificate,
        authorities: Files.path(entry.authorityFile, in: site),
        minimum: TLSVersion(entry), chain: Files.path(entry.clientCertificate, in: site),
        key: Files.path(key, in: site), stamp: stamp.load(ordering: .relaxed)))
  }

  /// Changed files count from now on.
  func renew() { stamp.store(Clock.instant().nanoseconds, ordering: .relaxed) }
}

extension TerminalRules {
  /// The rules of System.yaml, whose files are read from now on.
  init(_ system: SystemOptions, site: String) {
    self.init(
      chain: Files.path(system.certificateFile, in: site),
      key: Files.path(system.keyFile, in: site),
      // Who has no certificate, or does not need one here, hears of it at the logon panel.
      clients: system.clientCertificates == .none
        ? .nothing : .wanted(authorities: Files.path(system.clientAuthorities, in: site)),
      stamp: Clock.instant().nanoseconds)
  }
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
}
