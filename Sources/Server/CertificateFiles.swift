import Crypto
import Platform
import TLS
import Time

/// Certificates as files: what they say, and one for a first try.
public enum CertificateFiles {
  /// Days for which a certificate for a first try is good.
  public static let days = 365
  /// Largest file of certificates that is read.
  private static let limit = 1 << 20

  /// Why a certificate is not shown, or not made.
  public struct Fault: Error, CustomStringConvertible, Sendable {
    /// Where and what, and what was expected.
    public let description: String
  }

  /// What each certificate of a PEM file says, in lines for people; the server's own is the first.
  public static func show(_ path: String) throws(Fault) -> [String] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.read(path, limit: limit)
    } catch {
      throw Fault(description: "\(path): \(error.reason)")
    }
    let all = CertificateFacts.read(pem: bytes)
    guard !all.isEmpty else {
      throw Fault(description: "\(path): no certificate; expected PEM, the server's own first")
    }
    let now = Clock.wall()
    return all.flatMap { facts in
      [
        "subject      \(facts.subject)",
        "issuer       \(facts.isSelfSigned ? "itself" : facts.issuer)",
        "names        \(facts.names.isEmpty ? "none" : facts.names)",
        "valid        from \(CertificateTerm.day(facts.validity.from)), "
          + CertificateTerm.state(facts.validity, now: now),
        "serial       \(facts.serial)", "SHA-256      \(facts.fingerprint)",
      ]
    }
  }

  /// Makes a certificate that vouches for itself, and its key, in the folder `TLS` of a site.
  ///
  /// - `names`: names and addresses that terminals connect to; the first one names the files.
  /// - Returns: lines for people: what was made, and which options name it.
  public static func makeSelfSigned(
    names: [String], site: String
  ) throws(Fault) -> [String] {
    guard let first = names.first else {
      throw Fault(description: "no name; expected the name that terminals connect to")
    }
    for name in names where !SelfSignedCertificate.isName(name) {
      throw Fault(
        description: "'\(name)' is no name of a host; expected one as host.example, or an address")
    }
    guard names.count <= SelfSignedCertificate.nameLimit else {
      throw Fault(
        description: "\(names.count) names; expected \(SelfSignedCertificate.nameLimit) at most")
    }
    let stem = "TLS/" + first.replacing("*", with: "any").replacing(":", with: "-")
    let (chain, key) = ("\(stem).pem", "\(stem).key")
    for file in [chain, key] where Files.exists("\(site)/\(file)") {
      throw Fault(description: "\(site)/\(file) is there already; remove it, or take another name")
    }
    guard var made = SelfSignedCertificate(names: names, days: days) else {
      throw Fault(description: "OpenSSL makes no certificate for \(first)")
    }
    defer { Wipe.bytes(&made.key) }
    do throws(SystemError) {
      try Files.makeDirectory("\(site)/TLS")
      try Files.write(made.key, to: "\(site)/\(key)")
      try Files.write(made.certificate, to: "\(site)/\(chain)")
    } catch {
      throw Fault(description: error.description)
    }
    return [
      "made \(site)/\(chain) and \(site)/\(key), for \(names.joined(separator: ", ")) and "
        + "\(days) days",
      "in ACT/System.yaml:", "  TLS certificate: \(chain)", "  TLS key: \(key)",
      "then: turnstile serve --listen-tls 0.0.0.0:992",
      "It vouches for itself: emulators ask, or are given the .pem file as an authority.",
    ]
  }
}
