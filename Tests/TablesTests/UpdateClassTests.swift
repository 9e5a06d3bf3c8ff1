import Bytes
import Names
import Syntax
import Testing

@testable import Tables

/// What users may change of themselves.
@Suite struct UpdateClassTests {
  private static let path = "ACT/Users/BOB.yaml"

  private static func load(_ files: [String: String]) -> (SiteTables?, [String]) {
    let all = ["Applications/A.yaml": "Application-ID: A\nHost: builtin:cics\n"]
      .merging(files) { $1 }
    let (tables, faults) = TableLoader.load(
      all.sorted { $0.key < $1.key }.map { SourceText(path: "ACT/\($0.key)", text: $0.value) })
    return (tables, faults.map(\.summary))
  }

  private static func faults(
    _ files: [String: String], from old: String?, to new: String, _ rights: Rights = Rights()
  ) throws -> [String] {
    var files = files
    files["Users/BOB.yaml"] = old
    let (loaded, words) = load(files)
    #expect(words == [])
    let tables = try #require(loaded)
    let own = try #require(tables.updateClass(of: tables.effective(UserID("BOB"), rights)))
    return SelfMaintenance(tables, own, rights: rights)
      .faults(path, from: old.map { Array($0.utf8) }, to: Array(new.utf8)).map(\.message)
  }

  @Test func `the class of the file, the first profile, DEFAULT or the system counts`() throws {
    let files = [
      "UpdateClasses/P.yaml": "Menu key: Y\n", "UpdateClasses/Q.yaml": "Jump key: y\n",
      "UpdateClasses/SHUT.yaml": "Jump key: N\n", "System.yaml": "Update class: P\n",
      "Profiles/DEV.yaml": "Update class: Q\n", "Users/BOB.yaml": "Profile: DEV\n",
      "Users/SUE.yaml": "Profile: DEV\nUpdate class: N\n", "Users/JOE.yaml": "Update class: SHUT\n",
    ]
    let (loaded, words) = Self.load(files)
    #expect(words == [])
    let tables = try #require(loaded)
    func open(_ user: String) -> String? {
      tables.updateClass(of: tables.effective(UserID(user)))?.summary
    }
    #expect(open("BOB") == "Jump key" && open("ANY") == "Menu key")
    #expect(open("SUE") == nil && open("JOE") == nil)
  }

  @Test func `a class that is not there is told where it is named, and N has no file`() {
    for (files, words) in [
      (
        ["System.yaml": "Update class: P\n", "UpdateClasses/P1.yaml": "Menu key: Y\n"],
        "ACT/System.yaml:1:15: error: there is no update class P; did you mean P1?"
      ),
      (
        ["Profiles/DEV.yaml": "Update class: P\n"],
        "ACT/Profiles/DEV.yaml:1:15: error: there is no update class P; "
          + "it would be ACT/UpdateClasses/P.yaml"
      ),
      (["UpdateClasses/n.yaml": "Menu key: Y\n"], "N is the class of who may change nothing"),
      (["UpdateClasses/P.yaml": "Profile: Y\n"], "\"Profile\" is not a label of this file"),
      (["UpdateClasses/P.yaml": "Sessions: Y\n"], "\"Sessions\" is not a label of this file"),
      (["UpdateClasses/P.yaml": "Operator: Y\n"], "\"Operator\" is not a label of this file"),
      (["UpdateClasses/P.yaml": "Update class: Y\n"], "\"Update class\" is not a label"),
      (["UpdateClasses/P.yaml": "Menu key: yes\n"], "`yes` is not a value of \"Menu key\""),
      (["UpdateClasses/A.B.yaml": "Menu key: Y\n"], "\"A.B\" is no name of an update class"),
    ] {
      let (tables, found) = Self.load(files)
      #expect(tables == nil && found.contains { $0.contains(words) }, "\(words): \(found)")
    }
  }

  @Test func `what is closed may neither come, nor go, nor become another`() throws {
    let files = [
      "UpdateClasses/P.yaml": "Menu key: Y\nSession key: Y\n", "System.yaml": "Update class: P\n",
    ]
    let old = "Jump key: PF9 # his\nMenu key: PF20\nSession options:\n  A: {Session data: X}\n"
    func faults(_ new: String) throws -> [String] { try Self.faults(files, from: old, to: new) }
    #expect(try faults(old) == [])
    #expect(try faults(old.replacing("PF20", with: "PF21")) == [])
    #expect(try faults(old.replacing("Menu key: PF20\n", with: "")) == [])
    #expect(try faults(old.replacing("{Se", with: "{Session key: PF5, Se")) == [])
    let closed = { (label: String) in "\"\(label)\" is not yours to change" }
    #expect(try faults(old.replacing("PF9", with: "PF8")) == [closed("Jump key")])
    #expect(try faults(old.replacing("Jump key: PF9", with: "")) == [closed("Jump key")])
    #expect(try faults(old + "Operator: Y\n") == [closed("Operator")])
    #expect(try faults(old + "Sessions: '*'\n") == [closed("Sessions")])
    #expect(try faults(old + "Profile: A\n") == [closed("Profile")])
    #expect(try faults(old.replacing("X}", with: "Y}")) == [closed("Session data")])
    #expect(try faults(old.replacing("{Se", with: "{Applid: A, Se")) == [closed("Applid")])
    #expect(try faults("") == [closed("Jump key"), closed("Session data")])
    #expect(try faults("Menu key: PF20\n") == [closed("Jump key"), closed("Session data")])
  }

  @Test func `a session is made of what is on the menu, by groups and lists as they are`() throws {
    let files = [
      "UpdateClasses/P.yaml": "Can add session in TPX Admin: Y\n",
      "System.yaml": "Update class: P\n",
      "Applications/B.yaml": "Application-ID: B\nHost: builtin:cics\nGroups: PAY\n",
      "Applications/C.yaml": "Application-ID: C\nHost: builtin:cics\n",
    ]
    func faults(_ name: String, _ groups: Set<GroupName> = []) throws -> [String] {
      try Self.faults(
        files, from: "Sessions: A,B\n",
        to: "Sessions: A,B\nSession options:\n  MINE:\n    Applid: \(name)\n",
        Rights(groups: groups))
    }
    #expect(try faults("A") == [])
    #expect(try faults("B") == ["application B is not on your menu"])
    #expect(try faults("B", [try #require(GroupName("PAY"))]) == [])
    #expect(try faults("C") == ["application C is not on your menu"])
  }

  @Test func `a blank is what holds then, and never is beyond a limit`() throws {
    var files = [
      "UpdateClasses/P.yaml": "Stage 1 Timeout: Y\nLongest Stage 1 Timeout: 30\n",
      "System.yaml": "Update class: P\n",
    ]
    func faults(_ old: String, _ new: String) throws -> [String] {
      try Self.faults(files, from: old, to: new)
    }
    let wrong = "blank is `0` here, which is not within your limit"
    #expect(try faults("Stage 1 Timeout: 20\n", "Jump key: PF9\n").contains(wrong))
    #expect(try faults("Stage 1 Timeout: 20\n", "") == [wrong])
    #expect(try faults("Jump key: PF9\n", "Jump key: PF9\nStage 1 Timeout: 30\n") == [])
    files["System.yaml"] = "Update class: P\nStage 1 Timeout: 15\n"
    #expect(try faults("Stage 1 Timeout: 20\n", "") == [])
  }

  @Test func `a key has one meaning, and nothing is told of what the user has not`() throws {
    let files = [
      "UpdateClasses/P.yaml": "Session key: Y\nMenu key: Y\n",
      "System.yaml": "Update class: P\nTag key: PF6\n",
      "Applications/B.yaml":
        "Application-ID: B\nHost: builtin:cics\nGroups: PAY\nSession key: PF5\n",
      "Applications/C.yaml": "Application-ID: C\nHost: builtin:cics\nSession key: PF4\n",
    ]
    func own(_ key: String) -> String { "Session options:\n  A:\n    Session key: \(key)\n" }
    func faults(_ key: String, _ rights: Rights = Rights()) throws
      -> [String]
    { try Self.faults(files, from: nil, to: own(key), rights) }
    #expect(try faults("PF4") == ["PF4 is the key of session C as well"])
    #expect(try faults("PF6") == ["PF6 is the \"Tag key\" of these users as well"])
    #expect(try faults("PF5") == [])
    let pay = Rights(groups: [try #require(GroupName("PAY"))])
    #expect(try faults("PF5", pay) == ["PF5 is the key of session B as well"])
    // What others have made of it later keeps the user from nothing.
    let tables = try #require(Self.load(files.merging(["Users/BOB.yaml": own("PF4")]) { $1 }).0)
    let update = try #require(tables.updateClass(of: tables.effective(UserID("BOB"))))
    let old = Array(own("PF4").utf8)
    let rule = SelfMaintenance(tables, update, rights: Rights())
    #expect(rule.faults(Self.path, from: old, to: old + Array("Menu key: PF9\n".utf8)) == [])
  }

  @Test func `of what there is not it is told as of what is another's, and 64 are enough`() throws {
    let files = [
      "UpdateClasses/P.yaml": "Can add session in TPX Admin: Y\nSession data: Y\n",
      "System.yaml": "Update class: P\n",
      "Applications/B.yaml": "Application-ID: B\nHost: builtin:cics\nGroups: PAY\n",
    ]
    func faults(_ id: String, _ line: String) throws -> [String] {
      try Self.faults(files, from: nil, to: "Session options:\n  \(id):\n    \(line)\n")
    }
    for name in ["B", "NONE"] {
      #expect(try faults("MINE", "Applid: \(name)") == ["application \(name) is not on your menu"])
      #expect(try faults(name, "Session data: X") == ["session \(name) is not on your menu"])
    }
    func many(_ count: Int) -> String {
      "Session options:\n" + (1...count).map { "  M\($0):\n    Applid: A\n" }.joined()
    }
    #expect(try Self.faults(files, from: nil, to: many(64)) == [])
    #expect(
      try Self.faults(files, from: nil, to: many(65)) == ["65 sessions have options of their own"])
    #expect(try Self.faults(files, from: many(70), to: many(69)) == [])
  }

  @Test func `a class is itself after it was frozen`() throws {
    var update = UpdateClass()
    for field in UpdateClass.fields {
      let isTaken = field.assign(&update, field.shape == .choice(["Y", "N"]) ? "Y" : "7")
      #expect(isTaken)
    }
    var freezer = Freezer()
    freezer.put(update)
    var thawer = Thawer(freezer.bytes)
    #expect(try thawer.take(UpdateClass.self) == update && thawer.left == 0)
    #expect(update.opensSomething && update.addsSessions && !update.opens("Sessions"))
  }
}
