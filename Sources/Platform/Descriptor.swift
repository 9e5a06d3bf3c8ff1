import CPlatform
import Glibc

/// An open file or socket, closed once, when its owner goes.
public struct Descriptor: ~Copyable, Sendable {
  /// Its number in this process.
  public let number: Int32

  /// Owns a descriptor from now on, and closes it in the end.
  public init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Gives the number to an owner that closes it, or never does.
  public consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// What a read or a write of a socket that does not wait came to.
  public enum Transfer: Hashable, Sendable {
    case bytes(Int)
    /// Nothing now; ask the poller.
    case wouldBlock
    /// The peer has closed its side.
    case ended
    case failed(SystemError)
  }

  /// Reads into a buffer; the number is that of a descriptor which its owner keeps open.
  public static func read(_ number: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    while true {
      let count = Glibc.read(number, buffer.baseAddress, buffer.count)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .ended }
      let code = cplatform_errno()
      if code == EAGAIN { return .wouldBlock }
      if code != EINTR { return .failed(SystemError("read", code: code)) }
    }
  }

  /// Writes what the kernel takes; the number is that of a descriptor which its owner keeps open.
  public static func write(_ number: Int32, _ bytes: ArraySlice<UInt8>) -> Transfer {
    bytes.withUnsafeBytes { buffer in
      while true {
        let count = send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        if count >= 0 { return .bytes(count) }
        let code = cplatform_errno()
        if code == EAGAIN { return .wouldBlock }
        if code != EINTR { return .failed(SystemError("write", code: code)) }
      }
    }
  }
}
