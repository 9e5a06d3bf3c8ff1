import Bytes
import Glibc
import Platform
import Testing
import Time

@testable import Keeper

/// What keeper and worker say to each other, and what the service manager says to both.
@Suite struct LinkTests {
  private func thawed<Value: Freezable>(_ value: Value) throws -> Value {
    var freezer = Freezer()
    freezer.put(value)
    var thawer = Thawer(freezer.bytes)
    let back = try thawer.take(Value.self)
    try thawer.end()
    return back
  }

  @Test func `every message comes as it went`() throws {
    let kept = Kept(token: 1 << 40, facts: Array(0...200))
    let all: [ToKeeper] = [
      .hello(Hello(version: "1.2", frozen: 7)), .keep([kept, kept], release: []),
      .keep([], release: [9, 1 << 40]), .checked,
      .refused(["one", "two"]), .ready, .beat, .reloaded, .upgrade(nil), .upgrade("/x"),
      .goodbye(-1),
    ]
    for message in all { #expect(try thawed(message) == message) }
    func begin(_ cause: Beginning.Cause) -> ToWorker {
      .begin(
        Beginning(
          cause: cause, deaths: 3, upgrades: 2, since: WallTime(seconds: 5, nanoseconds: 6),
          endedAt: Instant(nanoseconds: 7)))
    }
    let others: [ToWorker] = [
      .inherit([kept, Kept(token: 0, facts: [])]), .listeners(["a", ""]), .check, .yield,
      .stay("why"), begin(.first), begin(.death(.exit(2))), begin(.death(.signal(9))),
      begin(.hang), begin(.upgrade(from: "1.1")), .link(3), .unlink(1 << 20),
      .companionDied("x", count: 4),
    ]
    for message in others { #expect(try thawed(message) == message) }
  }

  @Test func `bytes that are no message are refused`() {
    for bytes: [UInt8] in [[], [0], [99], [2], [2, 1], [4, 9]] {
      var thawer = Thawer(bytes)
      #expect(throws: ThawError.self) { _ = try thawer.take(ToWorker.self) }
    }
  }

  @Test func `the largest portion of what is kept fits into a packet`() {
    var table = KeptTable(limit: 1000)
    for token in 0..<UInt64(Kept.portion + 1) {
      let kept = Kept(
        token: .max - token, facts: [UInt8](repeating: 0xFF, count: Kept.factsLimit))
      _ = table.put(kept, 5)
    }
    #expect(table.portions.map(\.count) == [Kept.portion, 1])
    var freezer = Freezer()
    freezer.put(ToWorker.inherit(table.portions[0].map(\.kept)))
    #expect(freezer.bytes.count <= PacketSocket.sizeLimit)
    #expect(Kept.portion <= PacketSocket.descriptorLimit)
  }

  @Test func `a worker begins with what its keeper says, and its descriptors work`() throws {
    let (near, far) = try PacketSocket.pair()
    let (one, other) = try PacketSocket.pair()
    func send(_ message: ToWorker, _ descriptors: [Int32] = []) {
      var freezer = Freezer()
      freezer.put(message)
      _ = PacketSocket.send(near, freezer.bytes, descriptors: descriptors, waits: true)
    }
    let beginning = Beginning(
      cause: .hang, deaths: 1, upgrades: 0, since: WallTime(seconds: 1),
      endedAt: Instant(nanoseconds: 2))
    send(.check)
    send(.listeners(["tls"]), [other])
    send(.inherit([Kept(token: 8, facts: [1])]), [other])
    send(.begin(beginning))
    let link = KeeperLink(number: far)
    let begun = try link.begin(KeeperStateTests.hello) { nil }
    let start = try #require(begun)
    #expect(start.beginning == beginning)
    #expect(start.kept.map(\.kept.token) == [8])
    #expect(start.listeners.map(\.name) == ["tls"])
    _ = PacketSocket.send(start.kept[0].descriptor, [3], waits: true)
    guard case .packet(let packet) = PacketSocket.receive(one, into: PacketRoom(), waits: true)
    else {
      Issue.record("the descriptor leads nowhere")
      return
    }
    #expect(packet.bytes == [3])
  }

  /// What a descriptor leads to; its number alone may be another's by now.
  private func identity(_ number: Int32) -> UInt64? {
    var status = stat()
    return fstat(number, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  @Test func `a descriptor that is closed while it waits for a link's room comes through`() throws {
    let (near, far) = try PacketSocket.pair()
    let (one, other) = try PacketSocket.pair()
    let end = identity(other)
    var outboxes = Outboxes()
    // The worker takes nothing for a while.
    var before = 0
    repeat {
      outboxes.add(.stay(String(repeating: "x", count: 9000)), [], for: 1)
      before += 1
    } while outboxes.send(1, over: near)
    outboxes.add(.link(4), [other], for: 1)
    outboxes.close(other)
    outboxes.add(.unlink(4), [], for: 1)
    #expect(identity(other) == end && !outboxes.isEmpty)
    let room = PacketRoom()
    var heard: [ToWorker] = []
    var links: [Int32] = []
    while !(heard.last == .unlink(4)) {
      _ = outboxes.send(1, over: near)
      guard case .packet(let packet) = PacketSocket.receive(far, into: room, waits: false) else {
        Issue.record("the worker hears no more after \(heard.count)")
        return
      }
      var thawer = Thawer(packet.bytes)
      heard.append(try thawer.take())
      links += packet.descriptors
    }
    #expect(heard.count == before + 2 && heard[before] == .link(4))
    #expect(outboxes.isEmpty)
    // It leads where the other one led.
    let number = try #require(links.first)
    #expect(links.count == 1 && PacketSocket.send(number, [7], waits: false) == .done)
    guard case .packet(let packet) = PacketSocket.receive(one, into: room, waits: false) else {
      Issue.record("the descriptor leads nowhere")
      return
    }
    #expect(packet.bytes == [7])
    // The keeper's own was the last but this one.
    _ = Descriptor(number)
    guard case .ended = PacketSocket.receive(one, into: room, waits: false) else {
      Issue.record("the keeper's descriptor is open")
      return
    }
  }

  @Test func `what waits for a worker that is gone lets its descriptors go`() throws {
    let (_, other) = try PacketSocket.pair()
    let end = identity(other)
    var outboxes = Outboxes()
    outboxes.add(.link(4), [other], for: 1)
    outboxes.close(other)
    #expect(identity(other) == end)
    outboxes.drop(1)
    #expect(outboxes.isEmpty && identity(other) != end)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a worker that could not take all of a packet hears what follows`() async throws {
    let (near, far) = try PacketSocket.pair()
    defer { _ = Descriptor(near) }
    let (heard, words) = AsyncStream.makeStream(of: String.self)
    try KeeperLink(number: far).listen {
      if case .stay(let reason) = $0 { words.yield(reason) } else { words.yield("torn") }
    }
    // The end of it is lost; what is left would be a yield.
    let long = [UInt8](repeating: 5, count: PacketSocket.sizeLimit + 1)
    #expect(Glibc.send(near, long, long.count, 0) == long.count)
    var freezer = Freezer()
    freezer.put(ToWorker.stay("why"))
    _ = PacketSocket.send(near, freezer.bytes, waits: true)
    var all = heard.makeAsyncIterator()
    let first = await all.next()
    #expect(first == "why")
  }

  @Test func `a worker says why it cannot serve, however much that is`() throws {
    let (near, far) = try PacketSocket.pair()
    KeeperLink(number: far).refuse(Array(repeating: "a fault", count: 20_000))
    guard case .packet(let packet) = PacketSocket.receive(near, into: PacketRoom(), waits: true)
    else {
      Issue.record("nothing was said")
      return
    }
    var thawer = Thawer(packet.bytes)
    guard case .refused(let lines) = try thawer.take(ToKeeper.self) else {
      Issue.record("something else was said")
      return
    }
    #expect(lines.first?.hasPrefix("a fault\na fault") == true)
  }

  @Test func `listeners of a service manager are those of this process alone`() {
    func manager(_ values: [String: String]) -> ServiceManager {
      ServiceManager(value: { values[$0] }, process: 7)
    }
    let given = ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "clear:tls"]
    #expect(manager(given).listeners.map(\.name) == ["clear", "tls"])
    #expect(manager(given).listeners.map(\.descriptor) == [3, 4])
    #expect(manager(given.merging(["LISTEN_PID": "8"]) { $1 }).listeners.isEmpty)
    #expect(manager(given.merging(["LISTEN_FDS": "-1"]) { $1 }).listeners.isEmpty)
    #expect(manager(["LISTEN_PID": "7", "LISTEN_FDS": "1"]).listeners.map(\.name) == [""])
    #expect(manager([:]).listeners.isEmpty)
  }
}
