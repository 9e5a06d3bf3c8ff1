import Foundation
import TestSupport
import Testing

/// TLS with hosts that want more than a certificate to look at.
@Suite struct HostTLSTests {
  /// `openssl s_server`, which says nothing once TLS is up.
  private final class Peer {
    let port: Int
    private let process = Process()

    init(_ arguments: [String]) throws {
      let certificates = try TestCertificates.shared.get()
      let pipe = Pipe()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        [
          "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificates.path("host.pem"),
          "-key", certificates.path("host.key"), "-quiet", "-naccept", "8",
        ] + arguments
      process.standardOutput = pipe
      process.standardError = pipe
      process.standardInput = Pipe()
      try process.run()
      port = try Self.port(of: process.processIdentifier)
    }

    deinit { kill(process.processIdentifier, SIGKILL) }

    /// The port that a process listens on, once it does.
    private static func port(of process: Int32) throws -> Int {
      let deadline = Date().addingTimeInterval(20)
      while Date() < deadline {
        let folder = "/proc/\(process)/fd/"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let sockets = names.compactMap {
          try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0)
        }
        let file = FileHandle(forReadingAtPath: "/proc/\(process)/net/tcp")
        let table = String(decoding: try file?.readToEnd() ?? Data(), as: UTF8.self)
        for line in table.split(separator: "\n") {
          let words = line.split(separator: " ")
          if words.count > 9, words[3] == "0A", sockets.contains("socket:[\(words[9])]"),
            let port = words[1].split(separator: ":").last.flatMap({ Int($0, radix: 16) })
          {
            return port
          }
        }
        sched_yield()
      }
      throw CocoaError(.executableLoad)
    }
  }

  /// Starts a session with each set of labels; how each ended.
  private static func ends(
    _ peer: Peer, _ sets: [(name: String, labels: [String], end: String)]
  ) throws {
    let certificates = try TestCertificates.shared.get()
    let site = try TestSite()
    for set in sets {
      try site.application(
        set.name, host: "tn3270s://127.0.0.1:\(peer.port)",
        ["Certificate authorities: \(certificates.path("ca.pem"))", "Connect timeout: 2"]
          + set.labels)
    }
    let server = try ServerProcess(site: site.path)
    let emulator = try StrictRig.atMenu(server)
    for set in sets {
      try emulator.enter(set.name)
      try emulator.until("==> Session \(set.name) ended - \(set.end) <==")
    }
  }

  @Test func `a host of TLS 1.0 is spoken to where its entry says so, and only there`() throws {
    // What says nothing inside TLS was reached.
    try Self.ends(
      Peer(["-tls1", "-cipher", "DEFAULT@SECLEVEL=0"]),
      [
        ("MODERN", [], "the host's TLS version is not allowed"),
        ("OLD", ["TLS minimum version: \"1.0\""], "the host did not answer"),
        ("AGAIN", ["TLS minimum version: \"1.1\""], "the host's TLS version is not allowed"),
      ])
  }

  @Test func `a host that wants a certificate gets the entry's`() throws {
    let certificates = try TestCertificates.shared.get()
    let ours = "Client certificate: \(certificates.path("host.pem"))"
    try Self.ends(
      Peer([
        "-tls1_2", "-Verify", "1", "-verify_return_error", "-CAfile",
        certificates.path("ca.pem"),
      ]),
      [
        ("NONE", [], "TLS with the host failed"),
        (
          "OURS", [ours, "Client key: \(certificates.path("host.key"))"], "the host did not answer"
        ),
        ("NOKEY", [ours], "the host's certificate is refused"),
      ])
  }

  @Test func `a port in clear under tn3270s, and one for TLS under tn3270, are told apart`() throws
  {
    let clear = try TestListener()
    let certificates = try TestCertificates.shared.get()
    let far = try TestSite()
    try far.system([
      "TLS certificate: \(certificates.path("host.pem"))",
      "TLS key: \(certificates.path("host.key"))",
    ])
    let secure = try ServerProcess(site: far.path, extra: ["--listen-tls", "127.0.0.1:0"])
    let site = try TestSite()
    try site.application("CLEAR", host: "tn3270s://127.0.0.1:\(clear.port)")
    try site.application(
      "SECURE", host: "tn3270://127.0.0.1:\(secure.securePort)", ["Connect timeout: 1"])
    let server = try ServerProcess(site: site.path)
    let emulator = try StrictRig.atMenu(server)
    try emulator.enter("CLEAR")
    try clear.accept()
    clear.send([0xFF, 0xFD, 0x18, 0xFF, 0xFD, 0x27])
    try emulator.until("==> Session CLEAR ended - the host does not speak TLS <==")
    try emulator.enter("SECURE")
    try emulator.until("==> Session SECURE ended - the host ")
    #expect(try server.log(until: "SESSION: SECURE").contains("tn3270s://"))
  }

  @Test func `a host of telnet alone is told from one that is silent`() throws {
    let host = try TestListener()
    let site = try TestSite()
    try site.application(
      "UNIX", host: "tn3270://127.0.0.1:\(host.port)", ["Connect timeout: 1"])
    let server = try ServerProcess(site: site.path)
    let emulator = try StrictRig.atMenu(server)
    try emulator.enter("UNIX")
    try host.accept()
    host.send([0xFF, 0xFD, 0x18, 0xFF, 0xFB, 0x01] + Array("login: ".utf8))
    try emulator.until("==> Session UNIX ended - the host does not speak TN3270 <==")
    #expect(try server.log(until: "TN3270: login: ").contains("SESSION: UNIX"))
  }

  @Test func `a TN3270E host that talks in line mode only has an end in words`() throws {
    let host = try StrictHost(.extended([2]))
    let site = try TestSite()
    try site.application("LINES", host: host.address, ["Connect timeout: 1"])
    let server = try ServerProcess(site: site.path)
    let emulator = try StrictRig.atMenu(server)
    try emulator.enter("LINES")
    try host.accept()
    try host.negotiate()
    host.listener.send([5, 0, 0, 0, 0] + Array("Choose one:".utf8) + [0xFF, 0xEF])
    try emulator.until("==> Session LINES ended - the host does not speak TN3270 <==")
  }
}
