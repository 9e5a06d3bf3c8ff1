import Foundation
import Keystore
import Names
import SAF
import Synchronization
import Testing
import Time

@testable import Store

/// What every store of decisions must give, whatever it is made of.
@Suite struct DecisionStoreTests {
  enum Kind: CaseIterable {
    case memory, sqlite
  }

  private let bob: UserID
  private let name: TicketName

  init() throws {
    bob = try #require(UserID("BOB"))
    name = try #require(TicketName("APPL"))
  }

  /// A store of a kind with the user BOB in it.
  private func withStore(_ kind: Kind, _ body: (any SecurityStore) throws -> Void) throws {
    func run(_ store: any SecurityStore) throws {
      var record = UserRecord(id: bob)
      record.hasPassword = true
      #expect(try store.apply([.user(record)], at: time, ifStill: nil, by: .server))
      try body(store)
    }
    switch kind {
    case .memory:
      try run(MemoryStore(SecurityState(server: try #require(UserID("TURNSTIL")))))
    case .sqlite: try withDatabase { database, _ in try run(database.manager.store) }
    }
  }

  /// Runs a body so many times at once.
  private func race(_ count: Int, _ body: @Sendable (Int) -> Void) {
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
  }

  @Test(arguments: Kind.allCases)
  func `what is forgiven counts no more, and nothing else is forgiven`(kind: Kind) throws {
    try withStore(kind) { store in
      let (source, other) = (PeerAddress("10.1.2.3"), PeerAddress("10.1.2.4"))
      let now = time.seconds
      store.countWrongPassword(of: source, for: bob, now: now)
      store.countWrongPassword(of: other, for: try #require(UserID("SUE")), now: now)
      _ = try store.countFailure(of: bob)
      try store.keepOut(
        [KeptOut(source, until: now + 100), KeptOut(other, until: now + 100)], now: now)
      #expect(try store.forgive(.source(source)))
      #expect(try store.keptOut().map(\.source) == [other])
      #expect(!store.wrongPasswords().contains { $0.owner == .source(source) })
      #expect(store.wrongPasswords().contains { $0.owner == .name(bob) })
      #expect(try store.forgive(.name(bob)))
      #expect(store.wrongPasswords().count == 2)
      // Twice, and of whom nothing is known.
      #expect(try !store.forgive(.name(bob)))
      #expect(try !store.forgive(.source(PeerAddress("::1"))))
      // What does not fade, where all else has.
      #expect(try store.countFailure(of: bob) == 1)
      #expect(try store.forgive(.name(bob)))
      #expect(try store.countFailure(of: bob) == 1)
    }
  }

  @Test(arguments: Kind.allCases)
  func `what operators said stands until they say otherwise`(kind: Kind) throws {
    try withStore(kind) { store in
      #expect(try store.standing() == StandingOrders())
      var orders = StandingOrders()
      orders.say("ONE", line: 1)
      for (name, keeping) in [
        ("tso", StandingOrders.Keeping.quiesced), ("tn3270://h:23", .inactive),
      ] {
        _ = orders.hold(name, StandingOrders.Hold(keeping, "because \(name)"))
      }
      try store.keep(orders)
      #expect(try store.standing() == orders && orders.news == ["", "ONE"])
      let (first, second) = (orders.release("TSO"), orders.release("TSO"))
      #expect(first && !second)
      orders.say("", line: 1)
      try store.keep(orders)
      #expect(try store.standing() == orders && !orders.hasNews && orders.holds.count == 1)
      // A line that is none, a text that is long.
      orders.say("x", line: 2)
      orders.say(String(repeating: "y", count: 100), line: 0)
      #expect(orders.news == [String(repeating: "y", count: StandingOrders.textLimit), ""])
      for number in 0..<StandingOrders.holdLimit {
        _ = orders.hold("N\(number)", StandingOrders.Hold(.quiesced, ""))
      }
      #expect(orders.holds.count == StandingOrders.holdLimit)
    }
  }

  @Test(arguments: Kind.allCases)
  func `a second is given once, however many ask at the same moment`(kind: Kind) throws {
    try withStore(kind) { (store) throws in
      let (bob, name) = (bob, name)
      let given = Mutex<[Int64]>([])
      race(40) { _ in
        let answer = try? store.takeSecond(bob, name, now: time.seconds, reach: .legacy)
        if case .second(let second) = answer { given.withLock { $0.append(second) } }
      }
      let seconds = given.withLock { $0 }
      #expect(seconds.count == 40 && Set(seconds).count == 40)
      #expect(seconds.allSatisfy { (time.seconds...time.seconds + 120).contains($0) })
      // Another user, and another application, have seconds of their own.
      let other = try #require(UserID("SUE"))
      #expect(
        try store.takeSecond(other, name, now: time.seconds, reach: .legacy)
          == .second(time.seconds))
    }
  }

  @Test(arguments: Kind.allCases)
  func `a ticket is redeemed by the first, and by nobody after, also when clocks step`(kind: Kind)
    throws
  {
    try withStore(kind) { (store) throws in
      let (now, digest) = (time.seconds, [UInt8](repeating: 7, count: 32))
      let wins = Atomic<Int>(0)
      race(16) { _ in
        if (try? store.redeem(digest, expires: now + 600, now: now)) == true {
          wins.add(1, ordering: .relaxed)
        }
      }
      #expect(wins.load(ordering: .relaxed) == 1)
      #expect(try !store.redeem(digest, expires: now + 600, now: now - 5000))
      #expect(store.horizon(seeing: now) == now - DecisionLedger.memory)
      // Two days later it is forgotten, and so is everything that ran out before.
      let later = now + 172_800
      #expect(try store.redeem([1], expires: later, now: later))
      #expect(store.horizon(seeing: now) == later - DecisionLedger.memory)
      #expect(store.horizon(seeing: now) > now + 600)
      // The clock is right again: nothing of the time in between counts.
      let again = try store.forgetClock(now: now + 20)
      #expect(again == now + 20 + 720)
      #expect(store.horizon(seeing: now + 20) == now + 20 + 1320)
    }
  }

  @Test(arguments: Kind.allCases)
  func `every wrong value and every wrong password counts`(kind: Kind) throws {
    try withStore(kind) { (store) throws in
      let (bob, now) = (bob, time.seconds)
      for _ in 0..<4 { store.countGuess(of: bob, now: now) }
      #expect(store.pause(of: bob, now: now) == 0)
      race(4) { _ in store.countGuess(of: bob, now: now) }
      #expect(store.pause(of: bob, now: now) == 8)
      #expect(store.pause(of: bob, now: now + 8) == 0)
      let counts = Mutex<[Int]>([])
      race(12) { _ in
        if let count = try? store.countFailure(of: bob) { counts.withLock { $0.append(count) } }
      }
      #expect(counts.withLock { $0.sorted() } == Array(1...12))
      #expect(try store.countFailure(of: try #require(UserID("NOBODY"))) == 0)
      #expect(try store.apply([.signedOn(bob, at: time)], at: time, ifStill: nil, by: .server))
      #expect(try store.countFailure(of: bob) == 1)
      #expect(try store.apply([.forgetFailures(bob)], at: time, ifStill: nil, by: .server))
      #expect(try store.countFailure(of: bob) == 1)
    }
  }

  @Test(arguments: Kind.allCases)
  func `of changes that were worked out from one state, one list counts`(kind: Kind) throws {
    try withStore(kind) { (store) throws in
      let version = store.read().version
      let wins = Atomic<Int>(0)
      let bob = bob
      race(8) { number in
        var record = UserRecord(id: bob)
        record.name = "BOB \(number)"
        if (try? store.apply([.user(record)], at: time, ifStill: version, by: .server)) == true {
          wins.add(1, ordering: .relaxed)
        }
      }
      #expect(wins.load(ordering: .relaxed) == 1)
      // A sign-on stands in nobody's way.
      let now = store.read().version
      #expect(try store.apply([.signedOn(bob, at: time)], at: time, ifStill: nil, by: .server))
      #expect(try store.apply([.removeUser(bob)], at: time, ifStill: now, by: .server))
      #expect(store.state.users.isEmpty)
      #expect(try store.hashes(of: bob) == nil)
    }
  }

  @Test(arguments: Kind.allCases)
  func
    `wrong passwords count for source and name, fade, and a clock that steps back forgives nothing`(
      kind: Kind
    ) throws
  {
    try withStore(kind) { (store) throws in
      let (now, here) = (time.seconds, PeerAddress("192.0.2.1"))
      func counts() -> [FailureCount.Owner: Int] {
        Dictionary(store.wrongPasswords().map { ($0.owner, $0.count) }) { $1 }
      }
      race(6) { _ in store.countWrongPassword(of: here, for: bob, now: now) }
      #expect(counts() == [.source(here): 6, .name(bob): 6])
      store.countWrongPassword(of: here, for: bob, now: now - 5000)
      #expect(counts() == [.source(here): 7, .name(bob): 7])
      store.countWrongPassword(of: here, for: bob, now: now + 90)
      // By the time that was noted last, which is 5,090 s ago by now.
      #expect(counts() == [.source(here): 1, .name(bob): 1])
      #expect(try store.apply([.signedOn(bob, at: time)], at: time, ifStill: nil, by: .server))
      #expect(counts() == [.source(here): 1])
    }
  }

  @Test func `what was counted is there after the process is gone, whatever its clock says`() throws
  {
    try withDatabase { database, directory in
      let (now, here) = (time.seconds, PeerAddress("2001:db8::1"))
      for _ in 0..<9 {
        database.manager.store.countWrongPassword(of: here, for: bob, now: now)
      }
      try database.manager.store.keepOut([KeptOut(here, until: now + 300)], now: now)
      // As after kill -9: the file as it is, with its write-ahead log, and nothing of the memory.
      let copy = directory + "-after"
      try FileManager.default.copyItem(atPath: directory, toPath: copy)
      defer { try? FileManager.default.removeItem(atPath: copy) }
      let store = try SecurityDatabase.open(directory: copy).manager.store
      let begun = Instant(nanoseconds: 1_000_000_000_000)
      for wall in [now, now - 100_000] {
        let gate = SignOnGate(store.wrongPasswords(), wall: wall, at: begun)
        #expect(gate.hold(of: bob, from: PeerAddress("198.51.100.1"), at: begun) == .seconds(8))
        #expect(gate.hold(of: try #require(UserID("SUE")), from: here, at: begun) == .seconds(8))
      }
      let later = SignOnGate(store.wrongPasswords(), wall: now + 9 * 30, at: begun)
      #expect(later.hold(of: bob, from: here, at: begun) == .zero)
      #expect(try store.keptOut() == [KeptOut(here, until: now + 300)])
      try store.keepOut([], now: now + 300)
      #expect(try store.keptOut() == [])
    }
  }

  @Test(arguments: Kind.allCases)
  func `a second that is given back may be given again`(kind: Kind) throws {
    try withStore(kind) { (store) throws in
      let now = time.seconds
      for _ in 0..<200 {
        let answer = try store.takeSecond(bob, name, now: now, reach: .legacy)
        #expect(answer == .second(now))
        store.giveBack(now, of: bob, for: name)
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `letters wait in order for users that there are, and only so many`(kind: Kind) throws {
    let nobody = try #require(UserID("NOBODY"))
    try withStore(kind) { (store) throws in
      #expect(try store.letters(for: bob) == [])
      #expect(try store.keepLetter(from: "ALICE", text: "x", for: nobody, now: 5) == .nobody)
      for number in 1...PeerLimits.waitingMessages {
        let answer = try store.keepLetter(
          from: "ALICE", text: "number \(number)", for: bob, now: Int64(number))
        #expect(answer == .kept)
      }
      #expect(try store.keepLetter(from: "ALICE", text: "x", for: bob, now: 99) == .full)
      let letters = try store.letters(for: bob)
      #expect(letters.map(\.written) == Array(1...Int64(PeerLimits.waitingMessages)))
      #expect(letters[0].text == "number 1" && letters[0].from == "ALICE")
      try store.forgetLetters(letters.dropLast().map(\.id))
      try store.forgetLetters([letters[0].id])
      #expect(try store.letters(for: bob) == letters.suffix(1))
      // A number is never given again; a long text is cut.
      let long = String(repeating: "y", count: 1000)
      #expect(try store.keepLetter(from: "ALICE", text: long, for: bob, now: 100) == .kept)
      let last = try #require(try store.letters(for: bob).last)
      #expect(last.id > letters[letters.count - 1].id)
      #expect(last.text.count == PeerLimits.letterText)
      // Whoever gets the name later gets nothing of it.
      #expect(try store.apply([.removeUser(bob)], at: time, ifStill: nil, by: .server))
      #expect(try store.letters(for: bob) == [])
    }
  }

  @Test func `letters outlive the server, and a database of before gets their table`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.run("ADDUSER BOB NAME(BOB)")
      let store = database.manager.store
      #expect(try store.keepLetter(from: "ALICE", text: "hello", for: bob, now: 7) == .kept)
    }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      #expect(try database.manager.store.letters(for: bob).map(\.text) == ["hello"])
      try database.file.content.withLock { content in
        try content.sqlite.execute("DROP TABLE letters")
      }
    }
    let database = try SecurityDatabase.open(directory: directory)
    #expect(try database.manager.store.letters(for: bob) == [])
    #expect(
      try database.manager.store.keepLetter(from: "ALICE", text: "x", for: bob, now: 7) == .kept)
  }
}
