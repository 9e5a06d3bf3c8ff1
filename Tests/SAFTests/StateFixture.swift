import Crypto
import Keystore
import Names
import Testing
import Time

@testable import SAF

/// The time of these tests, on day 20833.
let noon = WallTime(seconds: 1_800_000_000)

/// A state that is made of changes, with what tests ask of it.
struct Fixture {
  var state: SecurityState

  init(_ changes: [SecurityChange] = []) throws {
    state = SecurityState(server: try #require(UserID("TURNSTIL")))
    apply([.setClass(.tickets, isActive: true)] + changes)
  }

  mutating func apply(_ changes: [SecurityChange]) {
    for change in changes { state.apply(change, at: noon) }
  }

  static func user(
    _ name: String, groups: [String] = ["SYS1"], special: Bool = false, password: Bool = true
  ) throws -> UserRecord {
    var record = UserRecord(id: try #require(UserID(name)))
    let first: GroupName = try #require(GroupName(groups[0]))
    record.defaultGroup = first
    for group in groups {
      record.connections[try #require(GroupName(group))] = .init(made: noon)
    }
    record.hasPassword = password
    if special { record.listed["SPECIAL"] = "YES" }
    return record
  }

  static func rule(
    _ name: String, _ universal: AccessLevel = .none, _ entries: [String: AccessLevel] = [:]
  ) throws -> AccessRule {
    var rule = AccessRule(name: try #require(ResourceName(name)))
    rule.universal = universal
    rule.entries = entries
    return rule
  }

  static func profile(
    _ name: String, _ legacy: PTKTDATAProfile.LegacyKey = .none, enhanced: String? = nil
  ) throws -> PTKTDATAProfile {
    PTKTDATAProfile(
      name: try #require(PTKTDATAName(name)), legacy: legacy,
      enhanced: try enhanced.map {
        .init(label: try #require(KeyLabel($0)), rules: EnhancedRules())
      })
  }

  static func key(_ label: String, _ kind: KeyToken.Kind, bytes: [UInt8] = [1]) throws
    -> SecurityChange
  {
    .key(
      KeyToken(label: try #require(KeyLabel(label)), kind: kind, wrapped: bytes, pattern: [9]),
      isMade: false)
  }
}
