import Foundation
import TestSupport
import Testing

/// The incident with a real PKCS#11 token as the crypto card.
@Suite struct TokenTests {
  /// A site whose first card is the token, and a server on it.
  private func makeServer(_ token: TokenServer) throws -> (TestSite, ServerProcess) {
    let site = try TestSite()
    let address = try token.address
    let made = try ServerProcess.run(
      ["card", "create-master-key", address], environment: token.environment)
    #expect(made.output.hasPrefix("DES-MK verification pattern "), "\(made.output)")
    try site.system(["Crypto card 1: \"\(address)\""])
    return (site, try ServerProcess(site: site.path, environment: token.environment))
  }

  @Test func `pulling the token is the incident, and putting it back ends it`() throws {
    let token = try TokenServer()
    let (_, server) = try makeServer(token)
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    for session in ["TSOB", "CICSA"] {
      try emulator.enter(session)
      try emulator.until("Signed on by PassTicket")
      try emulator.run("PF(24)")
      try emulator.until("TPX MENU")
      try emulator.enter("/I \(session)")
      try emulator.until("ended by the user")
    }
    try token.stop()
    _ = try server.log(until: "CRYPTO CARD PKCS11 CARD IS AWAY")
    try emulator.enter("TSOB")
    try emulator.until("==> Session TSOB ended - Pass Ticket gen failed <==")
    let log = try server.log(until: "TPXL0921")
    #expect(log.contains("REASON CODE:0C Additional HEX INFO:0C0000"))
    try emulator.enter("TSOA")
    try emulator.until("Signed on by PassTicket (LEGACY)")
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
    try token.start()
    let deadline = Date().addingTimeInterval(10)
    while try server.ask("display", "ICSF,CARDS").contains("Offline"), Date() < deadline {}
    try emulator.enter("TSOB")
    try emulator.until("Signed on by PassTicket (LEGACY)")
  }

  @Test func `a token that hangs keeps nobody waiting for long`() throws {
    let token = try TokenServer()
    let (_, server) = try makeServer(token)
    try server.ask("racf", "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)")
    try server.ask("racf", "SETROPTS RACLIST(PTKTDATA) REFRESH")
    func generate(_ profile: String) throws -> String {
      try server.ask("ticket", "generate", "--user", "BOB", "--appl", profile, "--as", "UABCDE")
    }
    #expect(try generate("TSOR001").count == 9)
    try token.hang()
    let start = Date()
    #expect(try generate("TSOR001").contains("0C0000"))
    #expect(Date().timeIntervalSince(start) < 4)
    #expect(try generate("TSOS001").count == 9)
    try token.resume()
    let deadline = Date().addingTimeInterval(10)
    while try server.ask("display", "ICSF,CARDS").contains("Offline"), Date() < deadline {}
    #expect(try generate("TSOR001").count == 9)
  }

  @Test func `a key that leaves the CKDS leaves the token that kept it`() throws {
    let token = try TokenServer()
    let (_, server) = try makeServer(token)
    let file = try #require(try token.address.split(separator: ":").last.map(String.init))
    let tokens = String(file.dropLast("/pin".count)) + "/tokens"
    func objects() throws -> Int {
      try FileManager.default.subpathsOfDirectory(atPath: tokens)
        .count { $0.hasSuffix(".object") && !$0.hasSuffix("token.object") }
    }
    func kgup(_ statement: String) throws {
      let (output, code) = try ServerProcess.run(
        ["kgup", "--state", server.state], input: statement + "\n")
      #expect(code == 0, "\(output)")
    }
    let before = try objects()
    try kgup("ADD LABEL(A.KEY) TYPE(DATA) KEY(*)")
    #expect(try objects() == before + 1)
    try kgup("UPDATE LABEL(A.KEY) TYPE(DATA) KEY(*)")
    #expect(try objects() == before + 1)
    try kgup("RENAME LABEL(A.KEY,B.KEY)")
    try server.ask("racf", "RDEFINE PTKTDATA B SSIGNON(KEYLABEL(B.KEY))")
    try server.ask("racf", "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)")
    try server.ask("racf", "SETROPTS RACLIST(PTKTDATA) REFRESH")
    #expect(try ServerProcess.run(generate("B", server)).code == 0)
    try kgup("DELETE LABEL(B.KEY)")
    #expect(try objects() == before)
    #expect(try ServerProcess.run(generate("B", server)).output.contains("08271C"))
  }

  @Test func `a PIN may be a credential, and a wrong one is tried once`() throws {
    let token = try TokenServer()
    let address = try token.address
    let file = try #require(address.split(separator: ":").last.map(String.init))
    let environment = token.environment.merging(
      ["CREDENTIALS_DIRECTORY": String(file.dropLast("/pin".count))]) { $1 }
    let credential = address.replacingOccurrences(of: "file:" + file, with: "credential:pin")
    _ = try ServerProcess.run(["card", "create-master-key", address], environment: environment)
    let site = try TestSite()
    try site.system(["Crypto card 1: \"\(credential)\""])
    let server = try ServerProcess(site: site.path, environment: environment)
    #expect(try server.ask("display", "ICSF,CARDS").contains("STATUS=Active"))
    #expect(server.stop() == 0)
    let wrong = try TemporaryFolder()
    let pin = try wrong.write("00000000", to: "pin")
    #expect(chmod(pin, 0o600) == 0)
    let locked = try ServerProcess(
      site: site.path,
      environment: token.environment.merging(["CREDENTIALS_DIRECTORY": wrong.path]) { $1 },
      state: server.state)
    let log = try locked.log(until: "REASON: C_Login: the PIN is wrong")
    #expect(log.components(separatedBy: "C_Login").count == 2, "one try")
  }

  @Test func `a site with a token is rehearsed, and its card goes on working`() throws {
    let token = try TokenServer()
    let (site, server) = try makeServer(token)
    let arguments = ["rehearse", "--site", site.path, "--state", server.state]
    let (output, code) = try ServerProcess.run(arguments, environment: token.environment)
    #expect(code == 2)
    let row = try #require(output.split(separator: "\n").first { $0.hasPrefix("TSOB") })
    #expect(
      row.split(separator: " ").joined(separator: " ")
        == "TSOB in (LEGACY) 0C/0C0000 0C/082714 0C/08271C refused refused 0C/0C0000 "
        + "in (LEGACY) refused refused")
    #expect(try server.ask("display", "ICSF,CARDS").contains("STATUS=Active"))
    try token.stop()
    let away = try ServerProcess.run(arguments, environment: token.environment)
    #expect(away.code == 1, "it fails as the site is")
  }

  /// Where tickets stand: PERMIT, and what `ticket generate` says of each profile.
  private func outcomes(_ server: ServerProcess) throws -> [String] {
    try Self.profiles.map { profile in
      let (text, code) = try ServerProcess.run(generate(profile, server))
      guard code != 0 else { return "ok" }
      let codes = text.split(separator: "\n").first.map(String.init) ?? ""
      return codes.replacing("REASON CODE:", with: "").replacing(" Additional HEX INFO:", with: "/")
    }
  }

  private static let profiles = ["MASK", "ENC", "LAB", "ENH", "BOTH"]
  /// The five kinds of keys that a profile may have.
  private static let deck = """
    RDEFINE PTKTDATA MASK SSIGNON(KEYMASKED(*))
    RDEFINE PTKTDATA ENC SSIGNON(KEYENCRYPTED(*))
    RDEFINE PTKTDATA LAB SSIGNON(KEYLABEL(LAB.KEY))
    RDEFINE PTKTDATA ENH SSIGNON(EPTKEYLABEL(ENH.KEY))
    RDEFINE PTKTDATA BOTH SSIGNON(KEYMASKED(*) EPTKEYLABEL(ENH.KEY))
    PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)
    SETROPTS RACLIST(PTKTDATA) REFRESH
    """

  private func generate(_ profile: String, _ server: ServerProcess) -> [String] {
    [
      "ticket", "generate", "--user", "BOB", "--appl", profile, "--as", "UABCDE", "--state",
      server.state,
    ]
  }

  private func define(_ server: ServerProcess) throws {
    let keys = """
      ADD LABEL(LAB.KEY) TYPE(DATA) CLEAR KEY(0123456789ABCDEF)
      ADD LABEL(ENH.KEY) TYPE(MAC) CLEAR KEY(\(String(repeating: "A5", count: 64)))
      """
    for (command, input) in [("kgup", keys), ("racf", Self.deck)] {
      let (output, code) = try ServerProcess.run(
        [command, "--state", server.state], input: input + "\n")
      #expect(code == 0, "\(output)")
    }
  }

  private func waitForCard(_ server: ServerProcess) throws {
    let deadline = Date().addingTimeInterval(10)
    while try server.ask("display", "ICSF,CARDS").contains("Offline"), Date() < deadline {}
  }

  @Test func `every kind of key under every state of the card`() throws {
    let token = try TokenServer()
    let (site, server) = try makeServer(token)
    try define(server)
    let all = ["ok", "ok", "ok", "ok", "ok"]
    let away = ["ok", "0C/0C0000", "0C/0C0000", "80/0C0000", "80/0C0000"]
    #expect(try outcomes(server) == all, "in")
    try token.stop()
    #expect(try outcomes(server) == away, "pulled")
    try token.start()
    try waitForCard(server)
    #expect(try outcomes(server) == all, "back")
    try token.hang()
    #expect(try outcomes(server) == away, "hung")
    try token.resume()
    try waitForCard(server)
    #expect(try outcomes(server) == all, "back again")
    #expect(server.stop() == 0)
    // The same site with a card of another master key.
    let other = try TokenServer()
    let address = try other.address
    _ = try ServerProcess.run(
      ["card", "create-master-key", address], environment: other.environment)
    try site.replace(try token.address, with: address, in: "ACT/System.yaml")
    let recovered = try ServerProcess(
      site: site.path, environment: other.environment, state: server.state)
    #expect(
      try outcomes(recovered) == ["ok", "0C/082714", "0C/082714", "80/082714", "80/082714"],
      "wrong master key")
  }

  @Test func `a second card takes over, and wraps the keys itself`() throws {
    let token = try TokenServer()
    let (site, first) = try makeServer(token)
    #expect(first.stop() == 0)
    // The second card is the same token without p11-kit between: keys made there are wrapped.
    try site.system(["Crypto card 2: \"\(try token.directAddress)\""])
    let server = try ServerProcess(
      site: site.path, environment: token.environment, state: first.state)
    try define(server)
    let all = ["ok", "ok", "ok", "ok", "ok"]
    #expect(try outcomes(server) == all)
    try token.stop()
    _ = try server.log(until: "CRYPTO CARD PKCS11 CARD IS AWAY")
    #expect(try outcomes(server) == all, "by the second card")
    // Keys that are defined now come from the second card.
    try defineLate(server)
    #expect(try ServerProcess.run(generate("LATE", server)).code == 0)
    try token.start()
    let deadline = Date().addingTimeInterval(10)
    while try server.ask("display", "ICSF,CARDS").contains("Offline"), Date() < deadline {}
    #expect(try ServerProcess.run(generate("LATE", server)).code == 0)
  }

  private func defineLate(_ server: ServerProcess) throws {
    let deck = """
      RDEFINE PTKTDATA LATE SSIGNON(KEYENCRYPTED(*))
      SETROPTS RACLIST(PTKTDATA) REFRESH
      """
    let (output, code) = try ServerProcess.run(
      ["racf", "--state", server.state], input: deck + "\n")
    #expect(code == 0, "\(output)")
  }
}
