import DataStream
import Names
import SAF
import Tables
import Testing

@testable import SessionEngine

/// Menus that groups and permissions open.
@Suite struct RightsTests {
  private static func rights(_ groups: String...) -> Rights {
    Rights(groups: Set(groups.compactMap { GroupName($0) }))
  }

  private static func user() throws -> (Transcript, UserID) {
    let hosts =
      Transcript.hosts(["AAA"]) + Transcript.hosts(["PAY"], "Groups: PAYROLL\nStart at signon: Y\n")
    let user = try Transcript(
      applications: hosts,
      people: [("Profiles/DEV", "Groups: DEV\nMenu key: PF9\n")])
    return (user, try #require(UserID("BOB")))
  }

  private func menu(_ user: Transcript, has id: String) -> Bool {
    (9...22).contains { user.row($0).split(separator: " ").first == id[...] }
  }

  @Test func `a user's groups are on the menu, and what starts by itself is theirs`() throws {
    var (user, bob) = try Self.user()
    user.key(.enter, "BOB", "PASSWORD")
    let asked = user.effects.compactMap { effect -> RequestID? in
      if case .authenticate(let request, _, _, _) = effect { request } else { nil }
    }
    user.happen(.verdict(try #require(asked.first), .accepted()))
    user.happen(.rights(bob, Self.rights("PAYROLL", "DEV")))
    user.happen(.elsewhere([]))
    #expect(user.opened.count == 1 && menu(user, has: "AAA") && menu(user, has: "PAY"))
    #expect(user.row(6).contains("Menu=PF9"))
  }

  @Test func `the options panel tells which group opens a profile`() throws {
    var (user, bob) = try Self.user()
    try user.signOn()
    user.happen(.rights(bob, Self.rights("DEV")))
    user.key(.enter, "/E")
    #expect(user.rows(with: "Profile 1").first?.contains("group DEV") == true)
    #expect(user.rows(with: "Menu key").first?.hasSuffix("DEV") == true)
  }

  @Test func `E opens a session where the update class opens something, under an id that is free`()
    throws
  {
    var user = try Transcript(
      system: "Update class: P\n", applications: Transcript.hosts(["AAA", "TPXSELF"]),
      people: [("UpdateClasses/P", "Menu key: Y\n"), ("Users/SUE", "Update class: N\n")])
    try user.signOn()
    user.key(.enter, "/E")
    let own = try #require(user.opened.first)
    #expect(user.session.seat.view.selfMaintenance?.id.description == "TPXSE#2")
    user.happen(.hostReady(own, lu: nil))
    user.happen(.hostRecord(own, Transcript.write("MINE"), reply: .no))
    #expect(user.row(1).contains("MINE"))
    user.key(.pf(24))
    user.answerRead()
    #expect(user.rows(with: "Your own options").count == 1 && user.rows(with: "(removed)") == [])
    // There is one of it.
    user.key(.enter, "/E")
    #expect(user.row(1).contains("MINE") && user.opened.isEmpty)
  }

  @Test func `a session of a group that is lost stays until it ends`() throws {
    var (user, bob) = try Self.user()
    try user.signOn()
    #expect(!menu(user, has: "PAY"))
    user.key(.enter, "PAY")
    #expect(user.opened.isEmpty)
    // The menu that is shown has it at once; another user's rights are nobody's here.
    user.happen(.rights(try #require(UserID("SUE")), Self.rights("PAYROLL")))
    #expect(!menu(user, has: "PAY"))
    user.happen(.rights(bob, Self.rights("PAYROLL")))
    #expect(menu(user, has: "PAY"))
    user.key(.enter, "PAY")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Transcript.write("READY"), reply: .no))
    user.happen(.rights(bob, Rights()))
    #expect(user.row(1).contains("READY"))
    user.key(.pf(24))
    user.answerRead()
    #expect(menu(user, has: "PAY") && user.rows(with: "(removed)").count == 1)
    user.key(.enter, "PAY")
    #expect(user.row(1).contains("READY"))
    user.happen(.hostClosed(host, .closedByHost))
    #expect(!menu(user, has: "PAY") || user.rows(with: "(removed)").isEmpty)
    user.key(.enter, "PAY")
    #expect(user.opened.isEmpty)
  }

  @Test func `whoever waits for the menu in another process asks again`() throws {
    var (user, bob) = try Self.user()
    user.key(.enter, "BOB", "PASSWORD")
    let asked = user.effects.compactMap { effect -> RequestID? in
      if case .authenticate(let request, _, _, _) = effect { request } else { nil }
    }
    user.happen(.verdict(try #require(asked.first), .accepted()))
    var effects: [Effect] = []
    user.session.resume(at: user.moment, into: &effects)
    let found = effects.compactMap { if case .findUser(let user) = $0 { user } else { nil } }
    #expect(found == [bob])
  }
}
