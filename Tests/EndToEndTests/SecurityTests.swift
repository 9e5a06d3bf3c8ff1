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
    #expect(refused.output.contains("REASON CODE:88 Additional HEX INFO:000000"))
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
    // Without a server the log tells as much.
    #expect(server.stop() == 0)
    let alone = try server.ask(
      "ticket", "generate", "--user", "SUE", "--appl", "CICSA", "--as", "UABCDE")
    #expect(alone.count == 9)
    #expect(try server.log().contains("PASS TICKET ISSUED   USERID: SUE"))
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
    #expect(bad.contains("-> bring the crypto card back"))
    #expect(try server.ask("display", "ICSF,CARDS").contains("STATUS=Offline"))
  }

  @Test func `an operator sees the diagnosis on the menu`() throws {
    let server = try ServerProcess(extra: ["--first-user", "ADMIN"])
    try server.ask("oper", "P CSF")
    let emulator = try S3270(port: server.port)
    try emulator.signOn("ADMIN", ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("/D TSOB")
    let first = try emulator.until("ICSF is not started, so nothing opens label")
    #expect(first.prefix(8).contains { $0.contains("-> start ICSF (turnstile oper S CSF)") })
    try emulator.run("PF(8)")
    try emulator.until("Result: TPXL0921 0C/0C0000")
  }

  @Test func `keys that are credentials stay out of the state directory`() throws {
    let folder = try TemporaryFolder()
    for (number, name) in ["local.key", "des-mk.key", "aes-mk.key"].enumerated() {
      try Data(repeating: UInt8(number), count: 32).write(
        to: URL(filePath: folder.path + "/" + name))
    }
    let server = try ServerProcess(environment: ["CREDENTIALS_DIRECTORY": folder.path])
    let files = try FileManager.default.contentsOfDirectory(atPath: server.state)
    #expect(files.filter { $0.hasSuffix(".key") } == [])
    #expect(try server.ask("display", "ICSF,MKS").contains("AES-MK      A"))
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
    #expect(unknown.output == "frobnicate is no command; HELP shows them\n")
    try server.ask("oper", "SETICSF ACTIVATE,SOFTWARE")
    #expect(try server.ask("oper", "D ICSF,CARDS").contains("STATUS=Active"))
  }

  @Test func `the console reads commands, keys too, from standard input, and stops ICSF`() throws {
    let server = try ServerProcess()
    let deck = """
      RDEFINE PTKTDATA CONSOLE -
        SSIGNON(KEYMASKED(0123456789ABCDEF))
      SETROPTS RACLIST(PTKTDATA) REFRESH
      P CSF
      D SMF,O
      END
      """
    let (output, code) = try ServerProcess.run(
      ["oper", "--state", server.state], input: deck + "\n")
    #expect(code == 0, "\(output)")
    #expect(output.contains("ICH14063I SETROPTS command complete."))
    #expect(output.contains("SID(R001)"))
    #expect(!(try server.log()).contains("0123456789ABCDEF"))
    let site = Repository.root.path()
    let options = ["--state", server.state]
    let stopped = try ServerProcess.run(["diagnose", "TSOB", "--site", site] + options)
    #expect(stopped.output.contains("0C/0C0000: ICSF CSNBENC services Failed: ICSF is not started"))
    #expect(stopped.output.contains("-> turnstile oper S CSF"))
    let cards = try ServerProcess.run(["oper", "D", "ICSF,CARDS"] + options)
    #expect(cards.code == 1 && cards.output == "ICSF is not started; S CSF starts it\n")
    try server.ask("oper", "S", "CSF")
    #expect(try server.ask("oper", "D ICSF,CARDS").contains("STATUS=Active"))
    #expect(try server.ask("oper", "SETICSF DEACT,INDEX=SC00") == "SOFTWARE is deactivated\n")
  }

  @Test func `KGUP adds, updates, renames and deletes, and tells what is there`() throws {
    let server = try ServerProcess()
    func kgup(_ deck: String) throws -> [String] {
      try ServerProcess.run(["kgup", "--state", server.state], input: deck + "\n").output
        .split(separator: "\n").map(String.init)
    }
    let lines = try kgup(
      """
      ADD LABEL(A.KEY) TYPE(DATA) CLEAR KEY(0123456789ABCDEF)
      ADD LABEL(A.KEY) TYPE(DATA) CLEAR KEY(*)
      UPDATE LABEL(A.KEY) TYPE(DATA) -
        CLEAR KEY(01234567,89ABCDEF)
      UPDATE LABEL(B.KEY) TYPE(DATA) KEY(*)
      RENAME LABEL(A.KEY,B.KEY)
      DELETE LABEL(A.KEY)
      DELETE LABEL(B.KEY)
      ADD LABEL(C.KEY) TYPE(MAC) KEY(0123)
      """)
    let done = "CSFG0321 STATEMENT SUCCESSFULLY PROCESSED."
    #expect(lines.filter { $0 == done }.count == 4)
    // DES of zeros under the key, as any other product shows it.
    #expect(lines.filter { $0 == "key check value D5D44F (DES of zeros)" }.count == 2)
    #expect(
      lines.filter { $0 != done && !$0.hasPrefix("key check value") } == [
        "A.KEY is in the CKDS", "line 2: A.KEY is in the CKDS already; UPDATE replaces a key",
        "A.KEY has another key", "line 5: B.KEY is not in the CKDS; ADD puts a key there",
        "A.KEY is B.KEY now", "line 7: A.KEY is not in the CKDS",
        "B.KEY is not in the CKDS any more",
        "line 9: KEY wants 32 to 256 bytes in hexadecimal digits",
      ])
  }

  @Test func `every answer to an evaluation takes the same time, and five guesses end it`() throws {
    let server = try ServerProcess()
    try server.ask("oper", "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)")
    try server.ask("oper", "SETROPTS RACLIST(PTKTDATA) REFRESH")
    let client = ControlClient(state: server.state)
    let ticket = try #require(client.ticket("BOB", "TSOS001"))
    func answer(_ text: String) throws -> [String] {
      let start = Date()
      let answer = try #require(
        client.ask("ticket evaluate UABCDE BOB TSOS001", body: text))
      #expect(Date().timeIntervalSince(start) >= 0.05)
      return answer.lines
    }
    let refused = ["refused; the log has the reason"]
    #expect(try answer(ticket) == ["accepted (LEGACY)"])
    #expect(try answer(ticket) == refused)
    for value in ["AAAAAAAA", "!", "", "ZZZZZZZZ", "12345678"] {
      #expect(try answer(value) == refused)
    }
    let other = try #require(client.ticket("BOB", "TSOS001"))
    #expect(try answer(other) == refused, "five guesses")
    _ = try server.log(until: "too many wrong values from UABCDE; nothing is looked at for")
    let invalid = client.ask("ticket generate UABCDE BOB TOOLONGNAME")
    #expect(invalid?.lines.first == "REASON CODE:89 Additional HEX INFO:000000")
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
    #expect(output.contains("3 sessions get a ticket here and will fail at"))
    #expect(output.hasPrefix("FAIL"), "what fails stands first")
  }

  @Test func `a site whose card's module is not on this machine is compared all the same`() throws {
    let here = try ServerProcess()
    let site = try TestSite()
    let there = try ServerProcess(site: site.path)
    #expect(there.stop() == 0)
    try site.system([
      "Crypto card 1: \"pkcs11:token=DR?module-path=/nowhere/card.so&pin-source=file:/nowhere/pin\""
    ])
    let (output, code) = try ServerProcess.run([
      "diagnose", "--site", Repository.root.path(), "--state", here.state, "--against", site.path,
      "--against-state", there.state,
    ])
    #expect(code == 1)
    #expect(output.contains("here, none (away) there"))
    #expect(output.contains("FAIL   TSOB: TPXL0921 0C/0C0000"))
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
          + "not started clock went back user revoked user undefined",
        "TSOA in (LEGACY) in (LEGACY) in (LEGACY) in (LEGACY) refused refused in (LEGACY) "
          + "in (LEGACY) refused refused",
        "TSOB in (LEGACY) 0C/0C0000 0C/082714 0C/08271C refused refused 0C/0C0000 in (LEGACY) "
          + "refused refused",
        "CICSA in (ENHANCED) 80/0C0000 80/082714 80/08271C in (ENHANCED) refused 80/0C0000 "
          + "in (ENHANCED) refused refused",
        "NOTKT password password password password password password password password refused "
          + "refused",
      ])
    let json = try ServerProcess.run([
      "rehearse", "--site", Repository.root.path(), "--state", server.state, "--format", "json",
    ])
    let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [Any]
    #expect(parsed?.count == 40)
    #expect(try server.ask("display", "ICSF,KDS").contains("KEYS=2"))
  }
}
