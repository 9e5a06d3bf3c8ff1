import Crypto
import Keystore
import Names
import PassTicket
import SAF
import Testing
import Time

@testable import RACF

private let noon = WallTime(seconds: 1_800_000_000)

/// What commands change, as lists of changes.
@Suite struct ExecutionTests {
  /// A site that commands are worked out on, one after the other.
  private struct Desk {
    var state: SecurityState
    var keys: KeyService

    init() throws {
      state = SecurityState(server: try #require(UserID("TURNSTIL")))
      state.apply(.setClass(.tickets, isActive: true), at: noon)
      state.apply(
        .group(GroupRecord(name: try #require(GroupName("SYS1")), superior: nil)), at: noon)
      keys = KeyService(
        cards: [
          SoftwareCard(
            desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32),
            isOnline: true)
        ], localKey: SharedSecret(try Random.secret(count: 32)))
    }

    /// Works a command out; its changes count for the next one.
    @discardableResult
    mutating func run(_ text: String) throws -> (answer: RACFAnswer, changes: [SecurityChange]) {
      let statement = try #require(RACFStatement.statements(Array(text.utf8)).first)
      let command = try RACFParser.parse(statement)
      var hashes = CommandHashes()
      if text.contains(" PASSWORD(") { hashes.password = "hash" }
      if text.contains(" NOPASSWORD") { hashes.password = "" }
      let done = RACFExecution.execute(
        command, on: state, keys: keys, hashes: hashes, at: noon,
        system: try #require(PackedName("PROD")))
      for change in done.changes { state.apply(change, at: noon) }
      return done
    }
  }

  @Test func `ADDUSER is one list: the user, its group and its password`() throws {
    var desk = try Desk()
    try desk.run("ADDGROUP OPS")
    let bob = try #require(UserID("BOB"))
    let done = try desk.run(
      "ADDUSER BOB NAME('BOB') DFLTGRP(OPS) PASSWORD(FIRSTPW1) AUTHORITY(JOIN) SPECIAL")
    var record = UserRecord(id: bob)
    record.name = "BOB"
    record.created = noon
    record.passwordChanged = noon
    record.interval = 30
    record.listed["SPECIAL"] = "YES"
    let group = try #require(GroupName("OPS"))
    record.defaultGroup = group
    var connection = UserRecord.Connection(made: noon)
    connection.authority = .join
    record.connections[group] = connection
    #expect(
      done.changes == [
        .user(record), .retire(bob, .password, keep: 0), .password(bob, hash: "hash"),
      ])
    #expect(done.answer == RACFAnswer())
    #expect(desk.state.users[bob]?.hasPassword == true)
    // Twice: nothing.
    let again = try desk.run("ADDUSER BOB PASSWORD(FIRSTPW1)")
    #expect(again.changes.isEmpty && again.answer.isFailed)
    // Into a group that is not there: nothing either.
    #expect(try desk.run("ADDUSER SUE DFLTGRP(NONE)").changes.isEmpty)
  }

  @Test func `what fails for one user is done for the others`() throws {
    var desk = try Desk()
    try desk.run("ADDUSER BOB")
    let done = try desk.run("ADDUSER (ANN BOB SUE)")
    #expect(
      done.answer.lines == [
        "ICH01024I User ANN is defined as PROTECTED.", "IKJ56702I INVALID USERID, BOB",
        "ICH01010I BOB NOT ADDED", "ICH01024I User SUE is defined as PROTECTED.",
      ])
    #expect(done.changes.count == 2 && desk.state.users.count == 3)
  }

  @Test func `the last administrator is neither revoked nor deleted, whatever the order`() throws {
    var desk = try Desk()
    try desk.run("ADDUSER (A B) PASSWORD(FIRSTPW1) SPECIAL")
    // One list takes one away, and leaves the other.
    let done = try desk.run("DELUSER (A B)")
    #expect(done.changes == [.removeUser(try #require(UserID("A")))])
    #expect(done.answer.lines.count == 1 && done.answer.lines[0].hasPrefix("B NOT DELETED"))
    for text in ["ALTUSER B REVOKE", "ALTUSER B NOSPECIAL", "ALTUSER B NOPASSWORD"] {
      #expect(try desk.run(text).changes.isEmpty, "\(text)")
    }
    #expect(try desk.run("ALTUSER B REVOKE(12/31/69)").changes.count == 1)
    #expect(try desk.run("ALTUSER B REVOKE(01/01/20)").changes.isEmpty, "that day has come")
  }

  @Test func `RESUME forgets wrong passwords, and a day that was said before`() throws {
    var desk = try Desk()
    try desk.run("ADDUSER BOB PASSWORD(FIRSTPW1)")
    let bob = try #require(UserID("BOB"))
    try desk.run("ALTUSER BOB REVOKE(12/31/69)")
    #expect(desk.state.users[bob]?.revokeDay != nil)
    let done = try desk.run("ALTUSER BOB RESUME")
    #expect(done.changes.last == .forgetFailures(bob))
    #expect(desk.state.users[bob]?.revokeDay == nil)
    try desk.run("ALTUSER BOB REVOKE(01/01/20)")
    #expect(desk.state.users[bob]?.isRevoked == true && desk.state.users[bob]?.revokeDay == nil)
  }

  @Test func `groups make no circle, and go only when they are empty`() throws {
    var desk = try Desk()
    try desk.run("ADDGROUP OPS")
    try desk.run("ADDGROUP NIGHT SUPGROUP(OPS)")
    let ops = try #require(GroupName("OPS"))
    let circle = try desk.run("ALTGROUP OPS SUPGROUP(NIGHT) DATA('kept')")
    #expect(circle.answer.lines.count == 2)
    // What else was said counts.
    #expect(desk.state.groups[ops]?.installationData == "kept")
    #expect(
      desk.state.groups[ops]?.superior == GroupName("SYS1"))
    #expect(
      try desk.run("DELGROUP (OPS SYS1 NIGHT)").changes == [
        .removeGroup(try #require(GroupName("NIGHT")))
      ])
    try desk.run("ADDUSER BOB DFLTGRP(OPS)")
    #expect(try desk.run("DELGROUP OPS").changes.isEmpty)
    #expect(try desk.run("REMOVE BOB GROUP(OPS)").changes.isEmpty, "it is the default group")
    try desk.run("CONNECT BOB GROUP(SYS1)")
    try desk.run("ALTUSER BOB DFLTGRP(SYS1)")
    #expect(try desk.run("REMOVE BOB GROUP(OPS)").changes.count == 1)
    #expect(try desk.run("DELGROUP OPS").changes.count == 1)
  }

  @Test func `a key that is defined is put away, and dropped when nothing names it`() throws {
    var desk = try Desk()
    let name = try #require(PTKTDATAName("APPL"))
    let made = try desk.run(
      "RDEFINE PTKTDATA APPL SSIGNON(KEYENCRYPTED(E001193519561977)) APPLDATA('x')")
    guard case .key(let token, isMade: true)? = made.changes.first else {
      Issue.record("no key comes first")
      return
    }
    #expect(token.label.text.hasPrefix("IRR.SSIGNON.PROD.01152027.080000."))
    #expect(desk.state.defined.keys[name]?.legacy == .encrypted(token.label))
    #expect(desk.state.inForce.keys[name] == nil)
    #expect(made.answer.lines.first == "APPL: key check value A13386 (DES of zeros)")
    #expect(try desk.run("SETROPTS RACLIST(PTKTDATA) REFRESH").changes == [.refresh(.tickets)])
    #expect(try desk.run("RDELETE PTKTDATA APPL").changes == [.removeProfile(name)])
    #expect(
      try desk.run("SETROPTS RACLIST(PTKTDATA) REFRESH").changes
        == [.refresh(.tickets), .removeKey(token.label)])
    // A masked key lies in the profile, wrapped.
    try desk.run("RDEFINE PTKTDATA APPL SSIGNON(KEYMASKED(E001193519561977))")
    let encrypted = try desk.run("RALTER PTKTDATA APPL SSIGNON(ENCRYPTKEY)")
    #expect(encrypted.changes.count == 2)
    #expect(try desk.run("RALTER PTKTDATA APPL SSIGNON(ENCRYPTKEY)").changes.isEmpty)
  }

  @Test func `without a card no key is defined, and no profile with it`() throws {
    var desk = try Desk()
    desk.keys = desk.keys.with(cards: [AbsentCard()])
    let done = try desk.run("RDEFINE PTKTDATA APPL SSIGNON(KEYENCRYPTED(*))")
    #expect(done.changes.isEmpty)
    #expect(
      done.answer.lines.first == "APPL: the key is not stored: ICSF CSNBENC services Failed")
  }

  @Test func `an access list changes as one rule`() throws {
    var desk = try Desk()
    try desk.run("ADDUSER BOB")
    try desk.run("RDEFINE CSFKEYS A.KEY UACC(READ)")
    let done = try desk.run("PERMIT A.KEY CLASS(CSFKEYS) ID(BOB NOBODY *) ACCESS(UPDATE)")
    var rule = AccessRule(name: try #require(ResourceName("A.KEY")))
    rule.universal = .read
    rule.entries = ["BOB": .update, "*": .update]
    #expect(done.changes == [.rule(rule, .keys)])
    #expect(done.answer.lines.first == "ICH06007I NOBODY NOT DEFINED TO RACF")
    let empty = try desk.run("PERMIT A.KEY CLASS(CSFKEYS) RESET")
    rule.entries = [:]
    #expect(empty.changes == [.rule(rule, .keys)])
    #expect(try desk.run("PERMIT B.KEY CLASS(CSFKEYS) ID(BOB)").changes.isEmpty)
  }

  @Test func `what only lists changes nothing`() throws {
    var desk = try Desk()
    try desk.run("ADDUSER BOB")
    try desk.run("RDEFINE PTKTDATA APPL")
    for text in [
      "LISTUSER *", "LISTGRP *", "RLIST PTKTDATA *", "SEARCH CLASS(USER)", "RVARY LIST", "HELP",
    ] {
      #expect(try desk.run(text).changes.isEmpty, "\(text)")
    }
  }

  @Test func `a statement of KGUP's is for all its labels or none`() throws {
    let desk = try Desk()
    var state = desk.state
    func run(_ text: String) throws -> [SecurityChange] {
      let deck = CommandDeck(Array(text.utf8), .keyGenerator)
      let statement = try KeyStatement.read(try #require(deck.statements.first)).get()
      let changes = try KeyCommands.execute(statement, on: state, keys: desk.keys).changes
      for change in changes { state.apply(change, at: noon) }
      return changes
    }
    #expect(try run("ADD LABEL(A.KEY,B.KEY) TYPE(DATA)").count == 2)
    #expect(throws: RACFFault.self) { try run("ADD LABEL(C.KEY,A.KEY) TYPE(DATA)") }
    #expect(state.tokens.count == 2)
    let (a, c) = (try #require(KeyLabel("A.KEY")), try #require(KeyLabel("C.KEY")))
    let wrapped = state.tokens[a]?.wrapped
    #expect(try run("RENAME LABEL(A.KEY,C.KEY) TYPE(DATA)").count == 2)
    #expect(state.tokens[c]?.wrapped == wrapped && state.tokens[a] == nil)
    #expect(throws: RACFFault.self) { try run("RENAME LABEL(C.KEY,B.KEY) TYPE(DATA)") }
    #expect(throws: RACFFault.self) { try run("UPDATE LABEL(A.KEY) TYPE(DATA)") }
    #expect(try run("DELETE LABEL(B.KEY,C.KEY) TYPE(DATA)").count == 2)
    #expect(throws: RACFFault.self) { try run("DELETE LABEL(B.KEY) TYPE(DATA)") }
    #expect(state.tokens.isEmpty)
  }
}
