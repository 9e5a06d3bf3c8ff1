import Foundation
import TestSupport
import Testing

/// A first password, the site's rules and a change at one's own wish, at a real terminal.
@Suite struct PasswordChangeTests {
  private func type(_ texts: [String], at emulator: S3270) throws {
    for (place, text) in texts.enumerated() {
      if place > 0 { try emulator.run("Tab") }
      try emulator.type(text)
    }
    try emulator.run("Enter")
  }

  @Test(arguments: ["3279-2", "3279-5"])
  func `a first password is changed at the sign-on, and another from the menu`(model: String)
    throws
  {
    let server = try ServerProcess()
    let (output, code) = try ServerProcess.run(
      ["racf", "--state", server.state],
      input: """
        SETROPTS PASSWORD(FIRSTEXPIRED HISTORY(3) RULE1(LENGTH(8) ALPHA(1) NUMERIC(8)))
        ADDUSER BOB PASSWORD(FIRSTPW1)

        """)
    #expect(code == 0, "\(output)")
    let emulator = try S3270(port: server.port, model: model)
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn("bob", "FIRSTPW1")
    try emulator.until("Your password has expired: type it again, and a new one twice")
    try type(["FIRSTPW1", "NODIGITS", "NODIGITS"], at: emulator)
    try emulator.until("Rule LENGTH(8) A******N is not followed")
    try type(["FIRSTPW1", "SECONDP2", "SECONDP2"], at: emulator)
    try emulator.until("The password is changed")
    try emulator.enter("/W")
    try emulator.until("Panelid  - TEN0160")
    try type(["SECONDP2", "FIRSTPW1", "FIRSTPW1"], at: emulator)
    try emulator.until("The new password is one of your last 3")
    try type(["SECONDP2", "THIRDPW3", "THIRDPW4"], at: emulator)
    try emulator.until("not typed twice alike")
    try type(["WRONGPW9", "THIRDPW3", "THIRDPW3"], at: emulator)
    try emulator.until("Userid or password is not valid")
    try type(["SECONDP2", "THIRDPW3", "THIRDPW3"], at: emulator)
    let menu = try emulator.until("The password is changed")
    #expect(menu.contains { $0.contains("TPX MENU") })
    try emulator.enter("/F")
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn("bob", "THIRDPW3")
    try emulator.until("Last sign-on: ")
    let log = try server.log(until: "TPXL9053")
    #expect(log.contains("TPXL9051"))
    for secret in ["FIRSTPW1", "SECONDP2", "THIRDPW3", "WRONGPW9"] {
      #expect(!log.contains(secret))
    }
    let listed = try ServerProcess.run(["racf", "--state", server.state], input: "LISTUSER BOB\n")
    #expect(listed.output.contains("PASS-INTERVAL= 30"))
  }
}
