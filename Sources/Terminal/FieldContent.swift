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
  private var cells: [Cell] = []

  /// What stood in a cell.
  fileprivate struct Cell: Hashable, Sendable {
    let kind: PresentationSpace.Kind
    let attributes: CellAttributes
  }

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
      self.cells.append(Cell(kind: cells.kind(index), attributes: cells.attributes(index)))
      index = cells.next(index)
    } while index != start
  }

  /// Puts the content back.
  ///
  /// - Returns: where the cursor was; nil where the host has made another screen since, which stays.
  func restore(_ screen: inout Cells) -> Int? {
    guard screen.size == size, field.map(screen.isField) ?? !screen.isFormatted else { return nil }
    let positions = cells.indices.map { (start + $0) % size.cells }
    guard !positions.contains(where: screen.isField) else { return nil }
    for (cell, position) in zip(cells, positions) {
      screen.set(position, cell.kind, values: cell.attributes)
    }
    if let field { screen.setModified(field, isModified) }
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
    freezer.put(cells)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    size = try thawer.take()
    cursor = try thawer.take()
    field = try thawer.take()
    isModified = try thawer.take()
    start = try thawer.take()
    cells = try thawer.take()
    let positions = 0..<size.cells
    guard positions.contains(cursor), positions.contains(start),
      field.map(positions.contains) ?? true, cells.count <= size.cells
    else { throw .invalid("field") }
  }
}

extension FieldContent.Cell: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch kind {
    case .character(let code):
      freezer.put(byte: 0)
      freezer.put(byte: code)
    case .graphic(let code):
      freezer.put(byte: 1)
      freezer.put(byte: code)
    case .attribute: preconditionFailure("a field holds no field attribute")
    }
    freezer.put(attributes)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: kind = .character(try thawer.byte())
    case 1: kind = .graphic(try thawer.byte())
    default: throw .invalid("field")
    }
    attributes = try thawer.take()
  }
}
