import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import SAF
import Tables
import Terminal
import Testing

@testable import SessionEngine

/// What users type on the menu, at the right place and at the wrong one.
@Suite(.stories) struct MenuInputTests {
  /// Sessions S01, S02, ... of hosts, more than a small screen has lines for.
  private func menu(_ count: Int = 3) throws -> Transcript {
    var user = try Transcript(
      applications: (1...count).map { number in
        let name = "S" + (number < 10 ? "0" : "") + String(number)
        return (
          name,
          "Application-ID: \(name)\nHost: tn3270://mvs.example:23\n"
            + "Session description: Number \(number) of many\n"
        )
      })
    try user.signOn()
    user.story.begin()
    return user
  }

  private func start(_ user: inout Transcript, _ name: String) throws {
    user.key(.enter, name)
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Transcript.write(name), reply: .no))
    user.key(.pf(24))
    user.happen(.terminalRecord(user.screen.readBuffer()))
  }

  /// ENTER with marks before lines of the list, from 0, and the command line.
  private func enter(
    _ user: inout Transcript, _ marks: [(row: Int, text: String)], command: String = ""
  ) -> [String] {
    var record: [UInt8] = [AID.enter.byte, 0x40, 0x40]
    for (position, text) in marks.map({ ((8 + $0.row) * 80 + 3, $0.text) }) + [
      (22 * 80 + 15, command)
    ] {
      record.append(OrderCode.setBufferAddress)
      BufferAddress.append(position, in: .model2, to: &record)
      record += CodePage.bracket.encode(text)
    }
    return user.happen(.terminalRecord(record))
  }

  @Test func `a command typed at HOME starts nothing, and is answered in words`() throws {
    for text in ["h", "/l", "/i", "f", "x", "tso", "1"] {
      var user = try menu()
      let marks = Array(text).enumerated().map { (row: $0.offset, text: String($0.element)) }
      #expect(enter(&user, marks) == ["screen"], "\(text)")
      #expect(user.row(5).contains("is no line command: S starts or shows a session, I ends it"))
      #expect(user.isBright(5))
    }
  }

  @Test func `S and I do what they say, several in order, or nothing is done`() throws {
    var user = try menu()
    try start(&user, "S01")
    try start(&user, "S02")
    #expect(enter(&user, [(0, "s"), (2, "S")]) == ["screen"])
    #expect(enter(&user, [(0, "i"), (2, "i")]) == ["screen"])
    #expect(user.row(5).contains("Session S03 is not live") && user.session.sessions.count == 2)
    #expect(enter(&user, [(0, "I")], command: "S02") == ["screen"])
    let lines = enter(&user, [(0, "i"), (1, "I"), (2, "s")])
    #expect(lines.filter { $0 == "close host" }.count == 2)
    #expect(lines.contains { $0.hasPrefix("open S03") })
    #expect(user.session.sessions.count == 1)
  }

  @Test func `a command that is refused stays to be corrected`() throws {
    var user = try menu()
    user.key(.enter, "nosuch")
    user.key(.pf(7))
    #expect(!user.row(23).contains("nosuch"))
    // What was typed before is not brought back by a command of a session.
    try start(&user, "S01")
    user.key(.enter, "S01")
    let host = try #require(user.session.sessions.first?.handle)
    user.happen(.hostRecord(host, Transcript.write(""), reply: .no))
    user.key(.pf(12), "/zz")
    user.happen(.terminalRecord(user.screen.readBuffer()))
    #expect(user.row(5).contains("/zz is not a command") && !user.row(23).contains("S01"))
  }

  @Test func `a command without its operand says what it wants`() throws {
    var user = try menu()
    for (typed, text) in [
      ("/a", "Say /A id"), ("g", "Say /G id"), ("/m", "Say /M user text"),
      ("/p", "No session was shown last: say /P id"),
      ("/i", "No session was shown last: say /I id"),
      ("/a s01 s02", "Too many words: say /A id"), ("s01 x", "Too many words: say /A id"),
      ("/l x", "Too many words: say /L"), ("locate", "Say LOCATE text"),
    ] {
      user.key(.enter, typed)
      #expect(user.row(5) == " ==> \(text) <==", "\(typed)")
    }
    user.key(.enter, "help")
    #expect(
      user.row(1)
        == "                        HELP: THE MENU                     Panelid  - TEN0041H")
  }

  @Test func `a long menu says where it is, and finds a line`() throws {
    var user = try menu(60)
    #expect(user.row(23).hasSuffix("Row 1 of 60") && user.row(24).hasSuffix("More: +"))
    user.key(.pf8)
    #expect(user.row(23).hasSuffix("Row 14 of 60") && user.row(24).hasSuffix("More: - +"))
    user.key(.enter, "locate s30")
    user.key(.enter, "find 45 of")
    user.key(.enter, "loc zzz")
    // The screen's last part is full.
    user.key(.enter, "loc s60")
    #expect(user.row(9).contains("S48") && user.row(21).contains("S60"))
    let short = try menu(3)
    #expect(!short.row(23).contains("Row"))
  }

  @Test func `FIND goes on from hit to hit, and round; SORT keeps to what is asked`() throws {
    var user = try menu(60)
    let usual = user.row(9)
    user.key(.enter, "find 5 of")
    #expect(user.row(5).contains("Found S05, line 5 of 60") && user.row(9).contains("S05"))
    user.key(.enter, "find")
    #expect(user.row(5).contains("Found S15, line 15 of 60"))
    user.key(.enter, "rfind")
    #expect(user.row(5).contains("Found S25, line 25 of 60"))
    for _ in 0..<3 { user.key(.enter, "rfind") }
    #expect(user.row(5).contains("Found S55, line 55 of 60"))
    user.key(.enter, "find")
    #expect(user.row(5).contains("Found S05, line 5 of 60; the search went on from the top"))
    // Another text begins at the first line shown.
    user.key(.enter, "find s04")
    #expect(user.row(5).contains("Found S04, line 4 of 60; the search went on from the top"))
    user.key(.enter, "find zzz")
    #expect(user.row(5).contains("No line of the menu has ZZZ"))
    user.key(.enter, "sort desc")
    user.key(.enter, "sort sideways")
    #expect(user.row(5).contains("SIDEWAYS is no order; ID, DESC and OFF are"))
    user.key(.enter, "sort off")
    #expect(user.row(9) == usual)
    // A session between two of them is no end of the search.
    user.key(.enter, "find s05")
    try start(&user, "S01")
    user.key(.enter, "rfind")
    #expect(user.row(5).contains("Found S05, line 5 of 60; the search went on from the top"))
    // Nothing was sought before.
    var other = try menu(3)
    other.key(.enter, "find")
    #expect(other.row(5).contains("Say FIND text"))
  }

  @Test func `operators' news and holds show at once, and a held application is not started`()
    throws
  {
    var user = try menu(3)
    let site = user.session.seat.site
    var orders = StandingOrders()
    orders.say("TAPES ARE MOVED ON SUNDAY", line: 0)
    _ = orders.hold("s02", StandingOrders.Hold(.quiesced, "UNTIL NOON"))
    _ = orders.hold("S03", StandingOrders.Hold(.inactive, ""))
    user.happen(.siteReplaced(site.saying(orders)))
    #expect(user.row(7) == " TAPES ARE MOVED ON SUNDAY")
    #expect(user.row(10).hasSuffix("quiesced") && user.row(11).hasSuffix("inact"))
    user.key(.enter, "s02")
    #expect(user.row(5) == " ==> Session S02 is not started now: UNTIL NOON <==")
    user.key(.enter, "s03")
    #expect(user.row(5) == " ==> Application not available <==")
    #expect(user.session.sessions.isEmpty)
    // What operators said goes with tables that are read again, and is over when they say so.
    let new = Site(tables: site.tables, panels: site.panels)
    user.happen(.siteReplaced(new.succeeding(user.session.seat.site)))
    #expect(user.row(7) == " TAPES ARE MOVED ON SUNDAY")
    user.happen(.siteReplaced(site.saying(StandingOrders())))
    #expect(user.row(7) == "" && !user.row(10).hasSuffix("quiesced"))
    user.key(.enter, "s02")
    #expect(user.session.sessions.count == 1)
  }

  @Test func `an application that is taken away while its ticket is made is not opened`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "TSO")
    let request = try #require(user.asked)
    var orders = StandingOrders()
    _ = orders.hold("TSO", StandingOrders.Hold(.inactive, ""))
    user.happen(.siteReplaced(user.session.seat.site.saying(orders)))
    user.happen(
      .ticket(
        request, .issued(SharedSecret(Secret(copying: Array("TICKET12".utf8))), kind: "LEGACY")))
    #expect(user.row(5) == " ==> Application not available <==")
    #expect(user.session.sessions.isEmpty)
    #expect(user.opened.isEmpty)
  }

  @Test func `a hold is by session, application or host, and the stronger one counts`() throws {
    let site = try menu(3).session.seat.site
    let session = try #require(site.tables.sessions.first)
    for name in Site.names(of: session) {
      var orders = StandingOrders()
      #expect(site.saying(orders).hold(on: session) == nil)
      _ = orders.hold(name.lowercased(), StandingOrders.Hold(.quiesced, ""))
      #expect(site.saying(orders).hold(on: session)?.keeping == .quiesced)
      _ = orders.hold("\(session.ownID)", StandingOrders.Hold(.inactive, "x"))
      #expect(site.saying(orders).hold(on: session)?.keeping == .inactive)
    }
  }

  @Test func `lines of the list without a session are no fields`() throws {
    let user = try menu(3)
    for row in 11..<21 { #expect(user.screen.isProtected(row * 80 + 3)) }
    #expect(!user.screen.isProtected(10 * 80 + 3))
  }
}

@Suite(.stories) struct TransferPanelTests {
  private func asked(isConnected: Bool) throws -> Transcript {
    var user = try Transcript()
    user.key(.enter, "BOB", "PASSWORD")
    guard case .authenticate(let request, _, _, _)? = user.effects.first else { return user }
    user.happen(.verdict(request, .accepted()))
    let name = try #require(LUName("TN000009"))
    user.happen(
      .elsewhere([
        RemoteTerminal(name: name, standing: isConnected ? .connected : .lost, sessions: 1)
      ]))
    return user
  }

  @Test func `Y is there where the line was lost, and must be typed where somebody may sit`() throws
  {
    var lost = try asked(isConnected: false)
    lost.key(.enter)
    var other = try asked(isConnected: true)
    other.key(.enter)
    other.key(.enter, "y")
  }

  @Test func `N says what stays where, and PF1 explains`() throws {
    var user = try asked(isConnected: false)
    user.key(.pf1)
    user.key(.enter)
    user.key(.enter, "N")
  }
}

@Suite struct TextLinesTests {
  @Test func `text is broken between words, and columns stay`() {
    #expect(TextLines.wrapped("ok   a  bb ccc", 10, hang: 5) == ["ok   a  bb", "     ccc"])
    #expect(TextLines.wrapped("", 5) == [""])
    #expect(TextLines.wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"])
  }

  @Test func `a list tells where it is`() {
    let window = ListWindow(top: 0, count: 10, lines: 4)
    #expect(window.scrolled(by: -4) == 0 && window.scrolled(by: 4) == 4)
    #expect(window.scrolled(by: 40) == 6)
    #expect(window.top(showing: 3) == 0 && window.top(showing: 4) == 4)
    #expect(window.top(showing: 9) == 6)
    #expect(ListWindow(top: 0, count: 4, lines: 4).position == "")
    #expect(ListWindow(top: 0, count: 4, lines: 0).top(showing: 3) == 0)
  }
}
