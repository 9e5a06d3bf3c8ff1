import Crypto
import EBCDIC
import Foundation
import TestSupport
import Testing
import Time

@testable import SAF

/// A second factor at a real terminal, by the command, and over the death of the worker.
@Suite struct SecondFactorTests {
  /// The code of a key in base32 so many steps from now; no step lies between two looks at the clock.
  private func code(_ key: String, _ steps: Int64 = 0) throws -> String {
    let decoded = Base32.decode(Secret(copying: Array(key.utf8)))
    let secret = try #require(decoded)
    let step = Int64(Date().timeIntervalSince1970) / OneTimeCode.stepSeconds + steps
    let number = try OneTimeCode.code(secret.secret, step: step)
    return String(String(1_000_000 + number).dropFirst())
  }

  private func found(_ lines: [String]) -> String? {
    lines.lazy.compactMap { $0.firstMatch(of: #/([A-Z2-7]{4} ){7}[A-Z2-7]{4}/#) }.first
      .map { String($0.output.0) }
  }

  private func key(_ lines: [String]) throws -> String { try #require(found(lines)) }

  @Test(arguments: ["3279-2", "3279-5"])
  func `a user enrols at the terminal, and signs on with codes, each once`(model: String) throws {
    let server = try ServerProcess()
    let (output, exit) = try ServerProcess.run(
      ["racf", "--state", server.state],
      input: """
        ADDUSER BOB PASSWORD(FIRSTPW1)
        ALTUSER BOB MFA(FACTOR(AZFTOTP1) ACTIVE)

        """)
    #expect(exit == 0, "\(output)")
    let emulator = try S3270(port: server.port, model: model)
    try emulator.until("Panelid  - TEN0003")
    try server.ask("oper", "TRACE TN000001 ON factor")
    try emulator.signOn("bob", "FIRSTPW1")
    let key = try key(emulator.until("Panelid  - TEN0005"))
    try emulator.enter("12345")
    try emulator.until("The code is not valid")
    // What is drawn again has the same key.
    #expect(try self.key(emulator.screen()) == key)
    let first = try code(key)
    try emulator.enter(first)
    try emulator.until("TPX MENU")
    try emulator.enter("/F")
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn("bob", "FIRSTPW1")
    try emulator.until("Panelid  - TEN0004")
    try emulator.enter(first)
    try emulator.until("That code was used already")
    // The worker dies; what proved the password does not, and the next step's code is good already.
    #expect(server.killWorker() != 0)
    try emulator.enter(try code(key, 1))
    try emulator.until("TPX MENU")
    // A trace has the panels, and neither keys nor codes.
    let trace = try String(contentsOfFile: server.state + "/traces/factor", encoding: .utf8)
    #expect(trace.contains("TEN0005") && trace.contains("a secret to enrol with"))
    for secret in [key, first] {
      let hex = CodePage.bracket.encode(secret).map { String($0, radix: 16) }.joined()
      #expect(!trace.contains(secret) && !trace.contains(hex))
    }
    let log = try server.log(until: "REASON: the code was used before")
    for secret in [key, first, key.replacing(" ", with: ""), "FIRSTPW1"] {
      #expect(!log.contains(secret))
    }
    let (listed, _) = try ServerProcess.run(
      ["racf", "LISTUSER BOB NORACF MFA", "--state", server.state])
    #expect(listed.contains("REGSTATE:PROVISIONED"))
  }

  @Test func `the command enrols, and takes it away`() throws {
    let server = try ServerProcess()
    try server.ask("racf", "ADDUSER BOB")
    let process = Process()
    process.executableURL = ServerProcess.program
    process.arguments = ["user", "enrol", "BOB", "--state", server.state]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    var text = ""
    var known: String?
    while known == nil {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      text += String(decoding: data, as: UTF8.self)
      known = found(text.split(separator: "\n").map(String.init))
    }
    let key = try #require(known)
    try input.fileHandleForWriting.write(contentsOf: Data("000000x\n\(code(key))\n".utf8))
    try input.fileHandleForWriting.close()
    let rest = try #require(try output.fileHandleForReading.readToEnd())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(String(decoding: rest, as: UTF8.self).contains("BOB needs a code from now on"))
    #expect(text.contains("\u{2588}"), "the QR code")
    #expect(!(try server.log().contains(key)))
    let gone = try server.ask("user", "unenrol", "BOB")
    #expect(gone.contains("BOB has no second factor any more"))
    let (again, failed) = try ServerProcess.run(["user", "unenrol", "BOB", "--state", server.state])
    #expect(failed == 1 && again.contains("BOB has no second factor"))
    let (_, unknown) = try ServerProcess.run(["user", "enrol", "NOBODY", "--state", server.state])
    #expect(unknown == 1)
  }
}
