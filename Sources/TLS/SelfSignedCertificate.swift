import COpenSSL

/// A certificate that vouches for itself, with its key: for a first try.
public struct SelfSignedCertificate: Sendable {
  /// The certificate in PEM.
  public let certificate: [UInt8]
  /// The key in PEM, without a pass phrase; the caller wipes it.
  public var key: [UInt8]

  /// Names of one certificate at the most.
  public static let nameLimit = 16
  /// Bytes of a common name at the most (X.520, ub-common-name).
  private static let commonNameLimit = 64

  /// Whether a text is a name or an address that a certificate can be for: letters, digits, `-`, `.` and
  /// `:`, and a star as the first label.
  public static func isName(_ text: String) -> Bool {
    let rest = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
    return (1...253).contains(text.utf8.count) && !rest.isEmpty
      && rest.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: ":"):
          true
        default: false
        }
      }
  }

  /// Makes a key on P-256 and a certificate for these names, valid from now on; nil where OpenSSL cannot.
  ///
  /// - `names`: names and addresses for which `isName` holds, the first of which is the subject's.
  public init?(names: [String], days: Int) {
    precondition(!names.isEmpty && names.allSatisfy(Self.isName), "a name that is none")
    defer { ErrorQueue.clear() }
    guard let pair = copenssl_new_key() else { return nil }
    defer { EVP_PKEY_free(pair) }
    guard let new = X509_new() else { return nil }
    defer { X509_free(new) }
    let common = String(names[0].prefix(Self.commonNameLimit))
    let alternatives = names.map { (Self.isAddress($0) ? "IP:" : "DNS:") + $0 }
    guard
      copenssl_fill_certificate(
        new, pair, common, alternatives.joined(separator: ","), days * 86_400) == 1,
      let certificate = Self.pem({ PEM_write_bio_X509($0, new) }),
      let key = Self.pem({ PEM_write_bio_PKCS8PrivateKey($0, pair, nil, nil, 0, nil, nil) })
    else { return nil }
    self.certificate = certificate
    self.key = key
  }

  private static func isAddress(_ name: String) -> Bool {
    guard let address = a2i_IPADDRESS(name) else {
      ErrorQueue.clear()
      return false
    }
    ASN1_OCTET_STRING_free(address)
    return true
  }

  private static func pem(_ write: (OpaquePointer) -> Int32) -> [UInt8]? {
    // Memory of this kind is wiped when it is freed.
    guard let memory = BIO_new(BIO_s_secmem()) else { return nil }
    defer { BIO_free_all(memory) }
    guard write(memory) == 1 else { return nil }
    var start: UnsafeMutablePointer<CChar>?
    let count = copenssl_memory(memory, &start)
    guard let start, count > 0 else { return nil }
    return UnsafeRawBufferPointer(start: start, count: count).map { $0 }
  }
}
