import Glibc
import Testing
import Time

@testable import Server

/// What workers that died left.
@Suite struct EstateTests {
  @Test func `what a worker held that died as it began takes nobody's name`() throws {
    var inheritance = Inheritance()
    for epoch: UInt64 in 1...2 {
      let ledger = try ShardLedger(epoch: epoch, index: 0, of: 1)
      if epoch == 1 { ledger.markWhole() }
      inheritance.held.append(
        Held(
          token: ShardStarter.token(0, epoch: epoch), .ledger, descriptor: dup(ledger.number)))
    }
    let named = Held(token: Reactor.firstToken + 9, .host, descriptor: -1)
    inheritance.held.append(named)
    let estate = try Estate(inheritance)
    #expect(estate.lastToken == named.token)
    #expect(estate.parts.count == 1 && estate.faults == [])
    #expect(estate.abandoned == [ShardStarter.token(0, epoch: 2)])
    // The third worker's are held beside the first one's, which still count.
    #expect(!estate.ledgers.contains(ShardStarter.token(0, epoch: estate.epoch + 1)))
  }

  @Test func `what the last worker was at is told, also of one that died as it began`() throws {
    var inheritance = Inheritance()
    let former = try ShardLedger(epoch: 1, index: 0, of: 1)
    former.markWhole()
    former.note(WorkedAt(.input, 5))
    let last = try ShardLedger(epoch: 2, index: 0, of: 1)
    last.note(WorkedAt(.terminal, 6))
    for (epoch, ledger) in [(UInt64(1), former), (2, last)] {
      inheritance.held.append(
        Held(
          token: ShardStarter.token(0, epoch: epoch), .ledger, descriptor: dup(ledger.number)))
    }
    #expect(try Estate(inheritance).working == [WorkedAt(.terminal, 6)])
    last.note(nil)
    for index in inheritance.held.indices {
      let ledger = index == 0 ? former : last
      inheritance.held[index] = Held(
        token: inheritance.held[index].token, .ledger, descriptor: dup(ledger.number))
    }
    #expect(try Estate(inheritance).working == [])
  }

  @Test func `a ledger that cannot be mapped waits for a worker that has memory for it`() throws {
    var inheritance = Inheritance()
    // A descriptor of something that has no memory.
    inheritance.held = [
      Held(
        token: ShardStarter.token(0, epoch: 1), .ledger, descriptor: open("/dev/null", O_WRONLY))
    ]
    #expect { _ = try Estate(inheritance) } throws: { "\($0)".contains("wait until") }
  }

  @Test func `what was due in an outage is due when those who spoke meanwhile were heard`() throws {
    let rig = try ShardRig(isKept: true)
    _ = try rig.signedOn("ONE")
    rig.settle()
    rig.wait(.seconds(4000))
    try rig.restart(shards: 1)
    let connection = try #require(rig.connections.first)
    let now = rig.shard.reactor.now.instant
    let timers = rig.shard.reactor.timers(of: connection.token)
    #expect(!timers.isEmpty)
    #expect(timers.allSatisfy { now < $0.deadline })
  }
}
