import Bytes
import Metrics
import Testing

@Suite struct HealthTests {
  @Test func `a server that is well says so`() throws {
    var facts = Health.Facts()
    facts.shards = [true, true]
    let health = Health(facts)
    #expect(health.level == .ok && health.status == .ok && health.reasons.isEmpty)
    let value = try JSONValue(parsing: health.json.utf8)
    #expect(value["status"]?.string == "ok" && value["reasons"]?.array == [])
  }

  @Test func `what keeps users from working is 503, with every reason`() throws {
    var facts = Health.Facts()
    facts.shards = [true, false]
    facts.isStopping = true
    facts.isDraining = true
    facts.hasDatabaseFault = true
    facts.hasNoDescriptors = true
    facts.cards = 2
    facts.cardsAway = 1
    let health = Health(facts)
    #expect(health.level == .failing && health.status == .unavailable)
    #expect(health.reasons.first == "shard 1 does not answer")
    #expect(health.reasons.count == 6)
    #expect(try JSONValue(parsing: health.json.utf8)["reasons"]?.array?.count == 6)
  }

  @Test func `what somebody should look at is told, and is 200`() {
    var facts = Health.Facts()
    facts.hasFaultyTables = true
    facts.recordsLost = 2
    let health = Health(facts)
    #expect(health.level == .degraded && health.status == .ok)
    #expect(health.reasons.count == 2)
  }
}
