import Foundation
import Journal
import Messages
import Testing
import Time

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
        journal.record(.recordsLost(count: number), at: WallTime(seconds: 0))
      }
      journal.stop()
      let text = try String(contentsOfFile: journal.path, encoding: .utf8)
      let numbers = text.split(separator: "\n").map { $0.split(separator: " ")[3] }
      #expect(numbers == (0..<20_000).map { Substring(String($0)) })
    }
  }

  @Test func `a full file is compressed, and only so many are kept`() throws {
    try Self.withDirectory { directory in
      let journal = try Journal(directory: directory, rotation: Rotation(size: 1000, kept: 3))
      for number in 0..<200 {
        journal.record(.recordsLost(count: number), at: WallTime(seconds: 0))
      }
      journal.stop()
      let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      #expect(files.filter { $0.hasSuffix(".log.gz") }.count == 3)
      let size = try FileManager.default.attributesOfItem(atPath: journal.path)[.size] as? Int
      #expect((size ?? 0) <= 1000)
    }
  }
}
