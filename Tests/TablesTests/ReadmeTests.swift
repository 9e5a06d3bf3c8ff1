import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite struct ReadmeTests {
  @Test func `README's table of labels for hosts names labels of ACT files`() throws {
    let readme = try Repository.text("README.md")
    let start = try #require(readme.range(of: "| labels | for |\n"))
    let table = readme[start.upperBound...].split(separator: "\n").dropFirst()
      .prefix { $0.hasPrefix("|") }
    let labels = table.flatMap { row in
      row.split(separator: "|")[0].split(separator: "`").map(String.init)
        .filter { $0.contains { $0.isLetter } }
    }
    #expect(labels.count > 15)
    for label in labels {
      #expect(ACTEntry.fields.contains { $0.label == label }, "\(label) is no label")
    }
  }
}
