import DataStream
import Platform
import Testing

@testable import Server

/// The server is told to stop.
@Suite struct ShardStopTests {
  @Test func `whoever is there is told, nobody waits for who does not read, and it ends`() throws {
    let rig = try ShardRig()
    let user = try rig.signedOn("ONE")
    user.key(.enter, "H1")
    rig.settle()
    let stranger = try rig.connect()
    rig.settle()
    let silent = try rig.connect()
    silent.answers = false
    rig.settle()
    #expect(!rig.shard.isStopped)
    rig.shard.beginStop()
    rig.shard.drain()
    rig.settle()
    #expect(user.shows("The server is stopped. Your sessions have ended."))
    #expect(stranger.shows("The server is stopped."))
    #expect(user.isOver && stranger.isOver && silent.isOver)
    #expect(rig.shard.isStopped && rig.legs.isEmpty && rig.faults() == [])
  }

  @Test func `told twice it ends once, and in time`() throws {
    let rig = try ShardRig()
    _ = try rig.signedOn("ONE")
    rig.shard.beginStop()
    let deadline = rig.shard.stopDeadline
    rig.wait(.seconds(1))
    rig.shard.turn(waiting: 0)
    rig.shard.beginStop()
    #expect(rig.shard.stopDeadline == deadline)
    rig.wait(.seconds(3))
    rig.shard.turn(waiting: 0)
    #expect(rig.shard.isStopped)
  }
}
