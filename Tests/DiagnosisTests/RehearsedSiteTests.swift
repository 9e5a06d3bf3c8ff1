import Crypto
import Diagnosis
import Keystore
import Names
import SAF
import Syntax
import Tables
import Testing
import Time

/// A rehearsal on values: nothing but a state, a card and tables.
@Suite struct RehearsedSiteTests {
  private let now = WallTime(seconds: 1_800_000_000)

  private func short(_ fault: RehearsedFault) throws -> [String] {
    let (tables, faults) = TableLoader.load([
      SourceText(path: "ACT/System.yaml", text: "SMF id: R001\n"),
      SourceText(
        path: "ACT/Applications/A.yaml",
        text: """
          Application-ID: CICSA
          Host: builtin:cics
          Generate Pass Ticket: Y
          Session data: "&USERID/&PSWD"
          """),
      SourceText(
        path: "ACT/Applications/B.yaml",
        text: """
          Application-ID: CICSB
          Host: builtin:cics
          Generate Pass Ticket: Y
          Session data: "&USERID/&PSWD"
          """),
    ])
    #expect(faults.filter { $0.severity == .error }.isEmpty)
    let sessions = try #require(tables).sessions
    let bob = try #require(UserID("BOB"))
    let keys = KeyService(
      cards: [
        SoftwareCard(
          desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32),
          isOnline: true)
      ], localKey: SharedSecret(try Random.secret(count: 32)))
    var state = SecurityState(server: try #require(UserID("TURNSTIL")))
    var user = UserRecord(id: bob)
    user.hasPassword = true
    let label = try #require(KeyLabel("A.KEY"))
    state.apply(.user(user), at: now)
    state.apply(
      try KeyDataSet.entry(
        try Random.secret(count: 8), label: label, kind: .des, in: state, by: keys), at: now)
    let profiles: [(String, PTKTDATAProfile.LegacyKey)] = [
      ("CICSA", .encrypted(label)),
      ("CICSB", .masked(wrapped: try keys.mask(try Random.secret(count: 8)))),
    ]
    for (name, key) in profiles {
      state.apply(
        .profile(
          PTKTDATAProfile(name: try #require(PTKTDATAName(name)), legacy: key, enhanced: nil)),
        at: now)
    }
    state.apply(.setClass(.tickets, isActive: true), at: now)
    state.apply(.refresh(.tickets), at: now)
    let site = try RehearsedSite(
      state, DecisionLedger(), keys: keys, user: bob, fault: fault, at: now)
    // The key of the CKDS, then the masked one.
    return sessions.sorted { $0.application.description < $1.application.description }
      .map { site.outcome($0).short }
  }

  @Test func `each fault breaks what it breaks, and nothing else`() throws {
    let good = "in (LEGACY)"
    #expect(try short(.none) == [good, good])
    #expect(try short(.noCard) == ["0C/0C0000", good])
    #expect(try short(.otherMasterKey) == ["0C/082714", good])
    #expect(try short(.emptyCKDS) == ["0C/08271C", good])
    #expect(try short(.noICSF) == ["0C/0C0000", good])
    #expect(try short(.otherSystemID) == [good, good])
    #expect(try short(.clockOff) == ["refused", "refused"])
    #expect(try short(.clockBack) == [good, good])
    #expect(try short(.userRevoked) == ["refused", "refused"])
    #expect(try short(.userUndefined) == ["refused", "refused"])
  }
}
