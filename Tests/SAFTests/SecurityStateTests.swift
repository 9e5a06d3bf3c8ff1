import Keystore
import Names
import Testing
import Time

@testable import SAF

/// Users and access, on values.
@Suite struct SecurityStateTests {
  private func access(
    _ fixture: Fixture, _ user: String, _ resource: String, at time: WallTime = noon
  ) throws -> AccessLevel? {
    fixture.state.access(of: try #require(UserID(user)), to: resource, in: .keys, at: time)
  }

  @Test func `the own entry counts, then the best group's, then the star, then UACC`() throws {
    let entries: [String: AccessLevel] = [
      "BOB": .none, "OPS": .read, "DEV": .update, "*": .execute,
    ]
    let fixture = try Fixture([
      .user(try Fixture.user("BOB", groups: ["DEV"])),
      .user(try Fixture.user("SUE", groups: ["OPS", "DEV"])),
      .user(try Fixture.user("TOM", groups: ["SYS1"])),
      .rule(try Fixture.rule("A.KEY", .alter, entries), .keys),
      .rule(try Fixture.rule("B.KEY", .control), .keys), .refresh(.keys),
    ])
    #expect(try access(fixture, "BOB", "A.KEY") == AccessLevel.none)
    #expect(try access(fixture, "SUE", "A.KEY") == .update)
    #expect(try access(fixture, "TOM", "A.KEY") == .execute)
    #expect(try access(fixture, "TOM", "B.KEY") == .control)
    #expect(try access(fixture, "TOM", "C.KEY") == nil)
    // Who is not defined has nothing; the server needs not be.
    #expect(try access(fixture, "NOBODY", "B.KEY") == AccessLevel.none)
    #expect(try access(fixture, "TURNSTIL", "B.KEY") == .control)
  }

  @Test func `who administers users of groups has their files, and not the own one`() throws {
    func group(_ name: String) throws -> SecurityChange {
      .group(GroupRecord(name: try #require(GroupName(name)), superior: nil))
    }
    let fixture = try Fixture([
      try group("DEV"), try group("OPS"), .user(try Fixture.user("BOSS", groups: ["DEV"])),
      .user(try Fixture.user("SUE", groups: ["DEV"])),
      .user(try Fixture.user("TOM", groups: ["OPS"])),
      .rule(
        try Fixture.rule("TURNSTILE.ADMIN.USERS.DEV", .none, ["BOSS": .update]), .operatorCommands),
      .rule(
        try Fixture.rule("TURNSTILE.ADMIN.USERS.OPS", .none, ["BOSS": .read]), .operatorCommands),
      .refresh(.operatorCommands), .setClass(.operatorCommands, isActive: true),
    ])
    let rule = AdminAuthority(fixture.state, at: noon)
    func refusal(_ user: String, _ wanted: AccessLevel, _ target: String) throws -> String? {
      rule.refusal(
        of: try #require(UserID(user)), wanting: wanted, file: UserID(target))
    }
    #expect(try refusal("BOSS", .update, "SUE") == nil)
    #expect(try refusal("BOSS", .read, "TOM") == nil)
    let words = "BOSS administers other users of DEV alone"
    #expect(try refusal("BOSS", .update, "TOM") == words)
    #expect(try refusal("BOSS", .update, "BOSS") == words)
    #expect(try refusal("BOSS", .update, "NOBODY") == words)
    #expect(try refusal("SUE", .read, "BOSS")?.contains("has not SPECIAL") == true)
    let boss = try #require(UserID("BOSS"))
    guard case .nothing = rule.reach(of: boss, area: "ACT", wanted: .read) else {
      Issue.record("groups divide users alone")
      return
    }
  }

  @Test func `who administers a group has no administrator's file`() throws {
    func group(_ name: String) throws -> SecurityChange {
      .group(GroupRecord(name: try #require(GroupName(name)), superior: nil))
    }
    let fixture = try Fixture([
      try group("DEV"), try group("OPS"), .user(try Fixture.user("BOSS", groups: ["OPS"])),
      .user(try Fixture.user("SUE", groups: ["DEV"])),
      .user(try Fixture.user("ROOT", groups: ["DEV"], special: true)),
      .user(try Fixture.user("PEER", groups: ["DEV"])),
      .rule(
        try Fixture.rule("TURNSTILE.ADMIN.USERS.DEV", .none, ["BOSS": .update, "SUE": .read]),
        .operatorCommands),
      .rule(
        try Fixture.rule("TURNSTILE.ADMIN.USERS.OPS", .none, ["PEER": .update]), .operatorCommands),
      .refresh(.operatorCommands), .setClass(.operatorCommands, isActive: true),
    ])
    let rule = AdminAuthority(fixture.state, at: noon)
    let boss = try #require(UserID("BOSS"))
    func refusal(_ target: String) -> String? {
      rule.refusal(of: boss, wanting: .read, file: UserID(target))
    }
    #expect(refusal("SUE") == nil)
    for above in ["ROOT", "PEER"] {
      #expect(
        refusal(above) == "\(above) is an administrator: BOSS administers others of DEV alone")
    }
    let dev = try #require(GroupName("DEV"))
    let all = try ["BOSS", "SUE", "ROOT", "PEER", "NOBODY"].map { try #require(UserID($0)) }
    #expect(rule.members(of: [dev], among: all, for: boss) == [try #require(UserID("SUE"))])
  }

  @Test func `a profile counts from the refresh on, and the most specific one`() throws {
    var fixture = try Fixture([
      .user(try Fixture.user("BOB")), .rule(try Fixture.rule("A.**", .read), .keys),
    ])
    #expect(try access(fixture, "BOB", "A.B.KEY") == nil)
    fixture.apply([.refresh(.keys)])
    #expect(try access(fixture, "BOB", "A.B.KEY") == .read)
    fixture.apply([
      .rule(try Fixture.rule("A.*.KEY", .update), .keys),
      .rule(try Fixture.rule("A.%.KEY", .control), .keys), .refresh(.keys),
    ])
    #expect(try access(fixture, "BOB", "A.B.KEY") == .control)
    #expect(try access(fixture, "BOB", "A.BB.KEY") == .update)
    fixture.apply([.removeRule(try #require(ResourceName("A.%.KEY")), .keys)])
    #expect(try access(fixture, "BOB", "A.B.KEY") == .control, "before the refresh")
    fixture.apply([.refresh(.keys)])
    #expect(try access(fixture, "BOB", "A.B.KEY") == .update)
  }

  @Test func `a profile of OPERCMDS decides over a command, and without one SPECIAL does`() throws {
    var fixture = try Fixture([
      .user(try Fixture.user("ADMIN", special: true)),
      .user(try Fixture.user("BOB", groups: ["OPS"])),
      .rule(try Fixture.rule("TURNSTILE.CANCEL", .none, ["OPS": .update]), .operatorCommands),
      .refresh(.operatorCommands),
    ])
    func refusal(_ user: String, _ command: String, _ wanted: AccessLevel) throws -> String? {
      OperatorAuthority(fixture.state, at: noon)
        .refusal(of: try #require(UserID(user)), command: command, wanted: wanted)
    }
    // The class is not active.
    #expect(try refusal("ADMIN", "CANCEL", .update) == nil)
    #expect(
      try refusal("BOB", "CANCEL", .update)
        == "BOB has not SPECIAL, and no profile of OPERCMDS in force covers TURNSTILE.CANCEL")
    fixture.apply([.setClass(.operatorCommands, isActive: true)])
    #expect(try refusal("BOB", "CANCEL", .update) == nil)
    #expect(
      try refusal("BOB", "CANCEL", .control)
        == "BOB needs CONTROL to TURNSTILE.CANCEL in the class OPERCMDS")
    // A profile is for everybody, as RACF has it: SPECIAL changes profiles, and goes through none.
    #expect(try refusal("ADMIN", "CANCEL", .update) != nil)
    #expect(try refusal("ADMIN", "STATUS", .read) == nil)
    #expect(try refusal("NOBODY", "STATUS", .read) != nil)
  }

  @Test func `a connection that is revoked gives nothing`() throws {
    var bob = try Fixture.user("BOB", groups: ["OPS"])
    var fixture = try Fixture([
      .user(bob), .rule(try Fixture.rule("A", .none, ["OPS": .read]), .keys), .refresh(.keys),
    ])
    #expect(try access(fixture, "BOB", "A") == .read)
    bob.connections[try #require(GroupName("OPS"))]?.isRevoked = true
    fixture.apply([.user(bob)])
    #expect(try access(fixture, "BOB", "A") == AccessLevel.none)
  }

  @Test func `the days of REVOKE and RESUME count when they have come, the later one last`() throws
  {
    var bob = try Fixture.user("BOB")
    let today = noon.day
    let cases: [(isRevoked: Bool, revoke: Int64?, resume: Int64?, expected: Standing)] = [
      (false, nil, nil, .good), (false, today + 1, nil, .good), (false, today, nil, .revoked),
      (true, nil, today + 1, .revoked), (true, nil, today, .good),
      (false, today - 1, today, .good), (true, today, today - 1, .revoked),
    ]
    for (isRevoked, revoke, resume, expected) in cases {
      bob.isRevoked = isRevoked
      bob.revokeDay = revoke
      bob.resumeDay = resume
      var fixture = try Fixture([.user(bob)])
      #expect(fixture.state.standing(of: bob.id, at: noon) == expected)
      // Written down, it is the same, and there is nothing more to write.
      let due = fixture.state.due(at: noon)
      #expect(due.isEmpty == ([revoke, resume].allSatisfy { $0.map { $0 > today } ?? true }))
      fixture.apply(due)
      #expect(fixture.state.standing(of: bob.id, at: noon) == expected)
      #expect(fixture.state.due(at: noon).isEmpty)
    }
    // Before 1970 a day is a day too.
    #expect(WallTime(seconds: -1).day == -1 && WallTime(seconds: 0).day == 0)
  }

  @Test func `five wrong passwords revoke no administrator, nobody without, and no last user`()
    throws
  {
    let (bob, admin) = (
      try Fixture.user("BOB"), try Fixture.user("ADMIN", special: true)
    )
    let nobody = try Fixture.user("NOBODY", password: false)
    var fixture = try Fixture([.user(bob), .user(admin), .user(nobody)])
    #expect(!fixture.state.revokes(bob.id, after: 4) && fixture.state.revokes(bob.id, after: 5))
    #expect(!fixture.state.revokes(admin.id, after: 50))
    #expect(!fixture.state.revokes(nobody.id, after: 50))
    fixture.apply([.removeUser(admin.id)])
    #expect(!fixture.state.revokes(bob.id, after: 50), "nobody else can sign on")
    #expect(!fixture.state.hasAdministrator)
  }

  @Test func `a sign-on is kept apart from the record, in whatever order`() throws {
    var bob = try Fixture.user("BOB")
    var fixture = try Fixture([.user(bob), .signedOn(bob.id, at: noon)])
    bob.name = "BOB"
    // A command that knew nothing of the sign-on.
    fixture.apply([.user(bob)])
    #expect(fixture.state.lastAccess[bob.id] == noon)
    #expect(fixture.state.users[bob.id]?.name == "BOB")
    fixture.apply([.password(bob.id, hash: ""), .phrase(bob.id, hash: "h")])
    #expect(fixture.state.users[bob.id]?.hasPassword == false)
    #expect(fixture.state.users[bob.id]?.hasPhrase == true)
  }
}
