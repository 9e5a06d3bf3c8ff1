import CPlatform
import Glibc

/// A system call that failed: which, on what, and why.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The call and what it was about, as `connect 10.1.1.7:23`.
  public let call: String
  /// The value of errno.
  public let code: Int32

  /// The failure of a call, with its errno.
  public init(_ call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  /// As `connect 10.1.1.7:23: Connection refused`.
  public var description: String { "\(call): \(reason)" }

  /// The reason alone.
  public var reason: String { String(cString: strerror(code)) }

  /// The code of a call that found no memory.
  public static var outOfMemory: Int32 { ENOMEM }
  /// The code of something that did not come in time.
  public static var outOfTime: Int32 { ETIMEDOUT }
  /// The code of something that is not allowed.
  public static var notAllowed: Int32 { EACCES }
  /// Whether another socket has the address.
  public var isAddressInUse: Bool { code == EADDRINUSE }
  /// No such file, or nobody who listens on it.
  public var isAbsent: Bool { code == ENOENT || code == ECONNREFUSED }
  /// The file is larger than the limit of its reader.
  public var isTooLarge: Bool { code == EFBIG }
  /// Whether the process or the system has no descriptor left.
  public var isOutOfDescriptors: Bool { code == EMFILE || code == ENFILE }
}

/// Runs a call that returns -1 for failure; again where a signal interrupted it.
func system(_ call: @autoclosure () -> String, _ body: () -> Int32) throws(SystemError) -> Int32 {
  while true {
    let result = body()
    if result >= 0 { return result }
    let code = cplatform_errno()
    if code != EINTR { throw SystemError(call(), code: code) }
  }
}
