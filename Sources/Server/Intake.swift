import Crypto
import Names
import Platform

/// Where a shard reads to: its ledger, so that what came is not lost with the process; without one a
/// buffer that is wiped after each read, since passwords come through here.
final class Intake {
  private let ledger: ShardLedger?
  private var scratch: [UInt8]

  init(_ ledger: ShardLedger?) {
    self.ledger = ledger
    scratch = ledger == nil ? Array(repeating: 0, count: PeerLimits.readSize) : []
  }

  /// Whether a connection can be read before the next commit.
  var hasRoom: Bool { ledger?.hasRoom ?? true }

  /// Reads once from a connection, at most `limit` bytes; `take` gets them.
  func read(
    _ token: UInt64, _ number: Int32, limit: Int, take: (UnsafeRawBufferPointer) -> Void
  ) -> Descriptor.Transfer {
    if let ledger { return ledger.read(token, number, limit: limit, take: take) }
    let result = scratch.withUnsafeMutableBytes { buffer in
      let result = Descriptor.read(
        number, into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(limit)))
      if case .bytes(let count) = result {
        take(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
      }
      return result
    }
    if case .bytes(let count) = result { Wipe.bytes(&scratch, count: count) }
    return result
  }
}
