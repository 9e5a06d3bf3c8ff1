import COpenSSL

/// What a certificate says, for people.
public struct CertificateFacts: Hashable, Sendable {
  /// The subject's distinguished name (RFC 4514).
  public let subject: String
  /// The issuer's distinguished name, in the same form.
  public let issuer: String
  /// The names and addresses that it is for, as OpenSSL prints them: `DNS:host.example, IP Address:10.0.0.1`.
  public let names: String
  /// When it is valid.
  public let validity: CertificateValidity
  /// The serial number in hexadecimal.
  public let serial: String
  /// SHA-256 of the certificate, in hexadecimal with colons, as browsers and emulators show it.
  public let fingerprint: String

  /// Whether it vouches for itself, and nobody else does.
  public var isSelfSigned: Bool { subject == issuer }

  /// The certificates of PEM text, in its order; empty where there is none. One that is encrypted is none:
  /// nobody is asked for its password.
  public static func read(pem: [UInt8]) -> [CertificateFacts] {
    pem.withUnsafeBytes { bytes in
      guard let memory = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else {
        return []
      }
      defer {
        BIO_free_all(memory)
        ErrorQueue.clear()
      }
      var all: [CertificateFacts] = []
      while let certificate = PEM_read_bio_X509(memory, nil, { _, _, _, _ in -1 }, nil) {
        defer { X509_free(certificate) }
        guard let facts = CertificateFacts(certificate) else { return all }
        all.append(facts)
      }
      return all
    }
  }

  private init?(_ certificate: OpaquePointer) {
    guard let facts = TLSClientCertificate(certificate),
      let validity = CertificateValidity(certificate)
    else { return nil }
    (subject, issuer, serial) = (facts.subject, facts.issuer, facts.serial)
    self.validity = validity
    names = Self.names(certificate)
    fingerprint = Self.sha256(of: certificate)
  }

  private static func names(_ certificate: OpaquePointer) -> String {
    guard let memory = BIO_new(BIO_s_mem()) else { return "" }
    defer {
      BIO_free_all(memory)
      ErrorQueue.clear()
    }
    let place = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1)
    guard place >= 0, let found = X509_get_ext(certificate, place),
      copenssl_write_extension(memory, found) == 1
    else { return "" }
    var start: UnsafeMutablePointer<CChar>?
    let count = copenssl_memory(memory, &start)
    guard let start, count > 0 else { return "" }
    return start.withMemoryRebound(to: UInt8.self, capacity: count) {
      String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
    }
  }

  private static func sha256(of certificate: OpaquePointer) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard X509_digest(certificate, EVP_sha256(), &digest, &count) == 1 else { return "" }
    return digest.prefix(Int(count)).map { byte in
      let text = String(byte, radix: 16, uppercase: true)
      return text.count == 1 ? "0" + text : text
    }.joined(separator: ":")
  }
}
