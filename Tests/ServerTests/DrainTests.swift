import DataStream
import Messages
import SAF
import SessionEngine
import Synchronization
import Testing

@testable import Server

/// An operator empties the server.
@Suite struct DrainTests {
  private final class Answer: Sendable {
    let lines = Mutex<[String]>([])

    func take(_ answer: Administration.Answer) { lines.withLock { $0 += answer.lines } }
    var text: String { lines.withLock { $0.joined(separator: "; ") } }
  }

  private func drain(_ rig: ShardRig, _ words: String...) -> String {
    let answer = Answer()
    rig.ask(["drain"] + words) { answer.take($0) }
    rig.settle()
    return answer.text
  }

  /// Time passes, a second at a time, as shards look at it.
  private func pass(_ rig: ShardRig, seconds: Int) {
    for _ in 0..<seconds {
      rig.wait(.seconds(1))
      rig.settle()
    }
  }

  @Test(arguments: [1, 3])
  func `nobody signs on, users are told twice, and the server stops in time`(shards: Int) throws {
    let rig = try ShardRig(shards: shards)
    let user = try rig.signedOn("ONE")
    let stranger = try rig.connect()
    rig.settle()
    let answer = drain(rig, "3m", "NEW", "RELEASE")
    #expect(answer.contains("nobody signs on from now on") && answer.contains("signed on 1"))
    #expect(rig.takeLog().contains { $0.id == .server(.draining) })
    #expect(user.shows("The server stops at") && user.shows("NEW RELEASE"))
    #expect(stranger.shows("No sign-on: the server stops at") && stranger.shows("NEW RELEASE"))
    // Who comes, and who tries, reads the same, and no password is looked at.
    let late = try rig.connect()
    rig.settle()
    #expect(late.shows("No sign-on: the server stops at"))
    late.key(.enter, "TWO", "PASSWORD")
    rig.settle()
    rig.verdicts(.accepted())
    #expect(rig.connections(of: "TWO").isEmpty && late.shows("No sign-on"))
    // Read and gone on, the user hears again when it is near.
    user.press(.enter)
    rig.settle()
    #expect(!user.shows("The server stops at"))
    pass(rig, seconds: 121)
    #expect(user.shows("The server stops at") && rig.stops == 0)
    user.press(.enter)
    rig.settle()
    pass(rig, seconds: 60)
    #expect(rig.stops == 1 && rig.faults() == [])
  }

  @Test func `a password that was on its way lets nobody in`() throws {
    let rig = try ShardRig()
    let keeps = try rig.signedOn("TWO")
    let user = try rig.connect()
    rig.settle()
    user.key(.enter, "ONE", "PASSWORD")
    rig.settle()
    _ = drain(rig, "1h")
    rig.verdicts(.accepted())
    #expect(user.shows("No sign-on") && rig.connections(of: "ONE").isEmpty)
    #expect(!keeps.isOver && rig.faults() == [])
  }

  @Test func `said again it changes the time, and taken back nothing is left of it`() throws {
    let rig = try ShardRig()
    let user = try rig.signedOn("ONE")
    _ = drain(rig, "30s")
    #expect(drain(rig, "1h").contains("the time is changed"))
    pass(rig, seconds: 40)
    #expect(rig.stops == 0)
    let stranger = try rig.connect()
    rig.settle()
    #expect(drain(rig, "off") == "sign-ons are taken again")
    #expect(!stranger.shows("No sign-on"))
    #expect(drain(rig, "off") == "the server is not being drained")
    stranger.key(.enter, "TWO", "PASSWORD")
    rig.settle()
    rig.verdicts(.accepted())
    #expect(rig.connections(of: "TWO").count == 1 && !user.isOver)
    // The alarm of the former drain has nothing to do any more.
    rig.wait(.seconds(7200))
    rig.settle()
    #expect(rig.stops == 0)
  }

  @Test func `it ends as soon as nobody is left, sessions without a terminal included`() throws {
    let rig = try ShardRig()
    let user = try rig.signedOn("ONE")
    user.key(.enter, "H1")
    rig.settle()
    user.socket.end()
    rig.settle()
    _ = drain(rig, "1h")
    pass(rig, seconds: 3)
    #expect(rig.stops == 0 && rig.legs.count == 1)
    rig.ask(["cancel", "ONE"])
    rig.settle()
    pass(rig, seconds: 2)
    #expect(rig.stops == 1)
  }

  @Test(arguments: [1, 3])
  func `it goes on after the death of who began it, and nobody is told again`(shards: Int) throws {
    let rig = try ShardRig(shards: shards, isKept: true)
    let user = try rig.signedOn("ONE")
    let stranger = try rig.connect()
    rig.settle()
    _ = drain(rig, "3m", "MAINTENANCE")
    user.press(.enter)
    rig.settle()
    try rig.restart(shards: shards)
    rig.settle()
    #expect(stranger.shows("No sign-on: the server stops at") && !user.shows("MAINTENANCE"))
    stranger.key(.enter, "TWO", "PASSWORD")
    rig.settle()
    #expect(!rig.hasQuestions)
    pass(rig, seconds: 181)
    #expect(rig.stops == 1 && rig.faults() == [])
  }

  @Test func `new tables come while it is emptied, and it still is`() throws {
    let rig = try ShardRig()
    _ = try rig.signedOn("ONE")
    _ = drain(rig, "1h")
    rig.shard.context.commons.tellAll(.site(rig.shard.context.site.draining(nil)))
    let stranger = try rig.connect()
    rig.settle()
    #expect(stranger.shows("No sign-on"))
  }

  @Test(arguments: ["", "10", "m", "-1m", "25h", "99999h", "10 m", "1d", "1.5h"])
  func `what is no time is refused, and changes nothing`(text: String) throws {
    #expect(DrainTime(text) == nil)
    let rig = try ShardRig()
    #expect(drain(rig, text).hasPrefix("\(text) is no time"))
    #expect(rig.shard.context.commons.drain.withLock { $0 } == nil)
  }

  @Test func `times are read in any case`() {
    #expect(["0s", "90S", "10m", "24h"].allSatisfy { DrainTime($0) != nil })
    #expect(DrainTime("2h")?.duration == .seconds(7200))
  }
}
