public import Bytes

/// Rows and columns of a presentation space: the sizes that displays have, and no other.
///
/// A size that a peer names becomes one here or is refused, so that whoever has a geometry may
/// reckon with a screen: it has room for fields, and its positions are buffer addresses.
public struct Geometry: Hashable, Sendable, CustomStringConvertible {
  private let height: UInt8
  private let width: UInt16
  /// Number of rows.
  public var rows: Int { Int(height) }
  /// Number of columns.
  public var columns: Int { Int(width) }

  /// Largest space whose addresses fit 14 bits; more would need 16-bit addressing, which no client
  /// here speaks (GA23-0059, buffer addressing).
  public static let maximumCells = 16_383
  /// From the 12 rows of a model 1 to what one byte of a BIND can say.
  public static let rowRange = 12...255
  /// From the 40 columns of a model 1 to more than any emulator's widest window has.
  public static let columnRange = 40...1024

  /// The rule in words, for messages: `12 to 255 rows of 40 to 1024 columns, at most 16383 cells`.
  public static let rule =
    "\(rowRange.lowerBound) to \(rowRange.upperBound) rows of \(columnRange.lowerBound) to "
    + "\(columnRange.upperBound) columns, at most \(maximumCells) cells"

  /// Nil where a side is out of its range, or the space has more than `maximumCells`.
  public init?(rows: Int, columns: Int) {
    guard Self.rowRange.contains(rows), Self.columnRange.contains(columns),
      rows * columns <= Self.maximumCells
    else { return nil }
    self.init(rows, by: columns)
  }

  private init(_ rows: Int, by columns: Int) {
    height = UInt8(rows)
    width = UInt16(columns)
  }

  /// 24 by 80, the default size of models 2 to 5.
  public static let model2 = Geometry(24, by: 80)
  /// 32 by 80.
  public static let model3 = Geometry(32, by: 80)
  /// 43 by 80.
  public static let model4 = Geometry(43, by: 80)
  /// 27 by 132.
  public static let model5 = Geometry(27, by: 132)

  /// The alternate size of a model 2 to 5; model 2's is 24 by 80.
  public static func model(_ number: Int) -> Geometry {
    switch number {
    case 3: .model3
    case 4: .model4
    case 5: .model5
    default: .model2
    }
  }

  /// Number of positions.
  public var cells: Int { rows * columns }

  /// Rows and columns, as `24x80`.
  public var description: String { "\(rows)x\(columns)" }
}

extension Geometry: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(rows)
    freezer.put(columns)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let size = Geometry(rows: try thawer.take(), columns: try thawer.take()) else {
      throw .invalid("screen size")
    }
    self = size
  }
}
