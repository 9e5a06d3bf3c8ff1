import DataStream
import Foundation
import TestSupport
import Testing

/// Who changed what, as an administrator asks it: by commands, files, passwords and refusals.
@Suite struct AuditEndToEndTests {
  private func audit(_ server: ServerProcess, _ words: String...) throws -> String {
    let (output, code) = try ServerProcess.run(["audit", "--state", server.state] + words)
    #expect(code == 0, "\(output)")
    return output
  }

  @Test func `every way to a change has its line, and none has a secret`() throws {
    let site = try TestSite()
    try site.application("TPXOPER", host: "builtin:tpxoper")
    let server = try ServerProcess(site: site.path)
    let deck = try ServerProcess.run(
      ["racf", "--state", server.state],
      input: "ADDUSER BOB PASSWORD(FIRSTPW1)\nALTUSER BOB NOEXPIRED PASSWORD(SECONDP2)\n")
    #expect(deck.code == 0, "\(deck.output)")
    // A wrong password, the right one with a new one, and a command that BOB may not give.
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    terminal.key(.enter, "BOB", "WRONGPW3")
    try terminal.until("Userid or password is not valid")
    // The cursor stands at the password; the user id is blank again.
    terminal.key(.enter, "SECONDP2", "THIRDPW4", "THIRDPW4", "BOB")
    try terminal.until("TPX MENU")
    terminal.key(.enter, "TPXOPER")
    try terminal.until("> HELP")
    terminal.key(.enter, "reload")
    try terminal.until("BOB has not SPECIAL")
    // A command at the socket, and a file by an editor.
    let message = try ServerProcess.run(
      ["oper", "--state", server.state, "message", "bob", "good", "morning"])
    #expect(message.code == 0, "\(message.output)")
    try site.replace(
      "Operator:                   Y", with: "Operator: N", in: "ACT/Users/ADMIN.yaml")
    _ = try server.log(until: "CHANGED FILE ACT/Users/ADMIN.yaml")

    let all = try audit(server)
    for line in [
      "ADDUSER 10 BOB", "PASSWORD 18 BOB PASSWORD: a new one",
      "RACINIT 1 BOB ICH408I LOGON/JOB INITIATION - INVALID PASSWORD",
      "ACCESS 2 OPERCMDS TURNSTILE.RELOAD ICH408I USER(BOB)",
      "OPERATOR MESSAGE MESSAGE bob good morning",
      "FILE ACT/Users/ADMIN.yaml Operator: Y -> N",
    ] {
      let words = line.split(separator: " ")
      let isThere = all.split(separator: "\n").contains { row in
        let row = row.split(separator: " ")
        return row.indices.contains { row[$0...].starts(with: words) }
      }
      #expect(isThere, "\(line)\n\(all)")
    }
    let mine = try audit(server, "--user", "bob", "--kind", "password", "--csv").split(
      separator: "\n")
    #expect(mine.first == "TIME,WHO,FROM,KIND,EVENT,OBJECT,DETAIL" && mine.count == 4)
    #expect(mine.last?.contains(",BOB,") == true && mine.last?.contains("127.0.0.1") == true)
    #expect(mine[1].contains(",uid ") && mine[1].contains(",control socket,"))
    let json = try audit(server, "--what", "act/", "--since", "2026-01-01", "--json")
    #expect(json.contains("\"who\": \"(file)\"") && json.contains("edited outside"))
    #expect(try audit(server, "--until", "2026-01-01").split(separator: "\n").count == 1)
    let log = try server.log(until: "CHANGED ADDUSER BOB")
    for secret in ["FIRSTPW1", "SECONDP2", "WRONGPW3", "THIRDPW4", ServerProcess.password] {
      #expect(!all.contains(secret) && !log.contains(secret))
    }
    let wrong = try ServerProcess.run(["audit", "--state", server.state, "--since", "yesterday"])
    #expect(wrong.code == 1 && wrong.output.contains("SINCE=yesterday: a day as 2026-11-01"))
    withExtendedLifetime(site) {}
  }
}
