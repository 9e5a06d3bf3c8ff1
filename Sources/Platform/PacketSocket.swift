import CPlatform
import Glibc

/// One end of a connection between two processes of ours, whose packets carry descriptors
/// (unix(7), SOCK_SEQPACKET and SCM_RIGHTS).
public enum PacketSocket {
  /// Most descriptors that a packet carries; the kernel's own limit is 253.
  public static let descriptorLimit = Int(CPLATFORM_PACKET_DESCRIPTORS)
  /// Most bytes that a packet has: two of them fit into the smallest buffer that Linux gives.
  public static let sizeLimit = 48 << 10

  /// What a packet that came has.
  public struct Packet: Sendable {
    /// Its bytes.
    public let bytes: [UInt8]
    /// Descriptors that came with it; whoever takes the packet closes them.
    public let descriptors: [Int32]
    /// Something of it is lost: this process may have no more descriptors open.
    public let isTorn: Bool
  }

  /// What came of a look for a packet.
  public enum Received: Sendable {
    case packet(Packet)
    /// Nothing is there now.
    case nothing
    /// The other process has closed its end, or is gone.
    case ended
  }

  /// What came of a packet that was to be sent.
  public enum Sent: Hashable, Sendable {
    case done
    /// The other end has not taken what was sent before.
    case wouldBlock
    /// The other end is gone.
    case ended
  }

  /// Two ends that are connected; whoever asks for them closes both.
  public static func pair() throws(SystemError) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    _ = try system("socketpair") { cplatform_packet_pair(&ends) }
    return (ends[0], ends[1])
  }

  /// Lets a packet wait for room at most so long, where it is sent waiting.
  public static func limitWaiting(_ number: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Lets a reader who waits for a packet wait at most so long; then nothing is there.
  public static func limitReading(_ number: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Sends a packet; descriptors in it stay open here.
  ///
  /// - `waits`: whether this thread waits until the other end has room.
  public static func send(
    _ number: Int32, _ bytes: [UInt8], descriptors: [Int32] = [], waits: Bool
  ) -> Sent {
    precondition(bytes.count <= sizeLimit && descriptors.count <= descriptorLimit)
    while true {
      let count = cplatform_packet_send(
        number, bytes, bytes.count, descriptors, descriptors.count, waits ? 1 : 0)
      if count >= 0 { return .done }
      switch cplatform_errno() {
      case EINTR: continue
      // As many descriptors are on their way as the kernel allows a user who is not root.
      case EAGAIN, ETOOMANYREFS, ENOBUFS, ENOMEM: return .wouldBlock
      default: return .ended
      }
    }
  }

  /// Takes the next packet.
  ///
  /// - `room`: the reader's own.
  /// - `waits`: whether this thread waits for one.
  public static func receive(_ number: Int32, into room: PacketRoom, waits: Bool) -> Received {
    var found = 0
    var isTorn: Int32 = 0
    while true {
      let count = cplatform_packet_receive(
        number, room.bytes.baseAddress, room.bytes.count, room.descriptors.baseAddress, &found,
        &isTorn, waits ? 1 : 0)
      if count > 0 {
        return .packet(room.take(count, descriptors: found, isTorn: isTorn != 0))
      }
      if count == 0 { return .ended }
      switch cplatform_errno() {
      // A peer that left without having read all is told once, before what it had said itself.
      case EINTR, ECONNRESET: continue
      case EAGAIN: return .nothing
      default: return .ended
      }
    }
  }
}
