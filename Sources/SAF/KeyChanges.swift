import Names
import PassTicket

/// Which keys changed lately: tickets that were on their way meanwhile are wrong, and no guesses.
struct KeyChanges: Sendable {
  /// When each changed last, in seconds since 1970.
  private var profiles: [PTKTDATAName: Int64] = [:]
  private var labels: [KeyLabel: Int64] = [:]

  mutating func note(_ profile: PTKTDATAName, at second: Int64) { profiles[profile] = second }

  mutating func note(_ label: KeyLabel, at second: Int64) { labels[label] = second }

  /// Whether a ticket of the former key may still be on its way.
  ///
  /// `used`: labels of the CKDS that the profile names.
  func isRecent(_ profile: PTKTDATAName, _ used: [KeyLabel], now: Int64) -> Bool {
    ([profiles[profile]] + used.map { labels[$0] }).contains { changed in
      changed.map { now.magnitudeOfDifference(to: $0) <= LegacyPassTicket.window } ?? false
    }
  }
}

extension Int64 {
  /// How far two times are apart; the largest number where that is more than 63 bits.
  fileprivate func magnitudeOfDifference(to other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? .max : difference.magnitude > UInt64(Int64.max) ? .max : abs(difference)
  }
}
