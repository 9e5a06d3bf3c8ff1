import Glibc
import Messages
import Platform
import TLS
import TLSEnd
import TestSupport
import Testing
import Time

@testable import Server

@Suite struct `Certificates of the server` {
  let folder: TemporaryFolder
  let certificates: TestCertificates

  init() throws {
    folder = try TemporaryFolder()
    certificates = try TestCertificates.shared.get()
  }

  private func copy(_ name: String, to path: String) throws {
    try Files.write(try Files.read(certificates.path(name), limit: 1 << 16), to: path)
  }

  @Test func `changed files are taken over, bad ones are told once, and the former stay`() throws {
    let (chain, key) = (folder.path + "/a.pem", folder.path + "/a.key")
    try copy("host.pem", to: chain)
    try copy("host.key", to: key)
    let context = TerminalContext()
    #expect(!context.isThere && context.patrol(at: Clock.wall()) == [] && context.places == [])
    try context.load(
      TerminalRules(chain: chain, key: key, clients: .nothing, stamp: 1))
    let first = try #require(context.rules)
    // It is good for 30 days, and nearing its end; told once.
    let now = Clock.wall()
    #expect(context.patrol(at: now).map(\.id) == [.server(.warning)])
    #expect(context.patrol(at: now) == [])
    #expect(context.rules == first)
    // Another certificate with the old key.
    try copy("ca.pem", to: chain)
    let refused = context.patrol(at: now)
    #expect(refused.map(\.id) == [.site(.certificateRefused)])
    #expect(context.patrol(at: now) == [])
    #expect(context.rules == first)
    // And its key.
    try copy("ca.key", to: key)
    #expect(context.patrol(at: now).first?.id == .site(.certificateLoaded))
    #expect(context.rules != first && context.patrol(at: now) == [])
    // A file that is gone.
    let second = context.rules
    try Files.remove(key)
    #expect(context.patrol(at: now).map(\.id) == [.site(.certificateRefused)])
    #expect(context.rules == second && context.isThere)
  }

  @Test func `files that are bad at a restart are told, and good ones count again`() throws {
    let (chain, key) = (folder.path + "/a.pem", folder.path + "/a.key")
    try copy("host.pem", to: chain)
    try copy("ca.key", to: key)
    let rules = TerminalRules(chain: chain, key: key, clients: .nothing, stamp: 1)
    let context = TerminalContext()
    #expect(throws: TLSContextError.self) { try context.load(rules) }
    #expect(!context.isThere)
    context.goOn(with: rules)
    #expect(context.isThere && context.rules == .terminal(rules))
    let now = Clock.wall()
    #expect(context.patrol(at: now).map(\.id) == [.site(.certificateRefused)])
    #expect(context.patrol(at: now) == [])
    try copy("host.key", to: key)
    #expect(context.patrol(at: now).first?.id == .site(.certificateLoaded))
  }

  @Test func `links on the way to the files are watched as well`() throws {
    let path = folder.path
    try Files.makeDirectory(path + "/live")
    try copy("host.pem", to: path + "/live/1.pem")
    try copy("host.key", to: path + "/a.key")
    symlink("live/1.pem", path + "/a.pem")
    let context = TerminalContext()
    try context.load(
      TerminalRules(
        chain: path + "/a.pem", key: path + "/a.key", clients: .nothing, stamp: 1))
    let names = Set(context.places.compactMap(\.name))
    #expect(names.isSuperset(of: ["a.pem", "1.pem", "a.key", "live"]))
  }

  @Test(arguments: [["host.example"], ["*.example", "host.example"], ["127.0.0.1", "::1"]])
  func `a certificate for a first try is one, with its key`(names: [String]) throws {
    let lines = try CertificateFiles.makeSelfSigned(names: names, site: folder.path)
    let stem = "TLS/" + names[0].replacing("*", with: "any").replacing(":", with: "-")
    #expect(lines.contains("  TLS certificate: \(stem).pem"))
    #expect(lines.contains("  TLS key: \(stem).key"))
    let (chain, key) = ("\(folder.path)/\(stem).pem", "\(folder.path)/\(stem).key")
    let context = try TLSContext(certificateChain: chain, privateKey: key)
    let validity = try #require(context.validity)
    #expect(validity.to - validity.from == 365 * 86_400)
    var facts = stat()
    #expect(stat(key, &facts) == 0 && facts.st_mode & 0o077 == 0)
    let shown = try CertificateFiles.show(chain)
    #expect(shown.contains("issuer       itself"))
    #expect(
      shown.contains {
        $0.hasPrefix("names ")
          && $0.contains(names[names.count - 1].first == ":" ? "0:0" : names[0])
      })
    #expect(shown.contains { $0.hasPrefix("valid ") && $0.hasSuffix(" days") })
    // Nothing is replaced.
    #expect(throws: CertificateFiles.Fault.self) {
      try CertificateFiles.makeSelfSigned(names: names, site: folder.path)
    }
  }

  @Test(arguments: ["", "a b", "host,DNS:other", "x/../y", "*.", "*", "a*b", "caf\u{E9}"])
  func `what is no name of a host makes no certificate`(name: String) throws {
    #expect(throws: CertificateFiles.Fault.self) {
      try CertificateFiles.makeSelfSigned(names: [name], site: folder.path)
    }
    #expect(!Files.exists(folder.path + "/TLS"))
  }

  @Test func `a chain is shown whole, and what is none is named`() throws {
    let both =
      try Files.read(certificates.path("host.pem"), limit: 1 << 16)
      + Files.read(certificates.path("ca.pem"), limit: 1 << 16)
    try Files.write(both, to: folder.path + "/chain.pem")
    let lines = try CertificateFiles.show(folder.path + "/chain.pem")
    #expect(
      lines.filter { $0.hasPrefix("subject") } == [
        "subject      CN=host.example", "subject      CN=ca",
      ])
    #expect(lines.contains("issuer       CN=ca"))
    for name in ["text.pem", "none.pem"] {
      #expect(throws: CertificateFiles.Fault.self) {
        try CertificateFiles.show(certificates.path(name))
      }
    }
  }
}
