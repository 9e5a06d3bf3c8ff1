import COpenSSL
import Glibc

/// The span in which a certificate is valid, in seconds since 1970.
public struct CertificateValidity: Hashable, Sendable {
  /// First second in which it is valid, since 1970.
  public let from: Int64
  /// Last second in which it is valid, since 1970.
  public let to: Int64

  /// A span in seconds since 1970, both ends included.
  public init(from: Int64, to: Int64) {
    self.from = from
    self.to = to
  }

  /// The span of a certificate; nil where its dates are none.
  init?(_ certificate: OpaquePointer) {
    guard let from = Self.seconds(X509_get0_notBefore(certificate)),
      let to = Self.seconds(X509_get0_notAfter(certificate))
    else { return nil }
    self.init(from: from, to: to)
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
    var parts = tm()
    guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
    return Int64(timegm(&parts))
  }
}

extension TLSContext {
  /// The span of the server's own certificate; nil for a client without one.
  public var validity: CertificateValidity? {
    SSL_CTX_get0_certificate(pointer).flatMap { CertificateValidity($0) }
  }
}
