import Crypto
import Foundation
import Platform
import SAF
import TestSupport
import Testing

@testable import PAM

/// Libpam itself with Debian's own modules, on services that lie in a folder of the test's: as any user.
@Suite struct PAMStackTests {
  private let site: TemporaryFolder

  init() throws {
    site = try TemporaryFolder()
    let script = try site.write(
      "#!/bin/sh\nread -r word\n[ \"$PAM_USER\" = bob ] && [ \"$word\" = right ]\n", to: "ask")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    try FileManager.default.createDirectory(
      atPath: site.path + "/pam.d", withIntermediateDirectories: true)
  }

  private var asks: String { "auth required pam_exec.so expose_authtok quiet \(site.path)/ask" }

  private func service(_ lines: String...) throws -> PAMService {
    try site.write(lines.joined(separator: "\n") + "\n", to: "pam.d/svc")
    return PAMService("svc", site: site.path)
  }

  /// A dialog with libpam on a thread of this process.
  private func dialog(patience: Int = 30) throws -> PAMDialog {
    let (near, far) = try PacketSocket.pair()
    try Threads.start { PAMServant.run(link: far) }
    return PAMDialog(link: Descriptor(near), process: nil, patience: patience)
  }

  private func secret(_ text: String) -> SharedSecret {
    SharedSecret(Secret(copying: Array(text.utf8)))
  }

  private func ask(
    _ service: PAMService, _ password: String?, new: String? = nil, user: String = "bob",
    _ purpose: PAMRequest.Purpose = .signOn
  ) throws -> AuthorityAnswer {
    let request = PAMRequest(
      service, purpose, name: user, source: "192.0.2.1", terminal: "TN000001")
    return try dialog().ask(request, password: password.map(secret), new: new.map(secret))
  }

  @Test func `a right password is in, a wrong one and a wrong name are not`() throws {
    let service = try service(asks, "account required pam_permit.so")
    #expect(try ask(service, "right") == .accepted(told: ""))
    guard case .wrong = try ask(service, "wrong") else {
      Issue.record("a wrong password")
      return
    }
    guard case .wrong = try ask(service, "right", user: "eve") else {
      Issue.record("a wrong name")
      return
    }
    #expect(try ask(service, nil, .account) == .accepted(told: ""))
  }

  @Test func `accounts are asked for besides, and expired passwords changed`() throws {
    let barred = try service(asks, "account required pam_deny.so")
    guard case .barred = try ask(barred, "right") else {
      Issue.record("the account is denied")
      return
    }
    let expired = try service(
      asks, "account required pam_debug.so acct=new_authtok_reqd",
      "password required pam_debug.so chauthtok=success")
    #expect(try ask(expired, "right") == .expired)
    guard case .passwordChanged = try ask(expired, "right", new: "other") else {
      Issue.record("the password is not changed")
      return
    }
    let refusing = try service(
      asks, "account required pam_permit.so", "password required pam_deny.so")
    guard case .badNewPassword = try ask(refusing, "right", new: "other") else {
      Issue.record("the new password is taken")
      return
    }
    let stress = try service(
      "auth required pam_stress.so", "account required pam_stress.so expired",
      "password required pam_stress.so")
    #expect(try ask(stress, "any", new: "other") == .passwordChanged(told: ""))
  }

  @Test func `who was asked for no password is not in, whatever the stack says`() throws {
    let words = "the service lets in without asking for the password"
    let open = try service("auth required pam_permit.so", "account required pam_permit.so")
    #expect(try ask(open, "any") == .silent(words))
    let sufficient = try service(
      "auth sufficient pam_debug.so auth=success", asks, "account required pam_permit.so")
    #expect(try ask(sufficient, "wrong") == .silent(words))
  }

  @Test func `an expired password opens no account that is barred`() throws {
    let both = try service(
      "auth required pam_stress.so", "auth required pam_debug.so auth=new_authtok_reqd",
      "account required pam_deny.so", "password required pam_permit.so")
    for new in [nil, "other"] {
      guard case .barred = try ask(both, "right", new: new) else {
        Issue.record("the account is denied, new password: \(new ?? "none")")
        continue
      }
    }
  }

  @Test func `lines of the service other never serve`() throws {
    try site.write(
      ["auth", "account", "password"].map { "\($0) required pam_permit.so\n" }.joined(),
      to: "pam.d/other")
    let file = "\(site.path)/pam.d/svc"
    func lack(_ type: String) -> AuthorityAnswer {
      .silent("\(file): there is no \(type) line, and libpam would take those of other")
    }
    #expect(try ask(service(asks), "right") == lack("account"))
    let account = "-ACCOUNT\trequired pam_permit.so"
    #expect(try ask(service("# auth x", account), "right") == lack("auth"))
    #expect(try ask(service(account), nil, .account) == .accepted(told: ""))
    #expect(try ask(service(asks, account), "right", new: "other") == lack("password"))
    #expect(try ask(service(asks, account), "right") == .accepted(told: ""))
  }

  @Test func `a file's types are those of its lines`() {
    func types(_ text: String) -> Set<String>? { PAMService.types(Array(text.utf8)) }
    #expect(
      types("auth required \\\naccount x\n\n  -Password a b # c\nsession") == ["auth", "password"])
    #expect(types("auth a\n@include common-account\n") == nil)
    #expect(types("") == [])
  }

  @Test func `a second prompt is the user's to answer, with what was told`() throws {
    let service = try service(
      "auth required pam_stress.so", "auth optional pam_echo.so Look at your device",
      "auth required pam_stress.so", "account required pam_permit.so")
    let request = PAMRequest(
      service, .signOn, name: "bob", source: "192.0.2.1", terminal: "TN000001")
    let talk = try dialog()
    let question = AuthorityQuestion("STRESS Password:", told: "Look at your device")
    #expect(talk.ask(request, password: secret("first")) == .asks(question))
    #expect(talk.reply(secret("second")) == .accepted(told: ""))
    // Over it is over.
    #expect(talk.reply(secret("third")) == .lapsed)
    let left = try dialog()
    guard case .asks = left.ask(request, password: secret("first")) else {
      Issue.record("nothing is asked")
      return
    }
    left.end()
  }

  @Test func `what is told is cleaned and shown to who is in`() throws {
    let service = try service(
      asks, "auth optional pam_echo.so Hello\\t%u", "account required pam_permit.so")
    guard case .accepted(let told) = try ask(service, "right") else {
      Issue.record("not in")
      return
    }
    #expect(told.hasPrefix("Hello"))
  }

  @Test func `a service that is not there, broken or silent says so, and is nobody's guess`() throws
  {
    let none = PAMService("none", site: site.path)
    #expect(none.file == nil)
    try site.write("auth required pam_permit.so\n", to: "pam.d/other")
    #expect(try ask(none, "right") == .silent("there is no \(site.path)/pam.d/none"))
    let missing = try service(
      "auth required pam_no_such_module.so", "account required pam_permit.so")
    guard case .silent = try ask(missing, "right") else {
      Issue.record("a module that is not there")
      return
    }
    let (near, far) = try PacketSocket.pair()
    let deaf = PAMDialog(link: Descriptor(near), process: nil, patience: 1)
    let request = PAMRequest(trialOf: none)
    #expect(deaf.ask(request) == .silent("nothing came in 1 s"))
    let (other, gone) = try PacketSocket.pair()
    _ = Descriptor(gone)
    let dead = PAMDialog(link: Descriptor(other), process: nil, patience: 1)
    #expect(dead.ask(request) == .silent("its process ended"))
    _ = Descriptor(far)
  }

  @Test func `a trial says whether a password is asked for, and gives none`() throws {
    func trial(_ lines: String...) throws -> AuthorityAnswer {
      try site.write(lines.joined(separator: "\n") + "\n", to: "pam.d/svc")
      return try dialog().ask(PAMRequest(trialOf: PAMService("svc", site: site.path)))
    }
    let account = "account required pam_permit.so"
    #expect(try trial(asks, account) == .asks(AuthorityQuestion("")))
    #expect(try trial("auth required pam_permit.so", account) == .accepted(told: ""))
    guard case .silent = try trial(asks) else {
      Issue.record("libpam takes the lines of other")
      return
    }
    guard case .wrong = try trial("auth required pam_deny.so", account) else {
      Issue.record("pam_deny")
      return
    }
  }
}
