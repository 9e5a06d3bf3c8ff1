import Bytes
import Crypto
import Keystore
import Names
import Testing
import Time

@testable import SAF

/// Second factors: who needs one, what a code comes to, and what guesses cost.
@Suite struct FactorTests {
  private let store: MemoryStore
  private let manager: SecurityManager
  private let bob: UserID
  private let key = SharedSecret(Secret(copying: Array("12345678901234567890".utf8)))
  private let ours = FactorPolicy()

  init() throws {
    let fixture = try Fixture([
      .user(try Fixture.user("BOB")), .user(try Fixture.user("ADMIN", special: true)),
    ])
    store = MemoryStore(fixture.state)
    manager = try SecurityManager(
      store, keys: KeyService(cards: [], localKey: SharedSecret(try Random.secret(count: 32))))
    bob = try #require(UserID("BOB"))
    let hash = try PasswordCheck.hash(
      secret("RIGHT123"), .password, options: PasswordOptions())
    _ = store.apply([.password(bob, hash: hash)], at: noon, ifStill: nil, by: .server)
  }

  private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

  private func later(_ seconds: Int64) -> WallTime { WallTime(seconds: noon.seconds + seconds) }

  private func code(at time: WallTime) throws -> SharedSecret {
    let number = try OneTimeCode.code(key.secret, step: OneTimeCode.step(at: time))
    let text = String(number)
    return SharedSecret(secret(String(repeating: "0", count: 6 - text.count) + text))
  }

  private func wrong(at time: WallTime) throws -> SharedSecret {
    let right = try (-2...2).map {
      try OneTimeCode.code(key.secret, step: OneTimeCode.step(at: time) + $0)
    }
    let number = (100_000...100_009).first { !right.contains($0) } ?? 0
    return SharedSecret(secret(String(number)))
  }

  private func password(
    _ text: String = "RIGHT123", new: String? = nil, _ policy: FactorPolicy? = FactorPolicy(),
    at time: WallTime = noon
  ) -> SignOnVerdict {
    manager.signOn(
      bob, password: secret(text), newPassword: new.map { SharedSecret(secret($0)) },
      factor: policy, at: time)
  }

  private func step(_ verdict: SignOnVerdict) throws -> FactorStep {
    guard case .factorNeeded(let step) = verdict else {
      throw Unexpected(text: "\(verdict)")
    }
    return step
  }

  private struct Unexpected: Error { let text: String }

  private func prove(
    _ code: SharedSecret, _ step: FactorStep, offered: SharedSecret? = nil,
    wanted: WantedPassword? = nil, at time: WallTime
  ) -> SignOnVerdict {
    FactorDesk(manager).signOn(
      bob, TypedCode(code, for: step, wanted: wanted, offered: offered), at: time)
  }

  private func enrol() throws {
    let done = try FactorDesk(manager).enrol(
      bob, secret: key, code: try code(at: noon), replaces: false, at: noon)
    #expect(done == .enrolled)
  }

  private func reason(_ verdict: SignOnVerdict) -> SignOnRefusal.Reason? {
    if case .refused(let refusal) = verdict { refusal.reason } else { nil }
  }

  @Test func `the user's entry, a group or the terminal asks for it, and nothing else does`()
    throws
  {
    #expect(password() == .accepted())
    let group = try #require(GroupName("SYS1"))
    var record = try #require(manager.state.users[bob])
    record.connections[group] = UserRecord.Connection(made: nil)
    _ = store.apply([.user(record)], at: noon, ifStill: nil, by: .server)
    let grouped = FactorPolicy(groups: [group])
    #expect(try step(password("RIGHT123", grouped)).need == .enrolment)
    record.connections[group]?.isRevoked = true
    _ = store.apply([.user(record)], at: noon, ifStill: nil, by: .server)
    #expect(manager.state.factorNeed(of: record, by: grouped) == nil)
    #expect(manager.state.factorNeed(of: record, by: FactorPolicy(asksEverybody: true)) != nil)
    _ = store.apply(
      [.factor(bob, SecondFactor(isActive: true))], at: noon, ifStill: nil, by: .server)
    #expect(manager.state.factorNeed(of: record, by: ours) == .enrolment)
    #expect(manager.state.factorNeed(of: record, by: nil) == nil, "the sign-on stands")
    try enrol()
    #expect(manager.state.factorNeed(of: record, by: ours) == .code)
    // NOACTIVE: the secret stays, for who asks for it all the same.
    var factor = try #require(manager.state.factors[bob])
    factor.isActive = false
    _ = store.apply([.factor(bob, factor)], at: noon, ifStill: nil, by: .server)
    #expect(manager.state.factorNeed(of: record, by: ours) == nil)
    #expect(manager.state.factorNeed(of: record, by: FactorPolicy(asksEverybody: true)) == .code)
  }

  @Test func `a code signs on once, also after a clock that stepped back`() throws {
    try enrol()
    let step = try step(password())
    #expect(step == FactorStep(.code, .password(.password, set: nil)))
    // The code that confirmed the enrolment is used.
    #expect(reason(prove(try code(at: noon), step, at: noon)) == .usedCode)
    let (next, after) = (later(30), later(60))
    #expect(prove(try code(at: next), step, at: next) == .accepted(SignOnWelcome(lastAccess: nil)))
    #expect(reason(prove(try code(at: next), step, at: next)) == .usedCode)
    let welcome = SignOnWelcome(lastAccess: next)
    #expect(prove(try code(at: after), step, at: after) == .accepted(welcome))
    for back in [after, next, noon] {
      #expect(reason(prove(try code(at: back), step, at: back)) == .usedCode)
    }
    // Another secret begins anew.
    _ = try FactorDesk(manager).remove(bob, at: noon)
    #expect(reason(prove(try code(at: after), step, at: after)) == .outdated)
    try enrol()
    #expect(
      prove(try code(at: next), step, at: next) == .accepted(SignOnWelcome(lastAccess: after)))
  }

  @Test func `wrong codes count with wrong passwords, whose right one forgives none`() throws {
    try enrol()
    let step = try step(password())
    let (time, bad) = (later(30), try wrong(at: later(30)))
    for _ in 0..<2 {
      #expect(reason(prove(bad, step, at: time)) == .wrongCode)
      #expect(reason(password("WRONG123")) == .wrongPassword)
      #expect(try self.step(password()) == step)
    }
    #expect(reason(prove(bad, step, at: time)) == .revokedNow)
    #expect(reason(prove(try code(at: time), step, at: time)) == .revoked)
    #expect(SignOnRefusal(.wrongCode).reason.isGuess && !SignOnRefusal(.usedCode).reason.isGuess)
    #expect(!SignOnRefusal(.unconfirmed).reason.isGuess)
  }

  @Test func `an expired password forgives no guesses of a user who needs a code`() throws {
    try enrol()
    let step = try step(password())
    var record = try #require(manager.state.users[bob])
    for _ in 0..<4 { #expect(reason(prove(try wrong(at: noon), step, at: noon)) == .wrongCode) }
    record.isPasswordExpired = true
    _ = store.apply([.user(record)], at: noon, ifStill: nil, by: .server)
    #expect(reason(password()) == .expired)
    #expect(reason(prove(try code(at: later(30)), step, at: later(30))) == .expired)
    record.isPasswordExpired = false
    _ = store.apply([.user(record)], at: noon, ifStill: nil, by: .server)
    #expect(reason(prove(try wrong(at: noon), step, at: noon)) == .revokedNow)
  }

  @Test func `what was proved before counts no more once it is another one`() throws {
    try enrol()
    let step = try step(password())
    var record = try #require(manager.state.users[bob])
    // A database has kept the second only.
    let kept = FactorStep.Proof.password(.password, set: WallTime(seconds: noon.seconds))
    record.passwordChanged = WallTime(seconds: noon.seconds, nanoseconds: 5)
    #expect(manager.state.isStill(kept, of: record))
    record.passwordChanged = later(10)
    _ = store.apply([.user(record)], at: noon, ifStill: nil, by: .server)
    #expect(reason(prove(try code(at: later(30)), step, at: later(30))) == .outdated)
    _ = store.apply([.removeUser(bob)], at: noon, ifStill: nil, by: .server)
    #expect(reason(prove(try code(at: later(30)), step, at: later(30))) == .outdated)
    #expect(manager.state.factors[bob] == nil)
  }

  @Test func `who has none enrols with a secret that is offered, and a code of it`() throws {
    let everybody = FactorPolicy(asksEverybody: true)
    let step = try step(password("RIGHT123", everybody))
    #expect(step.need == .enrolment)
    for _ in 0..<9 {
      #expect(reason(prove(try wrong(at: noon), step, offered: key, at: noon)) == .unconfirmed)
    }
    #expect(reason(prove(try code(at: noon), step, at: noon)) == .interrupted)
    #expect(manager.state.factors[bob] == nil)
    #expect(prove(try code(at: noon), step, offered: key, at: noon) == .accepted())
    // Who was faster is not overruled.
    #expect(reason(prove(try code(at: noon), step, offered: key, at: noon)) == .outdated)
    #expect(try self.step(password("RIGHT123", everybody, at: noon)).need == .code)
    #expect(try self.step(password()).need == .code, "from now on the user's entry asks for it")
  }

  @Test func `a new password waits for the code, and its rules are told before`() throws {
    try enrol()
    let fault = password("RIGHT123", new: "SHORT", ours)
    #expect(reason(fault) == .badNewPassword(.length(.password)))
    let step = try step(password("RIGHT123", new: "SECOND12", ours))
    #expect(step.changesPassword)
    let wanted = WantedPassword(
      current: SharedSecret(secret("RIGHT123")), new: SharedSecret(secret("SECOND12")))
    #expect(reason(prove(try wrong(at: noon), step, wanted: wanted, at: noon)) == .wrongCode)
    #expect(reason(password("SECOND12")) == .wrongPassword)
    let (first, second) = (later(30), later(60))
    #expect(reason(prove(try code(at: first), step, at: first)) == .interrupted)
    guard
      case .passwordChanged = prove(try code(at: second), step, wanted: wanted, at: second)
    else {
      Issue.record("it was not changed")
      return
    }
    #expect(reason(password("RIGHT123")) == .wrongPassword)
  }

  @Test func `an application lets nobody in by a password who needs a code`() throws {
    let name = try #require(TicketName("TSO"))
    func logOn() -> LogOnVerdict {
      manager.logOn(user: bob, application: name, value: secret("RIGHT123"), at: noon).verdict
    }
    #expect(logOn() == .byPassword)
    try enrol()
    #expect(
      logOn() == .refused(reason: "the user has a second factor, and no password alone signs on"))
  }

  @Test func `a certificate is as good as a password, and a code is asked for besides`() throws {
    try enrol()
    let step = try step(manager.signOn(certified: bob, factor: ours, at: noon))
    #expect(step == FactorStep(.code, .certificate))
    guard case .accepted = prove(try code(at: later(30)), step, at: later(30)) else {
      Issue.record("it was refused")
      return
    }
  }

  @Test func `a step is frozen and thawed, and other bytes are none`() throws {
    let steps = [
      FactorStep(.code, .certificate), FactorStep(.enrolment, .password(.phrase, set: noon)),
      FactorStep(.code, .password(.password, set: nil), changesPassword: true),
    ]
    for step in steps {
      var freezer = Freezer()
      freezer.put(step)
      var thawer = Thawer(freezer.bytes)
      #expect(try FactorStep(thawing: &thawer) == step)
      try thawer.end()
      for place in freezer.bytes.indices {
        var bytes = freezer.bytes
        bytes[place] = 0xEE
        var broken = Thawer(bytes)
        _ = try? FactorStep(thawing: &broken)
      }
    }
  }
}
