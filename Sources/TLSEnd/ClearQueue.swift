import Crypto

/// Bytes in clear that wait to be written: first in, first out; wiped once they went, since passwords
/// are among them. An empty one owns no memory.
struct ClearQueue {
  private var bytes: [UInt8] = []
  private var start = 0

  var count: Int { bytes.count - start }
  var isEmpty: Bool { start == bytes.count }
  /// First to be written first.
  var waiting: ArraySlice<UInt8> { bytes[start...] }

  mutating func append(_ more: ArraySlice<UInt8>) {
    guard !more.isEmpty else { return }
    // What grows is copied, and the copy it leaves behind would keep the bytes.
    var new: [UInt8] = []
    new.reserveCapacity(count + more.count)
    new += waiting
    new += more
    wipe()
    bytes = new
  }

  /// Forgets the first `count` bytes, which were written.
  mutating func consume(_ count: Int) {
    precondition(count <= self.count, "more was written than waited")
    start += count
    if start == bytes.count { wipe() }
  }

  /// Forgets all.
  mutating func wipe() {
    Wipe.bytes(&bytes)
    bytes = []
    start = 0
  }
}
