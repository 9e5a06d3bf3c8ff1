import Bytes
import Foundation
import Messages
import Platform
import TestSupport
import Testing
import Time

@testable import Journal

/// The log's other forms: JSON lines in a file, fields for journald.
@Suite struct LogFormTests {
  private let time = WallTime(seconds: 1_795_442_709)

  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func `JSON lines stand beside the log, and begin and end with the option`() throws {
    try JournalTests.withDirectory { directory in
      let journal = try Journal(directory: directory)
      let path = directory + "/turnstile.jsonl"
      journal.record(.server.stopped, at: time)
      journal.stop()
      #expect(!FileManager.default.fileExists(atPath: path))
      journal.write(.json)
      for count in 0..<100 { journal.record(.server.stopping(terminals: count), at: time) }
      journal.stop()
      journal.write([])
      journal.record(.server.stopped, at: time)
      journal.stop()
      let counts = try Self.lines(path).map { try JSONValue(parsing: $0.utf8)["count"]?.string }
      #expect(counts == (0..<100).map(String.init))
      #expect(try Self.lines(journal.path).count == 102)
      #expect(journal.figures.lost == LogLosses())
      #expect(journal.figures.counts[.server(.stopping)] == 100)
    }
  }

  @Test func `JSON lines are rotated as the log is, and neither takes the other's old files`()
    throws
  {
    try JournalTests.withDirectory { directory in
      let journal = try Journal(
        directory: directory, rotation: Rotation(size: 1000, days: 0, kept: 3), forms: .json)
      for count in 0..<200 { journal.record(.server.recordsLost(count: count), at: time) }
      journal.stop()
      let files = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(files.filter { $0.hasSuffix(".jsonl.gz") }.count == 3)
      #expect(files.filter { $0.hasSuffix(".log.gz") }.count == 3)
      #expect(files.contains("turnstile.jsonl") && files.contains("turnstile.log"))
    }
  }

  @Test func `journald gets a datagram for each message`() throws {
    try JournalTests.withDirectory { directory in
      let fake = try DatagramReader(path: directory + "/socket")
      let journal = try Journal(
        directory: directory, forms: .journald, journald: directory + "/socket")
      journal.record(.server.warning("one"), at: time)
      journal.record(.site.tablesRefused(faults: 1, first: "two"), at: time)
      journal.stop()
      let records = fake.readAll()
      #expect(
        records == [
          JournaldRecord.encode(.server.warning("one")),
          JournaldRecord.encode(.site.tablesRefused(faults: 1, first: "two")),
        ])
      #expect(journal.figures.lost == LogLosses())
    }
  }

  @Test
  func `a journald that is away or does not read costs its own records, and they are counted`()
    throws
  {
    try JournalTests.withDirectory { directory in
      let path = directory + "/socket"
      let journal = try Journal(directory: directory, forms: .journald, journald: path)
      journal.record(.server.warning("nobody is there"), at: time)
      journal.stop()
      #expect(journal.figures.lost.journald == 1 && journal.figures.lost.log == 0)
      let fake = try DatagramReader(path: path)
      for _ in 0..<5000 { journal.record(.server.warning("nobody reads"), at: time) }
      journal.stop()
      let read = fake.readAll().count
      #expect(read > 0 && read < 5000)
      #expect(journal.figures.lost.journald == 5001 - read)
      #expect(try Self.lines(journal.path).count == 5001)
    }
  }

  @Test func `lines of JSON that the disk refuses are counted, and the log goes on`() throws {
    try JournalTests.withDirectory { directory in
      // A directory in its place: nothing can be written.
      mkdir(directory + "/turnstile.jsonl", 0o700)
      let journal = try Journal(directory: directory, forms: .json)
      for _ in 0..<300 { journal.record(.server.stopped, at: time) }
      journal.stop()
      #expect(journal.figures.lost.json == 300 && journal.figures.lost.log == 0)
      #expect(try Self.lines(journal.path).count == 300)
    }
  }
}
