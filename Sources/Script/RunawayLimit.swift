public import Bytes

/// How many statements a run may run in a row without giving up control (TPX's runaway limit).
public struct RunawayLimit: RawRepresentable, Hashable, Sendable, Freezable {
  /// The number of statements.
  public let rawValue: Int

  /// Nil where it is not 200 to 20,000, as TPX has it.
  public init?(rawValue: Int) {
    guard Self.range.contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// The numbers that TPX takes.
  public static let range = 200...20_000

  private init(_ standard: Int) { rawValue = standard }

  /// TPX's default.
  public static let standard = RunawayLimit(10_000)

  var statements: Int { rawValue }
}
