import Foundation
import SAF
import TestSupport
import Testing
import Time

@testable import Server

/// What the audit says of a site's files.
@Suite struct SiteAuditTests {
  private let now = WallTime(seconds: 1_800_000_000)

  private func write(_ text: String, to user: String, of site: TestSite) throws {
    try text.write(
      toFile: site.path + "/ACT/Users/\(user).yaml", atomically: true, encoding: .utf8)
  }

  private func difference(_ old: String, _ new: String) -> String {
    SiteDifference("ACT/Users/BOB.yaml", from: old, to: new).text
  }

  @Test func `values that differ are told by their labels, wherever they stand`() {
    let old = "# a\nSession timeout: 10\nSession options:\n  TSOA:\n    Session key: PF5\n"
    #expect(
      difference(old, old.replacing("10", with: "20").replacing("PF5", with: "PF6"))
        == "Session options TSOA Session key: PF5 -> PF6; Session timeout: 10 -> 20")
    #expect(difference(old, old + "Operator: Y\n") == "Operator: (none) -> Y")
    #expect(difference(old, old.replacing("# a", with: "# b")) == "comments or order")
    #expect(difference(old, "Session timeout: \"10\nx") == "the text is another")
  }

  @Test(arguments: [
    "Session data: %", "Session data: [%]", "\"Session data\": |\n  %", "session data: >\n  a\n  %",
    "Session options: {TSOA: {Session data: %}}", "Session options:\n  TSOA:\n    Session data: %",
  ])
  func `what a host gets is never shown`(_ form: String) {
    let text = difference(
      form.replacing("%", with: "SECRET1") + "\n", form.replacing("%", with: "SECRET2") + "\n")
    #expect(!text.contains("SECRET") && text.hasSuffix("another, which is not shown"), "\(text)")
  }

  @Test func `a file is told once, as saved by somebody or as edited outside`() throws {
    let site = try TestSite()
    func files() -> SiteFiles { SiteFiles(site.path) }
    var audit = SiteAudit(files())
    #expect(audit.entries(files(), at: now).isEmpty)
    try write("Operator: Y\n", to: "BOB", of: site)
    let bob = AuditAuthor("BOB", from: "terminal TN1 192.0.2.1")
    let saved = audit.saved(
      "ACT/Users/BOB.yaml", from: nil, to: "Operator: Y\n", by: bob, at: now)
    #expect(saved.map(\.author) == [bob] && saved.map(\.detail) == ["a new file"])
    #expect(audit.entries(files(), at: now).isEmpty)
    try write("Operator: N\n", to: "BOB", of: site)
    let outside = audit.entries(files(), at: now)
    #expect(outside.map(\.detail) == ["Operator: Y -> N"])
    #expect(outside.map(\.author.name) == ["(file)"])
    #expect(audit.entries(files(), at: now).isEmpty)
    try FileManager.default.removeItem(atPath: site.path + "/ACT/Users/BOB.yaml")
    #expect(audit.entries(files(), at: now).map(\.detail) == ["the file is gone"])
  }

  @Test func `what was edited outside before somebody saved is not told as his`() throws {
    let site = try TestSite()
    var audit = SiteAudit(SiteFiles(site.path))
    let bob = AuditAuthor("BOB", from: "terminal TN1 192.0.2.1")
    let path = "ACT/Users/BOB.yaml"
    let entries = audit.saved(
      path, from: "Operator: Y\n", to: "Operator: N\n", by: bob, at: now)
    #expect(entries.map(\.author.name) == ["(file)", "BOB"])
    #expect(entries.map(\.detail) == ["a new file", "Operator: Y -> N"])
    // Whoever takes back what was edited outside has done something.
    let back = audit.saved(path, from: "Operator: Y\n", to: "Operator: N\n", by: bob, at: now)
    #expect(back.map(\.detail) == ["Operator: N -> Y", "Operator: Y -> N"])
  }

  @Test func `of very many files the audit says how many more there are`() throws {
    let site = try TestSite()
    var audit = SiteAudit(SiteFiles(site.path))
    for number in 0..<AuditLimits.files + 5 {
      try write("Operator: Y\n", to: "U\(number)", of: site)
    }
    let entries = audit.entries(SiteFiles(site.path), at: now)
    #expect(entries.count == AuditLimits.files + 1)
    #expect(entries.last?.detail == "5 more files are others")
  }

  @Test(arguments: [
    ("USER", "USER: say USER="), ("FROB=1", "FROB: say USER="), ("KIND=X", "KIND=X: RACINIT"),
    ("SINCE=yesterday", "SINCE=yesterday: a day"), ("SINCE=2026-13-01", "SINCE=2026-13-01: a day"),
    ("UNTIL=2026-11-01T25:00:00", "UNTIL="), ("LAST=0", "LAST=0: 1 to"),
    ("AS=XML", "AS=XML: TABLE"),
  ])
  func `words that ask for nothing say what was expected`(_ word: String, _ expected: String) throws
  {
    let answer = AuditRequests(database: try ShardRig.makeServices().database).answer([word])
    #expect(answer.isFailed && answer.lines[0].hasPrefix(expected), "\(answer.lines)")
  }
}
