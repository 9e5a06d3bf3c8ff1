import Diagnosis
import Keystore
import Names
import PassTicket
import SAF
import Syntax
import Tables
import Testing
import Time

@Suite struct SnapshotTests {
  private let patterns = MasterKeyPatterns(
    des: [1, 2, 3, 4, 5, 6, 7, 8], aes: [8, 7, 6, 5, 4, 3, 2, 1])

  private func snapshot() throws -> SecuritySnapshot {
    let label = try #require(KeyLabel("A.KEY"))
    let name = try #require(PTKTDATAName("TSOR001"))
    var snapshot = SecuritySnapshot()
    snapshot.cards = [.init(name: "SOFTWARE", isOnline: true, patterns: patterns)]
    snapshot.keys[label] = .init(
      label: label, kind: .des, pattern: [1, 2, 3, 4, 5, 6, 7, 8], check: [9, 9, 9])
    snapshot.profiles[name] = .init(
      profile: PTKTDATAProfile(
        name: name, legacy: .encrypted(label), enhanced: nil,
        applicationData: "NO REPLAY PROTECTION = yes"),
      check: nil, isInForce: true)
    let group = try #require(GroupName("OPS"))
    snapshot.groups[try #require(UserID("BOB"))] = group
    snapshot.timeMark = 77
    snapshot.taken = 100
    snapshot.standings[try #require(UserID("SUE"))] = .revoked
    var before = SecondSet(limit: TicketSlots.ranges)
    before.insert(-5...42)
    snapshot.slots = TicketSlots(before: before, latest: 43)
    snapshot.former[try #require(PTKTDATAName("OLD.OPS"))] = PTKTDATAProfile(
      name: try #require(PTKTDATAName("OLD.OPS")), legacy: .masked(wrapped: []), enhanced: nil)
    snapshot.clock = .init(isSynchronised: false, errorMilliseconds: 16)
    return snapshot
  }

  private func tables(_ lines: String, script: String? = nil) throws -> SiteTables {
    let (tables, faults) = TableLoader.load(
      [
        SourceText(path: "ACT/System.yaml", text: "SMF id: R001\n"),
        SourceText(path: "ACT/Applications/A.yaml", text: lines),
      ] + (script.map { [SourceText(path: "ACT/Scripts/LOGON.acl", text: $0)] } ?? []))
    #expect(faults.filter { $0.severity == .error }.isEmpty)
    return try #require(tables)
  }

  private func diagnosis(
    _ snapshot: SecuritySnapshot, _ lines: String, script: String? = nil, now: Int64 = 100
  ) throws -> Diagnosis {
    let tables = try tables(lines, script: script)
    return Diagnosis(
      try #require(tables.sessions.first), user: try #require(UserID("BOB")), in: tables,
      security: snapshot,
      now: WallTime(seconds: now))
  }

  private static let entry = """
    Application-ID: TSO
    Host: builtin:tso:R001
    Generate Pass Ticket: Y
    Pass Ticket prof name: TSOR001

    """

  @Test func `a script and a ticket that do not fit are a fault`() throws {
    let hosted = "Application-ID: A\nHost: tn3270://mvs.example:23\nStart ACLPGM: LOGON\n"
    for (labels, script, words) in [
      ("", "  KEY &PSWD\n", "no pass ticket is made for it"),
      ("Generate Pass Ticket: Y\n", "  WINP\n", "the script LOGON has no &PSWD"),
      ("Generate Pass Ticket: Y\n", "  KEY &PSWD\n", nil), ("", "  WINP\n", nil),
    ] as [(String, String, String?)] {
      let found = try diagnosis(try snapshot(), hosted + labels, script: script)
      #expect(
        found.findings.contains { $0.kind == .fault && $0.text.contains(words ?? "script LOGON") }
          == (words != nil))
    }
  }

  @Test func `a snapshot goes through text unchanged`() throws {
    let snapshot = try snapshot()
    let copy = try #require(SecuritySnapshot(lines: snapshot.lines))
    #expect(copy.lines == snapshot.lines)
    #expect(copy.profiles == snapshot.profiles)
    #expect(copy.keys == snapshot.keys)
    #expect(copy.cards == snapshot.cards)
    #expect(copy.timeMark == 77)
    #expect(copy.former == snapshot.former)
    #expect(copy.standing(of: try #require(UserID("SUE"))) == .revoked)
    #expect(copy.standing(of: try #require(UserID("BOB"))) == .good)
    #expect(copy.standing(of: try #require(UserID("NOBODY"))) == .undefined)
    #expect(copy.slots.before == snapshot.slots.before && copy.slots.latest == 43)
    #expect(copy.taken == 100)
    #expect(copy.clock == snapshot.clock)
    #expect(SecuritySnapshot(lines: ["nonsense x=1"]) == nil)
  }

  @Test func `each cause has its own finding`() throws {
    let good = try diagnosis(snapshot(), Self.entry)
    #expect(!good.hasFault)
    #expect(good.forecast.isMade)
    var away = try snapshot()
    away.cards = [.init(name: "SOFTWARE", isOnline: false, patterns: nil)]
    #expect(try diagnosis(away, Self.entry).forecast.text.contains("0C/0C0000"))
    var other = try snapshot()
    other.cards = [
      .init(
        name: "SOFTWARE", isOnline: true, patterns: MasterKeyPatterns(des: [0], aes: patterns.aes))
    ]
    #expect(try diagnosis(other, Self.entry).forecast.text.contains("0C/082714"))
    var stopped = try snapshot()
    stopped.isICSFStarted = false
    #expect(try diagnosis(stopped, Self.entry).forecast.text.contains("ICSF is not started"))
    var foreign = try snapshot()
    let label = try #require(KeyLabel("A.KEY"))
    foreign.keys[label] = .init(label: label, kind: .hmac, pattern: patterns.aes, check: nil)
    #expect(try diagnosis(foreign, Self.entry).forecast.text.contains("0C/08001F"))
    var refused = try snapshot()
    refused.refusals[label] = .serviceRefused
    #expect(try diagnosis(refused, Self.entry).forecast.text.contains("0C/083E80"))
    refused.refusals[label] = .labelRefused
    #expect(try diagnosis(refused, Self.entry).forecast.text.contains("0C/083E84"))
    let qualified = Self.entry.replacing(
      "Generate Pass Ticket: Y", with: "Gen Qualified Pass Ticket: Y")
    #expect(try diagnosis(snapshot(), qualified).forecast.text.contains("87/000000"))
    let acl = try diagnosis(snapshot(), Self.entry + "ACL Userid: SUE\n")
    #expect(acl.forecast.text.contains("TPXL0926"))
    var empty = try snapshot()
    empty.keys = [:]
    #expect(try diagnosis(empty, Self.entry).forecast.text.contains("0C/08271C"))
    var inactive = try snapshot()
    inactive.isClassActive = false
    #expect(try diagnosis(inactive, Self.entry).forecast.text.contains("86/000000"))
    let missing = try diagnosis(
      snapshot(), Self.entry.replacing("prof name: TSOR001", with: "prof name: TSOX"))
    #expect(missing.forecast.text.contains("81/000000"))
    #expect(missing.lines.contains { $0.contains("evaluates for TSOR001, not for TSOX") })
    let late = try diagnosis(snapshot(), Self.entry, now: -900)
    #expect(late.lines.contains { $0.contains("977 s behind") })
    let silent = try diagnosis(snapshot(), Self.entry + "Session data: \"&USERID\"\n")
    #expect(silent.lines.contains { $0.contains("the ticket is never sent") })
  }

  @Test func `a session without tickets is not blamed for its keys`() throws {
    let diagnosis = try diagnosis(
      snapshot(), "Application-ID: X\nHost: builtin:tso:T001\n")
    #expect(!diagnosis.hasFault)
    #expect(diagnosis.forecast.text.hasPrefix("no ticket is made"))
  }

  @Test func `the checklist is walked whole`() throws {
    var snapshot = try snapshot()
    let name = try #require(PTKTDATAName("TSOR001"))
    let label = try #require(KeyLabel("A.KEY"))
    let enhanced = try #require(KeyLabel("B.KEY"))
    snapshot.keys[enhanced] = .init(
      label: enhanced, kind: .hmac, pattern: patterns.aes, check: [1, 2, 3])
    snapshot.profiles[name] = .init(
      profile: PTKTDATAProfile(
        name: name, legacy: .encrypted(label),
        enhanced: .init(label: enhanced, form: .mixed, timeout: 60, allowsReplay: false)),
      check: nil, isInForce: true)
    let lines = try diagnosis(snapshot, Self.entry).lines
    #expect(
      lines == [
        "Session TSO, application TSO, user BOB",
        "warn   nothing synchronises this clock: how far it is off is not known",
        "       -> set the clock (chrony, NTP); tickets are valid 600 s each way, or as TIMEOUT says",
        "ok     ticket's application name TSOR001, by \"Pass Ticket prof name\"",
        "ok     SMF ID R001: TSO evaluates tickets for TSOR001",
        "ok     profile TSOR001 has a legacy and an enhanced key; the enhanced one is used",
        "ok     legacy key: label A.KEY is in the CKDS, under the card's DES-MK",
        "ok     enhanced key: label B.KEY is in the CKDS, under the card's AES-MK",
        "ok     enhanced tickets: TYPE(MIXED), valid 60 s each way, REPLAY(NO)",
        "ok     legacy tickets: valid 600 s each way, and once only (replay protection)",
        "ok     crypto card SOFTWARE is active, DES-MK 0102030405060708, AES-MK 0807060504030201",
        "ok     the clock has not stepped back",
        "Result: tickets are made with the key of TSOR001 (ENHANCED)",
      ])
  }

  @Test func `what counts is what is in force, whatever waits for its refresh`() throws {
    let name = try #require(PTKTDATAName("TSOR001"))
    func diagnosis(_ inForce: SecuritySnapshot.Profile?, former: PTKTDATAProfile?) throws
      -> Diagnosis
    {
      var snapshot = try snapshot()
      snapshot.profiles[name] = inForce
      snapshot.former[name] = former
      return try self.diagnosis(snapshot, Self.entry)
    }
    let bare = PTKTDATAProfile(name: name, legacy: .none, enhanced: nil)
    let keyed = PTKTDATAProfile(name: name, legacy: .masked(wrapped: []), enhanced: nil)
    // A key was given back, and the refresh forgotten: there is no ticket.
    let given = try diagnosis(.init(profile: keyed, check: nil, isInForce: false), former: bare)
    #expect(given.hasFault && given.forecast.text.contains("82/000000"))
    #expect(given.lines[1].hasPrefix("FAULT  profile TSOR001 has no key"))
    #expect(given.lines.contains("       -> SETROPTS RACLIST(PTKTDATA) REFRESH"))
    // A key was taken away, and the refresh forgotten: sessions work until it comes.
    let taken = try diagnosis(.init(profile: bare, check: nil, isInForce: false), former: keyed)
    #expect(!taken.hasFault && taken.forecast.isMade)
    #expect(taken.lines[1].contains("not in force") && taken.lines[1].contains("no key any more"))
    // A new profile does not count before its refresh.
    let new = try diagnosis(.init(profile: keyed, check: nil, isInForce: false), former: nil)
    #expect(new.hasFault && new.forecast.text.contains("81/000000"))
    #expect(
      new.lines[1...2] == [
        "FAULT  profile TSOR001 is defined, and not in force yet",
        "       -> SETROPTS RACLIST(PTKTDATA) REFRESH",
      ])
  }

  @Test func `whoever does not land signed on is told so, faults and remedies first`() throws {
    let bob = try #require(UserID("BOB"))
    var cases: [(String, Diagnosis, fault: String, remedy: String)] = []
    for (standing, fault, remedy) in [
      (Standing.revoked, "is revoked", "ALTUSER BOB RESUME"),
      (.protected, "is PROTECTED", "ALTUSER BOB PASSWORD"),
      (.undefined, "is not defined", "ADDUSER BOB"),
    ] {
      var snapshot = try snapshot()
      snapshot.standings[bob] = standing == .undefined ? nil : standing
      if standing == .undefined { snapshot.groups[bob] = nil }
      cases.append((standing.rawValue, try diagnosis(snapshot, Self.entry), fault, remedy))
    }
    cases.append(
      (
        "ACL", try diagnosis(snapshot(), Self.entry + "ACL Userid: SUE\n"), "TPXL0926",
        "leave ACL Userid"
      ))
    let qualified = Self.entry.replacing(
      "Generate Pass Ticket: Y", with: "Gen Qualified Pass Ticket: Y")
    cases.append(
      (
        "qualified", try diagnosis(snapshot(), qualified), "TSOR001.OPS.BOB",
        "define appl.group.user"
      ))
    let silent = Self.entry + "Session data: \"&USERID\"\n"
    cases.append(("data", try diagnosis(snapshot(), silent), "never sent", "Session data:"))
    var stopped = try snapshot()
    stopped.isICSFStarted = false
    cases.append(("ICSF", try diagnosis(stopped, Self.entry), "ICSF is not started", "S CSF"))
    for (name, diagnosis, fault, remedy) in cases {
      #expect(diagnosis.hasFault, "\(name)")
      #expect(diagnosis.lines[1].hasPrefix("FAULT  "), "\(name)")
      let first = diagnosis.lines.prefix(5)
      #expect(first.contains { $0.contains(fault) }, "\(name): \(first)")
      #expect(
        first.contains { $0.hasPrefix("       -> ") && $0.contains(remedy) }, "\(name): \(first)")
    }
    #expect(try !diagnosis(snapshot(), Self.entry).hasFault)
  }

  @Test func `the SMF ID is that of the entry's host, never this system's`() throws {
    // System.yaml says R001; the host is another LPAR.
    func lines(_ profile: String, _ labels: String) throws -> (Bool, [String]) {
      var snapshot = try snapshot()
      let name = try #require(PTKTDATAName(profile))
      snapshot.profiles[name] = .init(
        profile: PTKTDATAProfile(name: name, legacy: .masked(wrapped: []), enhanced: nil),
        check: nil, isInForce: true)
      let diagnosis = try diagnosis(
        snapshot,
        """
        Application-ID: TSO
        Host: tn3270://mvs.example
        Generate Pass Ticket: Y
        Type session data: Y
        Pass Ticket prof name: \(profile)
        \(labels)
        """)
      return (diagnosis.hasFault, diagnosis.lines)
    }
    let unknown = try lines("TSOR002", "")
    #expect(!unknown.0 && unknown.1.contains { $0.contains("\"TSO SMF id\"") })
    #expect(try lines("TSOR002", "TSO SMF id: R002").0 == false)
    #expect(try lines("TSOPLEX", "TSO generic name: TSOPLEX\nTSO SMF id: R002").0 == false)
    let wrong = try lines("TSOR002", "TSO SMF id: R003")
    #expect(wrong.0)
    #expect(wrong.1[1].contains("evaluates for TSOR003, not for TSOR002"))
    #expect(wrong.1[2].contains("\"TSO generic name\""), "the remedy knows of generic names")
    #expect(try lines("TSOR002", "TSO generic name: TSOPLEX").0)
    #expect(try lines("CICSA", "").0 == false)
  }

  @Test func `keys that differ and users who are missing are failures`() throws {
    func side(_ name: String, _ security: SecuritySnapshot) throws -> SiteComparison.Side {
      .init(name: name, tables: try tables(Self.entry), security: security)
    }
    let bob = try #require(UserID("BOB"))
    let here = try side("here", snapshot())
    let same = SiteComparison(here, try side("DR", snapshot()), user: bob)
    #expect(!same.hasFault, "\(same.lines)")
    var other = try snapshot()
    let label = try #require(KeyLabel("A.KEY"))
    other.keys[label] = .init(label: label, kind: .des, pattern: patterns.des, check: [8, 8, 8])
    let keys = SiteComparison(here, try side("DR", other), user: bob)
    #expect(keys.failing == 1 && keys.hasFault)
    #expect(keys.lines.first?.hasPrefix("FAIL   TSO: the two sites have different keys") == true)
    #expect(keys.lines.last == "Result: 1 session gets a ticket here and will fail at DR")
    var lost = try snapshot()
    lost.groups = [:]
    let users = SiteComparison(here, try side("DR", lost), user: bob)
    #expect(users.missing == 1 && users.hasFault)
    #expect(users.lines.first == "FAIL   users not defined at DR: BOB")
    var revoked = try snapshot()
    revoked.standings[bob] = .revoked
    #expect(
      SiteComparison(here, try side("DR", revoked), user: bob).lines.first
        == "FAIL   users revoked at DR: BOB")
  }

  @Test func `a TSO of another SMF ID fails at the other site, and a missing profile is told`()
    throws
  {
    let entry = Self.entry.replacing(
      "builtin:tso:R001", with: "tn3270://mvs.example:23\nType session data: Y")
    func side(_ name: String, _ id: String, _ security: SecuritySnapshot) throws
      -> SiteComparison.Side
    {
      let (tables, _) = TableLoader.load([
        SourceText(path: "ACT/System.yaml", text: "SMF id: \(id)\n"),
        SourceText(path: "ACT/Applications/A.yaml", text: entry + "TSO SMF id: \(id)\n"),
      ])
      return .init(name: name, tables: try #require(tables), security: security)
    }
    let user = try #require(UserID("BOB"))
    var other = try snapshot()
    other.cards = [
      .init(
        name: "SOFTWARE", isOnline: true, patterns: MasterKeyPatterns(des: patterns.des, aes: [9]))
    ]
    other.isICSFStarted = true
    let here = try side("here", "R001", snapshot())
    let there = SiteComparison(here, try side("DR", "D001", other), user: user)
    #expect(there.failing == 1)
    #expect(
      there.lines.contains(
        "FAIL   TSO: there TSO on the system with SMF ID D001 evaluates for TSOD001, not for "
          + "TSOR001"))
    #expect(
      there.lines.contains("differ AES-MK of the crypto cards: 0807060504030201 here, 09 there"))
    #expect(!there.lines.contains { $0.hasPrefix("differ DES-MK") })
    other.profiles = [:]
    let bare = SiteComparison(here, try side("DR", "R001", other), user: user)
    #expect(
      bare.lines.contains("differ TSO: profile TSOR001 here, no profile TSOR001 there"))
    #expect(bare.lines.contains { $0.hasPrefix("FAIL   TSO: TPXL0921 81/000000") })
  }
}
