import Keystore
import Names
import Testing
import Time

@testable import SAF

/// The one rule that plans a ticket, on values.
@Suite struct TicketPlanTests {
  private func plan(
    _ fixture: Fixture, _ form: TicketForm = .plain, application: String = "APPL"
  ) throws -> String {
    let plan = TicketPlan(
      application: try #require(TicketName(application)), user: try #require(UserID("BOB")),
      form: form, on: fixture.state)
    switch plan {
    case .failed(let cause): return TicketFailure(cause).meaning
    case .made(let profile, with: .masked): return "\(profile.name) masked"
    case .made(let profile, with: .encrypted(let label)): return "\(profile.name) by \(label)"
    case .made(let profile, with: .enhanced(let key)): return "\(profile.name) by \(key.label)"
    }
  }

  private func fixture(_ profiles: [PTKTDATAProfile]) throws -> Fixture {
    try Fixture(
      [
        .user(try Fixture.user("BOB", groups: ["OPS"])),
        try Fixture.key("DES.KEY", .des), try Fixture.key("HMAC.KEY", .hmac),
      ] + profiles.map { .profile($0) } + [.refresh(.tickets)])
  }

  @Test func `qualified profiles count in RACF's order, and the form says which may`() throws {
    let masked = PTKTDATAProfile.LegacyKey.masked(wrapped: [1])
    var found = try fixture([try Fixture.profile("APPL", masked)])
    #expect(try plan(found) == "APPL masked")
    #expect(try plan(found, .best) == "APPL masked")
    #expect(try plan(found, .qualified) == "No qualified PTKTDATA profile covers the user")
    #expect(try plan(found, application: "OTHER") == "No PTKTDATA profile has this name")
    for name in ["APPL.OPS", "APPL.BOB", "APPL.OPS.BOB"] {
      found.apply([.profile(try Fixture.profile(name, masked)), .refresh(.tickets)])
      #expect(try plan(found, .qualified) == "\(name) masked")
      #expect(try plan(found, .best) == "\(name) masked")
      #expect(try plan(found) == "APPL masked")
    }
    found.apply([.setClass(.tickets, isActive: false)])
    #expect(try plan(found) == "The class PTKTDATA is not active")
  }

  @Test func `an enhanced key wins, and nothing falls back where it fails`() throws {
    let label = try #require(KeyLabel("DES.KEY"))
    var found = try fixture([
      try Fixture.profile("APPL", .encrypted(label), enhanced: "HMAC.KEY"),
      try Fixture.profile("LEGACY", .encrypted(label)),
      try Fixture.profile("WRONG", .none, enhanced: "DES.KEY"), try Fixture.profile("BARE"),
    ])
    #expect(try plan(found) == "APPL by HMAC.KEY")
    #expect(try plan(found, application: "LEGACY") == "LEGACY by DES.KEY")
    #expect(try plan(found, application: "BARE") == "The PTKTDATA profile has no key")
    #expect(
      try plan(found, application: "WRONG") == "The key of this label is no MAC key for HMAC")
    found.apply([.removeKey(try #require(KeyLabel("HMAC.KEY")))])
    #expect(try plan(found) == "The key's label is not in the CKDS")
    var stopped = ICSFSettings()
    stopped.isStarted = false
    found.apply([.icsf(stopped)])
    #expect(
      try plan(found, application: "LEGACY")
        == "ICSF CSNBENC services Failed: ICSF is not started")
  }

  @Test func `CSFSERV and CSFKEYS keep the server from keys, where they are active`() throws {
    let label = try #require(KeyLabel("DES.KEY"))
    var found = try fixture([try Fixture.profile("APPL", .encrypted(label))])
    found.apply([
      .rule(try Fixture.rule("CSFENC"), .services), .refresh(.services),
      .rule(try Fixture.rule("DES.*"), .keys), .refresh(.keys),
    ])
    #expect(try plan(found) == "APPL by DES.KEY")
    found.apply([.setClass(.keys, isActive: true)])
    #expect(try plan(found) == "RACF refused the use of the key label (CSFKEYS)")
    found.apply([.setClass(.services, isActive: true)])
    #expect(try plan(found) == "RACF refused the use of the ICSF service (CSFSERV)")
    for (name, type) in [("CSFENC", ResourceClass.services), ("DES.*", .keys)] {
      found.apply([
        .rule(try Fixture.rule(name, .none, ["TURNSTIL": .read]), type), .refresh(type),
      ])
    }
    #expect(try plan(found) == "APPL by DES.KEY")
  }

  @Test func `a key that changed is recent for a window, by label and by profile`() throws {
    let label = try #require(KeyLabel("DES.KEY"))
    let profile = try Fixture.profile("APPL", .encrypted(label))
    let masked = try Fixture.profile("MASKED", .masked(wrapped: [1]))
    var found = try fixture([profile, masked])
    let now = noon.seconds
    #expect(!found.state.hasNewKey([profile, masked], now: now), "new is not changed")
    found.apply([try Fixture.key("DES.KEY", .des, bytes: [2])])
    #expect(found.state.hasNewKey([profile], now: now))
    #expect(found.state.hasNewKey([profile], now: now + 600))
    #expect(!found.state.hasNewKey([profile], now: now + 601))
    #expect(
      !found.state.hasNewKey([profile], now: .min) && !found.state.hasNewKey([masked], now: now))
    found.apply([.profile(try Fixture.profile("MASKED", .masked(wrapped: [2])))])
    #expect(!found.state.hasNewKey([masked], now: now), "before the refresh")
    found.apply([.refresh(.tickets)])
    #expect(found.state.hasNewKey([masked], now: now))
  }

  @Test func `a made label is unused when no profile names it, defined or in force`() throws {
    let label = try #require(KeyLabel("DES.KEY"))
    var found = try fixture([try Fixture.profile("APPL", .encrypted(label))])
    #expect(found.state.unusedLabels.isEmpty, "nobody made it up")
    let token = try #require(found.state.tokens[label])
    found.apply([.key(token, isMade: true)])
    #expect(found.state.unusedLabels.isEmpty)
    found.apply([.removeProfile(try #require(PTKTDATAName("APPL")))])
    #expect(found.state.unusedLabels.isEmpty, "it is in force")
    found.apply([.refresh(.tickets)])
    #expect(found.state.unusedLabels == [label])
    found.apply([.removeKey(label)])
    #expect(found.state.unusedLabels.isEmpty)
  }
}
