import Crypto
import SAF
import Testing

@testable import PAM

/// The rule for prompts, and the packets of a dialog.
@Suite struct PAMConversationTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `the first hidden prompt gets the password, each after it is the user's`() {
    var talk = PAMConversation(hasPassword: true, hasNew: false)
    #expect(talk.take(.info, bytes("Welcome\r\nto LDAP")) == .nothing)
    #expect(talk.take(.hidden, bytes("Password: ")) == .password)
    #expect(
      talk.take(.shown, bytes("Code: "))
        == .ask(AuthorityQuestion("Code:", told: "Welcome to LDAP")))
    // What was told with a question is not told again.
    #expect(talk.take(.hidden, bytes("PIN:")) == .ask(AuthorityQuestion("PIN:")))
    #expect(talk.take(.hidden, bytes("PIN:")) == .ask(AuthorityQuestion("PIN:")))
    #expect(talk.take(.hidden, bytes("PIN:")) == .impossible)
    // Before the password nobody is asked: a terminal that is not known would be told of it.
    var early = PAMConversation(hasPassword: true, hasNew: false)
    #expect(early.take(.shown, bytes("login:")) == .impossible)
    var none = PAMConversation(hasPassword: false, hasNew: false)
    #expect(none.take(.hidden, bytes("Password:")) == .impossible)
  }

  @Test func `a change is told the current password and the new one twice`() {
    var talk = PAMConversation(hasPassword: true, hasNew: true)
    #expect(talk.take(.hidden, bytes("Password: ")) == .password)
    talk.change()
    #expect(talk.take(.info, bytes("Changing password for bob.")) == .nothing)
    #expect(talk.take(.hidden, bytes("Current password: ")) == .password)
    #expect(talk.take(.hidden, bytes("New password: ")) == .newPassword)
    #expect(talk.take(.hidden, bytes("Retype new password: ")) == .newPassword)
    #expect(talk.take(.hidden, bytes("New password: ")) == .impossible)
    #expect(talk.told.isEmpty)
    // pam_ldap says nothing of "current".
    var plain = PAMConversation(hasPassword: true, hasNew: true)
    plain.change()
    #expect(plain.take(.hidden, bytes("LDAP password: ")) == .password)
    #expect(plain.take(.hidden, bytes("Password you want: ")) == .newPassword)
    var kerberos = PAMConversation(hasPassword: true, hasNew: true)
    kerberos.change()
    #expect(kerberos.take(.hidden, bytes("New password (not the current): ")) == .newPassword)
    var refused = PAMConversation(hasPassword: true, hasNew: true)
    refused.change()
    #expect(refused.take(.hidden, bytes("New password: ")) == .newPassword)
    #expect(refused.take(.error, bytes("BAD PASSWORD: too short")) == .nothing)
    #expect(refused.take(.hidden, bytes("New password: ")) == .impossible)
    #expect(refused.faults == "BAD PASSWORD: too short")
  }

  @Test func `words of modules are one line that every terminal shows`() {
    #expect(ShownWords.cleaned(bytes("  a\u{1B}[31m\tb\n\n\u{e9}c ")) == "a [31m b c")
    #expect(ShownWords.cleaned(bytes(String(repeating: "x", count: 500))).utf8.count == 76)
    #expect(ShownWords.joined(["", "one", "two"]) == "one; two")
    #expect(ShownWords.joined([]).isEmpty)
  }

  @Test func `packets come back as they were, and broken ones are none`() throws {
    let answers: [AuthorityAnswer] = [
      .accepted(told: "a"), .passwordChanged(told: ""), .asks(AuthorityQuestion("p", told: "t")),
      .expired, .wrong("w"), .barred("b"), .badNewPassword("n"), .silent("s"), .lapsed,
    ]
    for answer in answers {
      let packet = answer.packet
      #expect(AuthorityAnswer(packet) == answer)
      #expect(AuthorityAnswer(packet + [0]) == nil)
      #expect(AuthorityAnswer(packet.dropLast()) == nil)
    }
    #expect(AuthorityAnswer([]) == nil && AuthorityAnswer([0, 1, 99]) == nil)
    let secret = SharedSecret(Secret(copying: bytes("pw")))
    let request = PAMRequest(
      PAMService("svc", in: "/dir"), .signOn, name: "bob", source: "::1", terminal: "TN1")
    for (password, new) in [(secret, secret), (secret, nil), (nil, nil)]
      as [(SharedSecret?, SharedSecret?)]
    {
      let packet = PAMErrand(request, password: password, new: new).packet.bytes
      let again = try #require(PAMErrand(packet))
      #expect(again.request.user == "bob" && again.request.service == request.service)
      #expect(again.request.source == "::1" && again.request.terminal == "TN1")
      #expect(again.password.map { $0.secret.isEqual(to: secret.secret) } ?? (password == nil))
      #expect((again.new == nil) == (new == nil))
      for count in 0..<packet.count { #expect(PAMErrand(Array(packet.prefix(count))) == nil) }
    }
  }
}
