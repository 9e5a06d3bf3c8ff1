import Bytes
import Messages
import Names
import Testing
import Time

/// Messages as programs read them: facts, JSON lines, journald's fields, counts.
@Suite struct MessageFormTests {
  private let time = WallTime(seconds: 1_795_442_709, nanoseconds: 420_000_000)

  /// Fields of a datagram, by journald's own rule.
  private static func fields(_ bytes: [UInt8]) -> [String: String] {
    var fields: [String: String] = [:]
    var rest = bytes[...]
    while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == UInt8(ascii: "=") }) {
      let name = String(decoding: rest[..<end], as: UTF8.self)
      let start = end + 1
      let stop: Int
      if rest[end] == 0x0A {
        let count = rest[start..<(start + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
        stop = start + 8 + count
        fields[name] = String(decoding: rest[(start + 8)..<stop], as: UTF8.self)
      } else {
        stop = rest[start...].firstIndex(of: 0x0A) ?? rest.endIndex
        fields[name] = String(decoding: rest[start..<stop], as: UTF8.self)
      }
      rest = rest[(stop + 1)...]
    }
    return fields
  }

  @Test(arguments: MessageID.allCases)
  func `every message is one line of JSON that has its facts`(_ id: MessageID) throws {
    let line = JSONLine.render(id.example, at: time)
    #expect(line.hasSuffix("}\n") && line.utf8.count { $0 == 0x0A } == 1)
    #expect(line.utf8.allSatisfy { $0 < 0x7F })
    let value = try JSONValue(parsing: line.utf8)
    #expect(value["number"]?.string == id.number)
    #expect(value["severity"]?.string == id.example.severity.word)
    #expect(value["time"]?.string?.hasSuffix("Z") == true)
    #expect(value["text"]?.string == id.example.lines.joined(separator: "\n"))
    for (name, fact) in id.example.fields.all {
      #expect(value[name.rawValue]?.string == fact)
    }
  }

  @Test(arguments: MessageID.allCases)
  func `every message is a record of journald's that has its facts`(_ id: MessageID) {
    let fields = Self.fields(JournaldRecord.encode(id.example))
    #expect(fields["MESSAGE"] == id.example.lines.joined(separator: "\n"))
    #expect(fields["PRIORITY"] == String(id.example.severity.rawValue))
    #expect(fields["TURNSTILE_NUMBER"] == id.number)
    #expect(fields["SYSLOG_IDENTIFIER"] == "turnstile")
    for (name, fact) in id.example.fields.all {
      #expect(fields["TURNSTILE_\(name.rawValue.uppercased())"] == fact)
    }
  }

  @Test func `facts that the text tells are told one by one`() throws {
    let user = try #require(UserID("BOB"))
    let terminal = try #require(LUName("TN000001"))
    let refused = Message.user.signOnRefused(
      user: .user(user), terminal: terminal, address: "192.0.2.1", reason: "wrong password")
    #expect(
      refused.fields.all.map(\.value) == ["BOB", "TN000001", "192.0.2.1", "wrong password"])
    let unknown = Message.user.signOnRefused(
      user: .notAUserID, terminal: terminal, address: "192.0.2.1", reason: "unknown user")
    #expect(unknown.fields[.user] == nil)
    #expect(MessageID.security(.ticketFailed).example.fields[.code] == "0C/0C0000")
  }

  @Test func `a liar's text adds neither a line nor a field`() {
    let evil = "x\"}\n{\"number\":\"TPXL0010\"\u{202E}\nPRIORITY=0\u{1B}[2J"
    let message = Message.terminal.connectionRefused(address: evil, reason: evil)
    let line = JSONLine.render(message, at: time)
    #expect(line.utf8.count { $0 == 0x0A } == 1)
    #expect(!line.unicodeScalars.contains("\u{1B}") && !line.unicodeScalars.contains("\u{202E}"))
    let fields = Self.fields(JournaldRecord.encode(message))
    #expect(fields["PRIORITY"] == "4")
    #expect(fields["MESSAGE"]?.contains("\u{1B}") == false)
    #expect(fields.count == 6)
  }

  @Test func `a value that is too long is cut, and the record stays whole`() {
    let long = String(repeating: "x", count: 100_000)
    let fields = Self.fields(JournaldRecord.encode(.server.warning(long)))
    #expect(fields["TURNSTILE_REASON"]?.count == JournaldRecord.valueLimit)
    #expect(fields["TURNSTILE_NUMBER"] == "TPXL9076")
  }

  @Test func `messages are counted by number, and some by a fact`() throws {
    var counts = MessageCounts()
    for seconds in [3, 7, 600] {
      counts.count(
        .terminal.connectionRefused(address: "192.0.2.1", reason: "again in \(seconds) s"))
    }
    counts.count(.terminal.connectionRefused(address: "192.0.2.1", reason: "too many"))
    #expect(counts[.terminal(.connectionRefused)] == 4)
    let values = counts.values(of: .terminal(.connectionRefused))
    #expect(values.map(\.value) == ["again in # s", "too many"])
    #expect(values.map(\.count) == [3, 1])
    #expect(counts[.user(.signOn)] == 0 && counts.values(of: .user(.signOn)).isEmpty)
  }

  @Test func `values that peers choose have a limit`() {
    var counts = MessageCounts()
    for index in 0..<1000 {
      let word = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
      counts.count(
        .terminal.refused(
          address: "192.0.2.1", reason: String(repeating: word, count: 1 + index / 26)))
    }
    let values = counts.values(of: .terminal(.refused))
    #expect(values.count <= MessageCounts.valueLimit + 1)
    #expect(values.reduce(0) { $0 + $1.count } == 1000)
    #expect(values.contains { $0.value == MessageCounts.other })
    #expect(values.allSatisfy { $0.value.count <= MessageCounts.lengthLimit })
  }

  @Test func `the order of two messages is known`() {
    var counts = MessageCounts()
    #expect(!counts.isLast(.security(.databaseFailed), after: .security(.databaseWorks)))
    counts.count(.security.databaseFailed(fault: "full"))
    #expect(counts.isLast(.security(.databaseFailed), after: .security(.databaseWorks)))
    counts.count(.security.databaseWorks)
    #expect(!counts.isLast(.security(.databaseFailed), after: .security(.databaseWorks)))
  }
}
