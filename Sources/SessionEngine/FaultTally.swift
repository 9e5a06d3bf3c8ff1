import Bytes

/// Broken records of a session, and which of them the log tells: a host that sends nothing else would
/// fill it.
struct FaultTally: Hashable, Sendable {
  /// How many are told one by one, and after how many more one is again.
  static let told = 20
  static let between = 1000

  private var count = 0

  /// Counts a broken record.
  ///
  /// - Returns: what the log says of it; nil where it says nothing.
  mutating func note(_ fault: String) -> String? {
    count += 1
    guard count > Self.told else { return fault }
    return count.isMultiple(of: Self.between) ? "\(fault) (\(count) in this session)" : nil
  }
}

extension FaultTally: Freezable {
  func freeze(into freezer: inout Freezer) { freezer.put(count) }
  init(thawing thawer: inout Thawer) throws(ThawError) { count = try thawer.take() }
}
