import COpenSSL

/// What a client's certificate, verified against the authorities, says of whom it belongs to.
public struct TLSClientCertificate: Hashable, Sendable {
  /// The subject's distinguished name, its most specific part first (RFC 4514): `CN=Jane,O=Example`.
  public let subject: String
  /// The issuer's distinguished name, in the same form.
  public let issuer: String
  /// The serial number in hexadecimal, in upper case.
  public let serial: String
  /// The subject's common name; nil where it has none or several, so that none is taken for another.
  public let commonName: String?

  /// A certificate's names and number, as they were read from it.
  public init(subject: String, issuer: String, serial: String, commonName: String?) {
    self.subject = subject
    self.issuer = issuer
    self.serial = serial
    self.commonName = commonName
  }

  /// The certificate that a connection's client has shown; nil where it has shown none, where it was
  /// not accepted, and where a name in it is longer than anybody's.
  init?(of ssl: OpaquePointer) {
    guard let certificate = copenssl_peer_certificate(ssl),
      SSL_get_verify_result(ssl) == Int(X509_V_OK)
    else { return nil }
    self.init(certificate)
  }

  /// What a certificate says.
  init?(_ certificate: OpaquePointer) {
    guard let subject = Self.text(X509_get_subject_name(certificate)),
      let issuer = Self.text(X509_get_issuer_name(certificate)),
      let serial = Self.serial(certificate)
    else { return nil }
    self.init(
      subject: subject, issuer: issuer, serial: serial, commonName: Self.commonName(certificate))
  }

  /// Read from the name's own parts: its text would have to be taken apart by the rules of escapes.
  private static func commonName(_ certificate: OpaquePointer) -> String? {
    guard let name = X509_get_subject_name(certificate) else { return nil }
    let place = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    guard place >= 0, X509_NAME_get_index_by_NID(name, NID_commonName, place) < 0,
      let data = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place))
    else { return nil }
    var text: UnsafeMutablePointer<UInt8>?
    let count = ASN1_STRING_to_UTF8(&text, data)
    // Also one that is empty or too long has memory.
    defer { if let text { copenssl_free(text) } }
    guard let text, count > 0, count <= nameLimit else {
      ErrorQueue.clear()
      return nil
    }
    return String(
      validating: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
  }

  /// Bytes of a name at the most; X.520 bounds each of its parts by 64 characters or fewer.
  private static let nameLimit = 1024

  private static func text(_ name: OpaquePointer?) -> String? {
    guard let name, let memory = BIO_new(BIO_s_mem()) else { return nil }
    defer {
      BIO_free_all(memory)
      ErrorQueue.clear()
    }
    guard copenssl_print_name(memory, name) >= 0 else { return nil }
    var start: UnsafeMutablePointer<CChar>?
    let count = copenssl_memory(memory, &start)
    guard let start, count > 0, count <= nameLimit else { return nil }
    return start.withMemoryRebound(to: UInt8.self, capacity: count) {
      String(validating: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
    }
  }

  private static func serial(_ certificate: OpaquePointer) -> String? {
    guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil) else {
      return nil
    }
    defer { BN_free(number) }
    // RFC 5280 4.1.2.2: 20 octets at the most.
    guard BN_num_bits(number) <= 160, let text = BN_bn2hex(number) else { return nil }
    defer { copenssl_free(text) }
    return String(cString: text)
  }
}
