import COpenSSL

/// The oldest version of TLS that is allowed.
public enum TLSVersion: UInt8, Hashable, Sendable {
  /// For hosts of old; needs `securityLevel` 0 as well. Never for terminals.
  case v1_0
  case v1_1
  case v1_2
  case v1_3

  var number: Int32 {
    switch self {
    case .v1_0: TLS1_VERSION
    case .v1_1: TLS1_1_VERSION
    case .v1_2: TLS1_2_VERSION
    case .v1_3: TLS1_3_VERSION
    }
  }
}

/// Whose certificates a client trusts.
public enum TLSAuthorities: Hashable, Sendable {
  /// Those of the machine.
  case system
  /// A PEM file.
  case file(String)
  /// A directory of PEM files by hash.
  case directory(String)
  /// Any certificate of any name: encryption against a listener who only listens.
  case anyone
}

/// Whether a listener asks its clients for certificates.
public enum TLSClientDemand: Hashable, Sendable {
  /// It asks for none.
  case nothing
  /// Who shows one has to show one that this PEM file of authorities vouches for; who has none comes in.
  case wanted(authorities: String)
  /// Nobody comes in without one that this PEM file of authorities vouches for.
  case needed(authorities: String)
}

/// Certificates, keys and rules that many connections share; freed with the last of them.
public final class TLSContext: Sendable {
  /// OpenSSL counts references to it and locks what it changes.
  nonisolated(unsafe) let pointer: OpaquePointer
  let isServer: Bool

  /// A context for a listener: TLS 1.2 or newer, no renegotiation, no sessions, no 0-RTT.
  ///
  /// The chain is a PEM file, the server's own certificate first; the key is a PEM file without a pass
  /// phrase.
  public init(
    certificateChain: String, privateKey: String, minimumVersion: TLSVersion = .v1_2,
    clients: TLSClientDemand = .nothing
  ) throws(TLSContextError) {
    isServer = true
    pointer = try Self.make(TLS_server_method(), minimumVersion)
    guard SSL_CTX_set_cipher_list(pointer, Self.serverCiphers) == 1 else { throw .noMemory }
    try Self.use(certificateChain, privateKey, in: pointer)
    switch clients {
    case .nothing: break
    case .wanted(let authorities): try Self.ask(authorities, SSL_VERIFY_PEER, in: pointer)
    case .needed(let authorities):
      try Self.ask(authorities, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, in: pointer)
    }
  }

  /// Clients are asked for certificates of these authorities, whose names they are told.
  private static func ask(
    _ authorities: String, _ mode: Int32, in pointer: OpaquePointer
  ) throws(TLSContextError) {
    ErrorQueue.clear()
    guard SSL_CTX_load_verify_file(pointer, authorities) == 1,
      let names = SSL_load_client_CA_file(authorities)
    else { throw .authoritiesUnusable(path: authorities, ErrorQueue.fileWords()) }
    SSL_CTX_set_client_CA_list(pointer, names)
    SSL_CTX_set_verify(pointer, mode, nil)
  }

  /// Takes a certificate with its chain, and its key, into a context.
  private static func use(
    _ certificateChain: String, _ privateKey: String, in pointer: OpaquePointer
  ) throws(TLSContextError) {
    ErrorQueue.clear()
    guard SSL_CTX_use_certificate_chain_file(pointer, certificateChain) == 1 else {
      throw .certificateUnusable(path: certificateChain, ErrorQueue.fileWords())
    }
    // An encrypted key would ask for its pass phrase on a terminal nobody sits at.
    SSL_CTX_set_default_passwd_cb(pointer) { _, _, _, _ in 0 }
    guard SSL_CTX_use_PrivateKey_file(pointer, privateKey, SSL_FILETYPE_PEM) == 1 else {
      let code = ErrorQueue.takeFirst()
      if ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH {
        throw .keyDoesNotMatch(certificate: certificateChain, key: privateKey)
      }
      throw .keyUnusable(path: privateKey, ErrorQueue.fileWords(code))
    }
    guard SSL_CTX_check_private_key(pointer) == 1 else {
      ErrorQueue.clear()
      throw .keyDoesNotMatch(certificate: certificateChain, key: privateKey)
    }
  }

  /// A context for connections to hosts.
  ///
  /// `securityLevel` is OpenSSL's, 0 to 5, or nil for the machine's; `identity` names PEM files of the
  /// certificate that is shown to the host, and of its key.
  public init(
    authorities: TLSAuthorities, minimumVersion: TLSVersion = .v1_2, securityLevel: Int? = nil,
    identity: (certificateChain: String, privateKey: String)? = nil
  ) throws(TLSContextError) {
    isServer = false
    pointer = try Self.make(TLS_client_method(), minimumVersion)
    if let securityLevel { SSL_CTX_set_security_level(pointer, Int32(securityLevel)) }
    if let identity { try Self.use(identity.certificateChain, identity.privateKey, in: pointer) }
    ErrorQueue.clear()
    switch authorities {
    case .system: SSL_CTX_set_default_verify_paths(pointer)
    case .file(let path):
      guard SSL_CTX_load_verify_file(pointer, path) == 1 else {
        throw .authoritiesUnusable(path: path, ErrorQueue.fileWords())
      }
    case .directory(let path):
      guard SSL_CTX_load_verify_dir(pointer, path) == 1 else {
        throw .authoritiesUnusable(path: path, ErrorQueue.fileWords())
      }
    case .anyone:
      SSL_CTX_set_verify(pointer, SSL_VERIFY_NONE, nil)
      return
    }
    SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
  }

  /// Ciphers of TLS 1.2 for terminals: a key of each connection's own, so that one that leaks opens no
  /// recording, and encryption that authenticates (RFC 9325, 4.2). TLS 1.3 has no others.
  private static let serverCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20"

  deinit { SSL_CTX_free(pointer) }

  private static func make(
    _ method: OpaquePointer?, _ version: TLSVersion
  ) throws(TLSContextError) -> OpaquePointer {
    guard let context = SSL_CTX_new(method) else { throw .noMemory }
    // An idle connection then owns no 16 KiB buffers; the read and write buffers come and go.
    copenssl_ctx_set_mode(context, Int(SSL_MODE_RELEASE_BUFFERS))
    // What was decrypted is a password now and then, and would lie in those buffers.
    copenssl_ctx_cleanse_plaintext(context)
    copenssl_ctx_no_renegotiation(context)
    copenssl_ctx_no_sessions(context)
    _ = copenssl_ctx_set_min_version(context, version.number)
    return context
  }
}
