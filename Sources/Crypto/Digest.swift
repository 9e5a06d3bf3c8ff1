import COpenSSL

/// HMAC with SHA-512 (RFC 2104).
public enum HMACSHA512 {
  /// The 64 bytes of the authentication code.
  public static func code(
    _ message: [UInt8], key: borrowing Secret
  ) throws(CryptoError) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    let done = key.withBytes { bytes in
      HMAC(
        EVP_sha512(), bytes.baseAddress, Int32(bytes.count), message, message.count, &code, &length)
    }
    guard done != nil, length == 64 else { throw CryptoError(call: "HMAC") }
    return code
  }
}

/// SHA-256.
public enum SHA256 {
  /// The 32 bytes of the digest.
  public static func digest(_ message: UnsafeRawBufferPointer) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let done = EVP_Digest(message.baseAddress, message.count, &digest, nil, EVP_sha256(), nil)
    precondition(done == 1, "SHA-256 is in every OpenSSL")
    return digest
  }

  /// The 32 bytes of a secret's digest.
  public static func digest(of secret: borrowing Secret) -> [UInt8] {
    secret.withBytes { digest($0) }
  }

  /// The 32 bytes of the digest.
  public static func digest(_ message: [UInt8]) -> [UInt8] {
    message.withUnsafeBytes { digest($0) }
  }
}

/// Random bytes of OpenSSL's generator.
public enum Random {
  /// A new random secret.
  public static func secret(count: Int) throws(CryptoError) -> Secret {
    var done: Int32 = 0
    let secret = Secret(count: count) {
      done = RAND_bytes($0.bindMemory(to: UInt8.self).baseAddress, Int32(count))
    }
    guard done == 1 else { throw CryptoError(call: "RAND_bytes") }
    return secret
  }
}

/// HMAC with SHA-1 (RFC 2104), which RFC 4226 builds its codes on.
public enum HMACSHA1 {
  /// Lends the 20 bytes of the authentication code as long as `body` runs; they are wiped then.
  public static func withCode<Result>(
    _ message: [UInt8], key: borrowing Secret, body: ([UInt8]) -> Result
  ) throws(CryptoError) -> Result {
    var code = [UInt8](repeating: 0, count: 20)
    defer { Wipe.bytes(&code) }
    var length: UInt32 = 0
    let done = key.withBytes { bytes in
      HMAC(
        EVP_sha1(), bytes.baseAddress, Int32(bytes.count), message, message.count, &code, &length)
    }
    guard done != nil, length == 20 else { throw CryptoError(call: "HMAC") }
    return body(code)
  }
}
