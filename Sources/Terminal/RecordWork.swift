import DataStream
import Names

/// Cells that one record's orders and reads have touched: a record that goes over the screen again
/// and again ends there.
struct RecordWork: Hashable, Sendable {
  private(set) var cells = 0

  /// What a Query Reply costs, in cells.
  static let query = 256
  /// Cells that are erased in the time in which one is looked at.
  private static let erasedPerCell = 16

  /// - `count`: cells that are looked at.
  /// - `offset`: where the record says so.
  mutating func spend(_ count: Int, at offset: Int) throws(DataStreamError) {
    cells += count
    guard cells <= PeerLimits.cellsPerRecord else { throw .tooMuchWork(offset: offset) }
  }

  /// Reckons with the erasing of a screen.
  mutating func spendErase(_ size: Geometry, at offset: Int) throws(DataStreamError) {
    try spend(size.cells / Self.erasedPerCell, at: offset)
  }
}
