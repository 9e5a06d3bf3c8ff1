import TLS
import Testing

@testable import TLSEnd

@Suite struct RelayContextsTests {
  private func rules(_ stamp: UInt64, minimum: TLSVersion = .v1_2) -> RelayRules {
    .host(
      HostRules(
        verifies: false, authorities: "", minimum: minimum, chain: "", key: "", stamp: stamp))
  }

  @Test func `a site that is read again and again keeps no context of before`() throws {
    let contexts = RelayContexts(helpers: nil)
    weak let first = try contexts.found(rules(1)).get()
    weak let other = try contexts.found(rules(1, minimum: .v1_3)).get()
    #expect(first != nil && other != nil)
    let second = try contexts.found(rules(2)).get()
    // Whoever speaks by it has it as long as that lasts; nobody does here.
    #expect(first == nil)
    #expect(try contexts.found(rules(2)).get() === second)
    // Other rules are not read anew, and count until they are.
    #expect(other != nil)
    // An order that was on its way does not push the newer ones out.
    _ = try contexts.found(rules(1)).get()
    #expect(try contexts.found(rules(2)).get() === second)
  }
}
