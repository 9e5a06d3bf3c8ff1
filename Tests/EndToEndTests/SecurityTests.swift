import Foundation
import TestSupport
import Testing

/// What an administrator does at the command line, with and without a running server.
@Suite struct SecurityTests {
  @Test func `a deck changes a running server, and a key is refused on the command line`() throws {
    let server = try ServerProcess()
    let added = try server.ask("racf", "RDEFINE PTKTDATA NEW")
    #expect(added.contains("ICH10006I"))
    #expect(try server.ask("racf", "RL PTKTDATA NEW SSIGNON NORACF").contains("NO SSIGNON"))
    let refused = try ServerProcess.run([
      "racf", "--state", server.state, "RALTER PTKTDATA NEW SSIGNON(KEYMASKED(0123456789ABCDEF))",
    ])
    #expect(refused.code == 1)
    #expect(refused.output.contains("standard input"))
    let (output, code) = try ServerProcess.run(
      ["racf", "--state", server.state],
      input:
        "RALTER PTKTDATA NEW SSIGNON(KEYMASKED(0123456789ABCDEF))\nSETR RACL(PTKTDATA) REFRESH\n")
    #expect(code == 0)
    #expect(!output.contains("0123456789"))
    #expect(!(try server.log()).contains("0123456789"))
    #expect(try server.ask("racf", "RL PTKTDATA NEW SSIGNON").contains("KEYMASKED DATA NOT"))
  }

  @Test func `tickets for administrators want IRRPTAUTH, and count once`() throws {
    let server = try ServerProcess()
    let refused = try ServerProcess.run([
      "ticket", "generate", "--user", "BOB", "--appl", "CICSA", "--as", "UABCDE", "--state",
      server.state,
    ])
    #expect(refused.code == 1)
    #expect(refused.output.contains("INSUFFICIENT ACCESS AUTHORITY"))
    try server.ask("oper", "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)")
    try server.ask("oper", "SETROPTS RACLIST(PTKTDATA) REFRESH")
    let ticket = try server.ask(
      "ticket", "generate", "--user", "BOB", "--appl", "CICSA", "--as", "UABCDE")
    #expect(ticket.count == 9)
    let evaluate = [
      "ticket", "evaluate", "--user", "BOB", "--appl", "CICSA", "--as", "UABCDE", "--state",
      server.state,
    ]
    #expect(try ServerProcess.run(evaluate, input: ticket).output == "accepted (ENHANCED)\n")
    let again = try ServerProcess.run(evaluate, input: ticket)
    #expect(again.output == "refused; the log has the reason\n")
    #expect(again.code == 1)
    #expect(try server.log(until: "replay of a used ticket").contains("USERID: BOB"))
    #expect(!(try server.log()).contains(ticket.dropLast()))
  }

  @Test func `the diagnosis names the cause and the remedy`() throws {
    let server = try ServerProcess()
    let site = Repository.root.path()
    let good = try server.ask("diagnose", "TSOB", "--site", site)
    #expect(good.contains("Result: tickets are made with the key of TSOR001 (LEGACY)"))
    try server.ask("card", "offline")
    let (bad, code) = try ServerProcess.run([
      "diagnose", "TSOB", "--site", site, "--state", server.state,
    ])
    #expect(code == 1)
    #expect(bad.contains("no crypto card can open it"))
    #expect(bad.contains("Result: TPXL0921 0C/0C0000: ICSF CSNBENC services Failed"))
    #expect(bad.contains("-> bring the crypto card online"))
    #expect(try server.ask("display", "ICSF,CARDS").contains("STATUS=Offline"))
  }

  @Test func `the operator's console takes RACF, displays and SETICSF, and no secrets`() throws {
    let server = try ServerProcess()
    #expect(try server.ask("oper", "SETICSF DEACTIVATE,SOFTWARE") == "SOFTWARE is deactivated\n")
    #expect(try server.ask("oper", "D", "ICSF,CARDS").contains("STATUS=Deactivated"))
    #expect(try server.ask("oper", "D ICSF,LIST").contains("N/A"))
    #expect(try server.ask("oper", "rl", "ptktdata", "TSOR001").contains("KEYENCRYPTED") == false)
    #expect(try server.ask("oper", "RLIST PTKTDATA TSOR001 SSIGNON").contains("LABEL: "))
    let options = ["--state", server.state]
    let secret = try ServerProcess.run(["oper", "ALTUSER UABCDE PASS(TOPSECRET1)"] + options)
    #expect(secret.code == 1)
    #expect(!(try server.log()).contains("TOPSECRET1"))
    let unknown = try ServerProcess.run(["oper", "frobnicate"] + options)
    #expect(unknown.code == 1)
    #expect(unknown.output == "frobnicate is no command\n")
    try server.ask("oper", "SETICSF ACTIVATE,SOFTWARE")
    #expect(try server.ask("oper", "D ICSF,CARDS").contains("STATUS=Active"))
  }

  @Test func `two sites are compared before the disaster`() throws {
    let here = try ServerProcess()
    let site = try TestSite()
    try site.replace(
      "SMF id:                     R001", with: "SMF id: D001", in: "ACT/System.yaml")
    let there = try ServerProcess(site: site.path)
    try there.ask("card", "offline")
    let (output, code) = try ServerProcess.run([
      "diagnose", "--site", Repository.root.path(), "--state", here.state, "--against", site.path,
      "--against-state", there.state,
    ])
    #expect(code == 1)
    #expect(output.contains("differ SMF id: R001 here, D001 there"))
    #expect(output.contains("FAIL   TSOB: TPXL0921 0C/0C0000"))
    #expect(output.contains("differ TSOA: the two sites have different keys"))
    #expect(output.contains("2 sessions get a ticket here and will fail at"))
  }

  @Test func `a rehearsal runs every session under every fault, and changes nothing`() throws {
    let server = try ServerProcess()
    let (output, code) = try ServerProcess.run([
      "rehearse", "--site", Repository.root.path(), "--state", server.state,
    ])
    #expect(code == 2)
    let rows = output.split(separator: "\n").prefix(5).map { line in
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(
      rows == [
        "Session as it is no card other master key CKDS not copied other SMF ID clock 15 min off ICSF "
          + "not started",
        "TSOA in (LEGACY) in (LEGACY) in (LEGACY) in (LEGACY) refused refused in (LEGACY)",
        "TSOB in (LEGACY) 0C/0C0000 0C/082714 0C/08271C refused refused 0C/0C0000",
        "CICSA in (ENHANCED) 80/0C0000 80/082714 80/08271C in (ENHANCED) refused 80/0C0000",
        "NOTKT password password password password password password password",
      ])
    let json = try ServerProcess.run([
      "rehearse", "--site", Repository.root.path(), "--state", server.state, "--format", "json",
    ])
    let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [Any]
    #expect(parsed?.count == 28)
    #expect(try server.ask("display", "ICSF,KDS").contains("KEYS=2"))
  }

  @Test func `a ticket that was acknowledged stays used after kill -9`() throws {
    let state = try TemporaryFolder()
    var used: [String] = []
    func evaluate(_ server: ServerProcess, _ ticket: String) throws -> Bool {
      try ServerProcess.run(
        [
          "ticket", "evaluate", "--user", "BOB", "--appl", "TSOS001", "--as", "UABCDE", "--state",
          server.state,
        ], input: ticket
      ).code == 0
    }
    for round in 0..<Scale.of("TURNSTILE_KILLS", 4) {
      let server = try ServerProcess(state: state.path + "/state")
      if round == 0 {
        try server.ask("oper", "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)")
        try server.ask("oper", "SETROPTS RACLIST(PTKTDATA) REFRESH")
      }
      for ticket in used.suffix(9) { #expect(!(try evaluate(server, ticket))) }
      for _ in 0..<3 {
        let ticket = try server.ask(
          "ticket", "generate", "--user", "BOB", "--appl", "TSOS001", "--as", "UABCDE")
        // A restart gives no second away again.
        #expect(!used.contains(ticket))
        #expect(try evaluate(server, ticket))
        used.append(ticket)
      }
      server.kill()
    }
    #expect(used.count == 12)
  }
}
