import Names
import Syntax
import Testing

@testable import Tables

/// Decks of statements, and files in one text.
@Suite struct TableBatchTests {
  private static let files = [
    "ACT/System.yaml": "# all\nMenu key: PF24\n",
    "ACT/Applications/TSOA.yaml":
      "# TSO\nApplication-ID: TSOA   # the name\nHost: builtin:tso:S001\n",
    "ACT/Users/SALES1.yaml": "Profile: DEVS\n", "ACT/Users/sales2.yaml": "Menu key: PF3 # his\n",
    "ACT/Users/BOB.yaml": "Session options:\n  TSOA:\n    Session key: PF5\n",
    "ACT/Profiles/DEVS.yaml": "Jump key: PF11\n", "ACT/Masks/LUS.yaml": "\"TN#\": \"A#\"\n",
  ]

  private static func outcome(
    _ deck: String, on files: [String: String] = Self.files
  ) -> (changes: [String: String?], lines: [String], faults: [String]) {
    let outcome = TableBatch.outcome(
      of: SourceText(path: "deck", text: deck), on: files.mapValues { Array($0.utf8) })
    return (
      Dictionary(
        uniqueKeysWithValues: outcome.changes.map { change in
          (change.path, change.becomes.map { String(decoding: $0, as: UTF8.self) })
        }), outcome.lines, outcome.faults.map(\.summary)
    )
  }

  @Test func `statements change labels, and leave the rest as it is written`() {
    let outcome = Self.outcome(
      """
      * a comment
      UPDATE USER (SALES--- (Menu key(PF22)) (Stage 1 Timeout(10)))
      update act (tsoa ((Session description('TSO (it''s production)')) (Menu position(5))))
      ADD USER (NEW1
        (Profile(DEVS)))
      UPDATE SYSTEM ((Jump key(PF21)))
      UPDATE MASK (LUS (T*(B*)))
      """)
    #expect(outcome.faults == [])
    #expect(
      outcome.changes == [
        "ACT/Users/SALES1.yaml": "Profile: DEVS\nMenu key: PF22\nStage 1 Timeout: 10\n",
        "ACT/Users/sales2.yaml": "Menu key: PF22 # his\nStage 1 Timeout: 10\n",
        "ACT/Applications/TSOA.yaml":
          "# TSO\nApplication-ID: TSOA   # the name\nHost: builtin:tso:S001\n"
          + "Session description: TSO (it's production)\nMenu position:       5\n",
        "ACT/Users/NEW1.yaml": "Profile: DEVS\n",
        "ACT/System.yaml": "# all\nMenu key: PF24\nJump key: PF21\n",
        "ACT/Masks/LUS.yaml": "\"TN#\": \"A#\"\nT*:    B*\n",
      ])
  }

  @Test func `copies, deletions and sessions of one file`() {
    let outcome = Self.outcome(
      """
      COPY ACT (TSOA TSOB (Application-ID(TSOB)))
      DELETE USER (SALES*)
      ADD USERSESSION (BOB CICSA (Session key(PF6)))
      COPY USERSESSION (BOB TSOA TSOB (Session key(PF7)))
      DELETE USERSESSION (BOB TSOA)
      ADD PROFILESESSION (DEVS TSOA (Start at signon(Y)))
      """)
    #expect(outcome.faults == [])
    #expect(
      outcome.changes == [
        "ACT/Applications/TSOB.yaml":
          "# TSO\nApplication-ID: TSOB   # the name\nHost: builtin:tso:S001\n",
        "ACT/Users/SALES1.yaml": nil, "ACT/Users/sales2.yaml": nil,
        "ACT/Users/BOB.yaml":
          "Session options:\n  CICSA:\n    Session key: PF6\n  TSOB:\n    Session key: PF7\n",
        "ACT/Profiles/DEVS.yaml":
          "Jump key: PF11\nSession options:\n  TSOA:\n    Start at signon: Y\n",
      ])
  }

  @Test func `the later statement sees what the earlier did`() {
    let outcome = Self.outcome(
      "ADD USER (NEW1)\nUPDATE USER (NEW1 (Menu key(PF9)))\nDELETE USER (BOB)\nADD USER (BOB)\n"
        + "UPDATE USER (SALES1 (Profile()))\n")
    #expect(outcome.faults == [])
    #expect(outcome.changes["ACT/Users/NEW1.yaml"] == "Menu key: PF9\n")
    #expect(outcome.changes["ACT/Users/BOB.yaml"] == "{}\n")
    #expect(outcome.changes["ACT/Users/SALES1.yaml"] == "{}\n")
  }

  @Test(arguments: [
    ("UPDAT USER (BOB)", "UPDAT is no statement; did you mean UPDATE?"),
    ("UPDATE USERS (BOB)", "did you mean USER?"), ("UPDATE (BOB)", "needs one word"),
    ("UPDATE USER BOB", "is not in parentheses"), ("UPDATE USER (BOB", "a ( is not closed"),
    ("UPDATE USER (BOB))", "is not in parentheses"), ("UPDATE USER (BOB) x", "not in parentheses"),
    ("UPDATE USER ('BOB)", "is not closed"), ("UPDATE USER ()", "takes 1 name"),
    ("UPDATE USER (A B (Menu key(PF1)))", "takes 1 name"),
    ("UPDATE USER (BOB (Menu key))", "a label has no value"), ("UPDATE USER (BOB ())", "no value"),
    ("UPDATE USER (BOB (((((((((((a(b))))))))))))))", "is not in parentheses"),
    ("UPDATE USER (BOB (Menu kay(PF1)))", "did you mean \"Menu key\"?"),
    ("UPDATE USER (BOBB (Menu key(PF1)))", "there is no USER BOBB; did you mean BOB?"),
    ("ADD USER (bob)", "is there already: ACT/Users/BOB.yaml"), ("ADD USER (A.B)", "is no name"),
    ("COPY USER (NOBODY X)", "there is no USER NOBODY"), ("COPY USER (BOB SALES2)", "already"),
    ("COPY USERSESSION (BOB NOPE X)", "says nothing of session NOPE"),
    ("ADD USERSESSION (BOB TSOA (Session key(PF6)))", "session TSOA is there already"),
    ("COPY USERSESSION (BOB TSOA TSOA)", "session TSOA is there already"),
    ("DELETE USERSESSION (BOB TSOX)", "no file of these says anything of session TSOX"),
    ("SET MASKCHAR 'A'", "one character that no name has"), ("ADD ACT (A/B)", "is no name"),
    ("UPDATE USER (BOB (Menu key('PF1)))", "a ' is not closed on its line"),
    ("ADD USERSESSION (BOB A.B (Session key(PF1)))", "is no session id"),
    ("DELETE SYSTEM ()", "the system's file stays"), ("SET MASKCHAR", "SET takes MASKCHAR"),
    ("UPDATE MASK (LUS (X()))", "no label"), ("(", "a ( is not closed"), ("'", "is no statement"),
    ("--- # ACT/Users/../System.yaml\n", "is no file of ACT"),
    ("--- # Screens/TEN0003.panel\n", "is no file of ACT"),
    ("--- # ACT/Users/A.yaml\n--- # ACT/Users/a.yaml\n", "stands twice"),
  ])
  func `a fault is told with its line, and nothing is changed`(_ text: String, says: String) {
    let deck = text.hasPrefix("---") ? text : "ADD USER (OK1)\n\n" + text + "\n"
    let outcome = Self.outcome(deck)
    #expect(outcome.faults.contains { $0.contains(says) }, "\(outcome.faults)")
    #expect(outcome.faults.allSatisfy { $0.hasPrefix("deck:3:1: ") || text.hasPrefix("---") })
    #expect(outcome.changes.isEmpty)
  }

  @Test func `a mask's sign is another where a deck says so`() {
    let outcome = Self.outcome("SET MASKCHAR '!'\nUPDATE USER (SALES!! (Menu key(PF9)))\n")
    #expect(outcome.changes.count == 2 && outcome.faults.isEmpty)
    #expect(Self.outcome("SET MASKCHAR '!'\nDELETE USER (SALES-)\n").faults.count == 1)
  }

  @Test(arguments: [true, false])
  func `what was extracted makes the same site`(isDeck: Bool) throws {
    let bytes = Self.files.mapValues { Array($0.utf8) }
    let lines = TableBatch.extract(bytes, mask: nil, isDeck: isDeck)
    let empty = isDeck ? [:] : ["ACT/Users/BOB.yaml": "Menu key: PF3\n"]
    let outcome = Self.outcome(lines.joined(separator: "\n") + "\n", on: empty)
    #expect(outcome.faults == [])
    #expect(outcome.changes.count == Self.files.count)
    func tables(_ files: [(String, String)]) throws -> SiteTables {
      try #require(
        TableLoader.load(files.sorted { $0.0 < $1.0 }.map { SourceText(path: $0.0, text: $0.1) })
          .tables)
    }
    let made = try tables(outcome.changes.map { ($0.key, $0.value ?? "") })
    let was = try tables(Self.files.map { ($0.key, $0.value) })
    #expect(made.sessions.map(\.entry) == was.sessions.map(\.entry))
    #expect(made.system == was.system && made.profiles == was.profiles)
    #expect(Set(made.users.keys) == Set(was.users.keys))
    if !isDeck {
      #expect(outcome.changes["ACT/Users/sales2.yaml"] == Self.files["ACT/Users/sales2.yaml"])
    }
  }

  @Test func `a file whose name has a mask's sign is meant, and not those like it`() {
    let files = [
      "ACT/Applications/A-B.yaml": "Application-ID: A\n",
      "ACT/Applications/AXB.yaml": "Application-ID: B\n",
      "ACT/Applications/my app.yaml": "Application-ID: C\n",
    ]
    func changes(_ deck: String) -> [String] {
      let outcome = Self.outcome(deck, on: files)
      #expect(outcome.faults == [])
      return outcome.changes.keys.sorted()
    }
    #expect(changes("DELETE ACT (A-B)\n") == ["ACT/Applications/A-B.yaml"])
    #expect(
      changes("UPDATE ACT ('MY APP' (Menu position(5)))\n") == ["ACT/Applications/my app.yaml"])
    #expect(changes("DELETE ACT (A--)\nADD ACT (A-C)\n").count == 3)
    let bytes = files.mapValues { Array($0.utf8) }
    let deck = TableBatch.extract(bytes, mask: nil, isDeck: true).joined(separator: "\n") + "\n"
    #expect(
      Self.outcome(deck, on: [:]).changes == [
        "ACT/Applications/A-B.yaml": "Application-ID: A\n",
        "ACT/Applications/AXB.yaml": "Application-ID: B\n",
        "ACT/Applications/MY APP.yaml": "Application-ID: C\n",
      ])
  }

  @Test(arguments: ["LOGON ", "  ", "Bob's", "'", "''", "a 'b' c", "(x", " (y)' "])
  func `a value is the same after it was extracted`(_ value: String) throws {
    let written = "'" + value.replacing("'", with: "''") + "'"
    let path = "ACT/Applications/A.yaml"
    let file = "Application-ID: A\nHost: builtin:cics\nSession data: \(written)\n"
    let lines = TableBatch.extract([path: Array(file.utf8)], mask: nil, isDeck: true)
    let made = try #require(
      Self.outcome(lines.joined(separator: "\n") + "\n", on: [:]).changes[path])
    func data(_ text: String?) -> String? {
      TableLoader.load([SourceText(path: path, text: text ?? "")]).tables?.sessions[0].entry
        .sessionData
    }
    #expect(data(made) == data(file) && data(file) == value)
  }

  @Test func `EXTRACT in a deck, and a mask`() {
    #expect(
      Self.outcome("EXTRACT USER (BOB)\n").lines == [
        "ADD USER (BOB)", "ADD USERSESSION (BOB TSOA", "  (Session key(PF5)))",
      ])
    let bytes = Self.files.mapValues { Array($0.utf8) }
    #expect(
      TableBatch.extract(bytes, mask: NameMask("SALES-"), isDeck: true) == [
        "ADD USER (SALES1", "  (Profile(DEVS)))", "ADD USER (SALES2", "  (Menu key(PF3)))",
      ])
  }
}
