public import Bytes

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

extension TLSSession: Freezable {
  /// Appends version, cipher, and the client's certificate.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(version)
    freezer.put(cipher)
    freezer.put(client)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    version = try thawer.take()
    cipher = try thawer.take()
    client = try thawer.take()
  }
}

extension TLSClientCertificate: Freezable {
  /// Appends its names and its number.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(subject)
    freezer.put(issuer)
    freezer.put(serial)
    freezer.put(commonName)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(
      subject: try thawer.take(), issuer: try thawer.take(), serial: try thawer.take(),
      commonName: try thawer.take())
  }
}

extension TLSVersion: Freezable {}
