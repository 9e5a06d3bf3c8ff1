import PKCS11
import Platform
import Syntax
import TLS
import TLSEnd
import Tables
import Time

/// What the tables name of the machine: certificates, keys and modules. The server opens each with
/// the same calls that are made here.
struct SiteMachine {
  private let directory: String
  private let tables: SiteTables
  private let sources: [String: SourceText]

  init(_ directory: String, _ tables: SiteTables, sources: [String: SourceText]) {
    self.directory = directory
    self.tables = tables
    self.sources = sources
  }

  /// What would not work; a running server has its cards already, and a starting one tells of the
  /// dates of its certificate itself.
  ///
  /// - `group`: what the machine says of the control group; nil where the tables name none.
  func faults(_ moment: SiteLoader.Moment, group: MachineGroup?) -> [Diagnostic] {
    own(moment) + controlGroup(moment, group) + tables.sessions.flatMap(authorities)
      + (moment == .reload ? [] : cards())
  }

  private func fault(
    _ path: String, _ label: String, says message: String, note: String,
    severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    Diagnostic(
      path, at: sources[path]?.place(of: label), says: message, note: note, severity: severity)
  }

  // MARK: The control group

  private func controlGroup(
    _ moment: SiteLoader.Moment, _ found: MachineGroup?
  ) -> [Diagnostic] {
    guard let found, let name = tables.system.controlGroup else { return [] }
    func group(
      says message: String, note: String, severity: Diagnostic.Severity = .error
    ) -> [Diagnostic] {
      let label = SystemOptions.controlGroupLabel
      return [
        fault(SiteFile.systemPath, label, says: message, note: note, severity: severity)
      ]
    }
    switch found {
    case .missing:
      return group(
        says: "this machine has no group \(name)",
        note: "groupadd makes one; or leave the label out, and nobody but the server's own user "
          + "and root may ask it")
    case .unknown(let reason):
      // Who serves already goes on with the number that the group had, or says that it has none.
      return group(
        says: "whether this machine has the group \(name) cannot be told: \(reason)",
        note: "look whether getent group \(name) answers",
        severity: moment == .reload ? .warning : .error)
    case .number(OverflowIDs.group):
      return group(
        says: "the number of the group \(name) stands for all groups that are unknown",
        note: "groupadd makes one for operators")
    // Who checks is perhaps another user than the one who will serve.
    case .number(let number) where moment != .check && !Accounts.mayGive(toGroup: number):
      return group(
        says: "this process is not in the group \(name)",
        note: "only a member may give the control socket to it; "
          + "after usermod -a -G \(name) USER restart the service")
    case .number: return []
    }
  }

  // MARK: TLS

  private func own(_ moment: SiteLoader.Moment) -> [Diagnostic] {
    let system = tables.system
    let path = SiteFile.systemPath
    guard !system.certificateFile.isEmpty else {
      guard system.clientCertificates != .none else { return [] }
      return [
        fault(
          path, "Client certificates", says: "terminals show certificates inside TLS alone",
          note: "name the server's own in \"TLS certificate\"")
      ]
    }
    guard system.clientCertificates == .none || !system.clientAuthorities.isEmpty else {
      return [
        fault(
          path, "Client certificates", says: "nobody vouches for certificates of terminals",
          note: "name a PEM file of authorities in \"TLS client authorities\"")
      ]
    }
    guard !system.keyFile.isEmpty else {
      return [
        fault(
          path, "TLS certificate", says: "a certificate needs its key",
          note: "name the file of the private key in \"TLS key\"")
      ]
    }
    let rules = TerminalRules(system, site: directory)
    let context: TLSContext
    do {
      context = try RelayRules.terminal(rules).load()
    } catch {
      let label =
        switch error {
        case .keyUnusable, .keyDoesNotMatch: "TLS key"
        case .authoritiesUnusable: "TLS client authorities"
        default: "TLS certificate"
        }
      return [
        fault(
          path, label, says: error.description,
          note: "paths are from the site's directory; PEM files")
      ]
    }
    guard moment == .check, let validity = context.validity else { return [] }
    let words = CertificateTerm.words(rules.chain, validity, now: Clock.wall())
    return (words.map { [$0] } ?? []).map {
      fault(
        path, "TLS certificate", says: $0, note: "renew it, or set the clock", severity: .warning)
    }
      + StartWarnings.key(rules.key).map {
        fault(path, "TLS key", says: $0, note: "chmod 600", severity: .warning)
      }
  }

  private func authorities(_ session: EffectiveSession) -> [Diagnostic] {
    let file = session.entry.authorityFile
    guard session.host.isSecure, session.entry.verifiesCertificate, !file.isEmpty else {
      return []
    }
    do {
      _ = try HostTLSRules(site: directory).rules(for: session.entry).load()
      return []
    } catch {
      return [
        fault(
          session.path, "Certificate authorities", says: error.description,
          note: "the session cannot start; the path is from the site's directory",
          severity: .warning)
      ]
    }
  }

  // MARK: Cards

  private func cards() -> [Diagnostic] {
    tables.system.cards.enumerated().flatMap { index, card -> [Diagnostic] in
      guard case .token(let address) = card else { return [] }
      let label = "Crypto card \(index + 1)"
      guard Files.exists(address.module) else {
        return [
          fault(
            SiteFile.systemPath, label, says: "\(address.module) is not on this machine",
            note: "module-path names the PKCS#11 module of the token")
        ]
      }
      let pin: String
      do {
        pin = try Files.secretPath(address.pinFile, in: directory)
      } catch {
        // A credential is there only for the service itself.
        return []
      }
      if !Files.exists(pin) {
        return [
          fault(
            SiteFile.systemPath, label, says: "\(pin), the file with the PIN, is not there",
            note: "the card stays offline until it is", severity: .warning)
        ]
      }
      return StartWarnings.key(pin).map {
        fault(SiteFile.systemPath, label, says: $0, note: "chmod 600", severity: .warning)
      }
    }
  }
}
