import Crypto
import Diagnosis
import Foundation
import Keystore
import Names
import SAF
import Synchronization
import TestSupport
import Testing
import Time

@testable import Store

private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

@Suite struct SecurityDatabaseTests {
  let user: UserID
  let session: SessionID

  init() throws {
    user = try #require(UserID("UABCDE"))
    session = try #require(SessionID("S"))
  }

  func request(_ profile: String) throws -> TicketRequest {
    TicketRequest(user: user, session: session, profile: try #require(TicketName(profile)))
  }

  func ticket(_ database: SecurityDatabase, _ profile: String) throws -> SharedSecret {
    guard case .issued(let ticket, _) = database.issueTicket(try request(profile), at: time) else {
      throw CancellationError()
    }
    return ticket
  }

  @Test(arguments: ["TSOS001", "TSOR001", "CICSA"])
  func `a ticket lets in once, for its user and application, in its window`(profile: String) throws
  {
    try withDatabase { database, _ in
      try database.defineKeys()
      let name = try #require(TicketName(profile))
      let other = try #require(UserID("OTHER"))
      let ticket = try ticket(database, profile)
      func evaluate(_ user: UserID, _ offset: Int64) -> Bool {
        let verdict = database.evaluateTicket(
          user: user, application: name, value: ticket.secret,
          at: WallTime(seconds: time.seconds + offset))
        if case .accepted = verdict { return true } else { return false }
      }
      #expect(!evaluate(other, 0))
      #expect(!evaluate(user, -900))
      #expect(evaluate(user, 5))
      #expect(!evaluate(user, 6))
      #expect(!evaluate(user, 900))
      // The clock steps back: a used ticket stays used.
      #expect(!evaluate(user, 5))
    }
  }

  @Test func `without the card only the masked key makes tickets, and it comes back`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      func outcome(_ profile: String) throws -> String {
        switch database.issueTicket(try request(profile), at: time) {
        case .issued(_, let kind): return kind
        case .failed(let failure):
          return String(failure.reasonCode, radix: 16) + " " + String(failure.additional, radix: 16)
            + " " + failure.meaning
        }
      }
      try database.setCard(isOnline: false, by: .server)
      #expect(try outcome("TSOS001") == "LEGACY")
      #expect(try outcome("TSOR001") == "c c0000 ICSF CSNBENC services Failed")
      #expect(try outcome("CICSA") == "80 c0000 ICSF CSNBHMG services Failed")
      #expect(try outcome("NONE") == "81 0 No PTKTDATA profile has this name")
      try database.setCard(isOnline: true, by: .server)
      #expect(try outcome("TSOR001") == "LEGACY")
      #expect(try outcome("CICSA") == "ENHANCED")
    }
  }

  @Test(arguments: ["TSOS001", "TSOR001", "CICSA"])
  func `a hundred tickets of one second are distinct and each is accepted once`(profile: String)
    throws
  {
    try withDatabase { database, _ in
      try database.defineKeys()
      let name = try #require(TicketName(profile))
      let tickets = try (0..<100).map { _ in try ticket(database, profile) }
      let kind = profile == "CICSA" ? "ENHANCED" : "LEGACY"
      for ticket in tickets {
        let first = database.evaluateTicket(
          user: user, application: name, value: ticket.secret, at: time)
        #expect(first == .accepted(kind: kind))
      }
      let texts = tickets.map { ticket in ticket.secret.withBytes { Array($0) } }
      #expect(Set(texts).count == 100)
      let again = database.evaluateTicket(
        user: user, application: name, value: tickets[50].secret, at: time)
      #expect(again == .refused(reason: "replay of a used ticket"))
    }
  }

  @Test func `sixteen redeemers race for tickets, and each ticket has exactly one winner`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      let name = try #require(TicketName("TSOS001"))
      // Users of their own, since one user has a hundred tickets in a moment at most.
      let tickets = try (0..<Scale.of("TURNSTILE_RACE", 200)).map { number in
        let user = try #require(UserID("U\(number)"))
        let request = TicketRequest(
          user: user, session: session, profile: try #require(TicketName("TSOS001")))
        guard case .issued(let ticket, _) = database.issueTicket(request, at: time) else {
          throw CancellationError()
        }
        return (user, ticket)
      }
      let wins = Mutex([Int](repeating: 0, count: tickets.count))
      DispatchQueue.concurrentPerform(iterations: 16) { _ in
        for (index, (user, ticket)) in tickets.enumerated() {
          let verdict = database.evaluateTicket(
            user: user, application: name, value: ticket.secret, at: time)
          if case .accepted = verdict { wins.withLock { $0[index] += 1 } }
        }
      }
      #expect(wins.withLock { $0 } == [Int](repeating: 1, count: tickets.count))
    }
  }

  @Test func `a second server on the same state directory is refused`() throws {
    try withDatabase { _, directory in
      #expect {
        _ = try SecurityDatabase.open(directory: directory)
      } throws: {
        "\($0)".contains("another server, or a command, works with this state directory")
      }
    }
  }

  @Test func `keys and tickets outlive a restart, and no key lies in the files`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let key: [UInt8] = Array("SECRETK1".utf8)
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.run(
        """
        RDEFINE PTKTDATA PLANTED SSIGNON(KEYMASKED(5345435245544B31))
        SETROPTS RACLIST(PTKTDATA) REFRESH
        """)
    }
    let database = try SecurityDatabase.open(directory: directory)
    guard case .issued = database.issueTicket(try request("PLANTED"), at: time) else {
      Issue.record("the key was lost")
      return
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
      let data = try Data(contentsOf: URL(filePath: directory + "/" + file))
      #expect(data.range(of: Data(key)) == nil)
    }
  }
}
