import Bytes
import Testing

@testable import Names

@Suite
struct NameFreezingTests {
  private func thawed<Value: Freezable>(_ value: Value) throws -> Value {
    var freezer = Freezer()
    freezer.put(value)
    var thawer = Thawer(freezer.bytes)
    let result = try thawer.take(Value.self)
    try thawer.end()
    return result
  }

  @Test func `a name comes back as it was`() throws {
    let user = try #require(UserID("IBMUSER"))
    #expect(try thawed(user) == user)
    let shortest = try #require(SessionID("@"))
    #expect(try thawed(shortest) == shortest)
    let system = try #require(SystemID("SYS1"))
    #expect(try thawed(system) == system)
    let label = try #require(KeyLabel("TPX.KEY.1"))
    #expect(try thawed(label) == label)
    #expect(try thawed(TicketForm.qualified) == .qualified)
  }

  @Test(arguments: ["", "lower", "A B", " A", "A\u{E9}", "A\0"])
  func `bytes that are no name are refused`(text: String) {
    var word: UInt64 = 0
    for byte in text.utf8 + Array(repeating: 0x20, count: 8 - text.utf8.count) {
      word = word << 8 | UInt64(byte)
    }
    var freezer = Freezer()
    freezer.put(word: word)
    #expect(throws: ThawError.invalid("name")) {
      var thawer = Thawer(freezer.bytes)
      return try thawer.take(UserID.self)
    }
  }
}
