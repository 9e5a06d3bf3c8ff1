import Platform
import Testing
import Time

@testable import Server

/// Waiting for all shards.
@Suite struct ShardCountTests {
  @Test func `who waits goes on with the last, and hears how many did not come`() throws {
    let count = try ShardCount(3)
    #expect(count.wait(.zero) == 3)
    count.note()
    count.note()
    #expect(count.wait(.milliseconds(1)) == 1)
    try Threads.start { count.note() }
    #expect(count.wait(.seconds(60)) == 0)
    // Once all have come, nobody waits again.
    #expect(count.wait(.seconds(60)) == 0)
  }

  @Test func `what was told before is taken, once a shard goes on`() throws {
    let commons = try Commons(
      shards: 2, limits: Admission.Limits())
    // Nobody reads the mailboxes.
    #expect(commons.awaitAll(.milliseconds(1)) == 2)
    #expect(commons.doors.allSatisfy { $0.mailbox.count == 1 })
  }
}
