import Crypto
import Platform

/// An answer on its way to a peer, which may take it in pieces; wiped when nobody has it any more.
struct PendingAnswer {
  private let content: WipedArray
  private var done = 0

  init(_ content: WipedArray) { self.content = content }

  init(_ bytes: [UInt8]) {
    var bytes = bytes
    content = WipedArray(taking: &bytes)
  }

  /// Writes what the peer takes now; gives what is left, or nil where all is written or nobody reads it.
  func write(to socket: Int32) -> PendingAnswer? {
    var rest = self
    let bytes = content.bytes
    while rest.done < bytes.count {
      switch Descriptor.write(socket, bytes[rest.done...]) {
      case .bytes(let count): rest.done += count
      case .wouldBlock: return rest
      case .ended, .failed: return nil
      }
    }
    return nil
  }
}
