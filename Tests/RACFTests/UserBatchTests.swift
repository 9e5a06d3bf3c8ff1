import Bytes
import Crypto
import Keystore
import Names
import SAF
import Testing
import Time

@testable import RACF

/// Users from a spreadsheet: what rows come to, what is refused, and that no secret is told.
@Suite struct UserBatchTests {
  private let now = WallTime(seconds: 1_800_000_000)

  private func state(_ users: [String] = []) throws -> SecurityState {
    var state = SecurityState(server: try #require(UserID("TURNSTIL")))
    for name in ["SYS1", "OPS", "SALES"] {
      let group: GroupName = try #require(GroupName(name))
      state.apply(.group(GroupRecord(name: group, superior: nil)), at: now)
    }
    for name in users {
      var record = UserRecord(id: try #require(UserID(name)))
      record.defaultGroup = GroupName("SYS1")
      let first: GroupName = try #require(GroupName("SYS1"))
      record.connections[first] = UserRecord.Connection(made: now)
      state.apply(.user(record), at: now)
    }
    return state
  }

  private func outcome(
    _ text: String, on state: SecurityState
  ) throws -> (faults: [String], changes: [SecurityChange]) {
    let sheet = UserSheet(Array(text.utf8))
    guard sheet.faults.isEmpty else { return (sheet.faults, []) }
    let batch = UserBatch(sheet)
    let keys = KeyService(cards: [], localKey: SharedSecret(try Random.secret(count: 32)))
    return batch.outcome(on: state, keys: keys, hashes: batch.trialHashes, at: now)
  }

  @Test func `new users are added and others changed, in any order of headings`() throws {
    var state = try state(["BOB"])
    let text = """
      \u{FEFF}name,User,groups,dfltgrp,PASSWORD,special\r
      "Ann, O'Hara",ann,OPS  SALES,,"SEC""R'T-",\r
      ,BOB,SALES,sales,,Y\r

      """
    let (faults, changes) = try outcome(text, on: state)
    #expect(faults == [])
    for change in changes { state.apply(change, at: now) }
    let ann = try #require(UserID("ANN").flatMap { state.users[$0] })
    #expect(ann.name == "Ann, O'Hara" && ann.hasPassword && !ann.isAdministrator)
    #expect(ann.groups.map(\.description).sorted() == ["OPS", "SALES", "SYS1"])
    let bob = try #require(UserID("BOB").flatMap { state.users[$0] })
    #expect(bob.defaultGroup?.description == "SALES" && bob.isAdministrator && bob.name.isEmpty)
    // What is there once more changes nothing that anybody can tell.
    let again = try outcome(text, on: state)
    let entries = AuditTrail.entries(again.changes, from: state, by: .server, at: now)
    #expect(entries.map(\.kind) == [.password])
  }

  @Test func `a password is what stands in the cell, with quotes and signs`() throws {
    let sheet = UserSheet(Array("USER,PASSWORD\nBOB,\"A\"\"B'C) SPECIAL -\"\n".utf8))
    let row = try #require(sheet.rows.first)
    let password = try #require(row.change.password)
    let isAlike = password.secret.isEqual(to: Secret(copying: Array("A\"B'C) SPECIAL -".utf8)))
    #expect(isAlike)
    #expect(row.change.attributes.isEmpty)
  }

  @Test(arguments: [
    ("", "the file is empty"), ("USER,SECRET1\nA,B\n", "line 1: cell 2 is no heading"),
    ("NAME\nBOB\n", "line 1: the heading USER is missing"),
    ("USER,USER\nBOB,BOB\n", "line 1: cell 2 is no heading"),
    ("USER,NAME\nBOB\n", "line 2: 1 cells; there are 2 headings"),
    ("USER\nTOOLONGUSER\n", "line 2: USER: a user id has"),
    ("USER\nBOB\nBOB\n", "line 3: BOB stands in line 2 already"),
    ("USER,OWNER\nBOB,A) SPECIAL\n", "line 2: OWNER: 1 to 8"),
    ("USER,SPECIAL\nBOB,maybe\n", "line 2: SPECIAL: YES or NO"),
    ("USER,NAME\nBOB,\"x\ny\"\n", "line 2: a line end"),
    ("USER,NAME\nBOB,\"x\n", "line 2: a quote is not closed"),
    ("USER,NAME\nBOB,\"x\"y\n", "line 2: something stands behind a quote"),
    ("USER,GROUPS\nBOB,NONESUCH\n", "line 2: IKJ56702I INVALID GROUP, NONESUCH"),
    ("USER,PHRASE\nBOB,SHORT\n", "line 2: IKJ56702I INVALID PHRASE"),
  ])
  func `what is wrong is told with its line, and without what stands there`(
    _ text: String, _ expected: String
  ) throws {
    let (faults, changes) = try outcome(text, on: try state())
    #expect(faults.first?.hasPrefix(expected) == true, "\(faults)")
    #expect(faults.allSatisfy { !$0.contains("SECRET") } && changes.isEmpty)
  }

  @Test func `one wrong row of many changes nothing, and all that are wrong are told`() throws {
    let rows = (0..<50).map { "U\($0),\($0 % 25 == 7 ? "NOGROUP" : "OPS")" }
    let (faults, changes) = try outcome(
      "USER,GROUPS\n" + rows.joined(separator: "\n"), on: try state())
    #expect(faults.map { $0.prefix(8) } == ["line 9: ", "line 34:"] && changes.isEmpty)
  }

  @Test(arguments: [
    ("SALES---", ["SALES", "SALES1", "SALES123"], ["SALE", "ASALES"]),
    ("a*", ["A", "AB", "ABCDEFGH"], ["BA"]), ("*B-", ["B", "AB", "ABC", "XXBX"], ["BXX", "A"]),
    ("--------", ["A", "ABCDEFGH"], []), ("*", ["A"], []),
  ])
  func `a mask means the names that it should`(
    _ mask: String, _ meant: [String], _ others: [String]
  ) throws {
    let mask = try #require(NameMask(mask))
    #expect(meant.allSatisfy { mask.matches($0) } && others.allSatisfy { !mask.matches($0) })
  }

  @Test func `what is extracted is what loads, and changes nothing`() throws {
    var state = try state(["BOB"])
    for change in try outcome("USER,NAME,GROUPS,DATA\nANN,\"a, b\",OPS,\"x\"\"y\"", on: state)
      .changes
    {
      state.apply(change, at: now)
    }
    // Days, wrong passwords and what is lazy stay: REVOKED and EXPIRED say how a user is.
    let bob = try #require(UserID("BOB"))
    var record = try #require(state.users[bob])
    record.revokeDay = now.day + 10
    record.isPhraseExpired = true
    record.hasPhrase = true
    state.apply(.user(record), at: now)
    let text = UserSheet.table(state, mask: nil, at: now).lines(as: .csv).joined(separator: "\n")
    let (faults, changes) = try outcome(text, on: state)
    #expect(faults == [], "\(text)")
    #expect(AuditTrail.entries(changes, from: state, by: .server, at: now) == [])
    var after = state
    for change in changes { after.apply(change, at: now) }
    #expect(after.users == state.users && after.lastAccess == state.lastAccess)
    #expect(!changes.contains { if case .forgetFailures = $0 { true } else { false } })
    #expect(UserSheet.table(state, mask: NameMask("B*"), at: now).rows.map { $0[0] } == ["BOB"])
  }
}
