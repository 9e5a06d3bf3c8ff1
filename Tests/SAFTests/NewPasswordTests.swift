import Crypto
import Names
import Testing
import Time

@testable import SAF

/// What a new password may be, and how long one is good: options, user and time in, an answer out.
@Suite struct NewPasswordTests {
  private let bob: UserRecord

  init() throws {
    var user = try Fixture.user("BOB")
    user.passwordChanged = noon
    user.phraseChanged = noon
    user.interval = 254
    bob = user
  }

  private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

  private func fault(
    _ new: String, _ kind: PasswordKind = .password, _ options: PasswordOptions = PasswordOptions(),
    of user: UserRecord? = nil, current: String = "CURRENT1", after days: Int64 = 0
  ) -> PasswordFault? {
    NewPasswordRule(
      user ?? bob, kind, options: options, at: WallTime(seconds: noon.seconds + days * 86_400)
    ).fault(of: secret(new), replacing: secret(current))
  }

  @Test func `lengths are 8 and 9 to 100`() {
    for count in [0, 1, 7, 101] {
      #expect(fault(String(repeating: "A", count: count)) == .length(.password))
    }
    #expect(fault("ABCDEFGH") == nil && fault(String(repeating: "A", count: 100)) == nil)
    #expect(fault("AB CD 12", .phrase) == .length(.phrase))
    #expect(fault("AB CD 123", .phrase) == nil)
  }

  @Test func `the current one is none, and without MIXEDCASE case makes no other one`() {
    #expect(fault("CURRENT1") == .sameAsCurrent(.password) && fault("Current1") == nil)
    var options = PasswordOptions()
    options.isMixedCase = false
    #expect(fault("Current1", .password, options) == .sameAsCurrent(.password))
    #expect(fault("my Phrase 12", .phrase, options, current: "My Phrase 12") == nil)
  }

  @Test
  func `MINCHANGE holds back by days, but not what has expired, and no wrong clock holds for ever`()
  {
    var options = PasswordOptions()
    options.minimumChange = 2
    #expect(fault("ANOTHER1", .password, options) == .tooSoon(.password, days: 2))
    #expect(fault("ANOTHER1", .password, options, after: 1) == .tooSoon(.password, days: 1))
    #expect(fault("ANOTHER1", .password, options, after: 2) == nil)
    // The clock stepped back by a day, and by a year.
    #expect(fault("ANOTHER1", .password, options, after: -1) == .tooSoon(.password, days: 2))
    #expect(fault("ANOTHER1", .password, options, after: -366) == nil)
    var expired = bob
    expired.isPasswordExpired = true
    #expect(fault("ANOTHER1", .password, options, of: expired) == nil)
    var unknown = bob
    unknown.passwordChanged = nil
    #expect(fault("ANOTHER1", .password, options, of: unknown) == nil)
  }

  @Test func `one of the site's rules is followed, place by place`() throws {
    var options = PasswordOptions()
    let first = try #require(
      PasswordSyntax(lengths: 8...8, contents: [1: .alphabetic, 8: .numeric]))
    options.rules[1] = first
    #expect(fault("ABCDEFG7", .password, options) == nil)
    #expect(fault("ABCDEFGH", .password, options) == .syntax([first]))
    #expect(fault("ABCDEFG78", .password, options) == .syntax([first]))
    #expect(fault("aBCDEFG7", .password, options) == .syntax([first]), "ALPHA is capitals")
    let second = try #require(PasswordSyntax(lengths: 9...12, contents: [:]))
    options.rules[3] = second
    #expect(fault("anything 9", .password, options) == nil)
    #expect(fault("ABCDEFGH", .password, options)?.text.contains("(or 1 more)") == true)
    // A rule is about places that a password has.
    #expect(PasswordSyntax(lengths: 8...8, contents: [9: .numeric]) == nil)
    #expect(PasswordSyntax(lengths: 8...101, contents: [:]) == nil)
  }

  @Test func `each kind of place takes what RACF says`() throws {
    let cases: [(PasswordSyntax.Content, takes: String, refuses: String)] = [
      (.alphabetic, "AEZ#$@", "a1. "), (.consonant, "BZ", "AEb1#"), (.alphanumeric, "A9#", "a-"),
      (.numeric, "09", "A#"), (.vowel, "AEIOU", "aBY"), (.noVowel, "BZ9#", "AEb."),
      (.mixedConsonant, "bBzZ", "aE1"), (.mixedNumeric, "aZ9@", "-. "), (.mixedVowel, "aEo", "bZ1"),
      (.national, "#$@", "A1."), (.special, "-. !", "A1@"), (.mixedAll, "aA1@-", ""),
    ]
    for (content, takes, refuses) in cases {
      for byte in takes.utf8 { #expect(content.takes(byte), "\(content) \(byte)") }
      for byte in refuses.utf8 { #expect(!content.takes(byte), "\(content) \(byte)") }
    }
  }

  @Test func `special characters are refused where the site has it so`() {
    var options = PasswordOptions()
    #expect(fault("PASS-WORD", .password, options) == nil)
    options.allowsSpecial = false
    #expect(fault("PASS-WORD", .password, options) == .special)
    #expect(fault("pass#W0RD", .password, options) == nil)
    #expect(fault("my Phrase-12", .phrase, options) == nil, "phrases are free")
  }

  @Test func `phrases follow RACF's own rules`() {
    #expect(fault("correct horse 42", .phrase) == nil)
    #expect(fault("this is bob's own", .phrase) == .phraseHasUserID)
    #expect(fault("1234567890!a", .phrase) == .phraseWantsLetters)
    #expect(fault("correcthorse1", .phrase) == .phraseWantsOthers)
    #expect(fault("correct horsee 42", .phrase) == nil)
    #expect(fault("correct horseee 42", .phrase) == .phraseRepeats)
  }

  @Test func `a password ends after its days, at most the system's`() {
    var options = PasswordOptions()
    options.interval = 90
    options.warning = 5
    var user = bob
    func age(_ days: Int64) -> PasswordOptions.Age {
      options.age(of: .password, of: user, on: noon.day + days)
    }
    user.interval = nil
    #expect(age(100_000) == .good(daysLeft: nil))
    user.interval = 10
    #expect(age(0) == .good(daysLeft: 10) && age(9) == .good(daysLeft: 1) && age(10) == .expired)
    #expect(age(-400) == .good(daysLeft: 10), "the clock stepped back")
    #expect(options.daysToTell(of: .password, of: user, on: noon.day + 4) == nil)
    #expect(options.daysToTell(of: .password, of: user, on: noon.day + 5) == 5)
    #expect(options.daysToTell(of: .password, of: user, on: noon.day + 10) == nil)
    user.interval = 254
    #expect(age(90) == .expired, "the system's counts where it is shorter")
    user.passwordChanged = nil
    #expect(age(90) == .good(daysLeft: nil))
    user.isPasswordExpired = true
    #expect(age(0) == .expired)
    #expect(options.age(of: .phrase, of: user, on: noon.day) == .good(daysLeft: 90))
  }

  @Test func `who was away for too long is revoked, no administrator is, and RESUME begins anew`()
    throws
  {
    var fixture = try Fixture()
    let id = bob.id
    var options = PasswordOptions()
    options.inactive = 30
    fixture.apply([
      .passwordOptions(options), .user(bob), .signedOn(id, at: noon),
      .user(try Fixture.user("ADMIN", special: true)),
      .signedOn(try #require(UserID("ADMIN")), at: noon),
    ])
    func after(_ days: Int64) -> WallTime { WallTime(seconds: noon.seconds + days * 86_400) }
    #expect(fixture.state.due(at: after(30)).isEmpty && fixture.state.due(at: after(-9)).isEmpty)
    #expect(fixture.state.standing(of: id, at: after(31)) == .revoked)
    let due = fixture.state.due(at: after(31))
    #expect(due.count == 1)
    for change in due { fixture.state.apply(change, at: after(31)) }
    #expect(fixture.state.users[id]?.isRevoked == true)
    #expect(fixture.state.due(at: after(31)).isEmpty, "once")
    #expect(fixture.state.resumed(bob, at: after(31)) == [.signedOn(id, at: after(31))])
  }

  @Test func `options are kept as they were said`() {
    #expect(PasswordOptions().fields.isEmpty && PasswordOptions(fields: [:]) == PasswordOptions())
    var options = PasswordOptions()
    options.interval = 254
    options.minimumChange = 1
    options.history = 32
    options.revoke = nil
    options.warning = 14
    options.inactive = 90
    options.isMixedCase = false
    options.allowsSpecial = false
    options.rules[8] = PasswordSyntax(lengths: 6...8, contents: [1: .alphabetic, 7: .special])
    #expect(options.rules.count == 1)
    #expect(PasswordOptions(fields: options.fields) == options)
    // What somebody wrote into the database is no reason to stop.
    let odd = PasswordOptions(fields: [
      "INTERVAL": "0", "HISTORY": "999", "REVOKE": "x", "RULE1": "8:6 A", "RULE2": "",
      "RULE9": "1:1 A",
      "RULE3": "1:9223372036854775807 A",
    ])
    #expect(odd == PasswordOptions())
  }

  @Test func `each fault fits a terminal's line and says what is wanted`() throws {
    let long = try #require(PasswordSyntax(lengths: 8...100, contents: [100: .numeric]))
    let faults: [PasswordFault] =
      PasswordKind.allCases.flatMap {
        [.length($0), .sameAsCurrent($0), .tooSoon($0, days: 254), .former($0, 32)]
      } + [
        .special, .syntax([long, long]), .phraseHasUserID, .phraseWantsLetters, .phraseWantsOthers,
        .phraseRepeats,
      ]
    for fault in faults { #expect(fault.text.count <= 79, "\(fault.text)") }
    #expect(Set(faults.map(\.text)).count == faults.count)
  }
}
