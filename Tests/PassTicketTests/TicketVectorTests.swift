import Bytes
import Foundation
import PassTicket
import Testing

@Suite struct TicketVectorTests {
  @Test func `all known tickets are made and evaluated as they must`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/passticket.json")
    let result = try #require(
      TicketVectors.run(JSONValue(parsing: Data(contentsOf: file))))
    #expect(result.failures == [])
    #expect(result.passed == 536)
  }

  @Test func `a wrong ticket in the file is a failure`() throws {
    let text =
      #"{"legacy": [{"id": "X", "user": "MIKEM", "appl": "TSOSYS1", "#
      + #""key": "E001193519561977", "time": 1111111, "ticket": "AEPRRZ3T"}]}"#
    let result = try #require(TicketVectors.run(JSONValue(parsing: Array(text.utf8))))
    #expect(result.failures == ["legacy X: another ticket was made"])
  }
}
