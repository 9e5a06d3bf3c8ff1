import Crypto
import Keystore
import Names
import Testing
import Time

@testable import SAF

/// What changes come to in the audit: old and new, and no secret.
@Suite struct AuditTrailTests {
  private let author = AuditAuthor("uid 0", from: "command")

  private func told(_ changes: [SecurityChange], from fixture: Fixture) -> [String] {
    AuditTrail.entries(changes, from: fixture.state, by: author, at: noon).map {
      "\($0.kind.rawValue) \($0.object) \($0.detail)"
    }
  }

  @Test func `a user is defined, changed and deleted, each with old and new`() throws {
    let fixture = try Fixture()
    var bob = try Fixture.user("BOB")
    var other = bob
    other.owner = "SYS1"
    other.isRevoked = true
    other.interval = 60
    bob.name = ""
    #expect(
      told(
        [
          .user(bob), .password(bob.id, hash: "$argon2id$secret"), .user(other), .user(other),
          .signedOn(bob.id, at: noon), .forgetFailures(bob.id), .retire(bob.id, .password, keep: 3),
          .removeUser(bob.id),
        ], from: fixture) == [
          "ADDUSER BOB OWNER: IBMUSER; DFLTGRP: SYS1; GROUPS: SYS1(USE)",
          "PASSWORD BOB PASSWORD: a new one",
          "ALTUSER BOB OWNER: IBMUSER -> SYS1; REVOKED: (none) -> YES; INTERVAL: (none) -> 60",
          "DELUSER BOB ",
        ])
  }

  @Test func `another key of the same kind, and what came and went of a list, are told`() throws {
    let fixture = try Fixture()
    let secret: [UInt8] = Array("SECRETKEY".utf8)
    let lines = told(
      [
        .profile(try Fixture.profile("TSOA", .masked(wrapped: [1, 2, 3]))),
        .profile(try Fixture.profile("TSOA", .masked(wrapped: secret))),
        .profile(try Fixture.profile("TSOA", .masked(wrapped: secret))),
      ], from: fixture)
    #expect(lines.count == 2 && lines[1] == "RALTER PTKTDATA TSOA KEY: another KEYMASKED key")
    var state = fixture.state
    var record = try Fixture.user("BOB")
    let (old, new) = (try #require(GroupName("OLDGRP")), try #require(GroupName("NEWGRP")))
    record.connections[old] = UserRecord.Connection(made: nil)
    state.apply(.user(record), at: noon)
    record.connections[old] = nil
    record.connections[new] = UserRecord.Connection(made: nil)
    record.connections[new]?.owner = "EVE"
    let entries = AuditTrail.entries([.user(record)], from: state, by: .server, at: noon)
    #expect(entries.map(\.detail) == ["GROUPS: +NEWGRP(USE,OWNER=EVE) -OLDGRP(USE)"])
  }

  @Test func `keys and hashes are in no entry, and access is PERMIT's`() throws {
    let fixture = try Fixture()
    let secret: [UInt8] = Array("SECRETKEY".utf8)
    var rule = try Fixture.rule("CICSA", .read)
    var permitted = rule
    permitted.entries = ["BOB": .update]
    rule.entries = [:]
    let lines = told(
      [
        .profile(try Fixture.profile("TSOA", .masked(wrapped: secret))),
        try Fixture.key("A.KEY", .des, bytes: secret), .rule(rule, .applications),
        .rule(permitted, .applications), .setClass(.applications, isActive: true),
        .refresh(.tickets), .removeRule(rule.name, .applications),
      ], from: fixture)
    // Not as text, in hex, or as numbers.
    for form in ["SECRET", "534543", "83, 69"] {
      #expect(lines.allSatisfy { !$0.uppercased().contains(form) })
    }
    #expect(
      lines.map { String($0.split(separator: " ")[0]) } == [
        "RDEFINE", "KEY", "RDEFINE", "PERMIT", "SETROPTS", "SETROPTS", "RDELETE",
      ])
    #expect(lines[3] == "PERMIT APPL CICSA BOB: (none) -> UPDATE")
  }

  @Test func `what is long is cut, and says so`() {
    let entry = AuditEntry(
      .alterUser, of: "BOB", detail: String(repeating: "x", count: 9000), by: author, at: noon)
    #expect(entry.detail.count == AuditLimits.detail && entry.detail.hasSuffix("..."))
  }

  @Test func `nothing in an entry breaks a line or moves a terminal`() {
    let entry = AuditEntry(
      .file, of: "A\0B", detail: "a\u{1B}[2Jb\r\nc\u{202E}d é", by: author, at: noon)
    #expect(entry.object == "A B" && entry.detail == "a [2Jb  c d é")
  }

  @Test func `options of passwords are told by their keywords`() throws {
    let fixture = try Fixture()
    var options = PasswordOptions()
    options.history = 3
    options.expiresFirst = true
    options.revoke = nil
    #expect(
      told([.passwordOptions(options), .passwordOptions(options)], from: fixture) == [
        "SETROPTS PASSWORD FIRSTEXPIRED: (none) -> YES; HISTORY: (none) -> 3; REVOKE: (none) -> NO"
      ])
  }

  @Test func `who changed it, and who was refused, is told by whoever acts`() throws {
    let fixture = try Fixture([.user(try Fixture.user("BOB"))])
    let store = MemoryStore(fixture.state)
    let manager = try SecurityManager(
      store, keys: KeyService(cards: [], localKey: SharedSecret(try Random.secret(count: 32))))
    let bob = try #require(UserID("BOB"))
    let terminal = AuditAuthor("BOB", from: "terminal TN000001 192.0.2.1")
    _ = manager.acting(terminal).signOn(
      bob, password: Secret(copying: Array("WRONG123".utf8)), newPassword: nil, at: noon)
    _ = manager.acting(AuditAuthor("SECRETPW", from: terminal.origin)).signOn(
      try #require(UserID("SECRETPW")), password: Secret(copying: Array("WRONG123".utf8)),
      newPassword: nil, at: noon)
    #expect(store.audit.map(\.object) == ["BOB", "(unknown)"])
    #expect(store.audit[0].author == terminal && store.audit[0].kind.event == 1)
    #expect(store.audit[0].detail == "ICH408I LOGON/JOB INITIATION - INVALID PASSWORD")
    #expect(store.audit[1].author == AuditAuthor("(unknown)", from: terminal.origin))
  }

  @Test func `an operator's command and an application that are refused have ICH408I's words`()
    throws
  {
    var rule = try Fixture.rule("TURNSTILE.CANCEL", .read)
    rule.entries = ["BOB": .read]
    let closed = try Fixture.rule("TSOA", .execute)
    let fixture = try Fixture([
      .user(try Fixture.user("BOB")), .rule(rule, .operatorCommands),
      .rule(closed, .applications), .setClass(.operatorCommands, isActive: true),
      .setClass(.applications, isActive: true), .refresh(.operatorCommands),
      .refresh(.applications),
    ])
    let store = MemoryStore(fixture.state)
    let manager = try SecurityManager(
      store, keys: KeyService(cards: [], localKey: SharedSecret(try Random.secret(count: 32))))
    let bob = try #require(UserID("BOB"))
    manager.acting(author).noteRefusal(of: bob, command: "CANCEL", wanted: .update, at: noon)
    let entry = try #require(store.audit.first)
    #expect(entry.object == "OPERCMDS TURNSTILE.CANCEL" && entry.kind.event == 2)
    #expect(
      entry.detail.hasPrefix("ICH408I USER(BOB) GROUP(SYS1)")
        && entry.detail.hasSuffix("ACCESS INTENT(UPDATE )  ACCESS ALLOWED(READ   )"),
      "\(entry.detail)")
    // Who has proved to be the user hears of the application, and so does the audit.
    let password = "NOTICKET"
    try manager.define(bob, name: "", password: Secret(copying: Array(password.utf8)), at: noon)
    let answer = manager.logOn(
      user: bob, application: try #require(TicketName("TSOA")),
      value: Secret(copying: Array(password.utf8)), at: noon)
    guard case .refused = answer.verdict else {
      Issue.record("\(answer)")
      return
    }
    let last = try #require(store.audit.last)
    #expect(last.object == "APPL TSOA" && last.detail.hasSuffix("ACCESS ALLOWED(EXECUTE)"))
    #expect(store.audit.allSatisfy { !$0.detail.contains(password) })
  }
}
