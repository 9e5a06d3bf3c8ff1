import COpenSSL

/// What one call of a `TLSMachine` brought; the owner reuses it.
public struct TLSOutput: Sendable {
  /// Ciphertext for the peer, also after a failure: then it is the alert that says why.
  public var send: [UInt8] = []
  /// What the peer said, decrypted.
  public var plaintext: [UInt8] = []
  /// Set by the call in which the handshake was completed.
  public var session: TLSSession?
  /// The peer said close_notify: nothing more will come.
  public var isClosed = false
  /// TLS is over; send what is to be sent, then close.
  public var failure: TLSFailure?

  /// Nothing yet.
  public init() {}

  /// Empties it; the buffers keep their memory.
  public mutating func clear() {
    send.removeAll(keepingCapacity: true)
    plaintext.removeAll(keepingCapacity: true)
    session = nil
    isClosed = false
    failure = nil
  }
}

/// What a handshake agreed on.
public struct TLSSession: Hashable, Sendable {
  /// Such as `TLSv1.3`.
  public let version: String
  /// Such as `TLS_AES_256_GCM_SHA384`.
  public let cipher: String
  /// The client's certificate, verified, at a server that asked for one; nil where none was shown.
  public let client: TLSClientCertificate?

  /// What was agreed on, in OpenSSL's words.
  public init(version: String, cipher: String, client: TLSClientCertificate?) {
    self.version = version
    self.cipher = cipher
    self.client = client
  }
}

/// TLS of one connection: ciphertext in, plaintext out, and the other way, without any I/O.
public struct TLSMachine: ~Copyable, @unchecked Sendable {
  private enum Phase: UInt8 {
    case handshake, open
    /// The peer has said close_notify, and may still be told something.
    case halfClosed
    case ended
  }

  private let ssl: OpaquePointer
  /// The name that the certificate of a client's peer must have.
  private let host: String?
  private var isServer: Bool { host == nil }
  private var phase = Phase.handshake

  /// The server's side of a connection.
  public init(server context: TLSContext) throws(TLSContextError) {
    precondition(context.isServer, "a client's context was given for a server")
    ssl = try Self.make(context, host: nil)
    host = nil
  }

  /// The client's side; the certificate has to be that of `host`, a name or an address.
  public init(client context: TLSContext, host: String) throws(TLSContextError) {
    precondition(!context.isServer, "a server's context was given for a client")
    ssl = try Self.make(context, host: host)
    self.host = host
  }

  deinit { SSL_free(ssl) }

  /// Whether the handshake is done and `send` may be called.
  public var isOpen: Bool { phase == .open || phase == .halfClosed }

  /// Starts a client's handshake; a server waits for its client.
  public mutating func start(into output: inout TLSOutput) {
    receive([], into: &output)
  }

  /// Takes ciphertext as it arrived.
  public mutating func receive(_ bytes: [UInt8], into output: inout TLSOutput) {
    receive(bytes[...], into: &output)
  }

  /// Takes ciphertext as it arrived.
  public mutating func receive(_ bytes: ArraySlice<UInt8>, into output: inout TLSOutput) {
    guard phase == .handshake || phase == .open else { return }
    let ssl = ssl
    var phase = phase
    var plaintext: [UInt8] = []
    swap(&plaintext, &output.plaintext)
    let status = Transport.with(ssl, input: bytes, output: &output.send) {
      ErrorQueue.clear()
      if phase == .handshake {
        let result = SSL_do_handshake(ssl)
        guard result == 1 else { return SSL_get_error(ssl, result) }
        phase = .open
      }
      return Self.read(ssl, into: &plaintext)
    }
    swap(&plaintext, &output.plaintext)
    if self.phase == .handshake, phase == .open { output.session = session }
    self.phase = phase
    switch status {
    case SSL_ERROR_WANT_READ: return
    case SSL_ERROR_ZERO_RETURN:
      output.isClosed = true
      self.phase = .halfClosed
    default: fail(into: &output)
    }
  }

  /// Appends the ciphertext of `plaintext`; false where TLS is not there yet, or over.
  public mutating func send(_ plaintext: [UInt8], into output: inout [UInt8]) -> Bool {
    send(plaintext[...], into: &output)
  }

  /// Appends the ciphertext of `plaintext`; false where TLS is not there yet, or over.
  public mutating func send(_ plaintext: ArraySlice<UInt8>, into output: inout [UInt8]) -> Bool {
    guard isOpen else { return false }
    guard !plaintext.isEmpty else { return true }
    let ssl = ssl
    return Transport.with(ssl, input: [], output: &output) {
      ErrorQueue.clear()
      // The BIO takes everything, so a write is never partial.
      return plaintext.withUnsafeBytes { bytes in
        var written = 0
        return SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &written) == 1
      }
    }
  }

  /// Appends close_notify, without which some clients report an error; nothing follows it.
  public mutating func closeNotify(into output: inout [UInt8]) {
    guard isOpen else {
      phase = .ended
      return
    }
    phase = .ended
    let ssl = ssl
    Transport.with(ssl, input: [], output: &output) {
      ErrorQueue.clear()
      SSL_shutdown(ssl)
      ErrorQueue.clear()
    }
  }

  /// The network ended: a failure, unless the peer had said close_notify.
  public mutating func endOfInput() -> TLSFailure? {
    defer { phase = .ended }
    return phase == .ended || phase == .halfClosed ? nil : .truncated
  }

  private mutating func fail(into output: inout TLSOutput) {
    phase = .ended
    output.failure = TLSFailure(
      code: ErrorQueue.take(), verifyResult: SSL_get_verify_result(ssl), host: host)
  }

  /// Decrypts all that arrived; the status is why it stopped.
  private static func read(_ ssl: OpaquePointer, into plaintext: inout [UInt8]) -> Int32 {
    // The most plaintext of one TLS record (RFC 8446 5.1).
    withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer in
      // A password may have passed through.
      defer { OPENSSL_cleanse(buffer.baseAddress, buffer.count) }
      while true {
        var count = 0
        let result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
        guard result == 1 else { return SSL_get_error(ssl, result) }
        plaintext.append(contentsOf: buffer[..<count])
      }
    }
  }

  private var session: TLSSession {
    let version = SSL_get_version(ssl).map { String(cString: $0) } ?? ""
    let cipher = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) } ?? ""
    return TLSSession(
      version: version, cipher: cipher,
      client: isServer ? TLSClientCertificate(of: ssl) : nil)
  }

  private static func make(
    _ context: TLSContext, host: String?
  ) throws(TLSContextError) -> OpaquePointer {
    guard let ssl = SSL_new(context.pointer) else { throw .noMemory }
    guard let bio = Transport.makeBIO() else {
      SSL_free(ssl)
      throw .noMemory
    }
    // One BIO for both ways: SSL owns the one reference.
    SSL_set_bio(ssl, bio, bio)
    if let host {
      guard expect(host, of: ssl) else {
        SSL_free(ssl)
        throw .noMemory
      }
      SSL_set_connect_state(ssl)
    } else {
      SSL_set_accept_state(ssl)
    }
    return ssl
  }

  /// Sets the name that the certificate must have and that the server is asked for.
  private static func expect(_ host: String, of ssl: OpaquePointer) -> Bool {
    defer { ErrorQueue.clear() }
    SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    guard SSL_set1_host(ssl, host) == 1 else { return false }
    // An address is no server name (RFC 6066 3).
    if let address = a2i_IPADDRESS(host) {
      ASN1_OCTET_STRING_free(address)
      return true
    }
    return copenssl_set_server_name(ssl, host) == 1
  }
}
