import Foundation
import TestSupport
import Testing
import Time

@testable import Platform
@testable import Server
@testable import TLS

@Suite struct StartTests {
  @Test func `a second server is told which process has the state directory`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    let first = try StateDirectory.take(state, as: .server).get()
    #expect {
      _ = try StateDirectory.take(state, as: .server).get()
    } throws: {
      "\($0)"
        == "a server already runs with the state directory \(state) (process \(getpid()))"
    }
    // A command does not wait for a server that answers.
    #expect(throws: StateDirectory.Fault.self) {
      _ = try StateDirectory.take(state, as: .command, isRunning: { true }).get()
    }
    withExtendedLifetime(first) {}
  }

  @Test func `a state directory that others may touch is refused`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    try Files.makeDirectory(state)
    try Files.write([1], to: state + "/local.key")
    func reason() -> String? {
      do {
        _ = try StateDirectory.take(state, as: .command).get()
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(reason() == nil)
    chmod(state + "/local.key", 0o644)
    #expect(reason()?.hasPrefix("\(state)/local.key: others may read it") == true)
    chmod(state + "/local.key", 0o600)
    chmod(state, 0o777)
    #expect(reason()?.hasPrefix("\(state): others may write it") == true)
  }

  @Test func `a server that goes on only doubts rights that a new one would refuse`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    let first = try StateDirectory.take(state, as: .server).get()
    #expect(first.doubt == nil)
    chmod(state, 0o777)
    let kept = dup(first.lock.descriptor)
    let next = try StateDirectory.take(state, as: .server, kept: kept).get()
    #expect(next.doubt?.hasPrefix("\(state): others may write it") == true)
    withExtendedLifetime(first) {}
  }

  @Test func `a certificate that is bad at a restart leaves the site in force`() throws {
    let site = try TestSite()
    try site.system(["TLS certificate: TLS/none.pem", "TLS key: TLS/none.key"])
    let kept = SiteFiles(site.path)
    let first = try Reloader.first(site.path, kept: nil, custody: NoCustody())
    #expect(first.loaded.site == nil && first.loaded.errorCount == 1)
    let next = try Reloader.first(site.path, kept: kept, custody: NoCustody())
    #expect(next.loaded.site != nil && next.refused?.errorCount == 1)
  }

  @Test func `a certificate of ours that ended, ends soon or has not begun is worth a word`() {
    let validity = CertificateValidity(from: 1_000_000_000, to: 1_100_000_000)
    func said(_ seconds: Int64) -> String? {
      CertificateTerm.words("c.pem", validity, now: WallTime(seconds: seconds))
    }
    #expect(said(1_050_000_000) == nil)
    #expect(said(1_100_000_001)?.contains("ended on 2004-11-09") == true)
    #expect(said(1_100_000_000 - 86_400)?.contains("ends on 2004-11-09, in 1 day") == true)
    #expect(said(1_100_000_000 - 3 * 3600)?.hasSuffix(", in 3 hours") == true)
    #expect(said(1_100_000_000 - 3600)?.hasSuffix(", in 1 hour") == true)
    #expect(said(1_100_000_000 - 9)?.hasSuffix(", in less than an hour") == true)
    #expect(said(999_999_999)?.contains("begins on 2001-09-09 only") == true)
  }

  @Test func `a certificate's end is told at 30, 7 and 1 days, each once, and after it`() {
    var term = CertificateTerm()
    let day: Int64 = 86_400
    let end: Int64 = 1_100_000_000
    let validity = CertificateValidity(from: 1_000_000_000, to: end)
    func due(_ days: Int64) -> Bool {
      term.due("c.pem", validity, now: WallTime(seconds: end - days * day + 1)) != nil
    }
    #expect(
      [40, 31, 30, 29, 8, 7, 6, 2, 1, 1, 0, -1].map(due) == [
        false, false, true, false, false, true, false, false, true, false, true, false,
      ])
    // It was renewed, and the new one comes near its end as well.
    #expect(!due(90))
    #expect(due(5))
  }

  @Test func `the dates of a certificate file are read`() throws {
    let certificates = try TestCertificates.shared.get()
    for (name, isOver) in [("host", false), ("expired", true)] {
      let context = try TLSContext(
        certificateChain: certificates.path("\(name).pem"),
        privateKey: certificates.path("\(name).key"))
      let validity = try #require(context.validity)
      let said = CertificateTerm.words("c", validity, now: Clock.wall())
      #expect(said?.contains("ended on") ?? false == isOver)
    }
  }

  @Test func `passwords in clear are worth a word where others can listen in`() {
    let addresses = ["0.0.0.0:23", "127.0.0.1:23", "[::1]:23", "[::]:23", ":23"]
      .compactMap { SocketAddress($0) }
    let said = StartWarnings.ports(addresses, allowsClearPasswords: true)
    #expect(said.count == 3)
    #expect(StartWarnings.ports(addresses, allowsClearPasswords: false) == [])
  }

  @Test func `limits of terminals follow from the descriptors, and are never under one`() {
    for count in [-36, 0, 1, 64, 100, 12_000, 1 << 20] {
      let limits = Admission.Limits(descriptors: count, perAddress: 32, exemptsLoopback: true)
      #expect(limits.terminals >= 1)
      #expect(limits.terminals <= max(1, count))
      #expect(limits.start <= limits.full && limits.full <= limits.terminals)
    }
  }
}
