import Bytes
import SAF
import SessionEngine
import Tables
import Testing

@testable import Server

@Suite struct LiveDisplayTests {
  @Test func `a thing is named whole or by its letter, in any case, and may be for programs`() {
    #expect(LiveDisplay.Wish(["u"])?.thing == .users)
    #expect(LiveDisplay.Wish(["Users"])?.format == .table)
    #expect(LiveDisplay.Wish(["TR", "as", "json"])?.format == .json)
    #expect(LiveDisplay.Wish(["A", "AS", "CSV"])?.thing == .applications)
    for words in [[], ["X"], ["U", "AS"], ["U", "AS", "XML"], ["U", "IN", "CSV"], ["U", "V"]] {
      #expect(LiveDisplay.Wish(words) == nil, "\(words)")
    }
    #expect(LiveDisplay.Wish(["TA"])?.thing == .tables)
    let words = LiveDisplay.allCases.flatMap(\.words)
    #expect(Set(words).count == words.count)
  }

  @Test func `the tables in force are counted once`() throws {
    let rig = try ShardRig()
    guard case .rows(let rows) = LiveDisplay.tables.part(rig.shard) else {
      Issue.record("no rows")
      return
    }
    #expect(
      rows.contains(["APPLICATIONS", "\(rig.site.tables.sessions.count)", "ACT/Applications"]))
    #expect(rows.contains { $0[0] == "PANELS" && $0[1] != "0" })
    let names = Set(rows.map { $0[0] })
    #expect(rows.count == rig.site.tables.sizes.count + 1 && names.count == rows.count)
  }

  @Test func `rows of several shards are in order, and sessions of one application add up`() throws
  {
    let users = LiveDisplay.users.table([
      .rows([["SUE", "TN2", "::1", "0:00:01", "1", "menu"]]), .rows([]),
      .rows([["BOB", "TN1", "::1", "0:01", "0", "x"]]),
    ])
    #expect(users.rows.map(\.[0]) == ["BOB", "SUE"])
    let site = try ShardRig().site
    let tables = site.tables
    let id = try #require(tables.sessions.last?.ownID)
    var orders = StandingOrders()
    _ = orders.hold("\(id)", StandingOrders.Hold(.quiesced, ""))
    let part = LiveDisplay.Part.counts([id: 2], of: site.saying(orders))
    let sums = LiveDisplay.applications.table([part, part, part])
    #expect(sums.rows.map(\.[0]) == tables.sessions.map { "\($0.ownID)" })
    #expect(sums.rows.map(\.[4]) == tables.sessions.map { $0.ownID == id ? "QUIESCED" : "ACTIVE" })
    #expect(sums.rows.map(\.[3]) == tables.sessions.map { $0.ownID == id ? "6" : "0" })
  }
}
