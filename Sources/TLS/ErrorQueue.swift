import COpenSSL

/// OpenSSL's error queue, one a thread: cleared before a call, read once after it failed.
enum ErrorQueue {
  static func clear() { ERR_clear_error() }

  /// Code of the newest error, which is the cause nearest to the call; the queue is then empty.
  static func take() -> UInt {
    defer { ERR_clear_error() }
    return UInt(ERR_peek_last_error())
  }

  /// OpenSSL's words for a code, or `fallback` where it has none.
  static func words(_ code: UInt, fallback: String = "no reason given") -> String {
    guard let text = ERR_reason_error_string(code) else { return fallback }
    return String(cString: text)
  }

  /// Code of the oldest error, where reading a file went wrong first; the queue is then empty.
  static func takeFirst() -> UInt {
    defer { ERR_clear_error() }
    return UInt(ERR_peek_error())
  }

  /// Words for an error of a file: the system's where opening it failed.
  static func fileWords(_ code: UInt = takeFirst()) -> String {
    // `error:80000002:system library::No such file or directory`
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      ERR_error_string_n(code, buffer.baseAddress, buffer.count)
      return buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    return text.split(separator: ":").last.map(String.init) ?? "no reason given"
  }
}

extension TLSFailure {
  /// Alerts that a peer sends come as reason 1000 + alert (ssl.h, SSL_AD_REASON_OFFSET).
  private static let alertOffset: Int32 = 1000

  /// The reason of a handshake or a transfer that failed.
  init(code: UInt, verifyResult: Int, host: String?) {
    let reason = ERR_GET_REASON(code)
    switch reason {
    case SSL_R_CERTIFICATE_VERIFY_FAILED: self.init(verifyResult: verifyResult, host: host)
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_NO_PROTOCOLS_AVAILABLE,
      SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, SSL_R_VERSION_TOO_LOW:
      self = .noCommonVersion
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: self = .noCertificate
    case SSL_R_NO_SHARED_CIPHER, SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY: self = .noCommonCipher
    case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST,
      SSL_R_UNEXPECTED_MESSAGE, SSL_R_PACKET_LENGTH_TOO_LONG:
      self = .notTLS
    case Self.alertOffset...(Self.alertOffset + 255):
      let alert = SSL_alert_desc_string_long(reason - Self.alertOffset)
      self = .refusedByPeer(alert.map { String(cString: $0) } ?? ErrorQueue.words(code))
    default: self = .protocolFault(ErrorQueue.words(code, fallback: "unknown reason"))
    }
  }

  /// The reason of a certificate that was not accepted.
  private init(verifyResult: Int, host: String?) {
    switch Int32(truncatingIfNeeded: verifyResult) {
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      self = .nameMismatch(expected: host ?? "")
    case X509_V_ERR_CERT_HAS_EXPIRED: self = .certificateExpired
    case X509_V_ERR_CERT_NOT_YET_VALID: self = .certificateNotYetValid
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: self = .selfSigned
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      self = .unknownAuthority
    case X509_V_ERR_CERT_REVOKED: self = .certificateRevoked
    default:
      let words = X509_verify_cert_error_string(verifyResult)
      self = .certificateInvalid(words.map { String(cString: $0) } ?? "unknown reason")
    }
  }
}
