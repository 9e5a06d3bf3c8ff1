import Bytes
import Foundation
import Terminal
import Testing

@Suite struct VectorTests {
  @Test func `every outbound vector makes its screen, and a redraw makes it again`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/vectors.json")
    let document = try JSONValue(parsing: Data(contentsOf: file))
    let result = try #require(VectorRun.run(document, restore: true))
    #expect(result.failures == [])
    #expect(result.passed == 58)
  }
}
