import DataStream
import Foundation
import Journal
import Messages
import Metrics
import Names
import Platform
import SessionEngine
import Synchronization
import TestSupport
import Testing
import Time

@testable import Server
@testable import Tables

/// What shards count, and the port where it is told.
@Suite struct FigureTests {
  /// The figures of a rig, whose shards work meanwhile on this thread.
  private func look(_ rig: ShardRig) -> FigureLook {
    let services = rig.shard.context.services
    let found = Mutex<FigureLook?>(nil)
    Thread.detachNewThread {
      let look = FigureDesk(services: services).look()
      found.withLock { $0 = look }
    }
    while true {
      rig.settle()
      if let look = found.withLock({ $0 }) { return look }
      sched_yield()
    }
  }

  private func metrics(_ look: FigureLook) -> Metrics {
    MetricsReader.read(look.text.split(separator: "\n").map(String.init))
  }

  @Test(arguments: [1, 3])
  func `terminals and sessions are told by their state, on however many shards`(_ count: Int)
    throws
  {
    let rig = try ShardRig(shards: count)
    let one = try rig.signedOn("ONE")
    one.key(.enter, "H1")
    rig.settle()
    _ = try rig.signedOn("TWO")
    _ = try rig.connect()
    rig.settle()
    let look = look(rig)
    let metrics = metrics(look)
    #expect(metrics.value(.terminals, "session") == 1)
    #expect(metrics.value(.terminals, "menu") == 1)
    #expect(metrics.value(.terminals, "signing_on") + metrics.value(.terminals, "negotiating") == 1)
    #expect(metrics.value(.users) == 2)
    #expect(metrics.sum(.sessions, where: 0, is: "H1") == 1)
    #expect(metrics[.shardUp].map(\.value) == Array(repeating: 1, count: count))
    for (peer, direction) in [("terminal", "in"), ("terminal", "out"), ("host", "in")] {
      #expect(metrics.value(.bytes, peer, direction) > 0, "\(peer) \(direction)")
    }
    #expect((metrics.histogram(.turnTime)?.total ?? 0) > 0)
    #expect(metrics.value(.openDescriptors) > 3 && metrics.value(.memory) > 1_048_576)
    #expect(look.health.level == .ok, "\(look.health.reasons)")
  }

  @Test func `a session that is left behind is away`() throws {
    let rig = try ShardRig()
    let user = try rig.signedOn("ONE")
    user.key(.enter, "H1")
    rig.settle()
    user.socket.end()
    rig.settle()
    let metrics = metrics(look(rig))
    #expect(metrics.value(.terminals, "away") == 1)
    #expect(metrics.sum(.sessions) == 1)
  }

  @Test func `who asks within a second is told the same, and shards are not asked again`() throws {
    let rig = try ShardRig()
    let first = look(rig)
    // Nobody works for the shard: a question would wait.
    let again = FigureDesk(services: rig.shard.context.services).look()
    #expect(again.taken == first.taken)
  }

  @Test func `a shard that does not answer is told of, and waited for no longer than two seconds`()
    throws
  {
    let services = try ShardRig.makeServices(shards: 2)
    let start = Clock.instant()
    let look = FigureDesk(services: services).look()
    #expect(start.duration(to: Clock.instant()) < .seconds(10))
    #expect(look.health.level == .failing)
    #expect(look.health.reasons == ["shard 0 does not answer", "shard 1 does not answer"])
    #expect(metrics(look)[.shardUp].map(\.value) == [0, 0])
  }

  @Test func `what the log tells is health as well`() throws {
    let services = try ShardRig.makeServices(shards: 0)
    services.journal.record(.security.databaseFailed(fault: "full"), at: Clock.wall())
    services.journal.record(.site.tablesRefused(faults: 1, first: "x"), at: Clock.wall())
    services.journal.record(
      .security.ticketFailed(
        user: try #require(UserID("ONE")), session: try #require(SessionID("S")),
        profile: try #require(TicketName("P")), code: 0x0C, additional: 0x0C0000, meaning: "m"),
      at: Clock.wall())
    services.restarts.set(deaths: 2, upgrades: 1, lastPauseMilliseconds: 250)
    let look = FigureDesk(services: services).look()
    #expect(look.health.status == .unavailable && look.health.reasons.count == 2)
    let metrics = metrics(look)
    #expect(metrics.value(.databaseUp) == 0)
    #expect(metrics.value(.reloads, "bad") == 1)
    #expect(metrics.value(.ticketsFailed, "0C/0C0000") == 1)
    #expect(metrics.value(.messages, "TPXL9055") == 1)
    #expect(metrics.value(.restarts, "death") == 2 && metrics.value(.lastPause) == 0.25)
    #expect(metrics.value(.cards, "online") == 1)
  }

  // MARK: The port

  private func open(_ services: Services) throws -> Int {
    let address = try #require(FiguresPort.start(ListenAddress(":0"), services))
    #expect(address.host == "127.0.0.1")
    return Int(address.port)
  }

  private func get(_ path: String, _ port: Int) throws -> String {
    let client = try RawClient(port: port)
    client.send(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    return String(decoding: client.readToEnd(), as: UTF8.self)
  }

  @Test func `figures and health are told over HTTP`() throws {
    let services = try ShardRig.makeServices(shards: 0)
    let port = try open(services)
    let metrics = try get("/metrics", port)
    #expect(metrics.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(metrics.contains("Content-Type: text/plain; version=0.0.4"))
    #expect(metrics.contains("\nturnstile_database_up 1\n"))
    let health = try get("/health", port)
    #expect(health.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(health.hasSuffix("{\"status\": \"ok\", \"reasons\": []}\n"))
    #expect(try get("/", port).hasPrefix("HTTP/1.1 404 "))
    #expect(try get("/../etc/passwd", port).hasPrefix("HTTP/1.1 404 "))
  }

  @Test func `a server that cannot serve is 503 and says why`() throws {
    let services = try ShardRig.makeServices(shards: 0)
    services.journal.record(.server.stopping(terminals: 1), at: Clock.wall())
    let health = try get("/health", try open(services))
    #expect(health.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
    #expect(health.contains("the server stops"))
  }

  @Test func `whoever is silent, slow, loud or many keeps no scraper from its answer`() throws {
    let services = try ShardRig.makeServices(shards: 0)
    let port = try open(services)
    let silent = try (0..<30).map { _ in try RawClient(port: port) }
    let slow = try RawClient(port: port)
    slow.send(Array("GET /metrics HT".utf8))
    let loud = try RawClient(port: port)
    _ = loud.send([UInt8](repeating: 0x41, count: 20_000))
    let answer = String(decoding: loud.readToEnd(), as: UTF8.self)
    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
    #expect(try get("/metrics", port).hasPrefix("HTTP/1.1 200 OK"))
    #expect(try get("/health", port).hasPrefix("HTTP/1.1 200 OK"))
    withExtendedLifetime((silent, slow)) {}
  }

  @Test func `any bytes at all end in an answer or the end`() throws {
    let services = try ShardRig.makeServices(shards: 0)
    let port = try open(services)
    var dice = Dice(seed: 11)
    for _ in 0..<40 {
      let client = try RawClient(port: port)
      _ = client.send(dice.bytes(1 + dice.below(6000)))
    }
    #expect(try get("/health", port).hasPrefix("HTTP/1.1 200 OK"))
  }

  @Test func `a port in use is told of, and the server starts all the same`() throws {
    let services = try ShardRig.makeServices(shards: 0)
    let port = try open(services)
    let other = try ShardRig.makeServices(shards: 0)
    #expect(FiguresPort.start(ListenAddress(":\(port)"), other) == nil)
    #expect(other.journal.figures.counts[.server(.warning)] == 1)
  }

  @Test func `an address that others reach is warned of`() {
    #expect(StartWarnings.figures(SocketAddress(host: "127.0.0.1", port: 1)).isEmpty)
    #expect(StartWarnings.figures(SocketAddress(host: "::1", port: 1)).isEmpty)
    #expect(StartWarnings.figures(SocketAddress(host: "0.0.0.0", port: 1)).count == 1)
  }
}
