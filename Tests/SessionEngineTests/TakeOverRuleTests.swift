import DataStream
import Messages
import Names
import SAF
import Terminal
import Testing
import Time

@testable import SessionEngine

/// Which sessions of a user come to a terminal, and what becomes of the others.
@Suite(.stories) struct TakeOverRuleTests {
  private func remote(_ standing: TerminalStanding, _ name: String = "DESK02") throws
    -> RemoteTerminal
  {
    RemoteTerminal(name: try #require(LUName(name)), standing: standing, sessions: 1)
  }

  private func signOn(_ option: String, _ terminals: [RemoteTerminal]) throws -> Transcript {
    var user = try Transcript(system: "Transfer option: \(option)\n", terminal: "DESK01")
    user.story.begin()
    try user.signOn(elsewhere: terminals)
    return user
  }

  @Test(arguments: ["ANY", "HOLD", "MULT", "NONE", "ASK"])
  func `what was left at a sign-off, or by this terminal's lost line, comes without a question`(
    option: String
  ) throws {
    for terminal in [
      try remote(.signedOff, "DESK01"), try remote(.signedOff), try remote(.lost, "DESK01"),
    ] {
      let user = try signOn(option, [terminal])
      user.story.name(option)
      #expect(user.effects.map(Transcript.line) == ["take over BOB own"])
    }
  }

  @Test func `another terminal without a sign-off is what the option is about`() throws {
    for terminal in [try remote(.lost), try remote(.connected)] {
      for option in ["ANY", "HOLD"] {
        #expect(
          try signOn(option, [terminal]).effects.map(Transcript.line) == [
            "take over BOB everything"
          ]
        )
      }
      for option in ["NONE", "MULT"] {
        #expect(try signOn(option, [terminal]).row(1).contains("TPX MENU"))
      }
      #expect(try signOn("ASK", [terminal]).session.screen == .transfer)
    }
  }

  @Test func `N leaves the others where they are, and the user's own come all the same`() throws {
    var user = try signOn("ASK", [try remote(.connected), try remote(.signedOff, "DESK03")])
    user.key(.enter, "N")
    user.happen(.adopted([]))
  }

  @Test func `the rule for the question is the rule for the move`() throws {
    let here = try #require(LUName("DESK01"))
    let all: [(RemoteTerminal, own: Bool)] = [
      (try remote(.connected), false), (try remote(.connected, "DESK01"), false),
      (try remote(.lost), false), (try remote(.lost, "DESK01"), true),
      (try remote(.signedOff), true), (try remote(.signedOff, "DESK01"), true),
    ]
    for (terminal, own) in all {
      #expect(TakeOver.own.takes(terminal, at: here) == own)
      #expect(TakeOver.everything.takes(terminal, at: here))
    }
    let empty = RemoteTerminal(name: here, standing: .signedOff, sessions: 0)
    #expect(!TakeOver.everything.takes(empty, at: here))
  }

  @Test(arguments: [("NONE", false), ("MULT", false), ("NONE", true), ("ASK", false)])
  func `what nobody may come back to ends with the line`(option: String, isNamed: Bool) throws {
    var user = try Transcript(
      system: "Transfer option: \(option)\n", terminal: "DESK01", isNamedByClient: isNamed)
    user.story.name(option + (isNamed ? " named" : ""))
    user.story.begin()
    try user.signOn()
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    let ends = option != "ASK" && !isNamed
    #expect(user.happen(.terminalLost).contains("close host") == ends)
    #expect(user.session.sessions.isEmpty == ends)
    #expect(user.session.standing == .lost)
  }

  @Test func `two sessions of one id are two lines, each reached by its own`() throws {
    var (one, first) = try Transcript.inSession()
    var moved = one.session.surrender()
    let second = SessionHandle(99)
    let like = try #require(moved.first)
    moved.append(like.twin(second))
    var user = try Transcript()
    try user.signOn()
    user.happen(.adopted(moved))
    #expect(user.session.sessions.map(\.id.description) == ["CICS", "CICS#2"])
    #expect(
      (7...20).contains { user.row($0).contains("CICS#2") && user.row($0).contains("(one more)") })
    user.key(.enter, "CICS#2")
    #expect(user.session.screen == .session(second))
    user.key(.pf(23))
    user.answerRead()
    #expect(user.session.screen == .session(first))
    user.key(.pf(24))
    user.answerRead()
    user.key(.enter, "/I CICS")
    #expect(user.session.sessions.map(\.handle) == [second])
  }

  @Test func `a sign-off that ends sessions ends what was left behind, not that of other people`()
    throws
  {
    for (options, ends) in [
      ("Inactivate on: F\n", true), ("", false), ("Transfer option: MULT\n", false),
      ("Inactivate on: K\n", false),
    ] {
      var user = try Transcript(system: options)
      try user.signOn()
      #expect(user.key(.enter, "/F").contains("end left behind BOB") == ends, "\(options)")
    }
    var (lost, _) = try Transcript.inSession()
    lost.happen(.departed)
    lost.happen(.terminalLost)
    lost.happen(.departed)
  }

  @Test(arguments: [
    ("", false, false), ("F", true, true), ("K", false, true), ("NEVER", false, false),
  ])
  func `confirm and refuse strike those whose sessions end by Inactivate on`(
    option: String, atF: Bool, atK: Bool
  ) throws {
    for (command, strikes) in [("/F", atF), ("/K", atK)] {
      for label in ["Confirm", "Refuse"] {
        var user = try Transcript(
          system: "\(label) signoff with sessions: Y\nInactivate on: \"\(option)\"\n")
        user.story.name(option.isEmpty ? "none" : option)
        user.story.begin()
        try user.signOn()
        user.key(.enter, "CICS")
        user.happen(.hostReady(try #require(user.opened.first), lu: nil))
        user.happen(.systemRequest)
        user.answerRead()
        #expect(user.key(.enter, command).contains("identify -") == !strikes, "\(label) \(command)")
      }
    }
  }

  @Test func `the operator's end is told, and no menu comes before it`() throws {
    var (user, _) = try Transcript.inSession()
    let lines = user.happen(.cancelled(""))
    #expect(lines.filter { $0 == "screen" }.count == 1)
    #expect(
      lines == ["close host", "TPXL9021", "TPXL9011", "identify -", "screen", "close cancelled"])
  }
}

/// Sessions whose definition goes while they live.
@Suite(.stories) struct StrayTests {
  private func site(_ names: [String], people: [(path: String, text: String)] = []) throws -> Site {
    try Transcript(
      applications: names.map {
        ($0, "Application-ID: \($0)\nHost: tn3270://mvs.example:23\nAuto restart: Y\n")
      }, people: people
    ).session.seat.site
  }

  private func inSession(_ site: Site) throws -> (Transcript, SessionHandle) {
    var user = try Transcript()
    user.happen(.siteReplaced(site))
    try user.signOn()
    let host = try user.enter("AAA")
    user.story.begin()
    user.happen(.systemRequest)
    user.answerRead()
    return (user, host)
  }

  @Test func `it stays on the menu until it ends, reached by id, key and cursor`() throws {
    let only = [("Users/BOB", "Sessions: BBB\n")]
    for gone in [try site(["BBB"]), try site(["AAA", "BBB"], people: only)] {
      var (user, host) = try inSession(try site(["AAA", "BBB"]))
      user.happen(.siteReplaced(gone))
      let line = try #require((7...20).first { user.row($0).contains("AAA") })
      #expect(user.row(line).contains("(removed)") && user.row(line).contains("current"))
      user.key(.enter, "AAA")
      #expect(user.session.screen == .session(host))
      user.happen(.systemRequest)
      user.answerRead()
      user.key(.pf(23))
      #expect(user.session.screen == .session(host))
      user.happen(.systemRequest)
      user.answerRead()
      // Added again, it is an ordinary line.
      user.happen(.siteReplaced(try site(["AAA", "BBB"])))
      #expect(!user.row(line).contains("(removed)"))
      user.happen(.siteReplaced(gone))
      // Once it has ended it is gone, and does not restart by itself.
      user.now = 100
      user.happen(.hostClosed(host, .closedByHost))
      #expect(user.opened.isEmpty && !(7...20).contains { user.row($0).contains("AAA") })
      user.key(.enter, "AAA")
      #expect(user.row(5).contains("AAA is not on this menu"))
    }
  }
}
