import Bytes
import Foundation

@testable import TN3270

/// A recorded conversation: what each side sent, segment by segment, and the records it contained.
struct Capture {
  /// One connection's segments of the side under test.
  var segments: [[UInt8]] = []
  /// Whether the segment came over TLS that was started inside telnet.
  var tlsStart: Int?
  /// Records as the recorder decoded them, doubling removed.
  var records: [RecordedRecord] = []

  /// Segments with more bytes than this may be cut in the recording.
  private static let cut = 200

  static func folder() -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
  }

  static func lines(_ name: String) throws -> [Substring] {
    let url = folder().appending(path: name)
    return try String(contentsOf: url, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// What a client sent.
  init(client name: String) throws {
    var sawStartTLS = false
    for line in try Self.lines(name) {
      let words = line.split(separator: " ")
      guard words.count > 2 else { continue }
      if words.contains("STARTTLS") { sawStartTLS = true }
      if words[1] == "TLS", sawStartTLS { tlsStart = segments.count }
      if words[1] == "C>S", let bytes = Self.bytes(words[2...]) { segments.append(bytes) }
      if words[1] == "C:", words[2] == "REC", let count = Int(words[3]) {
        records.append(RecordedRecord(count: count, start: Self.bytes(words[4...]) ?? []))
        // Long lines are cut in the recording: complete the segment with the record's length.
        let last = segments.count - 1
        if segments[last].count > Self.cut { segments[last] = records[records.count - 1].framed }
      }
    }
  }

  /// What a host sent, a capture for each connection.
  static func host(_ name: String) throws -> [Capture] {
    var captures: [Capture] = []
    for line in try lines(name) {
      let words = line.split(separator: " ")
      if line.hasPrefix("--- new") { captures.append(Capture()) }
      guard !captures.isEmpty, words.count > 1 else { continue }
      let last = captures.count - 1
      if words[1] == "H>C", words.count > 2, let bytes = bytes(words[2...]) {
        captures[last].segments.append(bytes)
      }
      guard words[0] == "H>C" else { continue }
      let segment = captures[last].segments.count - 1
      let isCut = segment >= 0 && captures[last].segments[segment].count > cut
      if isCut {
        // Only Hyperion's first has negotiation in front: four commands of three bytes.
        let start = captures[last].segments[segment]
        let options = start.starts(with: [0xFF, 0xFB]) ? 12 : 0
        captures[last].segments[segment] = Array(start[..<options])
      }
      for (word, next) in zip(words, words.dropFirst()) where word.hasPrefix("data[") {
        guard let count = Int(word.dropFirst(5).dropLast()) else { continue }
        let digits = next.prefix(next.count / 2 * 2).uppercased()
        let record = RecordedRecord(count: count, start: Hex.decode(digits) ?? [])
        captures[last].records.append(record)
        if isCut { captures[last].segments[segment] += record.framed }
      }
    }
    return captures
  }

  private init() {}

  private static func bytes(_ words: ArraySlice<Substring>) -> [UInt8]? {
    var bytes: [UInt8] = []
    for word in words {
      guard word.count == 2, let byte = UInt8(word, radix: 16) else { break }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : bytes
  }
}

/// A record as a recorder noted it: its length, and its bytes as far as the line went.
struct RecordedRecord: Equatable, CustomStringConvertible {
  var count: Int
  var start: [UInt8]

  func matches(_ record: [UInt8]) -> Bool {
    record.count == count && record.starts(with: start)
  }

  /// The record on the wire, padded with nulls to its length.
  var framed: [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendRecord(nil, (start + [UInt8](repeating: 0, count: count - start.count))[...])
    return bytes
  }

  var description: String { "\(count): \(Hex.encode(start.prefix(12)))" }
}

/// Bytes of a hexadecimal text with blanks.
func hex(_ text: String) -> [UInt8] {
  text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}

/// Bytes of ASCII text.
func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A generator that gives the same numbers in each run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
