import Foundation
import Synchronization
import TestSupport
import Testing

/// The crypto card is pulled and put back while tickets are made and used.
@Suite struct PullTests {
  /// What the clients saw.
  private struct Seen {
    var made = 0
    var refused = 0
    var accepted = 0
    /// Tickets that were refused, and made while the card was there.
    var doubtful: [(ticket: String, user: String, profile: String)] = []
    var others: [String] = []
  }

  private static let profiles = ["MASK", "ENC", "ENH"]

  /// A server on a token, with a profile of each kind.
  private func makeServer(_ token: TokenServer) throws -> (TestSite, ServerProcess) {
    let site = try TestSite()
    let address = try token.address
    _ = try ServerProcess.run(
      ["card", "create-master-key", address], environment: token.environment)
    try site.system(["Crypto card 1: \"\(address)\""])
    let server = try ServerProcess(site: site.path, environment: token.environment)
    let deck = """
      RDEFINE PTKTDATA MASK SSIGNON(KEYMASKED(*))
      RDEFINE PTKTDATA ENC SSIGNON(KEYENCRYPTED(*))
      RDEFINE PTKTDATA ENH SSIGNON(EPTKEYLABEL(IRR.PASSTICKET.CICSA.HMAC))
      PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)
      SETROPTS RACLIST(PTKTDATA) REFRESH
      """
    let (output, code) = try ServerProcess.run(
      ["racf", "--state", server.state], input: deck + "\n")
    #expect(code == 0, "\(output)")
    return (site, server)
  }

  /// Makes a ticket, and uses it.
  private static func turn(_ client: ControlClient, _ user: String, _ profile: String)
    -> (inout Seen) -> Void
  {
    guard let answer = client.ask("ticket generate \(ServerProcess.user) \(user) \(profile)") else {
      return { $0.others.append("no answer") }
    }
    guard !answer.isFailed, let ticket = answer.lines.first else {
      let text = answer.lines.first ?? ""
      return { seen in
        if text.hasSuffix("Additional HEX INFO:0C0000") {
          seen.refused += 1
        } else {
          seen.others.append("\(profile): \(text)")
        }
      }
    }
    let isAccepted = client.accepts(ticket, user, profile) == true
    return { seen in
      seen.made += 1
      if isAccepted {
        seen.accepted += 1
      } else {
        seen.doubtful.append((ticket, user, profile))
      }
    }
  }

  /// Waits until the display of the cards has a text; how long that took, in seconds.
  private func wait(_ client: ControlClient, for text: String) throws -> Double {
    let start = Date()
    while Date().timeIntervalSince(start) < 20 {
      let lines = client.ask("d ICSF,CARDS")?.lines ?? []
      if lines.contains(where: { $0.contains("STATUS=" + text) }) {
        return Date().timeIntervalSince(start)
      }
      sched_yield()
    }
    throw CancellationError()
  }

  /// Tickets that were refused since the card went between their making and their use are right now
  /// that it is back; how many.
  private func settle(_ client: ControlClient, _ seen: borrowing Mutex<Seen>) -> Int {
    let again = seen.withLock { seen in
      defer { seen.doubtful = [] }
      return seen.doubtful
    }
    for (ticket, user, profile) in again {
      #expect(client.accepts(ticket, user, profile) == true, "\(profile)")
    }
    return again.count
  }

  /// `TURNSTILE_PULLS` says how often the card is pulled.
  @Test func `no pull makes a wrong ticket, and each is seen within a second and mended in two`()
    throws
  {
    let token = try TokenServer()
    let (_, server) = try makeServer(token)
    let client = ControlClient(state: server.state)
    let seen = Mutex(Seen())
    let isOver = Mutex(false)
    let group = DispatchGroup()
    for worker in 0..<2 {
      group.enter()
      Thread {
        for number in 0... {
          if isOver.withLock({ $0 }) { break }
          let note = Self.turn(client, "W\(worker)N\(number % 10_000)", Self.profiles[number % 3])
          seen.withLock { note(&$0) }
        }
        group.leave()
      }.start()
    }
    var (lost, found): ([Double], [Double]) = ([], [])
    var settled = 0
    let pulls = Scale.of("TURNSTILE_PULLS", 3)
    for _ in 0..<pulls {
      try token.stop()
      lost.append(try wait(client, for: "Offline"))
      #expect(
        client.ask("ticket generate UABCDE BOB ENC")?.lines.first?.hasSuffix("0C0000") == true)
      #expect(client.ticket("X\(lost.count)", "MASK") != nil, "everything else is unaffected")
      try token.start()
      found.append(try wait(client, for: "Active"))
      settled += settle(client, seen)
    }
    isOver.withLock { $0 = true }
    group.wait()
    settled += settle(client, seen)
    let result = seen.withLock { $0 }
    #expect(result.others == [])
    #expect(result.made > 0)
    let log = try server.log()
    for words in ["wrong key", "no ticket", "another DES-MK", "another AES-MK", "08271C"] {
      #expect(!log.contains(words), "\(words)")
    }
    let (slowestLoss, slowestReturn) = (lost.max() ?? 0, found.max() ?? 0)
    Note.write(
      "\(pulls) pulls: \(result.made) tickets made, \(result.accepted) accepted at once and "
        + "\(settled) when the card was back, \(result.refused) requests refused with 0C0000; "
        + "seen after \(slowestLoss) s at most, back after \(slowestReturn) s at most")
    #expect(result.accepted + settled == result.made, "no wrong ticket")
    #expect(slowestLoss <= 1)
    #expect(slowestReturn <= 2)
  }
}
