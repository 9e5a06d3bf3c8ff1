import Bytes
import Crypto
import Keystore
import Names
import Testing
import Time

@testable import SAF

/// What an outside authority's word comes to, and what the security manager says all the same.
@Suite struct AuthorityDeskTests {
  private let store: MemoryStore
  private let manager: SecurityManager
  private let bob: UserID
  private let stranger: UserID

  init() throws {
    let fixture = try Fixture([
      .user(try Fixture.user("BOB")), .user(try Fixture.user("ADMIN", special: true)),
    ])
    store = MemoryStore(fixture.state)
    manager = try SecurityManager(
      store, keys: KeyService(cards: [], localKey: SharedSecret(try Random.secret(count: 32))))
    bob = try #require(UserID("BOB"))
    stranger = try #require(UserID("STRANGER"))
  }

  private func ask(
    _ answer: AuthorityAnswer, of user: UserID? = nil, _ policy: FactorPolicy? = FactorPolicy(),
    mayRevoke: Bool = true
  ) -> SignOnVerdict {
    AuthorityDesk(manager).signOn(
      user ?? bob, answer, factor: policy, at: noon, mayRevoke: mayRevoke)
  }

  private func reason(_ verdict: SignOnVerdict) -> SignOnRefusal.Reason? {
    if case .refused(let refusal) = verdict { refusal.reason } else { nil }
  }

  @Test func `whom it lets in is in, and what it tells is told`() throws {
    #expect(ask(.accepted(told: "Hello")) == .accepted(SignOnWelcome(told: "Hello")))
    #expect(
      ask(.passwordChanged(told: "")) == .passwordChanged(SignOnWelcome(lastAccess: noon)))
    #expect(reason(ask(.expired)) == .expired)
    #expect(reason(ask(.badNewPassword("too short"))) == .badNewPassword(.authority("too short")))
    #expect(reason(ask(.silent("no LDAP"))) == .authoritySilent("no LDAP"))
    #expect(reason(ask(.lapsed)) == .interrupted)
    let question = AuthorityQuestion("Code:", told: "sent")
    #expect(ask(.asks(question)) == .factorNeeded(FactorStep(.answer(question), .authority)))
    // The sign-on stands: the lock has no panel for it.
    #expect(reason(ask(.asks(question), nil)) == .answerWanted(question))
  }

  @Test func `wrong ones count as RACF's do, and what is barred is a guess to whoever looks on`()
    throws
  {
    var options = manager.state.passwords
    options.revoke = 3
    _ = store.apply([.passwordOptions(options)], at: noon, ifStill: nil, by: .server)
    #expect(reason(ask(.wrong("no"))) == .authority("no"))
    #expect(SignOnRefusal.Reason.authority("no").isGuess)
    #expect(!SignOnRefusal.Reason.authoritySilent("x").isGuess)
    #expect(reason(ask(.wrong("no"), mayRevoke: false)) == .authority("no"))
    #expect(reason(ask(.barred("locked"))) == .authority("locked"))
    #expect(reason(ask(.wrong("no"))) == .authority("no"))
    #expect(reason(ask(.wrong("no"))) == .revokedNow)
    // From then on nothing that it says lets the user in.
    for answer in [
      AuthorityAnswer.accepted(told: ""), .passwordChanged(told: ""), .expired, .wrong("no"),
      .asks(AuthorityQuestion("Code:")),
    ] {
      #expect(reason(ask(answer)) == .revoked, "\(answer)")
    }
  }

  @Test func `who has no entry is in where it says so, and nobody hears that there is none`() throws
  {
    #expect(ask(.accepted(told: ""), of: stranger) == .accepted())
    #expect(reason(ask(.wrong("no"), of: stranger)) == .unknownUser)
    let everybody = FactorPolicy(asksEverybody: true)
    let refused = reason(ask(.accepted(told: ""), of: stranger, everybody))
    #expect(refused?.text.contains("no entry in RACF") == true)
  }

  @Test func `who has no entry stays out where the site demands one, whatever it says`() throws {
    let desk = AuthorityDesk(manager, admitsStrangers: false)
    for answer in [
      AuthorityAnswer.accepted(told: ""), .passwordChanged(told: ""), .expired, .barred("locked"),
      .asks(AuthorityQuestion("Code:")), .badNewPassword("short"),
    ] {
      for policy in [FactorPolicy(), nil] {
        let verdict = desk.signOn(
          stranger, answer, factor: policy, at: noon, mayRevoke: true)
        #expect(reason(verdict)?.text.contains("no entry in RACF") == true, "\(answer)")
        #expect(reason(verdict)?.isGuess == true)
      }
    }
    #expect(try !desk.mayChange(stranger, factor: FactorPolicy(), at: noon))
    #expect(try !desk.mayChange(stranger, factor: nil, at: noon))
    let wrong = desk.signOn(stranger, .wrong("no"), factor: nil, at: noon, mayRevoke: true)
    #expect(reason(wrong) == .unknownUser)
    let known = desk.signOn(
      bob, .accepted(told: ""), factor: FactorPolicy(), at: noon, mayRevoke: true)
    #expect(known == .accepted())
  }

  @Test func `our own second factor is asked for besides`() throws {
    let everybody = FactorPolicy(asksEverybody: true)
    #expect(
      ask(.accepted(told: ""), everybody) == .factorNeeded(FactorStep(.enrolment, .authority)))
    let key = SharedSecret(Secret(copying: Array("12345678901234567890".utf8)))
    let number = try OneTimeCode.code(key.secret, step: OneTimeCode.step(at: noon))
    let text = String(String(1_000_000 + number).dropFirst())
    let code = SharedSecret(Secret(copying: Array(text.utf8)))
    let typed = TypedCode(code, for: FactorStep(.enrolment, .authority), offered: key)
    #expect(FactorDesk(manager).signOn(bob, typed, at: noon) == .accepted())
  }

  @Test func `a new password goes to the authority only where nothing is lacking`() throws {
    let everybody = FactorPolicy(asksEverybody: true)
    let desk = AuthorityDesk(manager)
    #expect(try desk.mayChange(bob, factor: FactorPolicy(), at: noon))
    #expect(try desk.mayChange(bob, factor: nil, at: noon))
    #expect(try !desk.mayChange(bob, factor: everybody, at: noon))
    #expect(try desk.mayChange(stranger, factor: FactorPolicy(), at: noon))
    #expect(try !desk.mayChange(stranger, factor: everybody, at: noon))
    var revoked = try Fixture.user("BOB")
    revoked.isRevoked = true
    _ = store.apply([.user(revoked)], at: noon, ifStill: nil, by: .server)
    #expect(try !desk.mayChange(bob, factor: FactorPolicy(), at: noon))
    #expect(try !desk.mayChange(bob, factor: nil, at: noon))
    let verdict = desk.signOn(
      bob, .accepted(told: ""), factor: everybody, at: noon, mayRevoke: true, withholds: true)
    #expect(reason(verdict) == .revoked)
  }

  @Test func `what was withheld is changed by the authority once the code was right`() throws {
    let everybody = FactorPolicy(asksEverybody: true)
    let desk = AuthorityDesk(manager)
    let step = FactorStep(.enrolment, .authority, changesPassword: true)
    for answer in [AuthorityAnswer.accepted(told: ""), .expired] {
      let verdict = desk.signOn(
        bob, answer, factor: everybody, at: noon, mayRevoke: true, withholds: true)
      #expect(verdict == .factorNeeded(step), "\(answer)")
      // Without a factor by now, the password is typed again, and nobody is told that it was changed.
      let late = desk.signOn(
        bob, answer, factor: FactorPolicy(), at: noon, mayRevoke: true, withholds: true)
      #expect(reason(late) == .outdated, "\(answer)")
      let none = desk.signOn(
        stranger, answer, factor: everybody, at: noon, mayRevoke: true, withholds: true)
      #expect(reason(none)?.text.contains("no entry in RACF") == true, "\(answer)")
    }
    let key = SharedSecret(Secret(copying: Array("12345678901234567890".utf8)))
    let number = try OneTimeCode.code(key.secret, step: OneTimeCode.step(at: noon))
    let text = String(String(1_000_000 + number).dropFirst())
    func typed(_ code: String) -> TypedCode {
      TypedCode(
        SharedSecret(Secret(copying: Array(code.utf8))), for: step,
        wanted: WantedPassword(current: key, new: key), offered: key)
    }
    var changes = 0
    func signOn(_ code: String) -> SignOnVerdict {
      FactorDesk(manager).signOn(bob, typed(code), at: noon) { _ in
        changes += 1
        return .passwordChanged(SignOnWelcome())
      }
    }
    #expect(reason(signOn("1")) == .unconfirmed && changes == 0)
    #expect(signOn(text) == .passwordChanged(SignOnWelcome()) && changes == 1)
  }

  @Test func `a ticket alone is good in an application where passwords are not ours`() throws {
    let name = try #require(TicketName("TSOR001"))
    let hash = try PasswordCheck.hash(
      Secret(copying: Array("RIGHT123".utf8)), .password, options: PasswordOptions())
    _ = store.apply([.password(bob, hash: hash)], at: noon, ifStill: nil, by: .server)
    func logOn(_ takesPassword: Bool) -> LogOnVerdict {
      manager.logOn(
        user: bob, application: name, value: Secret(copying: Array("RIGHT123".utf8)), at: noon,
        takesPassword: takesPassword
      ).verdict
    }
    #expect(logOn(true) == .byPassword)
    guard case .refused(let reason) = logOn(false) else {
      Issue.record("the password was taken")
      return
    }
    #expect(reason.contains("outside authority"))
  }

  @Test func `steps freeze and thaw, a question with its words`() throws {
    let question = AuthorityQuestion("Token code:", told: "Your token is new")
    for step in [
      FactorStep(.answer(question), .authority), FactorStep(.code, .authority),
      FactorStep(.enrolment, .certificate), FactorStep(.code, .password(.phrase, set: noon)),
    ] {
      var freezer = Freezer()
      freezer.put(step)
      var thawer = Thawer(freezer.bytes)
      #expect(try thawer.take(FactorStep.self) == step)
    }
  }
}
