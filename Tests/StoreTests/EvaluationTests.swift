import Crypto
import Foundation
import Keystore
import Names
import SAF
import Store
import Testing
import Time

@Suite struct EvaluationTests {
  private let user: UserID
  private let name: TicketName

  init() throws {
    user = try #require(UserID("BOB"))
    name = try #require(TicketName("TSOS001"))
  }

  private func issue(
    _ database: SecurityDatabase, _ profile: TicketName, at seconds: Int64
  ) throws -> SharedSecret {
    let request = TicketRequest(user: user, session: try #require(SessionID("S")), profile: profile)
    let outcome = database.issueTicket(request, at: WallTime(seconds: seconds))
    guard case .issued(let ticket, _) = outcome else { throw CancellationError() }
    return ticket
  }

  private func evaluate(
    _ database: SecurityDatabase, _ ticket: borrowing Secret, at seconds: Int64,
    source: UserID? = nil, user other: UserID? = nil
  ) -> TicketVerdict {
    database.evaluateTicket(
      user: other ?? user, application: name, value: ticket, at: WallTime(seconds: seconds),
      source: source)
  }

  @Test func `the reason tells the clock's offset from a wrong key`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      let ticket = try issue(database, name, at: time.seconds)
      #expect(
        evaluate(database, ticket.secret, at: time.seconds + 601)
          == .refused(reason: "outside its window: its second is 601 s before this clock"))
    }
    try withDatabase { database, _ in
      try database.defineKeys()
      let ticket = try issue(database, name, at: time.seconds)
      #expect(
        evaluate(database, ticket.secret, at: time.seconds - 601)
          == .refused(reason: "outside its window: its second is 601 s after this clock"))
      try database.run("RALTER PTKTDATA TSOS001 SSIGNON(KEYMASKED(*))\nSETR RACLIST(PTKTDATA)")
      #expect(
        evaluate(database, ticket.secret, at: time.seconds)
          == .refused(reason: "wrong key, or made for another user or application"))
      #expect(
        evaluate(database, Secret(copying: Array("!!!!!!!!".utf8)), at: time.seconds)
          == .refused(reason: "no ticket"))
      try database.run("SETROPTS NOCLASSACT(PTKTDATA)")
      #expect(
        evaluate(database, ticket.secret, at: time.seconds)
          == .refused(reason: "the class PTKTDATA is not active"))
    }
  }

  @Test(arguments: [
    // 2038-01-19 and 2106-02-07, where 31 and 32 bits end.
    Int64(1) << 31, Int64(1) << 32,
  ])
  func `tickets are made and evaluated across the end of 31 and 32 bits`(end: Int64) throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      for profile in ["TSOS001", "TSOR001", "CICSA"] {
        let application = try #require(TicketName(profile))
        for (made, read) in [(end - 5, end + 5), (end + 20, end + 10)] {
          let ticket = try issue(database, application, at: made)
          let verdict = database.evaluateTicket(
            user: user, application: application, value: ticket.secret,
            at: WallTime(seconds: read))
          let kind = profile == "CICSA" ? "ENHANCED" : "LEGACY"
          #expect(verdict == .accepted(kind: kind), "\(profile)")
        }
      }
    }
  }

  @Test func `a clock that steps back over a restart brings no used ticket back`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let (old, ticket): (SharedSecret, SharedSecret)
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.defineKeys()
      old = try issue(database, name, at: time.seconds)
      #expect(evaluate(database, old.secret, at: time.seconds) == .accepted(kind: "LEGACY"))
      // So late that the ledger has forgotten the first.
      ticket = try issue(database, name, at: time.seconds + 2000)
      #expect(
        evaluate(database, ticket.secret, at: time.seconds + 2000) == .accepted(kind: "LEGACY"))
    }
    let database = try SecurityDatabase.open(directory: directory)
    for value in [old, ticket] {
      for step: Int64 in [0, 900, 2000] {
        let verdict = evaluate(database, value.secret, at: time.seconds + step)
        if case .accepted = verdict { Issue.record("a used ticket was accepted at +\(step) s") }
      }
    }
  }

  @Test func `a clock that ran an hour ahead costs nothing, and no used ticket comes back`() throws
  {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let now = time.seconds
    var used: [SharedSecret] = []
    func use(_ database: SecurityDatabase, at clock: Int64) throws {
      let ticket = try issue(database, name, at: clock)
      #expect(evaluate(database, ticket.secret, at: clock) == .accepted(kind: "LEGACY"))
      for old in used + [ticket] {
        for second in [clock, now, now + 3600] {
          if case .accepted = evaluate(database, old.secret, at: second) {
            Issue.record("a used ticket was accepted")
          }
        }
      }
      used.append(ticket)
    }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.defineKeys()
      for clock in [now, now + 3600, now + 1, now + 3601, now - 3600, now + 2, now + 900, now + 3] {
        try use(database, at: clock)
      }
    }
    // The same after a restart.
    let database = try SecurityDatabase.open(directory: directory)
    for clock in [now + 20, now + 7200, now + 21] { try use(database, at: clock) }
    let texts = Set(used.map { ticket in ticket.secret.withBytes { Array($0) } })
    #expect(texts.count == used.count)
  }

  @Test func `tickets fail with the clock as the reason where none is safe, and come back`() throws
  {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let now = time.seconds
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.defineKeys()
      for second in stride(from: now - 2000, through: now, by: 400) {
        _ = try issue(database, name, at: second)
      }
    }
    // The clock steps back by ten minutes, and the server is started again.
    let database = try SecurityDatabase.open(directory: directory)
    for (profile, user) in [("TSOS001", "BOB"), ("CICSA", "SUE")] {
      let request = TicketRequest(
        user: try #require(UserID(user)), session: try #require(SessionID("S")),
        profile: try #require(TicketName(profile)))
      let outcome = database.issueTicket(request, at: WallTime(seconds: now - 600))
      guard case .failed(let failure) = outcome else {
        Issue.record("a ticket of a second that may have been used")
        continue
      }
      #expect(failure.cause == .clockSteppedBack)
      #expect(failure.remedy.contains("turnstile oper clock forget"))
    }
    // By itself, as soon as a second that nobody had is within reach ...
    let ticket = try issue(database, name, at: now - 100)
    #expect(evaluate(database, ticket.secret, at: now - 100) == .accepted(kind: "LEGACY"))
    // ... or at once, where the operator says that the clock is right.
    _ = try database.forgetClock(at: WallTime(seconds: now - 600))
    _ = try issue(database, try #require(TicketName("CICSA")), at: now - 600)
  }

  @Test func `a clock that ran ten years ahead is forgotten, and no used ticket comes back`() throws
  {
    try withDatabase { database, _ in
      try database.defineKeys()
      let used = try issue(database, name, at: time.seconds)
      #expect(evaluate(database, used.secret, at: time.seconds) == .accepted(kind: "LEGACY"))
      // The clock is ten years ahead for a moment; the ledger forgets the first ticket.
      let future = time.seconds + 315_360_000
      let wrong = try issue(database, name, at: future)
      #expect(evaluate(database, wrong.secret, at: future) == .accepted(kind: "LEGACY"))
      let late = TicketVerdict.refused(
        reason: "its time has run out on a clock that was seen before")
      #expect(evaluate(database, used.secret, at: time.seconds + 10) == late)
      let again = try database.forgetClock(at: WallTime(seconds: time.seconds + 20))
      #expect(again == time.seconds + 20 + 720)
      for step: Int64 in [20, 300, 600] {
        #expect(evaluate(database, used.secret, at: time.seconds + step) == late)
      }
      let new = try issue(database, name, at: again + 1)
      #expect(evaluate(database, new.secret, at: again + 1) == .accepted(kind: "LEGACY"))
    }
  }

  @Test func `wrong values make who asks wait, also beyond a restart, and nobody else`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let source = try #require(UserID("GATEWAY"))
    let blocked = TicketVerdict.refused(
      reason: "too many wrong values from GATEWAY; nothing is looked at for 1 s")
    func guess(_ database: SecurityDatabase, _ number: Int, at second: Int64) -> TicketVerdict {
      evaluate(
        database, Secret(copying: Array("AAAAAAA\(number)".utf8)), at: second, source: source)
    }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.defineKeys()
      for number in 0..<5 { #expect(guess(database, number, at: time.seconds) != blocked) }
      #expect(guess(database, 5, at: time.seconds) == blocked)
      // The user's own sessions start, and others may ask.
      let ticket = try issue(database, name, at: time.seconds)
      #expect(evaluate(database, ticket.secret, at: time.seconds) == .accepted(kind: "LEGACY"))
    }
    let database = try SecurityDatabase.open(directory: directory)
    #expect(guess(database, 6, at: time.seconds) == blocked)
    let ticket = try issue(database, name, at: time.seconds + 2)
    #expect(
      evaluate(database, ticket.secret, at: time.seconds + 2, source: source)
        == .accepted(kind: "LEGACY"), "the wait is over")
  }

  @Test func `tickets on their way while a key changes are no guesses`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      let source = try #require(UserID("GATEWAY"))
      let old = try (0..<8).map { _ in try issue(database, name, at: time.seconds) }
      try database.run("RALTER PTKTDATA TSOS001 SSIGNON(KEYMASKED(*))\nSETR RACLIST(PTKTDATA)")
      for ticket in old {
        #expect(
          evaluate(database, ticket.secret, at: time.seconds, source: source)
            == .refused(reason: "wrong key, or made for another user or application"))
      }
      let new = try issue(database, name, at: time.seconds)
      #expect(
        evaluate(database, new.secret, at: time.seconds, source: source)
          == .accepted(kind: "LEGACY"))
    }
  }

  @Test func `either key of a profile is tried, and a lost card is the reason`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      try database.run(
        """
        RDEFINE PTKTDATA BOTH SSIGNON(KEYMASKED(0123456789ABCDEF))
        SETROPTS RACLIST(PTKTDATA) REFRESH
        """)
      let both = try #require(TicketName("BOTH"))
      let legacy = try issue(database, both, at: time.seconds)
      try database.run(
        "RALTER PTKTDATA BOTH SSIGNON(EPTKEYLABEL(HMAC.KEY))\nSETR RACLIST(PTKTDATA) REFRESH")
      let enhanced = try issue(database, both, at: time.seconds)
      func verdict(_ ticket: SharedSecret) -> TicketVerdict {
        database.evaluateTicket(
          user: user, application: both, value: ticket.secret, at: time)
      }
      try database.setCard(isOnline: false, by: .server)
      #expect(verdict(legacy) == .accepted(kind: "LEGACY"))
      // What no key could look at is no guess, however often.
      for _ in 0..<6 {
        #expect(verdict(enhanced) == .refused(reason: "ICSF CSNBHMG services Failed"))
      }
      try database.setCard(isOnline: true, by: .server)
      #expect(verdict(enhanced) == .accepted(kind: "ENHANCED"))
    }
  }
}
