import Keystore
import Names
import PassTicket

/// Which keys changed lately: tickets that were on their way meanwhile are wrong, and no guesses.
struct KeyChanges {
  /// When each was seen first after its change; nil until then.
  private var profiles: [PTKTDATAName: Int64?] = [:]
  private var labels: [KeyLabel: Int64?] = [:]

  mutating func note(_ profile: PTKTDATAName) { profiles[profile] = .some(nil) }

  mutating func note(_ label: KeyLabel) { labels[label] = .some(nil) }

  /// Whether a ticket of the former key may still be on its way.
  /// - Parameter used: labels of the CKDS that the profile names.
  mutating func isRecent(_ profile: PTKTDATAName, _ used: [KeyLabel], now: Int64) -> Bool {
    var isRecent = Self.isRecent(&profiles[profile], now)
    for label in used where Self.isRecent(&labels[label], now) { isRecent = true }
    return isRecent
  }

  private static func isRecent(_ entry: inout Int64??, _ now: Int64) -> Bool {
    guard let seen = entry else { return false }
    let since = seen ?? now
    guard now - since <= LegacyPassTicket.window else {
      entry = nil
      return false
    }
    entry = .some(since)
    return true
  }
}
