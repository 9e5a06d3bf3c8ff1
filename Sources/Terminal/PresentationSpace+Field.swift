public import Bytes
public import DataStream

/// Parts of a screen that are looked at or put back as a whole.
extension PresentationSpace {
  /// What a terminal has to be told besides the cells: the size in force and the reply mode.
  public struct Form: Hashable, Sendable {
    public let size: Geometry
    public let replyMode: ReplyMode
  }

  public var form: Form { Form(size: size, replyMode: replyMode) }

  /// What a field holds, with its modified tag and the cursor; of an unformatted screen, all cells.
  public struct FieldContent: Hashable, Sendable {
    fileprivate let size: Geometry
    fileprivate let cursor: Int
    /// Where the field's attribute stands, and what it is; nil on an unformatted screen.
    fileprivate let field: Int?
    fileprivate let fieldMark: UInt8
    fileprivate let start: Int
    fileprivate var codes: [UInt8] = []
    fileprivate var marks: [UInt8] = []
    fileprivate var attributes: [CellAttributes] = []
  }

  /// The content of the field that a position is in.
  ///
  /// - Parameter position: a cell of the field; any other number means the whole screen where it has no
  ///   field, and the first cell's field where it has.
  public func content(ofFieldAt position: Int) -> FieldContent {
    let cell = (0..<size.cells).contains(position) ? position : 0
    let field = field(at: cell)
    let start = field.map { ($0 + 1) % size.cells } ?? 0
    var content = FieldContent(
      size: size, cursor: cursor, field: field, fieldMark: field.map { marks[$0] } ?? 0,
      start: start)
    var index = start
    repeat {
      if isField(index) { break }
      content.codes.append(codes[index])
      content.marks.append(marks[index])
      content.attributes.append(attributes(index))
      index = index + 1 == size.cells ? 0 : index + 1
    } while index != start
    return content
  }

  /// Puts a field's content back; nothing where the host has made another screen since.
  public mutating func restore(_ content: FieldContent) {
    guard size == content.size else { return }
    if let field = content.field {
      guard isField(field) else { return }
    } else if isFormatted {
      return
    }
    let cells = content.codes.indices.map { (content.start + $0) % size.cells }
    guard !cells.contains(where: isField) else { return }
    for (index, cell) in cells.enumerated() {
      set(cell, content.codes[index], content.marks[index], content.attributes[index])
    }
    if let field = content.field {
      setModified(field, content.fieldMark & 0x01 != 0)
    }
    cursor = content.cursor
  }

  /// Whether a terminal's Read Buffer shows a screen that it has cleared by itself: without any field
  /// where the model has some, or empty where the model is not.
  public func isCleared(readBuffer record: [UInt8]) -> Bool {
    if isFormatted { return !Self.hasField(readBuffer: record) }
    return record.dropFirst(3).allSatisfy { $0 == 0 } && codes.contains { $0 != 0 }
  }

  private static func hasField(readBuffer record: [UInt8]) -> Bool {
    var index = 3
    while index < record.count {
      switch record[index] {
      case Order.startField, Order.startFieldExtended: return true
      case Order.setAttribute: index += 3
      case Order.graphicEscape: index += 2
      default: index += 1
      }
    }
    return false
  }
}

extension PresentationSpace.FieldContent: Freezable {
  public func freeze(into freezer: inout Freezer) {
    freezer.put(size)
    freezer.put(cursor)
    freezer.put(field)
    freezer.put(fieldMark)
    freezer.put(start)
    freezer.put(bytes: codes)
    freezer.put(bytes: marks)
    PresentationSpace.freeze(attributes, into: &freezer)
  }

  public init(thawing thawer: inout Thawer) throws(ThawError) {
    size = try thawer.take()
    cursor = try thawer.take()
    field = try thawer.take()
    fieldMark = try thawer.take()
    start = try thawer.take()
    codes = try thawer.run()
    marks = try thawer.run()
    attributes = try PresentationSpace.attributes(of: codes.count, &thawer)
    let positions = 0..<size.cells
    guard positions.contains(cursor), positions.contains(start),
      field.map(positions.contains) ?? true, PresentationSpace.isMark(fieldMark),
      codes.count <= size.cells, marks.count == codes.count, attributes.count == codes.count,
      marks.allSatisfy({ $0 == 0 || $0 == PresentationSpace.graphicMark })
    else { throw .invalid("field") }
  }
}
