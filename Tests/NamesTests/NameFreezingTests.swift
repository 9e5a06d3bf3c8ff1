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

  @Test(arguments: ["", "NINECHARS", "lower", "A B", "A\u{E9}"])
  func `bytes that are no name are refused`(text: String) {
    var freezer = Freezer()
    freezer.put(text)
    #expect(throws: ThawError.invalid("name")) {
      var thawer = Thawer(freezer.bytes)
      return try thawer.take(UserID.self)
    }
  }
}
