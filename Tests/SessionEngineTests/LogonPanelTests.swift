import Crypto
import DataStream
import Messages
import Names
import SAF
import Syntax
import Tables
import Terminal
import Testing
import Time

@testable import SessionEngine

/// The logon panel and the lock panel: what is typed there, what is said, and what is written down.
@Suite(.stories) struct LogonPanelTests {
  private static let phrase = String(
    (0..<100).map { Character(UnicodeScalar(UInt8(33 + $0 % 90))) })

  /// The question of the last event: who, with which password, and which new one.
  private func question(
    _ user: Transcript
  ) -> (request: RequestID, user: UserID, password: String, new: String?)? {
    for case .authenticate(let request, let id, let password, let new) in user.effects {
      return (request, id, Self.text(password), new.map(Self.text))
    }
    return nil
  }

  private static func text(_ secret: SharedSecret) -> String {
    String(decoding: (0..<secret.secret.count).map { secret.secret[$0] }, as: UTF8.self)
  }

  private func log(_ user: Transcript) -> [String] {
    user.effects.compactMap { effect in
      if case .record(let message) = effect {
        message.lines.joined(separator: " ")
      } else {
        nil
      }
    }
  }

  @Test func `a phrase of 100 characters is typed, and changed for another`() throws {
    var user = try Transcript()
    let other = String(Self.phrase.reversed())
    user.key(.enter, "BOB", Self.phrase, other, other)
    let asked = try #require(question(user))
    #expect(asked.password == Self.phrase && asked.new == other)
    user.happen(.verdict(asked.request, .passwordChanged()))
    #expect(log(user)[0].contains("USER: BOB") && log(user)[0].contains("127.0.0.1"))
    user.happen(.elsewhere([]))
    // One character more has no room.
    var full = try Transcript()
    full.key(.enter, "BOB", Self.phrase + "X")
  }

  @Test func `a new password that is not typed twice alike changes nothing`() throws {
    for pair in [["NEWPASS1", "NEWPASS2"], ["NEWPASS1", ""], ["", "NEWPASS1"]] {
      var user = try Transcript()
      user.key(.enter, "BOB", "PASSWORD", pair[0], pair[1])
      #expect(user.row(16).contains("BOB"))
    }
    var user = try Transcript()
    user.key(.enter, "BOB", "PASSWORD", "", "")
    #expect(question(user)?.new == nil)
  }

  @Test func `the time of the first sign-on does not end the panel after a sign-off`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "/F")
    #expect(user.session.screen == .logon)
    user.now += 121
    user.happen(.timer(.logon))
    #expect(user.session.screen == .logon)
    // Who never signs on has that time and no more.
    var other = try Transcript()
    other.now += 121
    other.happen(.timer(.logon))
    #expect(other.session.stage == .leaving)
  }

  @Test func `what operators say is seen at once, what files say at the next panel`() throws {
    var user = try Transcript()
    let site = user.session.seat.site
    let file = SourceText(path: "ACT/System.yaml", text: "Logo news 1: FILE\n")
    let tables = try #require(TableLoader.load([file]).tables)
    user.happen(.siteReplaced(Site(tables: tables, panels: site.panels)))
    #expect(user.effects.isEmpty)
    var orders = StandingOrders()
    orders.say("OPERATOR", line: 0)
    user.happen(.siteReplaced(user.session.seat.site.saying(orders)))
    #expect(!user.rows(with: "OPERATOR").isEmpty)
    user.happen(.siteReplaced(user.session.seat.site.saying(StandingOrders())))
    #expect(!user.rows(with: "FILE").isEmpty)
  }

  @Test func `while the server is emptied the panel says so, and no password is asked`() throws {
    var user = try Transcript()
    let site = user.session.seat.site
    let drain = Drain(end: user.moment.instant, time: "14:30:05", text: "NEW RELEASE")
    user.happen(.siteReplaced(site.draining(drain)))
    let words = " No sign-on: the server stops at 14:30:05; NEW RELEASE"
    #expect(user.row(23) == words)
    user.key(.enter, "BOB", "PASSWORD")
    #expect(question(user) == nil && user.row(23) == words)
    user.happen(.siteReplaced(site))
    // A password that was sent before is no way in either.
    var other = try Transcript()
    other.key(.enter, "BOB", "PASSWORD")
    let asked = try #require(question(other))
    other.happen(.siteReplaced(site.draining(drain)))
    other.happen(.verdict(asked.request, .accepted()))
    #expect(other.session.signedOnUser == nil && other.row(23) == words)
  }

  @Test func `only names of users are written down`() throws {
    func refused(_ typed: String, _ reason: SignOnRefusal.Reason) throws -> String {
      var user = try Transcript()
      user.key(.enter, typed, "PASSWORD")
      let asked = try #require(question(user))
      user.happen(.verdict(asked.request, .refused(SignOnRefusal(reason, delay: .seconds(1)))))
      return try #require(log(user).first)
    }
    #expect(try refused("BOB", .wrongPassword).contains("USER: BOB "))
    let unknown = try refused("SECRETPW", .unknownUser)
    #expect(unknown.contains("USER: (unknown) 127.0.0.1") && !unknown.contains("SECRETPW"))
    let none = try refused("SEC-RET!", .unknownUser)
    #expect(none.contains("USER: (not a user id)") && !none.contains("SEC-RET"))
  }

  @Test func `what is no user id is nobody, whatever the answer is`() throws {
    var user = try Transcript()
    user.key(.enter, "NOT-ONE", "PASSWORD")
    let asked = try #require(question(user))
    user.happen(.verdict(asked.request, .accepted()))
    #expect(user.session.signedOnUser == nil)
    #expect(log(user).first?.contains("(not a user id)") == true)
  }

  @Test func `a refusal is written down also where the terminal has gone`() throws {
    var user = try Transcript()
    user.key(.enter, "BOB", "PASSWORD")
    let asked = try #require(question(user))
    user.happen(.terminalLost)
    let refusal = SignOnRefusal(.revokedNow, delay: .seconds(1))
    user.happen(.verdict(asked.request, .refused(refusal)))
    var other = try Transcript()
    other.key(.enter, "BOB", "PASSWORD", "NEWPASS1", "NEWPASS1")
    let second = try #require(question(other))
    other.happen(.terminalLost)
    other.happen(.verdict(second.request, .passwordChanged()))
    #expect(other.session.signedOnUser == nil)
  }

  @Test func `every refusal of a password reads the same, known user or not`() throws {
    var texts: Set<String> = []
    for reason in [SignOnRefusal.Reason.unknownUser, .wrongPassword, .revoked] {
      var user = try Transcript()
      user.key(.enter, "BOB", "PASSWORD")
      let asked = try #require(question(user))
      let lines = user.happen(
        .verdict(asked.request, .refused(SignOnRefusal(reason, delay: .seconds(2)))))
      #expect(lines.last == "timer delay 2")
      user.happen(.timer(.delay))
      texts.insert(user.row(23))
    }
    #expect(texts.count == 1)
    #expect(texts.first?.contains("asks an administrator") == true)
  }

  @Test func `a wrong password at the lock is written down, waits, and may revoke`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "/L")
    user.key(.enter, Self.phrase)
    let asked = try #require(question(user))
    #expect(asked.user.description == "BOB" && asked.password == Self.phrase)
    let wrong = SignOnRefusal(.wrongPassword, delay: .seconds(4))
    user.happen(.verdict(asked.request, .refused(wrong)))
    let line = try #require(log(user).first)
    #expect(line.contains("TN000001") && line.contains("BOB") && line.contains("127.0.0.1"))
    // Until the answer is shown no other try is taken.
    user.happen(.terminalRecord([AID.enter.byte, 0x40, 0x40]))
    user.happen(.timer(.delay))
    #expect(
      user.rows(with: "asks an administrator") == [
        "    A revoked user signs off with PF3, and asks an administrator to resume it.",
        " Userid or password is not valid; who is revoked asks an administrator",
      ])
    user.key(.enter, "PASSWORD")
    let again = try #require(question(user))
    let last = SignOnRefusal(.revokedNow, delay: .seconds(4))
    user.happen(.verdict(again.request, .refused(last)))
    user.happen(.timer(.delay))
    user.key(.pf3)
  }

  @Test func `no message line is longer than the panels have room for`() throws {
    let (session, user) = (try #require(SessionID("SESSION1")), try #require(UserID("ABCDEFGH")))
    let names = "TN000001, TN000002"
    let notices: [Notice] = [
      .signOnRefused, .newPasswordsDiffer, .passwordExpired, .passwordNotSaved, .enterPasswords,
      .changeInterrupted,
      .lastSignOn(WallTime(seconds: 1_790_784_000)),
      .passwordEnds(days: 254, usage: "/W", lastSignOn: WallTime(seconds: 1_790_784_000)),
      .tooManySignOns, .passwordNeedsTLS,
      .noSignOn(until: "14:30:05", ""),
      .noSuchSession("12345678"), .unknownCommand("/12345678"), .noOtherSession,
      .sessionLimit(64), .doesNotFit(session, "43x132"), .sessionsMoved(64),
      .sessionsStay(64, names), .endSessionsFirst(64), .notLive("12345678"),
      .messageSent(user.description, 0), .messageKept(user.description),
      .operandMissing(usage: "/M user text"),
      .operandsTooMany(usage: "/H letter"), .noSessionShown(usage: "/P id"), .noLineCommand("X"),
      .oneSelection, .lineOrCommand, .notLocated("12345678"),
      .timeoutSoon(seconds: 30, what: "The terminal is locked"),
      .sessionTimeoutSoon(session, seconds: 30), .aclUserInvalid(session), .notOperator,
      .printed(.full(16)), .printed(.failed("")),
    ]
    for notice in notices { #expect(notice.text.count <= 79, "\(notice.text)") }
  }
}
