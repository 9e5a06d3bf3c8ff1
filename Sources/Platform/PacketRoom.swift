/// Memory into which one reader takes packets (`PacketSocket`), for as long as it reads: most looks find
/// nothing, and cost no memory that would be asked for and wiped again.
///
/// Between two looks it has nothing in it.
public final class PacketRoom {
  let bytes: UnsafeMutableRawBufferPointer
  let descriptors: UnsafeMutableBufferPointer<Int32>

  /// Room for the largest packet.
  public init() {
    bytes = .allocate(byteCount: PacketSocket.sizeLimit, alignment: 16)
    descriptors = .allocate(capacity: PacketSocket.descriptorLimit)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit {
    bytes.deallocate()
    descriptors.deallocate()
  }

  /// Takes out what a look found.
  func take(_ count: Int, descriptors found: Int, isTorn: Bool) -> PacketSocket.Packet {
    let packet = PacketSocket.Packet(
      bytes: Array(bytes.prefix(count)), descriptors: Array(descriptors.prefix(found)),
      isTorn: isTorn)
    // What it said may be a user's.
    UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]).initializeMemory(
      as: UInt8.self, repeating: 0)
    return packet
  }
}
