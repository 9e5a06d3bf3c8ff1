import Foundation
import TestSupport
import Testing

/// PAM at a real terminal: a stack of Debian's own modules, in the site's folder.
@Suite struct PAMEndToEndTests {
  private let site: TestSite

  init() throws {
    site = try TestSite()
    try site.system(["Security system: PAM"])
    try site.write(
      "ask",
      """
      #!/bin/sh
      read -r word
      case "$PAM_USER:$word" in
      bob:Right-1 | uabcde:Right-1) exit 0 ;;
      slow:*) exec sleep 30 ;;
      esac
      exit 1

      """)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: site.path + "/ask")
    try FileManager.default.createDirectory(
      atPath: site.path + "/pam.d", withIntermediateDirectories: true)
  }

  private func service(_ lines: String...) throws {
    let asks = "auth requisite pam_exec.so expose_authtok quiet \(site.path)/ask"
    try site.write(
      "pam.d/turnstile", ([asks] + lines + [""]).joined(separator: "\n"))
  }

  @Test func `users whom RACF does not know stay out where the site says so`() throws {
    try site.system(["Security system: PAM", "Users without RACF entry: REFUSED"])
    try service("account required pam_permit.so")
    let server = try ServerProcess(site: site.path)
    let emulator = try S3270(port: server.port)
    try emulator.signOn("bob", "Right-1")
    try emulator.until("Userid or password is not valid")
    let log = try server.log(until: "no entry in RACF")
    #expect(!log.contains("TPXL9070") && !log.contains("Right-1"))
  }

  @Test func `the stack decides, and asks a second time on a panel of its own`() throws {
    try service("auth required pam_stress.so", "account required pam_permit.so")
    let server = try ServerProcess(site: site.path)
    let wrong = try S3270(port: server.port)
    // The password that RACF has is none here.
    try wrong.signOn(ServerProcess.user, ServerProcess.password)
    try wrong.until("Userid or password is not valid")
    let emulator = try S3270(port: server.port)
    try emulator.signOn("bob", "Right-1")
    try emulator.until("Panelid  - TEN0006")
    try emulator.until("STRESS Password:")
    try emulator.enter()
    try emulator.until("TEN0006")
    try emulator.enter("Answer-2")
    try emulator.until("TPX MENU")
    // A locked terminal is unlocked in two steps, in the same field.
    try emulator.enter("/L")
    try emulator.until("Panelid  - TEN0155")
    try emulator.enter("Right-1")
    try emulator.until("STRESS Password:")
    try emulator.enter("Answer-3")
    try emulator.until("TPX MENU")
    let log = try server.log(until: "TPXL9070")
    #expect(log.contains("SIGNON WITHOUT RACF ENTRY USER: BOB"))
    for secret in ["Right-1", "Answer-2"] { #expect(!log.contains(secret)) }
    let check = try ServerProcess.run(["check", "--site", site.path, "--state", server.state])
    #expect(check.output.contains("it answers, and asks for a password"), "\(check.output)")
  }

  @Test func `a question that is left counts as a wrong password`() throws {
    try service("auth required pam_stress.so", "account required pam_permit.so")
    let server = try ServerProcess(site: site.path)
    try server.racf("SETROPTS PASSWORD(REVOKE(1))\nADDUSER BOB PASSWORD(TEMP1234)\n")
    let emulator = try S3270(port: server.port)
    try emulator.signOn("bob", "Right-1")
    try emulator.until("Panelid  - TEN0006")
    try emulator.run("PF(3)")
    try emulator.until("Panelid  - TEN0003")
    // Whoever begins anew has left it. The panel keeps the name, and the cursor is behind it.
    try emulator.run("EraseInput")
    try emulator.signOn("nobody", "any")
    try emulator.until("Userid or password is not valid")
    var listed = ""
    for _ in 0..<100 where !listed.contains("REVOKED") {
      listed = try ServerProcess.run(["racf", "LISTUSER BOB", "--state", server.state]).output
    }
    #expect(listed.contains("REVOKED"), "\(listed)")
  }

  @Test func `an expired password is changed, and the account may be barred`() throws {
    try service(
      "account required pam_debug.so acct=new_authtok_reqd",
      "password required pam_debug.so chauthtok=success")
    let server = try ServerProcess(site: site.path)
    let emulator = try S3270(port: server.port)
    try emulator.signOn("uabcde", "Right-1")
    try emulator.until("Your password has expired: type it again, and a new one twice")
    for (place, text) in ["Right-1", "Other-22", "Other-22"].enumerated() {
      if place > 0 { try emulator.run("Tab") }
      try emulator.type(text)
    }
    try emulator.run("Enter")
    try emulator.until("The password is changed")
    #expect(!(try server.log().contains("TPXL9070")))
    try service("account required pam_deny.so")
    let other = try S3270(port: server.port)
    try other.signOn("bob", "Right-1")
    try other.until("Userid or password is not valid")
    _ = try server.log(until: "REASON: the authority refuses: ")
  }

  @Test func `a stack that hangs holds nobody, nor the end; one that is gone is said`() throws {
    try service("account required pam_permit.so")
    let server = try ServerProcess(site: site.path)
    let hanging = try S3270(port: server.port)
    try hanging.until("Panelid  - TEN0003")
    try hanging.waitsForNoKeyboard()
    try hanging.signOn("slow", "anything")
    let other = try S3270(port: server.port)
    try other.signOn("bob", "Right-1")
    try other.until("TPX MENU")
    try FileManager.default.removeItem(atPath: site.path + "/pam.d/turnstile")
    let third = try S3270(port: server.port)
    try third.until("Panelid  - TEN0003")
    try third.waitsForNoKeyboard()
    try third.signOn("bob", "Right-1")
    _ = try server.log(until: "the authority does not answer: there is no ")
    let check = try ServerProcess.run(["check", "--site", site.path, "--state", server.state])
    #expect(check.output.contains("the PAM service is not there"))
    let start = Date()
    #expect(server.stop() == 0)
    #expect(Date().timeIntervalSince(start) < 20)
  }
}
