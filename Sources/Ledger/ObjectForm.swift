/// A form of an object in a ledger: as it counts, or as the next commit makes it.
///
/// Nearly all have one block, so that a form is a few bytes; there are some for each thing that is kept.
enum ObjectForm: BitwiseCopyable {
  case none
  /// The object is removed, and its block says so.
  case mark(Block)
  case whole(Block)
  /// In several blocks, under a number of `LongForms`.
  case long(UInt32)
}

/// Blocks of forms that have more than one.
struct LongForms {
  private var blocks: [UInt32: [Block]] = [:]
  private var last: UInt32 = 0

  /// Keeps blocks; returns their number.
  mutating func add(_ new: [Block]) -> UInt32 {
    repeat { last &+= 1 } while blocks[last] != nil
    blocks[last] = new
    return last
  }

  /// Blocks of a number, which counts no more.
  mutating func take(_ number: UInt32) -> [Block] { blocks.removeValue(forKey: number) ?? [] }
}
