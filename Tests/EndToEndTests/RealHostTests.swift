import Foundation
import TestSupport
import Testing

/// Sessions to real TN3270 hosts: another server of ours is the host, the emulator is real.
@Suite struct RealHostTests {
  private static func signedOn(_ server: ServerProcess, _ prefix: String = "") throws -> S3270 {
    let emulator = try S3270(port: server.port, model: "3279-4", prefix: prefix)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    return emulator
  }

  @Test(arguments: ["", "N:"])
  func `a host's session is relayed, left, and brought back as it was`(prefix: String) throws {
    let host = try ServerProcess()
    let site = try TestSite()
    try site.application("REAL", host: "tn3270://localhost:\(host.port)")
    let server = try ServerProcess(site: site.path)
    let emulator = try Self.signedOn(server, prefix)
    try emulator.enter("REAL")
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.type("half typed")
    let before = try emulator.run("ReadBuffer(Ebcdic)")
    // PF24 is the menu key of the near server.
    try emulator.run("PF(24)")
    let menu = try emulator.until("current")
    #expect(menu.contains { $0.contains("REAL") })
    try emulator.enter("TSOA")
    try emulator.until("READY")
    try emulator.run("PF(23)")
    try emulator.until("half typed")
    #expect(try emulator.run("ReadBuffer(Ebcdic)") == before)
    try emulator.run("DeleteField")
    try emulator.enter("/K")
    let ended = try emulator.until("==> Session REAL ended - the host ended the connection <==")
    #expect(ended.contains { $0.contains("TSOA") })
  }

  @Test func `a host that dies leaves its reason`() throws {
    let host = try ServerProcess()
    let site = try TestSite()
    try site.application("REAL", host: "tn3270://127.0.0.1:\(host.port)")
    let server = try ServerProcess(site: site.path)
    let emulator = try Self.signedOn(server)
    try emulator.enter("REAL")
    try emulator.until("Panelid  - TEN0003")
    #expect(host.stop() == 0)
    try emulator.until("==> Session REAL ended - the host ended the connection <==")
  }

  @Test func `a host that cannot be reached says why, and keeps nobody waiting`() throws {
    let site = try TestSite()
    try site.application("NONAME", host: "tn3270://no.such.host.invalid:23")
    try site.application("NOPORT", host: "tn3270://127.0.0.1:1")
    let server = try ServerProcess(site: site.path)
    let emulator = try Self.signedOn(server)
    try emulator.enter("NONAME")
    try emulator.until("==> Session NONAME ended - the host's name is not known <==")
    try emulator.enter("NOPORT")
    try emulator.until("==> Session NOPORT ended - the host cannot be reached <==")
    let log = try server.log(until: "Connection refused")
    #expect(log.contains("no.such.host.invalid"))
  }

  @Test func `TLS to terminals and hosts, with the certificate checked`() throws {
    let certificates = try TestCertificates.shared.get()
    let site = try TestSite()
    try site.system([
      "TLS certificate: \(certificates.path("host.pem"))",
      "TLS key: \(certificates.path("host.key"))", "Allow cleartext passwords: N",
    ])
    let host = try ServerProcess(site: site.path, extra: ["--listen-tls", "127.0.0.1:0"])
    let near = try TestSite()
    for (name, authority) in [("GOOD", "ca.pem"), ("BAD", "other-ca.pem")] {
      try near.application(
        name, host: "tn3270s://127.0.0.1:\(host.securePort)",
        ["Certificate authorities: \(certificates.path(authority))"])
    }
    try near.application(
      "NAME", host: "tn3270s://localhost:\(host.securePort)",
      ["Certificate authorities: \(certificates.path("ca.pem"))"])
    // Three ways to take the host's STARTTLS, and one that has nothing to trust it by.
    let clear = "tn3270://127.0.0.1:\(host.port)"
    let trusted = "Certificate authorities: \(certificates.path("ca.pem"))"
    try near.application("CLEAR", host: clear, ["Negotiated TLS: REFUSE", trusted])
    try near.application("AGREED", host: clear, ["Negotiated TLS: REQUIRE", trusted])
    try near.application("WARY", host: clear)
    let plain = try ServerProcess()
    try near.application(
      "STRICT", host: "tn3270://127.0.0.1:\(plain.port)", ["Negotiated TLS: REQUIRE"])
    let server = try ServerProcess(site: near.path)
    let emulator = try Self.signedOn(server)
    for name in ["BAD", "NAME"] {
      try emulator.enter(name)
      try emulator.until("==> Session \(name) ended - the host's certificate is refused <==")
    }
    #expect(try server.log(until: "does not match").contains("unknown authority"))
    for (name, reason) in [
      ("CLEAR", "the host refused the connection"), ("WARY", "the host's certificate is refused"),
      ("STRICT", "the host offers no TLS"),
    ] {
      try emulator.enter(name)
      try emulator.until("==> Session \(name) ended - \(reason) <==")
    }
    try emulator.enter("AGREED")
    try emulator.until("Panelid  - TEN0003")
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
    try emulator.enter("GOOD")
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    let direct = try S3270(
      port: host.securePort, prefix: "L:", extra: ["-noverifycert"])
    try direct.until("Panelid  - TEN0003")
    let start = try S3270(port: host.port, extra: ["-noverifycert"])
    try start.signOn(ServerProcess.user, ServerProcess.password)
    try start.until("TPX MENU")
  }

  @Test func `session data is typed where a host takes no logon data`() throws {
    let host = try ServerProcess()
    let site = try TestSite()
    try site.application(
      "TYPED", host: "tn3270://127.0.0.1:\(host.port)",
      ["Type session data: Y", "Session data: \"&USERID&TAB\(ServerProcess.password)\""])
    let server = try ServerProcess(site: site.path)
    let emulator = try Self.signedOn(server)
    try emulator.enter("TYPED")
    _ = try host.log(until: "SIGNON  TERMINAL: TN000001 USER: UABCDE")
  }

  @Test func `an LU of a pool has one session, and a printed screen lies in the print file`() throws
  {
    let host = try ServerProcess()
    let site = try TestSite()
    for name in ["ONE", "TWO"] {
      try site.application(
        name, host: "tn3270://127.0.0.1:\(host.port)", ["LU name: POOL01-POOL01", "Type: UNQ"])
    }
    let server = try ServerProcess(site: site.path)
    let emulator = try Self.signedOn(server)
    try emulator.enter("ONE")
    let logon = try emulator.until("Panelid  - TEN0003")
    #expect(logon.contains { $0.contains("POOL01") })
    try emulator.run("PF(24)")
    try emulator.until("current")
    try emulator.enter("TWO")
    try emulator.until("==> Session TWO ended - all its LUs are in use <==")
    try emulator.enter("/P ONE")
    try emulator.until("==> Printed to print/UABCDE.txt <==")
    let printed = try String(contentsOfFile: server.state + "/print/UABCDE.txt", encoding: .utf8)
    #expect(printed.contains("UABCDE ONE") && printed.contains("Panelid  - TEN0003"))
    try emulator.enter("/I ONE")
    try emulator.until("==> Session ONE ended - ended by the user <==")
    try emulator.enter("TWO")
    try emulator.until("POOL01")
  }

  @Test func `a trace of the emulator replays to the emulator's own screen`() throws {
    let server = try ServerProcess()
    let folder = try TemporaryFolder()
    let trace = folder.path + "/session.trc"
    let emulator = try S3270(
      port: server.port, model: "3279-4", extra: ["-trace", "-tracefile", trace])
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    let screen = try emulator.screen()
    try emulator.run("Disconnect")
    let (shown, code) = try ServerProcess.run(["screen", "replay", trace])
    #expect(code == 0)
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(Array(lines.dropLast().suffix(24)) == Array(screen.prefix(24)))
    let (bytes, _) = try ServerProcess.run(["screen", "replay", trace, "--bytes"])
    #expect(bytes.contains("% of the host's bytes"))
  }
}
