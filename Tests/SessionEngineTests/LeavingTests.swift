import DataStream
import EBCDIC
import Messages
import Names
import Tables
import Terminal
import Testing
import Time

@testable import SessionEngine

/// Users who are spoken to, who leave, and what becomes of their sessions.
@Suite(.stories) struct LeavingTests {
  private func inSession(
    system: String = "", labels: String = "", people: [(path: String, text: String)] = []
  ) throws -> (Transcript, SessionHandle) {
    var user = try Transcript(
      system: system, applications: Transcript.hosts(["AAA"], labels), people: people)
    try user.signOn()
    let host = try user.enter("AAA")
    user.story.begin()
    return (user, host)
  }

  /// Answers our Read Buffer with what the terminal shows.
  private func answer(_ user: inout Transcript) {
    user.happen(.terminalRecord(user.screen.readBuffer()))
  }

  @Test func `messages come one after another, and wait for a user who is busy`() throws {
    var (user, _) = try inSession()
    user.happen(.message(from: "ALICE", text: "first"))
    user.happen(.message(from: "OPERATOR", text: "second"))
    answer(&user)
    user.key(.enter)
    // Nobody is interrupted twice in a minute; what waits comes together.
    user.happen(.message(from: "ALICE", text: "later"))
    user.now = 60
    user.happen(.timer(.messages))
    answer(&user)
    user.key(.enter)
    // A locked terminal shows nothing of others; the message is there after it.
    user.key(.pf(24))
    answer(&user)
    user.key(.enter, "/L")
    user.happen(.message(from: "ALICE", text: "third"))
    for number in 0..<PeerLimits.waitingMessages {
      #expect(
        user.session.takesMessages(isOperator: true) == (number < PeerLimits.waitingMessages - 1))
      user.happen(.message(from: "ALICE", text: "more"))
    }
    #expect(user.session.inbox.count == PeerLimits.waitingMessages)
  }

  @Test func `forty messages in a row interrupt a session once a minute, and can be refused`()
    throws
  {
    var (user, _) = try inSession()
    var interruptions = 0
    user.story.pause()
    for second: Int64 in 0..<40 {
      user.now = second
      let lines = user.happen(.message(from: "ALICE", text: "number \(second)"))
      if lines.contains("screen") {
        interruptions += 1
        answer(&user)
        user.key(.enter)
      }
    }
    #expect(interruptions == 1)
    user.story.resume()
    // On the menu, to which the user has come, they are no interruption; the list can be scrolled.
    user.key(.pf(24))
    answer(&user)
    user.key(.pf8)
    user.key(.pf8)
    user.key(.enter)
    user.key(.enter, "/M OFF")
    #expect(!user.session.takesMessages(isOperator: false))
    #expect(user.session.takesMessages(isOperator: true))
    user.key(.enter, "/M ON")
    #expect(user.session.takesMessages(isOperator: false))
    user.happen(.messageDelivered(to: "ALICE", .refused))
    user.happen(.messageDelivered(to: "ALICE", .absent))
    user.happen(.messageDelivered(to: "ALICE", .kept))
  }

  @Test func `what the terminal answers to a warning is no key of the user's`() throws {
    var (user, host) = try inSession(system: "Stage 1 Timeout: 1\n")
    user.now = 30
    user.happen(.timer(.idle))
    answer(&user)
    // Nor is a message, or what a host does.
    user.happen(.message(from: "OPERATOR", text: "hello"))
    user.happen(.hostRecord(host, Transcript.write("MORE"), reply: .no))
    user.now = 60
    user.happen(.timer(.idle))
    #expect(user.session.screen == .locked)
  }

  @Test
  func `an answer to a host's read is no key, and a host's text no activity where it is none`()
    throws
  {
    var (user, host) = try inSession(
      system: "Stage 1 Timeout: 1\n",
      labels: "Session timeout: 1\nIgnore appl output for timeout: Y\n")
    user.now = 20
    user.happen(.hostRecord(host, [0xF2], reply: .no))
    answer(&user)
    user.happen(.hostText(host, CodePage.bracket.encode("USS")))
    #expect(user.session.idle.last.nanoseconds == 0)
    #expect(try user.first().nextTimeout?.nanoseconds == 30_000_000_000)
  }

  @Test func `a time-out that a reload brings is announced first, and strikes when it said`() throws
  {
    var user = try Transcript()
    try user.signOn()
    user.now = 500
    let site = try Transcript(system: "Stage 1 Timeout: 1\n").session.seat.site
    user.happen(.siteReplaced(site))
    user.happen(.timer(.idle))
    user.now = 530
    user.happen(.timer(.idle))
    #expect(user.session.screen == .locked)
  }

  @Test func `a stage of the idle time is announced on every panel`() throws {
    for (command, page) in [("/L", "TERMINAL LOCKED"), ("/E", ""), ("/H", ""), ("/H F", "")] {
      var user = try Transcript(system: "Stage 1 Timeout: 1\nStage 1 Option: F\n")
      try user.signOn()
      user.key(.enter, command)
      user.now = 30
      user.happen(.timer(.idle))
      let shown = (1...24).map { user.row($0) }
      #expect(shown.contains { $0.contains("in 30 seconds: press a key") }, "\(command)")
      #expect(page.isEmpty || shown.contains { $0.contains(page) })
      user.now = 60
      #expect(user.happen(.timer(.idle)).contains("identify -"), "\(command)")
    }
  }

  @Test func `sessions without a terminal stay as long as the site says`() throws {
    var (user, _) = try inSession(system: "Disconnect timeout: 5\n")
    user.happen(.terminalLost)
    user.now = 299
    user.happen(.timer(.disconnect))
    user.now = 300
    user.happen(.timer(.disconnect))
    #expect(user.session.sessions.isEmpty)
  }

  @Test func `a session's own time goes on behind another terminal, and behind none`() throws {
    var (user, host) = try inSession(labels: "Session timeout: 1\n")
    user.now = 10
    user.key(.pf(24))
    answer(&user)
    let lines = user.key(.enter, "/F")
    #expect(lines == ["TPXL9011", "detach BOB 1", "identify -", "screen"])
    guard
      case .detach(let id, let left)? = user.effects.first(where: { effect in
        if case .detach = effect { true } else { false }
      })
    else { return }
    var parked = UserSession(parking: left, of: id, as: user.session)
    var effects: [Effect] = []
    parked.park(at: user.moment, into: &effects)
    #expect(effects.map(Transcript.line) == ["timer session(\(host)) 40"])
    // The same where another terminal takes it over.
    var other = try Transcript()
    try other.signOn()
    other.now = 20
    other.happen(.adopted(left))
  }

  @Test func `an idle session is announced, ends to the second, and the menu says why`() throws {
    var (user, host) = try inSession(labels: "Session timeout: 1\n")
    user.now = 30
    user.happen(.timer(.session(host)))
    answer(&user)
    // A key leads back, and counts.
    user.now = 40
    user.key(.enter)
    user.now = 60
    #expect(user.happen(.timer(.session(host))) == ["timer session(\(host)) 70"])
    user.key(.pf(24))
    answer(&user)
    user.now = 90
    user.happen(.timer(.session(host)))
    user.now = 119
    #expect(user.happen(.timer(.session(host))) == ["timer session(\(host)) 120"])
    user.now = 120
    user.happen(.timer(.session(host)))
    #expect((7...20).contains { user.row($0).hasSuffix("ended: time-out") })
    user.key(.enter, "AAA")
    let again = try #require(user.opened.first)
    // The host takes its time: the keyboard is free again after a second.
    user.happen(.timer(.starting(again)))
    #expect(user.row(5) == " ==> Session AAA is starting <==" && user.screen.lock == .unlocked)
    #expect((7...20).contains { user.row($0).hasSuffix("starting") })
    user.happen(.hostReady(again, lu: nil))
    #expect(user.session.screen == .session(again))
  }

  @Test func `the oldest of what a user left at too many terminals is ended`() throws {
    var (user, _) = try inSession()
    user.happen(.terminalLost)
    user.happen(.evicted)
  }

  @Test(arguments: [
    (Event.cancelled(""), "The operator ended your sessions."),
    (Event.cancelled("Go home."), "The operator ended your sessions: Go home."),
    (Event.serverStops, "The server is stopped. Your sessions have ended."),
  ])
  func `who is made to leave is told why, and the log closes what it opened`(
    _ event: Event, _ words: String
  ) throws {
    var (user, _) = try inSession()
    user.story.name(words)
    let happened = user.happen(event)
    let close = if case .cancelled = event { "close cancelled" } else { "close serverStops" }
    #expect(
      happened == ["close host", "TPXL9021", "TPXL9011", "identify -", "screen", close])
    #expect(user.row(1) == words)
    // The connection is still there for a moment: nothing more comes of it.
    #expect(user.happen(event).filter { $0.hasPrefix("TPXL") } == [])
  }

  @Test func `a user's own options count before the profile's and the system's`() throws {
    var (user, _) = try inSession(
      system: "Transfer option: NONE\nInactivate on: F\n",
      people: [
        ("Profiles/OPS", "Inactivate on: NEVER\nTransfer option: HOLD\nStage 1 Timeout: 7\n"),
        ("Users/BOB", "Profile: OPS\nTransfer option: ANY\nStage 1 Option: K\n"),
      ])
    #expect(user.session.seat.view.policy.transfer == .any)
    #expect(user.session.seat.view.policy.inactivateOn == .never)
    #expect(user.session.seat.view.policy.stage1Timeout == 7)
    user.key(.pf(24))
    answer(&user)
    user.key(.enter, "/E")
    let line = try #require((1...24).map { user.row($0) }.first { $0.contains("Transfer option") })
    #expect(line.split(separator: " ").suffix(4) == ["ANY", "HOLD", "NONE", "own"])
    user.key(.enter)
    user.key(.enter, "/F")
  }

  @Test func `MULT ends the sessions at sign-off`() throws {
    var (user, _) = try inSession(system: "Transfer option: MULT\n")
    user.key(.pf(24))
    answer(&user)
    let lines = user.key(.enter, "/F")
    #expect(lines.contains("close host") && !lines.contains { $0.hasPrefix("detach") })
  }

  @Test func `G starts without typing, and each command has its help`() throws {
    var (user, _) = try inSession(labels: "Type session data: Y\n")
    #expect(try user.first().typing == nil)
    user.key(.pf(24))
    answer(&user)
    user.key(.enter, "/I AAA")
    user.key(.enter, "/G AAA")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Transcript.write(""), reply: .no))
    user.key(.pf(24))
    answer(&user)
    for help in CommandHelp.all {
      user.key(.enter, "/H \(help.letter)")
      #expect(user.row(3).contains(help.usage) && user.row(3).contains(help.summary.prefix(30)))
      user.key(.enter)
      // What the help tells of is a command.
      let command = UserCommand("/" + help.letter, character: "/", onMenu: false) { _ in false }
      if case .unknown = command { Issue.record("/\(help.letter) is no command") }
    }
    user.key(.enter, "/H Q")
    user.key(.enter, "/H")
    // The list of all is longer than a small screen: PF8 shows the rest.
    var shown = (10...23).map { user.row($0) }
    user.key(.pf8)
    shown += (10...23).map { user.row($0) }
    for help in CommandHelp.all {
      #expect(shown.contains { $0.contains(help.usage) && $0.contains(help.summary) })
    }
  }

  @Test func `a host is told of a terminal what its entry says`() throws {
    let large = TerminalCapabilities(color: .model4)
    #expect(large.limited(alternate: nil, extended: true) === large)
    let small = large.limited(alternate: .model2, extended: true)
    #expect(small.alternateSize == .model2 && small.hasColor)
    let plain = large.limited(alternate: nil, extended: false)
    #expect(plain.alternateSize == .model4 && !plain.hasColor && !plain.isExtended)
    #expect(large.covers(plain) && !plain.covers(large))
    let (user, _) = try inSession(labels: "Extended data stream: N\nModel sensitive: N\n")
    #expect(try user.first().space.capabilities.isExtended == false)
  }
}
