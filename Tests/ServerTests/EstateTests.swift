import Glibc
import Testing

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
}
