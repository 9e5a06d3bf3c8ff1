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
    #expect(made.output.hasPrefix("master key pattern "), "\(made.output)")
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

  @Test func `no pull makes a wrong ticket`() throws {
    let token = try TokenServer()
    let (_, server) = try makeServer(token)
    try server.ask("racf", "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)")
    let who = ["--user", "BOB", "--appl", "TSOR001", "--as", "UABCDE", "--state", server.state]
    var made = 0
    for round in 0..<12 {
      if round % 4 == 1 { try token.stop() }
      if round % 4 == 3 { try token.start() }
      let (ticket, code) = try ServerProcess.run(["ticket", "generate"] + who)
      guard code == 0 else {
        #expect(ticket.contains("0C0000"))
        continue
      }
      made += 1
      let verdict = try ServerProcess.run(["ticket", "evaluate"] + who, input: ticket)
      if verdict.code != 0 {
        // The card may go between the two: then the log says so, and no key was wrong.
        #expect(try server.log(until: "ICSF CSNBENC services Failed").contains("IS AWAY"))
      }
    }
    #expect(made >= 3)
    #expect(!(try server.log()).contains("wrong key"))
  }
}
