import Foundation
import Syntax
import TestSupport
import Testing

@testable import Tables

/// What administrators are told of some three hundred files; `UPDATE_GOLDEN=1` writes the book again,
/// and the difference is to be read.
@Suite struct FileBookTests {
  @Test func `of each file the server says what the book has`() throws {
    let book = try FileBook()
    let told = book.cases.map { FileBook.messages($0.files) }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try book.text(told.map(\.text)).write(
        to: Repository.root.appending(path: FileBook.path), atomically: true, encoding: .utf8)
      return
    }
    #expect(book.cases.count >= 300)
    #expect(told.count { !$0.isTaken } >= 200, "refused")
    for (one, told) in zip(book.cases, told) {
      #expect(told.text == one.messages, "\(one.files.map(\.path))")
    }
  }

  @Test func `a message has its place, one line, and what to do`() throws {
    for one in try FileBook().cases {
      let (_, faults) = TableLoader.load(FileBook.site(with: one.files))
      for fault in faults {
        #expect(fault.path.hasPrefix("ACT/"))
        #expect(!fault.summary.contains("\n"))
        #expect(fault.summary.utf8.allSatisfy { $0 >= 0x20 }, "\(fault.summary)")
        // A second document, and a place in a file without an end, say all in their sentence.
        let isPlain = fault.note == nil
        #expect(!isPlain || fault.severity == .error && fault.span != nil, "\(fault.summary)")
      }
      // One mistake is told once, or with what follows from it.
      #expect(faults.count <= 3, "\(faults.map(\.summary))")
    }
  }

  /// What a schema cannot see: that a range runs backwards, that a label stands with its star and without,
  /// that two names are one, and that a rule's right side has more signs than its left.
  private static let unseen = [
    "TSO050-TSO001", "\"* Pass Ticket prof name\": B", "  tsoa:\n", "\"A###\"", "\"---\"",
  ]

  @Test func `the schema takes the files that the server takes, by themselves`() throws {
    var tried = 0
    var schemas: [SiteFile: MiniSchema] = [:]
    for one in try FileBook().cases {
      guard let file = one.files.first, one.files.count == 1,
        let kind = SiteFile.kind(of: file.path),
        let schema = try schemas[kind] ?? MiniSchema(kind: kind),
        let root = YAMLNode.parse(file).0
      else { continue }
      schemas[kind] = schema
      tried += 1
      let isTaken = !TableLoader.faults(of: file).contains {
        $0.severity == .error && $0.span != nil
      }
      let isUnseen = Self.unseen.contains { file.text.contains($0) }
      #expect(
        schema.takes(root, of: file) == (isTaken || isUnseen), "\(file.path)\n\(file.text)")
    }
    #expect(tried >= 200)
  }
}
