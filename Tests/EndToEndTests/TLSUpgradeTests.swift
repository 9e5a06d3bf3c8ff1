import Bytes
import Foundation
import Keeper
import TestSupport
import Testing

/// Terminals inside TLS outlive the program that they came to.
@Suite struct TLSUpgradeTests {
  private struct Rig {
    let host: ServerProcess
    let site: TestSite
    let server: ServerProcess
    let folder: TemporaryFolder

    init() throws {
      let certificates = try TestCertificates.shared.get()
      host = try ServerProcess()
      site = try TestSite()
      try site.application("REAL", host: "tn3270://127.0.0.1:\(host.port)")
      try site.system([
        "TLS certificate: \(certificates.path("host.pem"))",
        "TLS key: \(certificates.path("host.key"))",
      ])
      server = try ServerProcess(
        site: site.path, extra: ["--listen-tls", "127.0.0.1:0", "--shards", "2"])
      folder = try TemporaryFolder()
    }

    /// A terminal inside TLS with a user in a session, on the host's logon panel.
    func inSession() throws -> S3270 {
      let terminal = try S3270(port: server.securePort, prefix: "L:", extra: ["-noverifycert"])
      try terminal.signOn(ServerProcess.user, ServerProcess.password)
      try terminal.until("TPX MENU")
      try terminal.enter("REAL")
      try terminal.until("Panelid  - TEN0003")
      return terminal
    }

    func upgrade(_ program: String) throws -> (output: String, code: Int32) {
      try ServerProcess.run(["upgrade", program, "--state", server.state])
    }
  }

  @Test func `a terminal goes on through an upgrade, a fall back, and both programs' ends`() throws
  {
    let rig = try Rig()
    let terminal = try rig.inSession()
    let new = rig.folder.path + "/turnstile"
    try FileManager.default.copyItem(atPath: ServerProcess.program.path(), toPath: new)
    let upgraded = try rig.upgrade(new)
    #expect(upgraded.code == 0, "\(upgraded.output)")
    try terminal.type(ServerProcess.user)
    try terminal.run("Tab")
    // Half-typed, and sent to the program before.
    let back = try rig.upgrade(ServerProcess.program.path())
    #expect(back.code == 0, "\(back.output)")
    try terminal.enter(ServerProcess.password)
    try terminal.until("TPX MENU")
    #expect(try rig.host.ask("oper", "status").hasPrefix("terminals 1\nsigned on 1\n"))
    // Who comes now is served by the newest, and a dead process is followed as before.
    let other = try S3270(port: rig.server.securePort, prefix: "L:", extra: ["-noverifycert"])
    rig.server.killWorker()
    _ = try rig.server.log(until: "TPXL9100")
    try terminal.run("PF(24)")
    try terminal.until("REAL")
    try other.until("TEN0003")
    #expect(try rig.server.ask("oper", "status").contains("restarts 1 upgrades 2"))
    #expect(try !rig.server.log().contains("LOSTERM"))
    #expect(rig.server.stop() == 0)
  }

  /// A program that says that it is of an older form, and then waits for what will not come.
  private func older(in folder: TemporaryFolder) throws -> String {
    var freezer = Freezer()
    freezer.put(ToKeeper.hello(Hello(version: "0.0.9", frozen: Freezer.version - 1)))
    let bytes = freezer.bytes.map { String($0) }.joined(separator: ",")
    let source = try folder.write(
      """
      #include <unistd.h>
      int main(void) {
        static const unsigned char hello[] = {\(bytes)};
        if (write(3, hello, sizeof hello) != sizeof hello) return 1;
        pause();
        return 0;
      }
      """, to: "older.c")
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = ["clang", "-o", folder.path + "/older", source]
    try compiler.run()
    compiler.waitUntilExit()
    #expect(compiler.terminationStatus == 0)
    return folder.path + "/older"
  }

  @Test func `a program of an older form is refused in a sentence, and everybody goes on`() throws {
    let rig = try Rig()
    let terminal = try rig.inSession()
    let worker = rig.server.worker
    let refused = try rig.upgrade(try older(in: rig.folder))
    #expect(refused.code == 1)
    #expect(refused.output.contains("it is an older program, which reads sessions of form"))
    #expect(refused.output.contains("nothing was changed"))
    #expect(rig.server.worker == worker)
    try terminal.signOn(ServerProcess.user, ServerProcess.password)
    try terminal.until("TPX MENU")
    #expect(rig.server.stop() == 0)
  }
}
