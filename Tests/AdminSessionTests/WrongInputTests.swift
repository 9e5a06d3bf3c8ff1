import DataStream
import Names
import SessionEngine
import Terminal
import Testing

@testable import AdminSession

/// What administrators type wrong: each is told clearly, and changes nothing.
@Suite struct WrongInputTests {
  /// A wrong value of a label.
  struct Value: CustomTestStringConvertible {
    let label: String
    let text: String
    var testDescription: String { "\(label): \(text)" }

    static func all(_ values: [(String, [String])]) -> [Value] {
      values.flatMap { label, texts in texts.map { Value(label: label, text: $0) } }
    }
  }

  static let application = Value.all([
    ("Application-ID", ["TSO.A", "TOOLONGID", "A B"]), ("Session id", ["A-B", "TSO.1"]),
    (
      "Host",
      ["mvs", "tn3270://", "tn3270://h:0", "tn3270://h:99999", "builtin:ims", "http://h"]
    ),
    ("Session key", ["PF25", "F3", "ENTER", "13", "PA4", "PF15"]),
    ("Menu position", ["-1", "10000", "first", "1.5", "0x10"]), ("Invisible", ["X", "1"]),
    ("Start at signon", ["J", "?"]), ("Generate Pass Ticket", ["O", "0"]),
    ("Gen Qualified Pass Ticket", ["Q"]), ("* Pass Ticket prof name", ["TSO.S001", "A+B"]),
    ("Pass Ticket seconds ahead", ["121", "-1", "two"]), ("TSO SMF id", ["S.1"]),
    ("TSO generic name", ["A-B"]), ("Type session data", ["T"]), ("ACL Userid", ["U.1", "A/B"]),
    ("LU name", ["A,,B", "TSO?01", "TSO5-TSO1"]), ("Mask entry name", ["NOWHERE", "A.B"]),
    ("Type", ["ALL", "U"]), ("Auto restart", ["A"]), ("Code page", ["9999", "latin1"]),
    ("Connect timeout", ["0", "301", "x"]), ("Keepalive", ["4", "7201"]),
    ("Session timeout", ["-5", "never"]), ("File transfer", ["5"]),
    ("Data stream errors", ["IGNORE"]), ("Verify certificate", ["V"]),
    ("Negotiated TLS", ["YES"]), ("TLS minimum version", ["1.4", "SSL3"]),
    ("Groups", ["A.B", "A,,B"]), ("Permission", ["A B"]),
  ])

  static let system = Value.all([
    ("SMF id", ["S.01"]), ("Transfer option", ["KEEP", "X"]), ("Inactivate on", ["Y"]),
    ("Stage 1 Timeout", ["5m", "-1"]), ("Stage 1 Option", ["LOCK"]), ("Stage 2 Option", ["X"]),
    ("Menu key", ["F24", "PF23", "PF12"]), ("Jump key", ["PF22", "key"]),
    ("Print key", ["PF22", "PRINT"]), ("Command character", ["//"]), ("LOGO Timeout", ["9", "0"]),
    ("Keepalive", ["1"]), ("Disconnect timeout", ["1h"]), ("Confirm signoff with sessions", ["M"]),
    ("Allow cleartext passwords", ["2"]), ("Server user id", ["S.1"]),
    ("Crypto card 1", ["hardware", "pkcs11:"]), ("Client certificates", ["YES"]),
    ("Shards", ["65", "many"]), ("Unsigned terminals per address", ["0"]),
    ("Loopback is exempt", ["L"]), ("Log format", ["XML"]), ("Metrics address", ["9327", "h:1"]),
  ])

  static let user = Value.all([
    ("Profile", ["NOBODY", "DEV", "A,,B", "A.B"]), ("Sessions", ["NOPE", "TSOA,", "A B"]),
    ("Menu key", ["PF99", "PF11", "X"]), ("Jump key", ["PF3", "0"]), ("Transfer option", ["GIVE"]),
    ("Stage 1 Option", ["N"]), ("Stage 2 Timeout", ["ten"]), ("ACB mask default", ["NOWHERE"]),
    ("Operator", ["A"]), ("Command key", ["PF3", "PF"]),
  ])

  @Test func `there are a hundred`() {
    #expect(Self.application.count + Self.system.count + Self.user.count >= 100)
  }

  @Test(arguments: application)
  func `of an application`(_ value: Value) throws { try refuse(value, "ACT", "S TSOA") }

  @Test(arguments: system)
  func `of the system`(_ value: Value) throws { try refuse(value, "SYSTEM", nil) }

  @Test(arguments: user)
  func `of a user`(_ value: Value) throws { try refuse(value, "USERS", "S BOB") }

  private func refuse(_ value: Value, _ area: String, _ line: String?) throws {
    var bench = try AdminBench()
    try bench.open()
    bench.command(area)
    if let line { bench.command(line) }
    let plain = value.label.hasPrefix("* ") ? String(value.label.dropFirst(2)) : value.label
    bench.command("locate " + plain)
    try bench.type(value.label, value.text, .pf3)
    // The label, what is wrong with it, and what was expected or what to do.
    #expect(bench.message.contains(plain), "\(bench.message)")
    #expect(bench.message.contains("; "), "\(bench.message)")
    #expect(bench.message.count > plain.count + 10, "\(bench.message)")
    #expect(bench.lines[try bench.row(" \(value.label):")].contains("< wrong"), "\(bench.screen)")
    #expect(bench.files == AdminBench.standard)
    #expect(bench.space.cursor / 80 == (try bench.row(" \(value.label):")))
    // What was typed stands there still, to be mended.
    #expect(bench.lines[try bench.row(" \(value.label):")].contains(value.text))
  }
}
