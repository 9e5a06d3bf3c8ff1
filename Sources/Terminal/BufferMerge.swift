import DataStream

/// What comparing a terminal's Read Buffer with the model found.
public struct Drift: Hashable, Sendable {
  /// Protected cells and attributes that differed: the model was wrong there, and is not now.
  public var protectedCells = 0
  /// Cells that the user had typed into.
  public var typedCells = 0
}

/// A terminal's answer to Read Buffer: every cell of its screen.
struct BufferMerge {
  private let record: [UInt8]
  private let keepsModified: Bool
  private var drift = Drift()
  private var isProtected = false

  /// AID and cursor.
  private static let headerSize = 3

  init(_ record: [UInt8], keepsModified: Bool) {
    self.record = record
    self.keepsModified = keepsModified
  }

  private var reader: CellReader? {
    guard record.count >= Self.headerSize else { return nil }
    return CellReader(record[Self.headerSize...], .readBuffer, cells: 0)
  }

  /// Cells of the answer; nil where it ends inside an order, and so is none.
  var count: Int? {
    guard var reader else { return nil }
    var count = 0
    do {
      while try reader.next() != nil { count += 1 }
    } catch {
      return nil
    }
    return count
  }

  /// Whether a field begins anywhere.
  var hasField: Bool {
    guard var reader else { return false }
    while let cell = try? reader.next() {
      if case .attribute = cell { return true }
    }
    return false
  }

  /// Whether the last field is not shown; it goes on in the first cells.
  var endsHidden: Bool {
    guard var reader else { return false }
    var isHidden = false
    while let cell = try? reader.next() {
      if case .attribute(let attribute) = cell { isHidden = attribute.isNondisplay }
    }
    return isHidden
  }

  /// Takes the answer over; it has as many cells as the screen.
  consuming func run(_ cells: inout Cells) -> Drift {
    guard var reader else { return drift }
    isProtected = cells.isProtected(0)
    var position = 0
    while position < cells.count, let cell = try? reader.next() {
      switch cell {
      case .attribute(let attribute): merge(attribute, at: position, in: &cells)
      case .character, .graphic: merge(cell, at: position, in: &cells)
      }
      position += 1
    }
    return drift
  }

  private mutating func merge(
    _ attribute: FieldAttribute, at position: Int, in cells: inout Cells
  ) {
    isProtected = attribute.isProtected
    let own = cells.isField(position) ? cells.fieldAttribute(position) : nil
    var new = attribute
    if keepsModified, own?.isModified == true { new.insert(.modified) }
    if own?.union(.modified) != new.union(.modified) { drift.protectedCells += 1 }
    guard own != new else { return }
    cells.set(position, .attribute(new), values: cells.attributes(position))
  }

  private mutating func merge(
    _ shown: PresentationSpace.Kind, at position: Int, in cells: inout Cells
  ) {
    guard cells.kind(position) != shown else { return }
    if isProtected { drift.protectedCells += 1 } else { drift.typedCells += 1 }
    cells.type(position, shown)
  }
}
