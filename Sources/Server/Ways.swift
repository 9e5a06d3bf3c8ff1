import Bytes
import Ledger

/// What is on its way both ways on a connection whose process died: which bytes the peer still has to
/// get, and which were read that no committed state has.
///
/// The committed state says how much was read and said by then; the kernel says how much it gave and
/// took. Both never differ by anything but what the last turn did.
struct Ways: Hashable {
  /// What the peer has to get yet.
  let unsent: [UInt8]
  /// What was read, and is looked at again.
  let unread: [UInt8]
  /// What the kernel has taken and given.
  let counted: Held.Counts

  /// Nil where the counts do not fit what was kept: then nobody knows what the peer has.
  ///
  /// - `kept`: what waited to be written at the last commit, behind where that begins.
  /// - `inputs`: what was read since the last commit, in order.
  /// - `kernel`: what it has taken and given, from the connection's first byte on.
  init?(
    _ frozen: FrozenChannel, kept: (start: UInt64, bytes: [UInt8])?, inputs: [LedgerReader.Input],
    kernel: Held.Counts
  ) {
    guard let unsent = Self.unsent(frozen.said, kept, taken: kernel.written),
      let unread = Self.unread(frozen.read, inputs, given: kernel.read)
    else { return nil }
    (self.unsent, self.unread, counted) = (unsent, unread, kernel)
  }

  private static func unsent(
    _ said: UInt64, _ kept: (start: UInt64, bytes: [UInt8])?, taken written: UInt64
  ) -> [UInt8]? {
    guard written <= said else { return nil }
    let count = said - written
    guard count > 0 else { return [] }
    // It ends where all that was said ends, and what the kernel has of it is at its beginning.
    guard let kept, count <= UInt64(kept.bytes.count),
      kept.start &+ UInt64(kept.bytes.count) == said
    else { return nil }
    return Array(kept.bytes.suffix(Int(count)))
  }

  private static func unread(
    _ read: UInt64, _ inputs: [LedgerReader.Input], given: UInt64
  ) -> [UInt8]? {
    guard given >= read else { return nil }
    var left = given - read
    var bytes: [UInt8] = []
    for input in inputs where left > 0 {
      // Nobody noted how much came last: all that is left did.
      guard input.isOpen || UInt64(input.bytes.count) <= left else { return nil }
      let count = min(left, UInt64(input.bytes.count))
      bytes += input.bytes.prefix(Int(count))
      left -= count
    }
    return left == 0 ? bytes : nil
  }
}
