import CPlatform
import Glibc

/// A stream inside this machine, for the bytes of one peer; neither end waits.
public enum LocalStream {
  /// Two ends that are connected, for the caller to close; refused where they would take descriptors of
  /// the reserve.
  public static func pair() throws(SystemError) -> (near: Int32, far: Int32) {
    var ends: [Int32] = [-1, -1]
    _ = try system("socketpair") { cplatform_stream_pair(&ends) }
    do {
      for end in ends { try Descriptors.check(end, "socketpair") }
    } catch {
      for end in ends { close(end) }
      throw error
    }
    return (ends[0], ends[1])
  }
}

extension Descriptor {
  /// The peer of a socket reads an end behind what was written to it.
  public static func endOutput(_ number: Int32) { shutdown(number, Int32(SHUT_WR)) }
}
