/// Rows and columns of a presentation space.
public struct Geometry: Hashable, Sendable, CustomStringConvertible {
  public let rows: Int
  public let columns: Int

  /// Largest space whose addresses fit 14 bits; more would need 16-bit addressing, which no client
  /// here speaks (GA23-0059, buffer addressing).
  public static let maximumCells = 16_383

  /// Nil where a side is not positive or the space has more than `maximumCells`.
  public init?(rows: Int, columns: Int) {
    guard rows > 0, columns > 0, rows <= 255, columns <= 1024, rows * columns <= Self.maximumCells
    else { return nil }
    self.rows = rows
    self.columns = columns
  }

  private init(_ rows: Int, by columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// 24 by 80, the default size of models 2 to 5.
  public static let model2 = Geometry(24, by: 80)
  public static let model3 = Geometry(32, by: 80)
  public static let model4 = Geometry(43, by: 80)
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

  public var cells: Int { rows * columns }

  /// Position of a row and column, both counted from 1.
  public func position(row: Int, column: Int) -> Int {
    (row - 1) * columns + column - 1
  }

  public var description: String { "\(rows)x\(columns)" }
}
