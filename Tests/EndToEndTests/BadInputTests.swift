import Foundation
import TestSupport
import Testing

/// Bad input gets a clear answer and nothing else changes.
@Suite struct BadInputTests {
  @Test func `what is no terminal is told so, and the server goes on`() throws {
    let server = try ServerProcess()
    let telnet = try RawClient(port: server.port)
    telnet.send([0xFF, 0xFC, 0x28, 0xFF, 0xFC, 0x18, 0xFF, 0xFC, 0x19])
    let answer = String(decoding: telnet.readToEnd(), as: UTF8.self)
    #expect(answer.contains("This service needs a TN3270 client"))

    let garbage = try RawClient(port: server.port)
    var generator = SystemRandomNumberGenerator()
    garbage.send((0..<60_000).map { _ in UInt8.random(in: 0...0xFE, using: &generator) })
    _ = garbage.readToEnd()

    let flood = try RawClient(port: server.port)
    flood.send([0xFF, 0xFA, 0x18])
    let piece = [UInt8](repeating: 0x41, count: 1 << 20)
    var sent = 0
    while sent < 30, flood.send(piece) { sent += 1 }
    #expect(sent < 30)

    // Half a negotiation, left open, disturbs nobody.
    let half = try RawClient(port: server.port)
    half.send([0xFF, 0xFB, 0x28, 0xFF, 0xFA])
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    #expect(try server.log(until: "TPXL9016").contains("REASON: "))
    #expect(server.stop() == 0)
  }

  @Test func `input outside the panel's fields is left out`() throws {
    let server = try ServerProcess()
    let client = try RawClient(port: server.port)
    // Classic TN3270, model 2 without a query.
    client.send([0xFF, 0xFC, 0x28])
    client.send(
      [0xFF, 0xFB, 0x18, 0xFF, 0xFA, 0x18, 0x00] + Array("IBM-3278-2".utf8) + [0xFF, 0xF0])
    client.send([0xFF, 0xFB, 0x19, 0xFF, 0xFD, 0x19, 0xFF, 0xFB, 0x00, 0xFF, 0xFD, 0x00])
    _ = client.read(500)
    // ENTER with data in the first line, which is protected.
    client.send([0x7D, 0x40, 0x40, 0x11, 0x40, 0x40, 0xC1, 0xC1, 0xFF, 0xEF])
    let log = try server.log(until: "TPXL9017")
    #expect(log.contains("INPUT OUTSIDE THE PANEL'S FIELDS LEFT OUT: 1"))
  }

  @Test func `check shows every fault with its place, and exits with 1`() throws {
    let site = try IncidentTests.copyOfSite()
    try site.write(
      """
      Application-ID:             TSOX
      Host:                       builtin:cics
      Generate Pas Ticket:        Y
      Generate Pass Ticket:       MAYBE
      """, to: "ACT/Applications/TSOX.yaml")
    try site.write("Application-ID:\tTSOY\n", to: "ACT/Applications/TSOY.yaml")
    // The program's own serves in its place.
    try FileManager.default.removeItem(atPath: site.path + "/Screens/TEN0041.panel")
    let (output, code) = try ServerProcess.run(["check", "--site", site.path])
    #expect(code == 1)
    #expect(
      output.contains(
        """
        ACT/Applications/TSOX.yaml:3:1: error: "Generate Pas Ticket" is not a label of this file
            3 | Generate Pas Ticket:        Y
              | ^^^^^^^^^^^^^^^^^^^ did you mean "Generate Pass Ticket"?
        ACT/Applications/TSOX.yaml:4:29: error: `MAYBE` is not a value of "Generate Pass Ticket"
            4 | Generate Pass Ticket:       MAYBE
              |                             ^^^^^ expected Y or N
        ACT/Applications/TSOY.yaml:1:16: error: a tab stands here
            1 | Application-ID: TSOY
              |                ^ use blanks
        """))
    #expect(!output.contains("TEN0041.panel"))
  }

  @Test func `check says what the server will refuse, ignore or never use`() throws {
    let site = try TestSite()
    let clean = try ServerProcess.run(["check", "--site", site.path, "--state", "/nowhere"])
    #expect(clean.code == 0 && clean.output.hasSuffix(" files are in order\n"), "\(clean.output)")
    let manager = FileManager.default
    func put(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(filePath: site.path + "/" + name))
    }
    let folder = site.path + "/ACT/Applications/prod"
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try put("Application-ID: X\nHost: builtin:cics\n", "ACT/Applications/TSOX.yml")
    try put("Application-ID: X\nHost: builtin:cics\n", "ACT/Stray.yaml")
    func check() throws -> (output: String, code: Int32) {
      try ServerProcess.run(["check", "--site", site.path, "--state", "/nowhere"])
    }
    let warned = try check()
    #expect(warned.code == 0)
    for words in [
      "ACT/Applications/prod: warning: the server does not read this folder",
      "ACT/Applications/TSOX.yml: warning: the server does not read this file; it would be TSOX.yaml",
      "ACT/Stray.yaml: warning: the server does not read this file",
      "0 errors and 3 warnings in",
    ] { #expect(warned.output.contains(words), "\(words): \(warned.output)") }

    try site.system(["TLS certificate: nope.pem", "TLS key: nope.pem"])
    let refused = try check()
    #expect(refused.code == 1)
    #expect(refused.output.contains("nope.pem"))
    #expect(refused.output.contains("ACT/System.yaml:"), "it has its place")
    let start = try ServerProcess.run([
      "serve", "--site", site.path, "--state", site.path + "/s", "--listen", "127.0.0.1:0",
    ])
    #expect(start.code == 1, "the server says the same")
    let empty = try TemporaryFolder()
    let fresh = try ServerProcess.run(["check", "--site", empty.path])
    #expect(fresh.code == 0 && fresh.output.contains("turnstile init"))
    _ = try empty.write("x", to: "notes")
    let nothing = try ServerProcess.run(["check", "--site", empty.path])
    #expect(nothing.code == 1)
    #expect(nothing.output.contains("no site is here: neither ACT nor Screens"))
    #expect(nothing.output.split(separator: "\n").count == 2)
  }

  @Test func `a port in use and a directory that cannot be written are named`() throws {
    let server = try ServerProcess()
    let folder = try TemporaryFolder()
    let site = Repository.root.path()
    let (inUse, code) = try ServerProcess.run([
      "serve", "--site", site, "--state", folder.path + "/s", "--listen",
      "127.0.0.1:\(server.port)",
    ])
    #expect(code == 1)
    #expect(inUse.contains("listen on 127.0.0.1:\(server.port): Address already in use"))
    let file = try folder.write("", to: "file")
    let (noState, other) = try ServerProcess.run([
      "serve", "--site", site, "--state", file + "/state", "--listen", "127.0.0.1:0",
    ])
    #expect(other == 1)
    #expect(noState.contains(file))
  }

  @Test func `unknown words get a suggestion`() throws {
    let (output, code) = try ServerProcess.run(["chek"])
    #expect(code != 0)
    #expect(output.contains("check") || output.contains("Unexpected argument 'chek'"))
    let (version, ok) = try ServerProcess.run(["--version"])
    #expect(ok == 0)
    #expect(version == "0.1.0\n")
  }
}
