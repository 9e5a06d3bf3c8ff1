import DataStream
import EBCDIC
import Names
import Terminal
import TestSupport
import Testing
import Time

@testable import SessionEngine

/// Somebody looks on at a user's terminal: who is let, what is seen, and how it ends.
@Suite struct AudienceTests {
  private static func viewer(_ user: String = "HELEN", _ number: UInt64 = 77) throws -> Viewer {
    Viewer(
      session: SessionHandle(number), user: try #require(UserID(user)),
      terminal: try #require(LUName("TN9")), address: "192.0.2.9")
  }

  private static let secret = [
    ("CICS", "Application-ID: CICS\nHost: builtin:cics\n"),
    ("PAY", "Application-ID: PAY\nHost: builtin:cics\nDisallow VIEWing on this appl: Y\n"),
    ("TPXVIEW", "Application-ID: TPXVIEW\nHost: builtin:tpxview\n"),
  ]

  private static func user(_ system: String = "") throws -> Transcript {
    var user = try Transcript(system: system, applications: secret)
    try user.signOn()
    return user
  }

  /// What the last event told a viewer.
  private static func seen(_ user: Transcript) -> SeenScreen? {
    user.effects.compactMap {
      if case .tellViewer(_, .seen(let screen, _)) = $0 { screen } else { nil }
    }.last
  }

  private static func rows(_ user: Transcript) -> [String] {
    guard case .screen(let copy)? = seen(user) else { return [] }
    let terminal = TerminalCapabilities(color: .model2)
    var space = PresentationSpace(terminal)
    for record in copy.records(for: terminal, from: ScreenCopy.Corner()) { _ = space.apply(record) }
    return ScreenText.lines(space, .bracket)
  }

  private static func covered(_ user: Transcript) -> String? {
    if case .covered(let text)? = seen(user) { text } else { nil }
  }

  @Test func `a user is asked, and nothing is seen before the user says yes`() throws {
    var user = try Self.user()
    let viewer = try Self.viewer()
    #expect(
      user.happen(.viewer(viewer.session, .asks(viewer))) == [
        "timer viewers 120", "viewer HELEN found BOB", "screen",
      ])
    #expect(user.rows(with: "HELEN at TN9 asks to view your screen.").count == 1)
    #expect(user.happen(.viewer(viewer.session, .looks)) == ["viewer HELEN awaited BOB"])
    user.key(.enter)
    #expect(user.key(.enter, "/V").contains("screen"))
    #expect(user.rows(with: "HELEN asks to view your screen").count == 1)
    let yes = user.key(.enter, "/V YES")
    #expect(yes.contains("audit HELEN views BOB BEGINS") && yes.contains("TPXL9061"))
    #expect(user.rows(with: "Viewed by HELEN").count == 1)
    user.happen(.viewer(viewer.session, .looks))
    #expect(Self.rows(user).contains { $0.contains("TPX MENU") })
    // Twice is once.
    #expect(!user.key(.enter, "/V YES").contains("TPXL9061"))
  }

  @Test func `what a session shows is seen, less what is not displayed`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    let handle = try user.enter("CICS")
    let told = user.happen(.viewer(viewer.session, .asks(viewer)))
    #expect(told.contains("audit HELEN views BOB BEGINS"))
    user.answerRead()
    #expect(user.rows(with: "HELEN at TN9 views your screen. /V NO ends it.").count == 1)
    user.key(.enter)
    user.happen(
      .hostRecord(
        handle,
        [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40] + CodePage.bracket.encode("PASSWORD?")
          + [0x1D, 0x4C] + CodePage.bracket.encode("HUSH") + [0x1D, 0x40, 0x13], reply: .no))
    user.happen(.viewer(viewer.session, .looks))
    #expect(Self.rows(user).first?.contains("PASSWORD?") == true)
    let told2 = user.effects.map { "\($0)" }.joined()
    #expect(!told2.contains("HUSH"))
    #expect(!Self.rows(user).contains { $0.contains("HUSH") })
    // What is looked at does not change what the user has.
    #expect(user.session.sessions[handle]?.space.kind(11) == .character(0xC8))
  }

  @Test func `a session that may not be viewed is covered, and so is a view of somebody else`()
    throws
  {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.key(.enter)
    _ = try user.enter("PAY")
    user.happen(.viewer(viewer.session, .looks))
    #expect(Self.covered(user) == "Session PAY may not be viewed")
    user.key(.pf(24))
    user.answerRead()
    _ = try user.enter("TPXVIEW")
    user.happen(.viewer(viewer.session, .looks))
    #expect(Self.covered(user) == "Session TPXVIEW shows the screen of somebody else")
  }

  @Test func `the user ends it, and the viewer hears by whom`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.key(.enter)
    user.now = 10
    let no = user.key(.enter, "/V NO")
    #expect(no.contains("viewer HELEN over BOB ended it"))
    #expect(no.contains("audit HELEN views BOB ENDS AFTER 10 s: BOB ended it"))
    #expect(no.contains("TPXL9062"))
    #expect(user.happen(.viewer(viewer.session, .looks)).isEmpty)
    #expect(user.key(.enter, "/V NO") == ["screen"])
    #expect(user.rows(with: "Nobody views your screen").count == 1)
    user.key(.enter, "/V MAYBE")
    #expect(user.rows(with: "Say YES").count == 1)
  }

  @Test func `who refuses, or does not answer, is not viewed`() throws {
    var user = try Self.user()
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.key(.enter)
    let no = user.key(.enter, "/V NO")
    #expect(no.contains("viewer HELEN over BOB refused") && no.contains("TPXL9063"))
    // Who asks again at once is refused, and the user is not asked.
    user.now = 119
    #expect(
      user.happen(.viewer(viewer.session, .asks(viewer))).first
        == "viewer HELEN over BOB said no less than 120 s ago")
    user.now = 120
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.now = 240
    let late = user.happen(.timer(.viewers))
    #expect(late.contains("viewer HELEN over BOB did not answer in 120 s"))
    #expect(user.session.audience.places.isEmpty)
  }

  @Test func `yes is said to nobody whose question was not shown, nor to two at once`() throws {
    var user = try Self.user()
    let (helen, eve) = (try Self.viewer(), try Self.viewer("EVE", 78))
    user.happen(.viewer(helen.session, .asks(helen)))
    user.happen(.viewer(eve.session, .asks(eve)))
    for _ in 0..<3 { user.key(.enter) }
    user.key(.enter, "/V")
    #expect(user.rows(with: "HELEN, EVE asks to view your screen").count == 1)
    let both = user.key(.enter, "/V YES")
    #expect(!both.contains("TPXL9061"))
    #expect(user.rows(with: "ask to view your screen; say YES and one").count == 1)
    user.key(.enter, "/V YES EVE")
    #expect(user.session.audience.lets(eve.session) && !user.session.audience.lets(helen.session))
    user.key(.enter, "/V NO EVE")
    #expect(user.session.audience.places.map(\.viewer) == [helen])
    user.key(.enter, "/V YES EVE AND HELEN")
    #expect(user.rows(with: "Say YES").count == 1)
  }

  @Test func `yes counts for who was shown, not for who came since`() throws {
    let user = try Self.user()
    let (helen, eve) = (try Self.viewer(), try Self.viewer("EVE", 78))
    var audience = Audience()
    let target = ViewTarget(
      user: try #require(UserID("BOB")), terminal: try #require(LUName("TN1")))
    let policy = user.session.desk.place.seat.view.policy
    var effects: [Effect] = []
    Turn.run(at: user.moment, into: &effects) { turn in
      _ = audience.ask(helen, of: target, policy: policy, usage: "/V", in: &turn)
      audience.areTold()
      _ = audience.ask(eve, of: target, policy: policy, usage: "/V", in: &turn)
      _ = audience.answer("YES", in: &turn)
    }
    #expect(audience.lets(helen.session) && !audience.lets(eve.session))
  }

  @Test func `a full inbox keeps no view from the user`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.key(.enter, "/L")
    for number in 0..<PeerLimits.waitingMessages + 3 {
      user.happen(.message(from: "ALICE", text: "number \(number)"))
    }
    for number in 0..<20 {
      let other = try Self.viewer("H\(number)", UInt64(100 + number))
      user.happen(.viewer(other.session, .asks(other)))
      user.happen(.viewer(other.session, .leaves))
    }
    user.happen(.viewer(viewer.session, .asks(viewer)))
    let lines = user.session.desk.inbox.take(user.moment.instant).lines
    #expect(lines.filter { $0.contains("HELEN at TN9 views your screen.") }.count == 1)
    #expect(lines.filter { $0.contains("TPXVIEW") }.count == PeerLimits.viewers)
    #expect(lines.filter { $0.contains("ALICE") }.count == PeerLimits.waitingMessages)
  }

  @Test func `many questions set one timer`() throws {
    var user = try Self.user()
    let viewer = try Self.viewer()
    var timers = 0
    for second: Int64 in 0..<20 {
      user.now = second
      let lines = user.happen(.viewer(viewer.session, .asks(viewer)))
      timers += lines.count { $0.hasPrefix("timer viewers") }
    }
    #expect(timers == 1)
    #expect(user.session.audience.places.count == 1)
  }

  @Test func `in a session the answer has a panel, and leads back there`() throws {
    var user = try Self.user()
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Transcript.write(""), reply: .no))
    for (command, text) in [("/V", "Nobody views your screen"), ("/V MAYBE", "Say YES")] {
      user.key(.pf(12), command)
      user.happen(.terminalRecord(user.screen.readBuffer()))
      #expect(user.rows(with: text).count == 1, "\(command)")
      user.key(.enter)
      #expect(user.session.screen == .session(host))
    }
  }

  @Test func `who asks again ends what was`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.now = 7
    #expect(
      user.happen(.viewer(viewer.session, .asks(viewer)))
        .contains("audit HELEN views BOB ENDS AFTER 7 s: the viewer asked again"))
  }

  @Test func `a user who may be viewed no more is viewed no more`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    let forbidden = try Transcript(
      applications: Self.secret, people: [("Users/BOB", "Do Not View: Y\n")])
    let site = forbidden.session.desk.place.seat.site
    #expect(
      user.happen(.siteReplaced(site)).contains(
        "viewer HELEN over BOB may not be viewed (Do Not View)"))
    #expect(user.session.audience.places.isEmpty)
  }

  @Test func `Do Not View counts more than who may`() throws {
    var user = try Transcript(
      applications: Self.secret, people: [("Users/BOB", "Do Not View: Y\n")])
    try user.signOn()
    let viewer = try Self.viewer()
    #expect(
      user.happen(.viewer(viewer.session, .asks(viewer))) == [
        "viewer HELEN over BOB may not be viewed (Do Not View)",
        "audit HELEN views BOB REFUSED: BOB may not be viewed (Do Not View)", "TPXL9063",
      ])
  }

  @Test func `so many may look and no more`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    for number in 1...PeerLimits.viewers {
      let viewer = try Self.viewer("H\(number)", UInt64(number))
      user.happen(.viewer(viewer.session, .asks(viewer)))
    }
    let last = try Self.viewer("LAST", 99)
    #expect(
      user.happen(.viewer(last.session, .asks(last))).first
        == "viewer LAST over \(PeerLimits.viewers) look at TN000001 already")
    // Who asks again takes no other place.
    let again = try Self.viewer("H1", 1)
    user.happen(.viewer(again.session, .asks(again)))
    #expect(user.session.audience.places.count == PeerLimits.viewers)
  }

  @Test func `a viewer of whom nothing is heard is gone, and one who looks stays`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.now = 29
    user.happen(.viewer(viewer.session, .looks))
    user.now = 30
    #expect(user.happen(.timer(.viewers)) == ["timer viewers 59"])
    user.now = 59
    let gone = user.happen(.timer(.viewers))
    #expect(gone.contains("viewer HELEN over nothing was heard of the viewer for 30 s"))
  }

  @Test(arguments: ["/F", "/K"])
  func `a sign-off ends it, and the next user is not viewed`(command: String) throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.key(.enter)
    let off = user.key(.enter, command)
    #expect(off.contains("viewer HELEN over BOB signed off"))
    #expect(user.happen(.viewer(viewer.session, .looks)).isEmpty)
    #expect(user.session.audience.places.isEmpty)
    #expect(
      user.happen(.viewer(viewer.session, .asks(viewer)))
        == ["viewer HELEN over nobody is signed on there"])
  }

  @Test func `a lost line ends it`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    _ = try user.enter("CICS")
    user.happen(.viewer(viewer.session, .asks(viewer)))
    let lost = user.happen(.terminalLost)
    #expect(lost.contains("viewer HELEN over the terminal is gone"))
    #expect(
      user.happen(.viewer(viewer.session, .asks(viewer)))
        == ["viewer HELEN over nobody is signed on there"])
  }

  @Test func `a viewer who leaves is told to the user, once`() throws {
    var user = try Self.user("View consent: NOTICE\n")
    let viewer = try Self.viewer()
    user.happen(.viewer(viewer.session, .asks(viewer)))
    user.key(.enter)
    #expect(user.happen(.viewer(viewer.session, .leaves)).contains("TPXL9062"))
    #expect(user.rows(with: "views your screen no more.").count == 1)
    #expect(user.happen(.viewer(viewer.session, .leaves)).isEmpty)
  }
}

extension Transcript {
  /// What a viewer hears.
  static func words(_ answer: ViewAnswer) -> String {
    switch answer {
    case .found(let target): "found \(target.user)"
    case .awaited(let target): "awaited \(target.user)"
    case .seen(.screen(let copy), _): "sees \(copy.size)"
    case .seen(.covered(let text), _): "sees: \(text)"
    case .over(let reason, _): "over \(reason)"
    }
  }
}
