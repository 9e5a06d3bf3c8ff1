import Bytes
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
    let words = LiveDisplay.allCases.flatMap(\.words)
    #expect(Set(words).count == words.count)
  }

  @Test func `rows of several shards are in order, and sessions of one application add up`() {
    let users = LiveDisplay.users.table([
      [["SUE", "TN2", "::1", "0:00:01", "1", "menu"]], [],
      [["BOB", "TN1", "::1", "0:01", "0", "x"]],
    ])
    #expect(users.rows.map(\.[0]) == ["BOB", "SUE"])
    let part = [["TSOB", "TSO2", "h", "2"], ["CICS", "CICSA", "h", "0"]]
    let sums = LiveDisplay.applications.table([part, part, part])
    #expect(sums.rows == [["TSOB", "TSO2", "h", "6"], ["CICS", "CICSA", "h", "0"]])
  }
}
