public import Bytes

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
