import Crypto
import Foundation
import Journal
import Names
import Platform
import SAF
import SessionEngine
import Store
import Syntax
import Tables
import TestSupport
import Testing

@testable import Server

/// Members of the control group, and administrators of a part, as the operators' desk and the administrators' take
/// them.
@Suite struct OperatorDeskTests {
  /// Desks of a server without shards, on a state directory and a site of their own.
  private struct Rig {
    let site: TestSite
    let state: TemporaryFolder
    let services: Services
    let desk: OperatorDesk
    let tables: SiteTables

    init() throws {
      site = try TestSite()
      for (name, text) in [("OPS", "MESSAGE: Y\nAUDIT: Y\nFORGIVE: Y\n"), ("F", "DISPLAY: Y\n")] {
        try site.write("ACT/OperatorClasses/\(name).yaml", text)
      }
      state = try TemporaryFolder()
      services = Services(
        journal: try Journal(directory: state.path),
        database: try SecurityDatabase.open(directory: state.path),
        passwords: try HelperPool(threads: 0, limit: .max),
        authority: OutsideAuthority(site: "."),
        helpers: try HelperPool(threads: 0, limit: .max), names: try NameService(threads: 0),
        printer: Printer(directory: state.path), hostTLS: HostTLSRules(site: site.path),
        terminalContext: TerminalContext(), tls: TLSLinks(to: []),
        reloader: try Reloader.first(site.path, kept: nil, custody: NoCustody()).reloader,
        controlGate: ControlGate(state: state.path),
        commons: try Commons(shards: 1, limits: Admission.Limits()))
      desk = try OperatorDesk(services, site: site.path)
      tables = try #require(SiteLoader.load(site.path).site?.tables)
    }

    var group: ControlGroup {
      get throws {
        let text = "Control group: ops\nControl group class: OPS\n"
        let files = [
          SourceText(path: "ACT/System.yaml", text: text),
          SourceText(
            path: "ACT/OperatorClasses/OPS.yaml", text: "MESSAGE: Y\nAUDIT: Y\nFORGIVE: Y\n"),
        ]
        let named = try #require(TableLoader.load(files).tables).controlGroupClass
        return ControlGroup(
          name: "ops", number: 4_000_000, className: named.name, commands: named.commands)
      }
    }

    func member(_ user: UInt32 = 54_321) throws -> OperatorDesk.Asker {
      .member(user, of: try group)
    }

    func take(
      _ words: String, by asker: OperatorDesk.Asker,
      answer: @escaping @Sendable (Administration.Answer) -> Void
    ) {
      var none: [UInt8] = []
      desk.take(
        OperatorDesk.Request(
          words: words.split(separator: " ").map(String.init), body: WipedArray(taking: &none),
          by: asker), answer: answer)
    }

    func ask(_ words: String, by asker: OperatorDesk.Asker) -> Administration.Answer {
      let answers = Box<Administration.Answer>()
      take(words, by: asker) { answers.put($0) }
      return answers.wait()
    }

    /// What the audit has, `KIND OBJECT` each.
    func audit() throws -> [String] {
      try services.database.audit(AuditQuery()).map { "\($0.kind.rawValue) \($0.object)" }
    }

    func racf(_ deck: String) throws {
      let answer = Administration(
        services.database, services.journal, site: site.path,
        author: AuditAuthor("uid 0", from: "test")
      ).answer(try OperatorRequest(["racf"]), Array(deck.utf8))
      #expect(!answer.isFailed, "\(answer.lines)")
    }

    func admin(_ request: AdminRequest, by user: String) throws -> AdminAnswer {
      let asker = AdminDesk.Asker(
        user: try #require(UserID(user)), terminal: try #require(LUName("TN1")),
        address: "192.0.2.1", tables: tables)
      let answers = Box<AdminAnswer>()
      desk.administration.take(request, by: asker) { answers.put($0) }
      return answers.wait()
    }

    /// Saves a file whole; what a refusal says, nil where it is none.
    func refusal(
      _ area: AdminArea, _ path: String, _ was: String?, _ text: String, by user: String
    ) throws -> String? {
      if let was { try site.write(path, was) }
      let save = AdminSave(
        path: path, was: was.map { Array($0.utf8) }, becomes: Array(text.utf8))
      guard case .failed(let why) = try admin(.save(area, save), by: user) else { return nil }
      return why
    }
  }

  /// One value from another thread.
  private final class Box<Value: Sendable>: @unchecked Sendable {
    private let isThere = DispatchSemaphore(value: 0)
    private var value: Value?

    func put(_ value: Value) {
      self.value = value
      isThere.signal()
    }

    func wait() -> Value {
      isThere.wait()
      guard let value else { fatalError("nothing was put") }
      return value
    }
  }

  @Test func `what looks is in the log alone, and what changes in the audit before it is done`()
    throws
  {
    let rig = try Rig()
    let member = try rig.member()
    #expect(!rig.ask("AUDIT", by: member).isFailed)
    #expect(try rig.audit() == [], "who looks often pushes nothing out")
    _ = rig.ask("FORGIVE 192.0.2.7", by: member)
    #expect(try rig.audit() == ["OPERATOR FORGIVE"])
    // No shard takes it: it was written down before it was sent there.
    let mailbox = rig.services.commons.doors[0].mailbox
    rig.take("MESSAGE BOB hello", by: member) { _ in }
    var watched = [pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)]
    #expect(poll(&watched, 1, 60_000) == 1)
    #expect(try rig.audit() == ["OPERATOR FORGIVE", "MESSAGE MESSAGE"])
    let entry = try #require(try rig.services.database.audit(AuditQuery()).last)
    #expect(entry.author.name.hasPrefix("uid 54321") && entry.kind.quota == .words)
    withExtendedLifetime(rig) {}
  }

  @Test func `refusals are in the audit under one name, and strangers' without their words`() throws
  {
    let rig = try Rig()
    let member = try rig.member()
    #expect(rig.ask("DRAIN", by: member).isFailed)
    #expect(rig.ask("SECRET99 word", by: member).isFailed)
    let stranger = rig.ask("SECRET99 word", by: .stranger(54_322))
    #expect(stranger.lines == ["only the user who runs the server, and root, may ask it"])
    #expect(
      try rig.audit() == [
        "ACCESS OPERCMDS TURNSTILE.DRAIN", "ACCESS control socket", "ACCESS control socket",
      ])
    let all = try rig.services.database.audit(AuditQuery())
    #expect(all.allSatisfy { $0.kind.quota == .refusals && !$0.detail.contains("SECRET") })
    // At a terminal the class's refusal has the name that RACF's has.
    try rig.racf("ADDUSER BOSS SPECIAL PASSWORD(FIRST1PW)\n")
    let files = [
      SourceText(path: "ACT/System.yaml", text: "Operator Cmd Cls: F\n"),
      SourceText(path: "ACT/OperatorClasses/F.yaml", text: "DISPLAY: Y\n"),
    ]
    let rule = OperatorRule(
      rig.services.database.manager, try #require(UserID("BOSS")),
      tables: TableLoader.load(files).tables, at: Clock.wall())
    let drain = try #require(OperatorVerb.find("DRAIN"))
    let author = AuditAuthor("BOSS", from: "terminal")
    #expect(rule.refusal(of: drain, noting: author)?.contains("operator class F") == true)
    #expect(try rig.audit().last == "ACCESS OPERCMDS TURNSTILE.DRAIN")
    withExtendedLifetime(rig) {}
  }

  @Test func `one member's requests keep neither the owner waiting nor another member`() throws {
    let rig = try Rig()
    let (one, other) = (try rig.member(), try rig.member(54_322))
    // Both threads of others are held by whoever takes the answer.
    let (held, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    for _ in 0..<2 {
      rig.take("DRAIN", by: one) { _ in
        held.signal()
        go.wait()
      }
    }
    for _ in 0..<2 { held.wait() }
    let answers = (0...PeerLimits.requestsOfOther).map { _ in Box<Administration.Answer>() }
    for answer in answers { rig.take("DRAIN", by: one) { answer.put($0) } }
    #expect(answers.last?.wait().lines == Administration.Answer.failed(ShardOperator.busy).lines)
    let second = Box<Administration.Answer>()
    rig.take("DRAIN", by: other) { second.put($0) }
    #expect(!rig.ask("AUDIT", by: .local(getuid())).isFailed, "the owner has threads of his own")
    for _ in 0..<2 { go.signal() }
    #expect(second.wait().lines.first?.contains("has not DRAIN") == true)
    withExtendedLifetime(rig) {}
  }

  @Test func `what operators may is for who may change that, whatever file says it`() throws {
    let rig = try Rig()
    try rig.racf(
      """
      ADDGROUP DEV
      ADDUSER BOSS PASSWORD(FIRST1PW)
      ADDUSER CLERK PASSWORD(FIRST1PW)
      ADDUSER DEV1 DFLTGRP(DEV) PASSWORD(FIRST1PW)
      RDEFINE OPERCMDS TURNSTILE.ADMIN.USERS.DEV UACC(NONE)
      PERMIT TURNSTILE.ADMIN.USERS.DEV CLASS(OPERCMDS) ID(BOSS) ACCESS(UPDATE)
      RDEFINE OPERCMDS TURNSTILE.ADMIN.SYSTEM UACC(NONE)
      PERMIT TURNSTILE.ADMIN.SYSTEM CLASS(OPERCMDS) ID(CLERK) ACCESS(UPDATE)
      RDEFINE OPERCMDS TURNSTILE.ADMIN.USERS UACC(NONE)
      PERMIT TURNSTILE.ADMIN.USERS CLASS(OPERCMDS) ID(CLERK) ACCESS(UPDATE)
      RDEFINE OPERCMDS TURNSTILE.ADMIN.OPERATOR UACC(NONE)
      SETROPTS CLASSACT(OPERCMDS) RACLIST(OPERCMDS)

      """)
    let file = "ACT/Users/DEV1.yaml"
    let own = "Jump key: PF9\n"
    let classed = "Jump key: PF9\nOperator Cmd Cls: F\n"
    let words = "the Operator Cmd Cls of DEV1 is for who administers all users"
    #expect(try rig.refusal(.users, file, own, classed, by: "BOSS") == words)
    #expect(try rig.refusal(.users, file, classed, own, by: "BOSS") == words, "nor taken away")
    guard case .failed(words) = try rig.admin(.delete(.users, path: file), by: "BOSS") else {
      Issue.record("the class goes with the file")
      return
    }
    #expect(
      try rig.refusal(.users, file, classed, "Jump key: PF8\nOperator Cmd Cls: F\n", by: "BOSS")
        == nil)
    #expect(try rig.refusal(.users, file, own, classed, by: "CLERK") == nil)
    #expect(try rig.audit().contains("ACCESS OPERCMDS TURNSTILE.ADMIN.USERS"))

    let system = try rig.site.read("ACT/System.yaml")
    let path = "ACT/System.yaml"
    let grown = system + "Control group class: OPS\n"
    let refused = try rig.refusal(.system, path, system, grown, by: "CLERK")
    #expect(refused?.contains("CLERK needs UPDATE to TURNSTILE.ADMIN.OPERATOR") == true)
    #expect(try rig.site.read(path) == system)
    #expect(try rig.refusal(.system, path, system, system + "# a remark\n", by: "CLERK") == nil)
    try rig.racf(
      """
      PERMIT TURNSTILE.ADMIN.OPERATOR CLASS(OPERCMDS) ID(CLERK) ACCESS(UPDATE)
      SETROPTS RACLIST(OPERCMDS) REFRESH

      """)
    #expect(try rig.refusal(.system, path, system, grown, by: "CLERK") == nil)
    #expect(try rig.site.read(path) == grown)
    withExtendedLifetime(rig) {}
  }
}
