import Foundation
import Messages
import TestSupport
import Testing

/// The guide's table of threats names what there is: limits, numbers of messages, and tests.
@Suite struct LimitsTableTests {
  private let rows: [[String]]

  init() throws {
    rows = try Repository.text("Sources/Server/Server.docc/Limits.md").split(separator: "\n")
      .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| threat ") }
      .map { row in
        row.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
          .map(String.init)
      }
  }

  private func names(_ cell: String) -> [String] {
    cell.split(separator: " ").map { $0.filter { $0 != "`" } }.filter { !$0.isEmpty }
  }

  @Test func `each limit is named once or more, and each that is named is there`() throws {
    let text = try Repository.text("Sources/Names/PeerLimits.swift")
    let known = Set(
      text.split(separator: "\n").filter { $0.hasPrefix("  public static let ") }
        .compactMap { $0.split { " :=".contains($0) }.dropFirst(3).first.map(String.init) })
    let named = Set(rows.flatMap { names($0[2]) })
    #expect(rows.allSatisfy { $0.count == 5 })
    #expect(named.subtracting(known) == [])
    // Those of a life without threats: what honest peers and the end of a server need.
    let others: Set<String> = [
      "readSize", "queryReplies", "lateWait", "drainReminders", "stopTime", "shards",
      "scrapePortRetry", "soundingTime",
    ]
    #expect(known.subtracting(named) == others)
  }

  @Test func `numbers of messages and names of tests are right`() throws {
    let tests = Repository.files("Tests", suffix: "Tests.swift").map {
      String($0.split(separator: "/").last?.dropLast(6) ?? "")
    }
    for row in rows {
      for number in names(row[3]) {
        #expect(MessageID.allCases.contains { $0.number == number }, "\(number)")
      }
      #expect(!names(row[4]).isEmpty, "\(row[0])")
      for test in names(row[4]) { #expect(tests.contains(test), "\(test)") }
    }
  }
}
