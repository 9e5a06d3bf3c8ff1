import Bytes
import Syntax
import Testing

@testable import Tables

/// The schema that an editor uses and the server's own reading say the same of every value.
@Suite struct SchemaTests {
  /// Texts that are right, nearly right and wrong for labels of all kinds.
  private static let texts: [String] = {
    var texts = [
      "", "Y", "N", "y", "n", "yes", "true", "True", "no", "1", "0", "on", "Yes", "A", "a", "~x",
      "TSOA", "tsoa", "TOOLONGNAME", "A-B", "A B", "A.B", "$#@", "ABCD", "ABCDE", "ABCDEFGH",
      "1234", "12345", "12345678", "123456789", "PF1", "pf 13", "PF13", "PF 013", "PF01", "PF 24",
      "PF25", "PF0", "PA1", "PA3", "PA4", "pa 2", "PA9", "PF  1", "PFX", "PF", "ENTER",
      "NOTICE", "ANY", "any", "Any", "HOLD", "MULT", "NONE", "ASK", "EVERY", "F", "K", "FI", "KI",
      "ki",
      "L", "NEVER", "never", "UNQ", "grp", "SHR", "REPORT", "end", "STOP", "bracket", "BRACKET",
      "037", "37", "1047", "273", "cp037", "9999", "builtin:cics", "builtin:foo", "builtin:tso:",
      "builtin:tso:R001", "builtin:tso:R0001", "builtin:tso:r$1", "builtin:tso:a b",
      "tn3270://h", "tn3270://h:23", "tn3270://h:0", "tn3270://h:65535", "tn3270://h:65536",
      "tn3270://h:99999", "tn3270://h:", "tn3270://", "tn3270s://[::1]:992", "tn3270s://[::1]x",
      "tn3270://a b", "tn3270://u@h", "tn3270://h:023", "TN3270://h", "ftp://h", "tn3270://[]",
      "tn3270://h:+23", "tn3270://h/x", "TSO***", "TSO001-TSO050", "TSO001 - TSO050", "A,B", "A,,B",
      "A,", ",", "A, B", "T SO", "A-", "-A", "*", " * ", "A,*", "A;B", "software", "Software",
      "pkcs11:token=A?module-path=/x&pin-source=file:/p",
      "pkcs11:token=A?pin-source=file:p&module-path=/x",
      "pkcs11:token=?module-path=/x&pin-source=file:/p",
      "pkcs11:token=A?module-path=x&pin-source=p",
      "pkcs11:token=A", "pkcs11:", "pkcs11:token=A;x=y?module-path=/x&pin-source=p", "/", "//", "&",
      "&USERID/&PSWD", "tabs\there", "bell\u{7}", "\u{2028}", "é", "€", "\u{1F600}", "e\u{301}",
      "-1", "-0", "+5", "007", "10 ", " 10", "1e3", "0x10", "5.0", "300", "301", "7200", "7201",
    ]
    for number in [1, 4, 5, 9, 10, 11, 59, 60, 100, 120, 999, 1000, 9998, 10_000, 99_999, 999_999] {
      texts += ["\(number)", "\(number + 1)", "00\(number)"]
    }
    for length in [1, 2, 8, 9, 20, 21, 40, 41, 60, 61, 79, 80, 200, 201, 255, 256] {
      texts.append(String(repeating: "x", count: length))
      texts.append(String(repeating: "é", count: length))
      texts.append(String(repeating: "A,", count: length / 2) + "A")
    }
    return texts
  }()

  private static func check<Record: Definition>(
    _ fields: [Field<Record>], _ new: () -> Record, _ schema: String
  ) throws {
    let schema = try MiniSchema(schema)
    var tried = 0
    for field in fields {
      for label in field.spellings {
        for text in texts {
          var record = new()
          let isTaken = field.assign(&record, text)
          tried += 1
          // What a record says is written so that it reads the same.
          if isTaken {
            var again = new()
            let shown = field.text(of: record)
            #expect(field.assign(&again, shown) && again == record, "\(label): \(shown)")
          }
          // In quotes any text is a string; plain, some are numbers and the like.
          #expect(
            schema.accepts(.string(text), of: label) == isTaken, "\(label): \"\(text)\" \(isTaken)")
          let plain = MiniSchema.Value(plain: text)
          switch plain {
          case .string: continue
          // To a YAML reader 007 and +7 are the number 7; to the server they are that text.
          case .integer(let number) where "\(number)" != text:
            guard case .number = field.shape else { continue }
          // A name of four characters may be TRUE, but not FALSE.
          case .boolean: if case .name(limit: 4) = field.shape { continue }
          // To a schema 1 is the 1.0 of a version.
          case .integer where field.label == "TLS minimum version": continue
          // As a number 1.50 is 1.5, and to the server it is that text.
          case .fraction(let number) where "\(number)" != text: continue
          case .integer, .fraction, .null: break
          }
          #expect(schema.accepts(plain, of: label) == isTaken, "\(label): \(text) \(isTaken)")
        }
      }
    }
    #expect(tried > 200 * fields.count)
  }

  @Test func `an application's schema agrees with the server`() throws {
    try Self.check(ACTEntry.fields, { ACTEntry() }, FieldManual.applicationSchema())
  }

  @Test func `the system's schema agrees with the server`() throws {
    try Self.check(SystemOptions.fields, { SystemOptions() }, FieldManual.systemSchema())
  }

  @Test func `the schemas of users and profiles agree with the server`() throws {
    try Self.check(UserOptions.userFields, { UserOptions() }, FieldManual.userSchema())
    try Self.check(UserOptions.profileFields, { UserOptions() }, FieldManual.profileSchema())
    let profile = try MiniSchema(FieldManual.profileSchema())
    #expect(!profile.accepts(.string("A"), of: "Profile"), "a profile has no profile")
  }

  @Test func `the schemas of classes agree with the server`() throws {
    try Self.check(UpdateClass.fields, { UpdateClass() }, FieldManual.updateClassSchema())
    try Self.check(CommandClass.fields, { CommandClass() }, FieldManual.commandClassSchema())
    try Self.check(OperatorClass.fields, { OperatorClass() }, FieldManual.operatorClassSchema())
  }

  @Test func `the schema of masking rules agrees with the server`() throws {
    let schema = try MiniSchema(FieldManual.maskSchema())
    let names = try #require(schema.root["propertyNames"])
    let values = try #require(schema.root["additionalProperties"])
    for text in Self.texts + ["TN###", "T*", "T*X", "**", "T-*", "########", "#########"]
    where !text.isEmpty && !text.contains("\t") {
      let quoted = "\"\(text.replacing("\\", with: "\\\\"))\""
      func isTaken(_ line: String) -> Bool {
        TableLoader.load([SourceText(path: "ACT/Masks/M.yaml", text: line + "\n")]).faults.isEmpty
      }
      #expect(schema.accepts(.string(text), names) == isTaken("\(quoted): A"), "\(text):")
      // The left side has signs enough for any right side.
      guard !text.contains(where: { "#-*".contains($0) }) else { continue }
      #expect(schema.accepts(.string(text), values) == isTaken("A: \(quoted)"), ": \(text)")
    }
  }

  @Test func `an entry is itself after it was frozen, and a liar's bytes are none`() throws {
    var entries = [ACTEntry()]
    for field in ACTEntry.fields {
      for text in Self.texts {
        var entry = ACTEntry()
        if field.assign(&entry, text) { entries.append(entry) }
      }
    }
    for entry in entries {
      var freezer = Freezer()
      freezer.put(entry)
      var thawer = Thawer(freezer.bytes)
      #expect(try thawer.take(ACTEntry.self) == entry && thawer.left == 0)
    }
    for bytes: [UInt8] in [[1, 0x7F, 0], [1, 0, 0], [2, 0, 1, 0x41], [0xFF, 0xFF, 1]] {
      var thawer = Thawer(bytes)
      #expect(throws: ThawError.self) { try thawer.take(ACTEntry.self) }
    }
  }

  @Test func `every option counts level over level, and the system's panel shows its default`() {
    for row in UserOptions.rows {
      // A value that is not the default.
      let other = Self.texts.first { text in
        var options = UserOptions()
        return !text.isEmpty && row.own.assign(&options, text)
          && row.own.text(of: options) != row.defaultText
      }
      var base = UserOptions()
      #expect(other.map { row.own.assign(&base, $0) } == true, "\(row.own.label)")
      #expect(UserOptions().over(base) == base && base.over(UserOptions()) == base)
      #expect(base.over(UserOptions.defaults).over(nil) != UserOptions.defaults, "\(row.own.label)")
      #expect(SystemOptions().options(of: base) == base.over(UserOptions.defaults))
      #expect(row.own.text(of: .defaults) == row.defaultText)
    }
    #expect(UserPolicy(SystemOptions(), nil).stage2Option == .signOff)
  }

  @Test func `a default is what its label's default says`() throws {
    for field in ACTEntry.fields where !field.defaultText.isEmpty {
      var entry = ACTEntry()
      #expect(field.assign(&entry, field.defaultText) && entry == ACTEntry(), "\(field.label)")
    }
    for field in SystemOptions.fields where !field.defaultText.isEmpty {
      var options = SystemOptions()
      #expect(field.assign(&options, field.defaultText), "\(field.label)")
      #expect(options == SystemOptions(), "\(field.label)")
    }
    for page in [FieldManual.applicationSchema(), FieldManual.systemSchema()] {
      let schema = try MiniSchema(page)
      for (label, rule) in schema.root["properties"]?.object ?? [:] {
        guard case .string(let text)? = rule["default"], !text.isEmpty else { continue }
        #expect(schema.accepts(.string(text), of: label), "\(label)")
      }
    }
  }

  @Test(arguments: [
    0...9999, 1...300, 5...7200, 0...999_999, 10...999_999, 1...65_535, 1...100_000,
  ])
  func `a pattern of a range counts right`(range: ClosedRange<Int>) throws {
    let pattern = try Regex("(\(NumberPattern.of(range)))")
    var numbers = Set([0, 1, 9, 10, 11, 99, 100, 101, 65_535, 65_536, 99_999, 1_000_000])
    for edge in [range.lowerBound, range.upperBound] {
      for step in [-100, -11, -10, -9, -1, 0, 1, 9, 10, 11, 100] where edge + step >= 0 {
        numbers.insert(edge + step)
      }
    }
    for _ in 0..<500 { numbers.insert(Int.random(in: 0...(range.upperBound + 1000))) }
    for number in numbers {
      #expect(
        (try pattern.wholeMatch(in: "\(number)") != nil) == range.contains(number), "\(number)")
    }
  }
}
