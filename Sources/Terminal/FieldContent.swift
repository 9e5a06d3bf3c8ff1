public import Bytes
import DataStream

/// What a field holds, with its modified tag and the cursor; of an unformatted screen, all cells.
public struct FieldContent: Hashable, Sendable {
  private let size: Geometry
  private let cursor: Int
  /// Where the field's attribute stands; nil on an unformatted screen.
  private let field: Int?
  private let isModified: Bool
  private let start: Int
  private var codes: [UInt8] = []
  private var marks: [UInt8] = []
  private var attributes: [CellAttributes] = []

  /// The content of the field that a cell is in.
  init(_ cells: Cells, cursor: Int, at cell: Int) {
    size = cells.size
    self.cursor = cursor
    field = cells.field(at: cell)
    isModified = field.map { cells.fieldAttribute($0).isModified } ?? false
    start = field.map(cells.next) ?? 0
    var index = start
    repeat {
      if cells.isField(index) { break }
      codes.append(cells.codes[index])
      marks.append(cells.marks[index])
      attributes.append(cells.attributes(index))
      index = cells.next(index)
    } while index != start
  }

  /// Puts the content back.
  ///
  /// - Returns: where the cursor was; nil where the host has made another screen since, which stays.
  func restore(_ cells: inout Cells) -> Int? {
    guard cells.size == size, field.map(cells.isField) ?? !cells.isFormatted else { return nil }
    let positions = codes.indices.map { (start + $0) % size.cells }
    guard !positions.contains(where: cells.isField) else { return nil }
    for (index, position) in positions.enumerated() {
      cells.set(position, codes[index], mark: marks[index], values: attributes[index])
    }
    if let field { cells.setModified(field, isModified) }
    return cursor
  }
}

extension FieldContent: Freezable {
  /// Appends the field.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(size)
    freezer.put(cursor)
    freezer.put(field)
    freezer.put(isModified)
    freezer.put(start)
    freezer.put(bytes: codes)
    freezer.put(bytes: marks)
    CellAttributes.freeze(attributes, into: &freezer)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    size = try thawer.take()
    cursor = try thawer.take()
    field = try thawer.take()
    isModified = try thawer.take()
    start = try thawer.take()
    codes = try thawer.run()
    marks = try thawer.run()
    attributes = try CellAttributes.thaw(codes.count, &thawer)
    let positions = 0..<size.cells
    guard positions.contains(cursor), positions.contains(start),
      field.map(positions.contains) ?? true, codes.count <= size.cells,
      marks.count == codes.count, attributes.count == codes.count,
      marks.allSatisfy({ $0 == 0 || $0 == Cells.graphicMark })
    else { throw .invalid("field") }
  }
}
