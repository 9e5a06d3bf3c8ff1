import Diagnosis
import Keystore
import Names
import PassTicket
import SAF
import Syntax
import Tables
import Testing
import Time

@Suite struct SnapshotTests {
  private func snapshot() throws -> SecuritySnapshot {
    let label = try #require(KeyLabel("A.KEY"))
    let name = try #require(PTKTDATAName("TSOR001"))
    var snapshot = SecuritySnapshot()
    snapshot.cards = [.init(name: "SOFTWARE", isOnline: true, pattern: [1, 2, 3, 4, 5, 6, 7, 8])]
    snapshot.keys[label] = .init(
      label: label, kind: .des, pattern: [1, 2, 3, 4, 5, 6, 7, 8], check: [9, 9, 9])
    snapshot.profiles[name] = .init(
      profile: PTKTDATAProfile(
        name: name, legacy: .encrypted(label), enhanced: nil,
        applicationData: "NO REPLAY PROTECTION = yes"),
      check: nil, isInForce: true)
    let group = try #require(GroupName("OPS"))
    snapshot.groups[try #require(UserID("BOB"))] = group
    snapshot.timeMark = 77
    return snapshot
  }

  private func tables(_ lines: String) throws -> SiteTables {
    let (tables, faults) = TableLoader.load([
      SourceText(path: "ACT/System.yaml", text: "SMF id: R001\n"),
      SourceText(path: "ACT/Applications/A.yaml", text: lines),
    ])
    #expect(faults.filter { $0.severity == .error }.isEmpty)
    return try #require(tables)
  }

  private func diagnosis(
    _ snapshot: SecuritySnapshot, _ lines: String, now: Int64 = 100
  ) throws -> Diagnosis {
    let tables = try tables(lines)
    return Diagnosis(
      try #require(tables.sessions.first), user: try #require(UserID("BOB")), tables, snapshot,
      now: WallTime(seconds: now))
  }

  private static let entry = """
    Application-ID: TSO
    Host: builtin:tso:R001
    Generate Pass Ticket: Y
    Pass Ticket prof name: TSOR001

    """

  @Test func `a snapshot goes through text unchanged`() throws {
    let snapshot = try snapshot()
    let copy = try #require(SecuritySnapshot(lines: snapshot.lines))
    #expect(copy.lines == snapshot.lines)
    #expect(copy.profiles == snapshot.profiles)
    #expect(copy.keys == snapshot.keys)
    #expect(copy.cards == snapshot.cards)
    #expect(copy.timeMark == 77)
    #expect(SecuritySnapshot(lines: ["nonsense x=1"]) == nil)
  }

  @Test func `each cause has its own finding`() throws {
    let good = try diagnosis(snapshot(), Self.entry)
    #expect(!good.hasFault)
    #expect(good.forecast.isMade)
    var away = try snapshot()
    away.cards = [.init(name: "SOFTWARE", isOnline: false, pattern: nil)]
    #expect(try diagnosis(away, Self.entry).forecast.text.contains("0C/0C0000"))
    var other = try snapshot()
    other.cards = [.init(name: "SOFTWARE", isOnline: true, pattern: [0])]
    #expect(try diagnosis(other, Self.entry).forecast.text.contains("0C/082714"))
    var empty = try snapshot()
    empty.keys = [:]
    #expect(try diagnosis(empty, Self.entry).forecast.text.contains("0C/08271C"))
    var inactive = try snapshot()
    inactive.isClassActive = false
    #expect(try diagnosis(inactive, Self.entry).forecast.text.contains("86/000000"))
    let missing = try diagnosis(
      snapshot(), Self.entry.replacing("prof name: TSOR001", with: "prof name: TSOX"))
    #expect(missing.forecast.text.contains("81/000000"))
    #expect(missing.lines.contains { $0.contains("evaluates for TSOR001, not for TSOX") })
    let late = try diagnosis(snapshot(), Self.entry, now: -900)
    #expect(late.lines.contains { $0.contains("977 s behind") })
    let silent = try diagnosis(snapshot(), Self.entry + "Session data: \"&USERID\"\n")
    #expect(silent.lines.contains { $0.contains("the ticket is never sent") })
  }

  @Test func `a session without tickets is not blamed for its keys`() throws {
    let diagnosis = try diagnosis(
      snapshot(), "Application-ID: X\nHost: builtin:tso:T001\n")
    #expect(!diagnosis.hasFault)
    #expect(diagnosis.forecast.text.hasPrefix("no ticket is made"))
  }
}
