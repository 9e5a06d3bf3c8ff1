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

/// A code behind a right password: what is asked, what is said, and what is never kept.
@Suite(.stories) struct FactorPanelTests {
  private static let key = Array("12345678901234567890".utf8)
  private static let shown = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
  private let code = FactorStep(.code, .password(.password, set: nil))
  private let enrolment = FactorStep(.enrolment, .password(.password, set: nil))

  private func log(_ user: Transcript) -> [String] {
    user.effects.compactMap { effect in
      if case .record(let message) = effect { message.lines.joined(separator: " ") } else { nil }
    }
  }

  private func asked(_ user: Transcript) -> RequestID? {
    for case .authenticate(let request, _, _, _) in user.effects { return request }
    for case .proveCode(let request, _, _, _) in user.effects { return request }
    return nil
  }

  private func typed(_ user: Transcript) -> (step: FactorStep, code: String)? {
    for case .proveCode(_, _, let step, let code) in user.effects {
      return (step, code.secret.withBytes { String(decoding: $0, as: UTF8.self) })
    }
    return nil
  }

  private func answer(_ user: inout Transcript, _ verdict: SignOnVerdict) throws {
    user.happen(.verdict(try #require(asked(user)), verdict))
  }

  private func refuse(_ user: inout Transcript, _ reason: SignOnRefusal.Reason) throws {
    try answer(&user, .refused(SignOnRefusal(reason, delay: .seconds(1))))
    user.now += 1
    user.happen(.timer(.delay))
  }

  private func atPanel(_ step: FactorStep) throws -> Transcript {
    var user = try Transcript()
    user.key(.enter, "BOB", "PASSWORD")
    try answer(&user, .factorNeeded(step))
    guard step.need == .enrolment else { return user }
    for case .offerFactor(let name) in user.effects { #expect(name.description == "BOB") }
    user.happen(.factorOffered(SharedSecret(Secret(copying: Self.key))))
    return user
  }

  @Test func `a right password leads to the code, and the code to the menu`() throws {
    var user = try atPanel(code)
    #expect(user.panel == "TEN0004" && user.session.signedOnUser == nil)
    #expect(!user.rows(with: "BOB").isEmpty)
    #expect(user.session.stage == .signingOn)
    user.key(.enter, "123456")
    #expect(typed(user)?.code == "123456" && typed(user)?.step == code)
    // Twice: until the answer is there nothing else is taken.
    user.happen(.terminalRecord([AID.enter.byte, 0x40, 0x40]))
    #expect(typed(user) == nil)
    let request = try #require(user.session.state.question?.request)
    user.happen(.verdict(request, .accepted()))
    user.happen(.elsewhere([]))
    #expect(user.session.signedOnUser?.description == "BOB")
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test func `wrong codes are told, and after three the password is asked for again`() throws {
    var user = try atPanel(code)
    user.key(.enter)
    #expect(!user.rows(with: "Enter the code").isEmpty)
    for _ in 0..<2 {
      user.key(.enter, "000000")
      try refuse(&user, .wrongCode)
      #expect(user.panel == "TEN0004" && !user.rows(with: "The code is not valid").isEmpty)
    }
    user.key(.enter, "111111")
    try refuse(&user, .usedCode)
    #expect(user.panel == "TEN0004" && !user.rows(with: "was used already").isEmpty)
    user.key(.enter, "000000")
    try answer(&user, .refused(SignOnRefusal(.wrongCode, delay: .seconds(4))))
    #expect(log(user).first?.contains("REASON: wrong code") == true)
    user.now += 4
    user.happen(.timer(.delay))
    #expect(user.session.screen == .logon && !user.rows(with: "BOB").isEmpty)
    #expect(!user.rows(with: "Userid or password is not valid").isEmpty)
  }

  @Test func `what is over by then leads back to the password, in the words of a refusal`() throws {
    let cases: [(SignOnRefusal.Reason, String)] = [
      (.revokedNow, "Userid or password is not valid"),
      (.revoked, "Userid or password is not valid"),
      (.outdated, "Userid or password is not valid"),
      (.badNewPassword(.former(.password, 3)), "one of your last 3"),
    ]
    for (reason, words) in cases {
      var user = try atPanel(code)
      user.key(.enter, "123456")
      try answer(&user, .refused(SignOnRefusal(reason, delay: .zero)))
      let isTold = log(user).contains { $0.contains("REVOKED BY WRONG PASSWORDS") }
      #expect(isTold == (reason == .revokedNow))
      user.happen(.timer(.delay))
      #expect(user.session.screen == .logon && !user.rows(with: words).isEmpty, "\(reason)")
    }
    for reason in [SignOnRefusal.Reason.busy, .database("security.db: disk full")] {
      var user = try atPanel(code)
      user.key(.enter, "123456")
      try refuse(&user, reason)
      #expect(user.panel == "TEN0004")
    }
  }

  @Test func `the secret is shown and is in no state, text or trace`() throws {
    var user = try atPanel(enrolment)
    #expect(user.panel == "TEN0005" && !user.rows(with: Self.shown).isEmpty)
    let isKept = user.session.frozen.indices.contains { place in
      user.session.frozen[place...].starts(with: Self.key)
        || user.session.frozen[place...].starts(with: CodePage.bracket.encode("GEZD GNBV"))
    }
    #expect(!isKept)
    for case .sendTerminalSecret(_, let told) in user.effects {
      #expect(!CodePage.bracket.decode(told).contains("GEZD"))
      #expect(CodePage.bracket.decode(told).contains("TEN0005"))
    }
    // What draws the panel again asks for the secret again.
    user.key(.pf(5))
    user.happen(.factorOffered(SharedSecret(Secret(copying: Self.key))))
    #expect(!user.rows(with: Self.shown).isEmpty)
    user.key(.enter, "123456")
    try refuse(&user, .wrongCode)
    user.happen(.factorOffered(SharedSecret(Secret(copying: Self.key))))
    #expect(!user.rows(with: "The code is not valid").isEmpty)
    user.key(.enter, "123457")
    try answer(&user, .accepted())
    // One that comes late is shown to nobody.
    user.happen(.factorOffered(SharedSecret(Secret(copying: Self.key))))
    #expect(user.effects.isEmpty)
    user.happen(.elsewhere([]))
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test func `an outside authority's question has its own panel, and leads on`() throws {
    let question = AuthorityQuestion("Token code:", told: "A message is on its way")
    var user = try atPanel(FactorStep(.answer(question), .authority))
    #expect(user.panel == "TEN0006" && !user.rows(with: "A message is on its way").isEmpty)
    user.key(.enter)
    #expect(user.rows(with: "Token code:").count == 2)
    user.key(.enter, "Answer that is long")
    #expect(typed(user)?.code == "Answer that is long")
    // Another question, and then our own code.
    let next = FactorStep(.answer(AuthorityQuestion("PIN:")), .authority)
    try answer(&user, .factorNeeded(next))
    #expect(user.panel == "TEN0006" && user.rows(with: "on its way").isEmpty)
    user.key(.enter, "1")
    try answer(&user, .factorNeeded(FactorStep(.code, .authority)))
    #expect(user.panel == "TEN0004")
    user.key(.enter, "123456")
    try answer(&user, .accepted(SignOnWelcome(told: "Your password ends soon")))
    user.happen(.elsewhere([]))
    #expect(!user.rows(with: "Your password ends soon").isEmpty)
  }

  @Test func `what an authority tells hides no last sign-on`() {
    let time = WallTime(seconds: 0)
    let last = ". Last sign-on 1970-01-01 00:00 UTC"
    func told(_ words: String) -> String {
      Notice.authorityTells(words, lastSignOn: time).text
    }
    #expect(told("Hello") == "Hello" + last)
    let long = String(repeating: "x", count: 76)
    #expect(told(long).hasSuffix("x..." + last) && told(long).count == 79)
    #expect(Notice.authorityTells(long).text == long)
  }

  @Test func `a question that was left, or refused, leads back to the password`() throws {
    let cases: [(SignOnRefusal.Reason, String)] = [
      (.authority("Authentication failure"), "Userid or password is not valid"),
      (.interrupted, "type your password again"),
      (.authoritySilent("no LDAP"), "Sign-on is not possible now"),
    ]
    for (reason, words) in cases {
      var user = try atPanel(FactorStep(.answer(AuthorityQuestion("PIN:")), .authority))
      user.key(.enter, "1")
      try refuse(&user, reason)
      #expect(user.session.screen == .logon && !user.rows(with: words).isEmpty, "\(reason)")
    }
  }

  @Test func `PF3 goes back, and the time for a code runs out`() throws {
    var user = try atPanel(code)
    user.key(.pf3)
    #expect(user.session.screen == .logon)
    var slow = try atPanel(enrolment)
    // The logon panel's own time is over, and the enrolment's is not.
    slow.now += 130
    slow.happen(.timer(.logon))
    #expect(slow.session.stage == .signingOn)
    slow.now += 471
    slow.happen(.timer(.logon))
    #expect(slow.session.stage == .leaving)
    var back = try atPanel(enrolment)
    back.now += 500
    back.key(.pf3)
    // The enrolment's time is over meanwhile, and the logon panel's is not.
    back.now += 100
    back.happen(.timer(.logon))
    #expect(back.session.screen == .logon)
    back.now += 20
    back.happen(.timer(.logon))
    #expect(back.session.stage == .leaving)
  }

  @Test func `in another process a code is typed again, a secret is another one`() throws {
    var user = try atPanel(code)
    user.key(.enter, "123456")
    var effects: [Effect] = []
    var session = user.session
    session.resume(at: user.moment, into: &effects)
    #expect(session.state.question == .heldBack(.typeCodeAgain))
    session = try atPanel(enrolment).session
    effects = []
    session.resume(at: user.moment, into: &effects)
    #expect(session.seat.notice == .keyIsAnother)
    #expect(effects.contains { if case .offerFactor = $0 { true } else { false } })
    user = try atPanel(enrolment)
    user.key(.enter, "123456")
    session = user.session
    session.resume(at: user.moment, into: &effects)
    #expect(session.state.question == .heldBack(.keyIsAnother))
    let change = FactorStep(.code, .password(.password, set: nil), changesPassword: true)
    session = try atPanel(change).session
    session.resume(at: user.moment, into: &effects)
    #expect(session.screen == .logon && session.seat.notice == .typePasswordAgain)
    // A code that was on its way with a new password: both are typed again.
    user = try atPanel(change)
    user.key(.enter, "123456")
    session = user.session
    session.resume(at: user.moment, into: &effects)
    #expect(session.screen == .logon)
    #expect(session.state.question == .heldBack(.typePasswordAgain))
  }

  @Test func `a code whose terminal goes signs nobody on`() throws {
    var user = try atPanel(code)
    user.key(.enter, "123456")
    let request = try #require(asked(user))
    user.happen(.terminalLost)
    user.happen(.verdict(request, .accepted()))
    #expect(user.session.signedOnUser == nil && !user.session.isConnected)
    // A name that is none is nobody's, whatever the security manager says.
    var other = try Transcript()
    other.key(.enter, "NOT-ONE", "PASSWORD")
    try answer(&other, .factorNeeded(code))
    #expect(other.session.screen == .logon)
  }
}
