import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import SAF
import Terminal
import Testing
import Time

@testable import SessionEngine

/// Passwords that are changed: at the logon panel because they have ended, and from the menu at one's own wish.
@Suite(.stories) struct PasswordPanelTests {
  private static let phrase = String(
    (0..<100).map { Character(UnicodeScalar(UInt8(33 + $0 % 90))) })
  private static let other = String(phrase.reversed())

  private func question(_ user: Transcript) -> (request: RequestID, password: Int, new: Int?)? {
    for case .authenticate(let request, _, let password, let new) in user.effects {
      return (request, password.secret.count, new?.secret.count)
    }
    return nil
  }

  private func log(_ user: Transcript) -> [String] {
    user.effects.compactMap { effect in
      if case .record(let message) = effect { message.lines.joined(separator: " ") } else { nil }
    }
  }

  private func refuse(
    _ user: inout Transcript, _ reason: SignOnRefusal.Reason
  ) throws {
    let asked = try #require(question(user))
    user.happen(.verdict(asked.request, .refused(SignOnRefusal(reason, delay: .zero))))
  }

  /// Types into the logon panel that came again, which sends the user id that it shows as well.
  private func again(_ user: inout Transcript, _ texts: String...) throws {
    let typed = texts.map { CodePage.bracket.encode($0) }
    let sent = user.screen.typing(typed, then: .enter)
    var record = try #require(sent)
    record.append(0x11)
    BufferAddress.append(15 * 80 + 19, in: user.screen.size, to: &record)
    user.happen(.terminalRecord(record + CodePage.bracket.encode("BOB")), as: "typed again")
  }

  @Test func `an expired password is asked for again with a new one, and nobody is in before`()
    throws
  {
    var user = try Transcript()
    user.key(.enter, "BOB", "FIRSTPW1")
    try refuse(&user, .expired)
    #expect(log(user).first?.contains("the password has expired") == true)
    user.happen(.timer(.delay))
    #expect(user.session.signedOnUser == nil)
    #expect(user.row(23).contains("type it again, and a new one twice"))
    #expect(user.row(16).contains("BOB"))
    try again(&user, "FIRSTPW1", "short", "short")
    try refuse(&user, .badNewPassword(.length(.password)))
    user.happen(.timer(.delay))
    #expect(user.row(23).contains("8 to 100 characters"))
    try again(&user, "FIRSTPW1", "SECONDP2", "SECONDP2")
    user.happen(.verdict(try #require(question(user)).request, .passwordChanged()))
    user.happen(.elsewhere([]))
    #expect(user.session.signedOnUser?.description == "BOB")
    #expect(user.row(5).contains("The password is changed"))
  }

  @Test func `the menu tells the last sign-on, or that the password ends`() throws {
    let last = WallTime(seconds: 1_790_784_000)
    for (welcome, words) in [
      (
        SignOnWelcome(lastAccess: last),
        "Last sign-on: 16:00:00 UTC on Wednesday, September 30, 2026"
      ),
      (
        SignOnWelcome(lastAccess: last, daysLeft: 1),
        "Password ends in 1 day: /W changes it. Last sign-on 2026-09-30 16:00 UTC"
      ),
      (SignOnWelcome(daysLeft: 3), "Password ends in 3 days: /W changes it"),
    ] {
      var user = try Transcript()
      user.key(.enter, "BOB", "PASSWORD")
      user.happen(.verdict(try #require(question(user)).request, .accepted(welcome)))
      user.happen(.elsewhere([]))
      #expect(user.row(5).contains(words), "\(user.row(5))")
    }
  }

  @Test func `a phrase of 100 characters is changed from the menu`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "/W")
    #expect(user.row(1).contains("CHANGE YOUR PASSWORD"))
    user.key(.enter, Self.phrase, Self.other, Self.other)
    let asked = try #require(question(user))
    #expect(asked.password == 100 && asked.new == 100)
    // Twice: until the answer is there nothing else is taken.
    user.happen(.terminalRecord([AID.enter.byte, 0x40, 0x40]))
    #expect(question(user) == nil)
    user.happen(.verdict(asked.request, .passwordChanged()))
    #expect(log(user).first?.contains("PASSWORD CHANGED BY ITS USER") == true)
    #expect(user.row(1).contains("TPX MENU") && user.row(5).contains("The password is changed"))
  }

  @Test func `what is wrong is told on the panel, and the old password counts`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "PASSWORD")
    for typed in [["", "", ""], ["OLDPASS1", "", ""], ["", "NEWPASS1", "NEWPASS1"]] {
      user.key(.enter, typed[0], typed[1], typed[2])
      #expect(question(user) == nil && user.row(18).contains("the new one twice"))
    }
    user.key(.enter, "OLDPASS1", "NEWPASS1", "NEWPASS2")
    #expect(question(user) == nil && user.row(18).contains("not typed twice alike"))
    let cases: [(SignOnRefusal.Reason, String)] = [
      (.wrongPassword, "Userid or password is not valid"),
      (.badNewPassword(.tooSoon(.password, days: 2)), "change it again in 2 days"),
      (.badNewPassword(.former(.password, 12)), "one of your last 12"),
      (.notSaved("security.db: disk full"), "could not be saved. The old password counts"),
      (.interrupted, "may count already"),
    ]
    for (reason, words) in cases {
      user.key(.enter, "OLDPASS1", "NEWPASS1", "NEWPASS1")
      try refuse(&user, reason)
      #expect(log(user).first?.hasPrefix("PASSWORD NOT CHANGED") == true)
      user.happen(.timer(.delay))
      #expect(user.row(18).contains(words), "\(user.row(18))")
    }
    user.key(.enter, "OLDPASS1", "NEWPASS1", "NEWPASS1")
    try refuse(&user, .revokedNow)
    #expect(log(user).last?.contains("REVOKED BY WRONG PASSWORDS") == true)
    user.happen(.timer(.delay))
    user.key(.pf1)
    #expect(user.row(1).contains("HELP: CHANGE YOUR PASSWORD"))
    user.key(.enter)
    #expect(user.row(1).contains("CHANGE YOUR PASSWORD"))
    user.key(.pf3)
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test func `over a session the panel comes and goes, and the session is as it was`() throws {
    var (user, handle) = try Transcript.inSession()
    // A field at the start, with the cursor in it.
    user.happen(
      .hostRecord(
        handle,
        [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40] + CodePage.bracket.encode("HOST")
          + [0x1D, 0x60, 0x11, 0x40, 0xC1, 0x13], reply: .no))
    let shown = user.row(1)
    user.key(.pf(12), "/W")
    user.answerRead()
    #expect(user.row(1).contains("CHANGE YOUR PASSWORD"))
    user.key(.enter, "OLDPASS1", "NEWPASS1", "NEWPASS1")
    let asked = try #require(question(user))
    // Meanwhile the host writes, and the session stays behind the panel.
    user.happen(.hostRecord(handle, [0xF1, 0xC3], reply: .no))
    user.happen(.verdict(asked.request, .passwordChanged()))
    #expect(!user.rows(with: "The password is changed").isEmpty)
    user.key(.enter)
    #expect(user.row(1) == shown)
  }

  @Test func `a change whose terminal goes, or is taken over, is written down once`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "/W")
    user.key(.enter, "OLDPASS1", "NEWPASS1", "NEWPASS1")
    let asked = try #require(question(user))
    user.happen(.terminalLost)
    #expect(user.session.awaitsVerdict)
    user.happen(.verdict(asked.request, .passwordChanged()))
    #expect(log(user).first?.contains("PASSWORD CHANGED BY ITS USER") == true)
    user.happen(.verdict(asked.request, .passwordChanged()))
    #expect(log(user).isEmpty)
  }

  @Test func `a terminal that is locked in the middle of a change shows what came of it`() throws {
    var user = try Transcript(system: "Stage 1 Timeout: 1\n")
    try user.signOn()
    user.key(.enter, "/W")
    user.key(.enter, "OLDPASS1", "NEWPASS1", "NEWPASS1")
    let asked = try #require(question(user))
    user.now += 30
    user.happen(.timer(.idle))
    user.now += 30
    user.happen(.timer(.idle))
    #expect(user.row(1).contains("TERMINAL LOCKED"))
    user.happen(.verdict(asked.request, .passwordChanged()))
    #expect(log(user).first?.contains("PASSWORD CHANGED BY ITS USER") == true)
    user.key(.enter, "NEWPASS1")
    // An unlock is one, whether or not the password has ended meanwhile.
    try refuse(&user, .expired)
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test func `in clear no password is asked for where the site wants TLS`() throws {
    var user = try Transcript()
    try user.signOn()
    let strict = try Transcript(system: "Allow cleartext passwords: N\n").session.seat.site
    user.happen(.siteReplaced(strict))
    user.key(.enter, "/W")
    #expect(user.row(1).contains("TPX MENU") && user.row(5).contains("over TLS only"))
  }
}
