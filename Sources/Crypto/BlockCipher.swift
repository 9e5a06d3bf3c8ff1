import COpenSSL

/// Why a cryptographic library refused to work; never a peer's fault.
public struct CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The call that failed.
  public let call: String
  /// What failed, in words.
  public var description: String { "OpenSSL: \(call) failed" }
}

/// Single DES of one block, as Triple DES with three equal keys.
///
/// OpenSSL's default provider has no single DES; K|K|K gives the same block, and takes every key,
/// whatever its parity.
public struct DES: ~Copyable {
  private let context: OpaquePointer

  /// A cipher under a key of 8 bytes.
  public init(key: borrowing Secret) throws(CryptoError) {
    precondition(key.count == 8, "a DES key has 8 bytes")
    context = try Self.makeContext(key)
  }

  private static func makeContext(_ key: borrowing Secret) throws(CryptoError) -> OpaquePointer {
    guard let context = EVP_CIPHER_CTX_new() else {
      throw CryptoError(call: "EVP_CIPHER_CTX_new")
    }
    let triple = key.withBytes { bytes in
      Secret(count: 24) { target in
        for index in 0..<24 { target[index] = bytes[index % 8] }
      }
    }
    let done = triple.withBytes {
      EVP_EncryptInit_ex(
        context, EVP_des_ede3_ecb(), nil, $0.bindMemory(to: UInt8.self).baseAddress, nil)
    }
    guard done == 1, EVP_CIPHER_CTX_set_padding(context, 0) == 1 else {
      EVP_CIPHER_CTX_free(context)
      throw CryptoError(call: "EVP_EncryptInit_ex")
    }
    return context
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Enciphers one block of 64 bits, first byte highest.
  public borrowing func encipher(_ block: UInt64) throws(CryptoError) -> UInt64 {
    var input = block.bigEndian
    var output: UInt64 = 0
    var length: Int32 = 0
    let done = withUnsafeMutableBytes(of: &output) { out in
      withUnsafeBytes(of: &input) { source in
        EVP_EncryptUpdate(
          context, out.bindMemory(to: UInt8.self).baseAddress, &length,
          source.bindMemory(to: UInt8.self).baseAddress, 8)
      }
    }
    guard done == 1, length == 8 else { throw CryptoError(call: "EVP_EncryptUpdate") }
    return UInt64(bigEndian: output)
  }
}
