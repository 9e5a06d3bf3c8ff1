import COpenSSL

/// AES key wrap with padding under a 256-bit key (RFC 5649).
public enum KeyWrap {
  /// The wrapped form of a secret.
  public static func wrap(
    _ secret: borrowing Secret, under key: borrowing Secret
  ) throws(CryptoError) -> [UInt8] {
    try secret.withBytes { (bytes) throws(CryptoError) in
      try run(Array(bytes), key, encrypt: true).withBytes { Array($0) }
    }
  }

  /// The secret inside; throws where it was wrapped under another key or was changed.
  public static func unwrap(
    _ wrapped: [UInt8], under key: borrowing Secret
  ) throws(CryptoError) -> Secret {
    try run(wrapped, key, encrypt: false)
  }

  private static func run(
    _ input: [UInt8], _ key: borrowing Secret, encrypt: Bool
  ) throws(CryptoError) -> Secret {
    precondition(key.count == 32, "a wrapping key has 32 bytes")
    var source = input
    defer { Wipe.bytes(&source) }
    guard let context = EVP_CIPHER_CTX_new() else {
      throw CryptoError(call: "EVP_CIPHER_CTX_new")
    }
    defer { EVP_CIPHER_CTX_free(context) }
    EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
    let ready = key.withBytes {
      EVP_CipherInit_ex(
        context, EVP_aes_256_wrap_pad(), nil, $0.bindMemory(to: UInt8.self).baseAddress, nil,
        encrypt ? 1 : 0)
    }
    guard ready == 1 else { throw CryptoError(call: "EVP_CipherInit_ex") }
    var output = [UInt8](repeating: 0, count: source.count + 16)
    defer { Wipe.bytes(&output) }
    var length: Int32 = 0
    guard EVP_CipherUpdate(context, &output, &length, source, Int32(source.count)) == 1,
      length > 0
    else {
      ERR_clear_error()
      throw CryptoError(call: encrypt ? "AES key wrap" : "AES key unwrap")
    }
    return Secret(copying: output[..<Int(length)])
  }
}
