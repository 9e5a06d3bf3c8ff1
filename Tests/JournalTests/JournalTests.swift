import Foundation
import Messages
import Platform
import Testing
import Time

@testable import Journal

@Suite struct JournalTests {
  static func withDirectory(_ body: (String) throws -> Void) throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try body(directory)
  }

  @Test func `20,000 lines are all written, in order`() throws {
    try Self.withDirectory { directory in
      let journal = try Journal(directory: directory)
      for number in 0..<20_000 {
        journal.record(.server.recordsLost(count: number), at: WallTime(seconds: 0))
      }
      journal.stop()
      let text = try String(contentsOfFile: journal.path, encoding: .utf8)
      let numbers = text.split(separator: "\n").map { $0.split(separator: " ")[3] }
      #expect(numbers == (0..<20_000).map { Substring(String($0)) })
    }
  }

  @Test func `a full file is compressed, and only so many are kept`() throws {
    try Self.withDirectory { directory in
      let journal = try Journal(
        directory: directory, rotation: Rotation(size: 1000, days: 0, kept: 3))
      for number in 0..<200 {
        journal.record(.server.recordsLost(count: number), at: WallTime(seconds: 0))
      }
      journal.stop()
      let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      #expect(files.filter { $0.hasSuffix(".log.gz") }.count == 3)
      let size = try FileManager.default.attributesOfItem(atPath: journal.path)[.size] as? Int
      #expect((size ?? 0) <= 1000)
    }
  }

  @Test func `what is no plain file is no log`() throws {
    try Self.withDirectory { directory in
      let path = directory + "/turnstile.log"
      let victim = directory + "/victim"
      symlink(victim, path)
      #expect(throws: SystemError.self) { _ = try Journal(directory: directory) }
      #expect(!FileManager.default.fileExists(atPath: victim))
      unlink(path)
      mkfifo(path, 0o600)
      // Nobody reads the pipe: opening it may neither wait nor succeed.
      #expect(throws: SystemError.self) { _ = try Journal(directory: directory) }
    }
  }

  @Test func `a log that a link takes the place of is not followed when it is opened anew`() throws
  {
    try Self.withDirectory { directory in
      let journal = try Journal(directory: directory)
      unlink(journal.path)
      let victim = directory + "/victim"
      symlink(victim, journal.path)
      journal.reopen()
      journal.record(.server.stopped, at: WallTime(seconds: 0))
      journal.stop()
      #expect(!FileManager.default.fileExists(atPath: victim))
    }
  }

  @Test func `records that could not be written are all counted, also over several failures`()
    throws
  {
    try Self.withDirectory { directory in
      let journal = try Journal(directory: directory)
      // Of one day with the count's own line, which may come first: another day is another file.
      let now = WallTime(seconds: Int64(time(nil)))
      unlink(journal.path)
      // A directory in its place: nothing can be written, and the report itself fails as well.
      mkdir(journal.path, 0o700)
      journal.reopen()
      for _ in 0..<300 { journal.record(.server.stopped, at: now) }
      journal.stop()
      for _ in 0..<300 { journal.record(.server.stopped, at: now) }
      journal.stop()
      rmdir(journal.path)
      journal.record(.server.stopped, at: now)
      journal.stop()
      let text = try String(contentsOfFile: journal.path, encoding: .utf8)
      #expect(text.contains("600 LOG RECORDS WERE LOST"))
      #expect(text.split(separator: "\n").count == 2)
    }
  }

  @Test func `a batch that the disk took in part counts the records that are whole`() {
    var batch = LogBatch()
    for record in ["one\n", "two\n        more\n", "three\n"] { batch.append(record) }
    #expect(batch.whole(in: 3) == (0, 0))
    #expect(batch.whole(in: 4) == (1, 4))
    #expect(batch.whole(in: 15) == (1, 4))
    #expect(batch.whole(in: batch.bytes.count) == (3, batch.bytes.count))
  }

  @Test func `an old file that could not be compressed is kept, and compressed with the next`()
    throws
  {
    try Self.withDirectory { directory in
      let left = directory + "/turnstile-20200101-000000.log"
      try "left\n".write(toFile: left, atomically: true, encoding: .utf8)
      let journal = try Journal(directory: directory, rotation: Rotation(size: 100))
      for number in 0..<10 {
        journal.record(.server.recordsLost(count: number), at: WallTime(seconds: 0))
      }
      journal.stop()
      let files = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(files.contains("turnstile-20200101-000000.log.gz"))
      #expect(files.filter { $0.hasPrefix("turnstile-") && $0.hasSuffix(".log") } == [])
    }
  }
}
