import COpenSSL

/// The network as OpenSSL sees it during one call: bytes that arrived, bytes to send.
///
/// A BIO of our own in place of OpenSSL's memory BIO, which would keep the largest buffer it ever
/// needed for as long as the connection lives.
struct Transport {
  var input: UnsafeRawBufferPointer
  var output: [UInt8]

  /// Runs `body` while the BIO of `ssl` reads `input` and appends to `output`.
  static func with<Result>(
    _ ssl: OpaquePointer, input: ArraySlice<UInt8>, output: inout [UInt8],
    body: () -> Result
  ) -> Result {
    input.withUnsafeBytes { bytes in
      var transport = Transport(input: bytes, output: [])
      swap(&transport.output, &output)
      defer { swap(&transport.output, &output) }
      let bio = SSL_get_rbio(ssl)
      return withUnsafeMutablePointer(to: &transport) { pointer in
        BIO_set_data(bio, pointer)
        defer { BIO_set_data(bio, nil) }
        return body()
      }
    }
  }

  /// A new BIO that is open at both ends; nil where memory is out.
  static func makeBIO() -> OpaquePointer? {
    guard let method, let bio = BIO_new(method) else { return nil }
    BIO_set_init(bio, 1)
    return bio
  }

  nonisolated(unsafe) private static let method: OpaquePointer? = {
    guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "turnstile")
    else { return nil }
    BIO_meth_set_read_ex(method) { bio, buffer, size, count in
      BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
      guard let transport = Transport.current(bio), let buffer, let count,
        !transport.pointee.input.isEmpty
      else {
        BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
        return 0
      }
      let taken = min(size, transport.pointee.input.count)
      UnsafeMutableRawBufferPointer(start: buffer, count: taken)
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: transport.pointee.input.prefix(taken)))
      transport.pointee.input = UnsafeRawBufferPointer(
        rebasing: transport.pointee.input.dropFirst(taken))
      count.pointee = taken
      return 1
    }
    BIO_meth_set_write_ex(method) { bio, buffer, size, count in
      BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
      guard let transport = Transport.current(bio), let buffer, let count else { return 0 }
      transport.pointee.output.append(
        contentsOf: UnsafeRawBufferPointer(start: buffer, count: size))
      count.pointee = size
      return 1
    }
    BIO_meth_set_ctrl(method) { _, command, _, _ in
      command == Int32(BIO_CTRL_FLUSH) ? 1 : 0
    }
    return method
  }()

  private static func current(_ bio: OpaquePointer?) -> UnsafeMutablePointer<Transport>? {
    BIO_get_data(bio)?.assumingMemoryBound(to: Transport.self)
  }
}
