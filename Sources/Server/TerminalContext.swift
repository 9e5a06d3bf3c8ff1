import Synchronization
import TLS

/// The server's certificate and key, once they are loaded; read again with the tables.
final class TerminalContext: Sendable {
  private let current = Mutex<TLSContext?>(nil)

  /// Nil before the first load, and for a server without a certificate.
  var context: TLSContext? { current.withLock { $0 } }
  var isThere: Bool { current.withLock { $0 != nil } }

  /// Reads both files; the former stay in force where that fails.
  func load(certificate: String, key: String) throws(TLSContextError) {
    let new = try TLSContext(certificateChain: certificate, privateKey: key)
    current.withLock { $0 = new }
  }
}
