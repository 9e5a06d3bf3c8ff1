public import Bytes

/// Why a TLS connection failed, in words that say what to do about it.
public enum TLSFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The peer's certificate is for other names than the one connected to.
  case nameMismatch(expected: String)
  case certificateExpired
  case certificateNotYetValid
  /// The certificate's issuer is not among the trusted authorities.
  case unknownAuthority
  case selfSigned
  case certificateRevoked
  /// Another fault of the peer's certificate, in OpenSSL's words.
  case certificateInvalid(String)
  /// The peer ended the handshake with this alert.
  case refusedByPeer(String)
  case noCommonVersion
  case noCommonCipher
  /// What arrived is not TLS.
  case notTLS
  /// The peer showed no certificate, and has to.
  case noCertificate
  /// The connection was closed without a close_notify.
  case truncated
  /// Any other fault, in OpenSSL's words.
  case protocolFault(String)

  /// The reason, for a log line or a person.
  public var description: String {
    switch self {
    case .nameMismatch(let name): "the certificate does not match the name \(name)"
    case .certificateExpired: "the certificate has expired"
    case .certificateNotYetValid: "the certificate is not valid yet; compare the clocks"
    case .unknownAuthority: "the certificate was issued by an unknown authority (CA)"
    case .selfSigned: "the certificate is self-signed and not among the trusted authorities"
    case .certificateRevoked: "the certificate was revoked"
    case .certificateInvalid(let words): "the certificate is not accepted: \(words)"
    case .refusedByPeer(let words): "the peer refused: \(words)"
    case .noCommonVersion: "no TLS version that both sides allow"
    case .noCommonCipher: "no cipher that both sides allow"
    case .notTLS: "the peer does not speak TLS on this port"
    case .noCertificate: "the peer shows no certificate, and has to"
    case .truncated: "the peer closed without ending TLS first"
    case .protocolFault(let words): "TLS failed: \(words)"
    }
  }
}

extension TLSFailure: Freezable {
  /// Appends the case's number and the words that it carries.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .nameMismatch(let name): Self.put(0, name, into: &freezer)
    case .certificateExpired: freezer.put(byte: 1)
    case .certificateNotYetValid: freezer.put(byte: 2)
    case .unknownAuthority: freezer.put(byte: 3)
    case .selfSigned: freezer.put(byte: 4)
    case .certificateRevoked: freezer.put(byte: 5)
    case .certificateInvalid(let words): Self.put(6, words, into: &freezer)
    case .refusedByPeer(let words): Self.put(7, words, into: &freezer)
    case .noCommonVersion: freezer.put(byte: 8)
    case .noCommonCipher: freezer.put(byte: 9)
    case .notTLS: freezer.put(byte: 10)
    case .noCertificate: freezer.put(byte: 11)
    case .truncated: freezer.put(byte: 12)
    case .protocolFault(let words): Self.put(13, words, into: &freezer)
    }
  }

  private static func put(_ number: UInt8, _ words: String, into freezer: inout Freezer) {
    freezer.put(byte: number)
    freezer.put(words)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .nameMismatch(expected: try thawer.take())
    case 1: self = .certificateExpired
    case 2: self = .certificateNotYetValid
    case 3: self = .unknownAuthority
    case 4: self = .selfSigned
    case 5: self = .certificateRevoked
    case 6: self = .certificateInvalid(try thawer.take())
    case 7: self = .refusedByPeer(try thawer.take())
    case 8: self = .noCommonVersion
    case 9: self = .noCommonCipher
    case 10: self = .notTLS
    case 11: self = .noCertificate
    case 12: self = .truncated
    case 13: self = .protocolFault(try thawer.take())
    default: throw .invalid("TLS failure")
    }
  }
}

/// Why a TLS context cannot be set up: a fault of the configuration.
public enum TLSContextError: Error, Hashable, Sendable, CustomStringConvertible {
  case certificateUnusable(path: String, String)
  case keyUnusable(path: String, String)
  case keyDoesNotMatch(certificate: String, key: String)
  case authoritiesUnusable(path: String, String)
  case noMemory

  /// The file, what is wrong with it, and what was expected.
  public var description: String {
    switch self {
    case .certificateUnusable(let path, let words):
      "\(path): no usable certificate chain (\(words)); expected PEM, the server's own first"
    case .keyUnusable(let path, let words):
      "\(path): no usable private key (\(words)); expected PEM without a pass phrase"
    case .keyDoesNotMatch(let certificate, let key):
      "\(key): the private key does not belong to the first certificate of \(certificate)"
    case .authoritiesUnusable(let path, let words):
      "\(path): no usable authorities (\(words)); expected a PEM file or a hashed directory"
    case .noMemory: "TLS cannot be set up: out of memory"
    }
  }
}
