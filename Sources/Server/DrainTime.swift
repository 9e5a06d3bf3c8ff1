/// How long sessions live after the server began to be emptied: `90s`, `10m`, `2h`.
public struct DrainTime: Hashable, Sendable {
  /// The time.
  public let duration: Duration
  /// The time where the operator gives none.
  public static let standard = "10m"
  /// How it is written, for whoever wrote something else.
  public static let expected = "a number and s, m or h, such as 90s, 10m or 2h; at most 24h"

  private static let longest = 24 * 3600

  /// Reads a time; nil where it is none.
  public init?(_ text: String) {
    let units: [Character: Int] = ["S": 1, "M": 60, "H": 3600]
    guard let last = text.uppercased().last, let unit = units[last],
      let count = UInt16(text.dropLast()), Int(count) * unit <= Self.longest
    else { return nil }
    duration = .seconds(Int(count) * unit)
  }
}
