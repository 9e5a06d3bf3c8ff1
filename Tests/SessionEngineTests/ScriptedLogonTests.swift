import Bytes
import Crypto
import DataStream
import EBCDIC
import Messages
import SAF
import Terminal
import Testing

@testable import SessionEngine

/// Scripts at a session's start, against hosts that behave and hosts that do not. Before each event the user
/// is frozen and thawed, and does the same.
@Suite struct ScriptedLogonTests {
  private func ticket() -> TicketOutcome {
    .issued(SharedSecret(Secret(copying: Array("TICKET01".utf8))), kind: "LEGACY")
  }

  /// A user whose script wants the ticket for a hidden field.
  private func atPassword() throws -> (Transcript, SessionHandle, RequestID) {
    var user = try Transcript.scripted(ScriptedHost.logon)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("ENTER USERID"))
    user.writes(host, ScriptedHost.screen("PASSWORD", isHidden: true))
    return (user, host, try #require(user.asked))
  }

  @Test func `a script logs its user on, and the ticket is made when it is typed`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon)
    let host = try user.start()
    #expect(user.panel == "TEN0041" && user.sent.isEmpty)
    user.writes(host, ScriptedHost.screen("ENTER USERID"))
    #expect(user.sent.count == 1 && user.sent[0].hasSuffix("BOB") && user.asked == nil)
    // The user waits on the menu meanwhile.
    user.now = 1
    user.happen(.timer(.starting(host)))
    #expect(user.panel == "TEN0041" && !user.rows(with: "is starting").isEmpty)
    user.writes(host, ScriptedHost.screen("PASSWORD", isHidden: true))
    let request = try #require(user.asked)
    #expect(user.sent.isEmpty)
    let lines = user.happen(.ticket(request, ticket()))
    #expect(lines.contains("TPXL9030") || lines.contains { $0.hasPrefix("TPXL") })
    #expect(user.sent.count == 1 && user.sent[0].hasSuffix("TICKET01"))
    // The answer is there twice: one is of a question that counts no more.
    #expect(user.happen(.ticket(request, ticket())) == [])
    user.writes(host, ScriptedHost.screen("READY"))
    #expect(user.row(1) == " READY" && user.session.sessions[host]?.script == nil)
  }

  @Test func `no record of a screen that comes in parts is answered twice`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("ENTER USERID", isLocked: true))
    #expect(user.sent.isEmpty)
    user.writes(host, ScriptedHost.unlock)
    #expect(user.sent.count == 1)
    // The host unlocks before its answer is there, and sends a broadcast first.
    user.writes(host, ScriptedHost.unlock)
    user.writes(host, ScriptedHost.screen("SYSTEM GOES DOWN AT 5"))
    #expect(user.sent.isEmpty && user.asked == nil)
    user.writes(host, ScriptedHost.screen("PASSWORD", isHidden: true))
    #expect(user.asked != nil)
  }

  @Test func `a host that shows something else ends the start in the script's words`() throws {
    for text in ["VTAM IS DOWN", "ENTER USERID"] {
      var user = try Transcript.scripted(ScriptedHost.logon)
      let host = try user.start()
      user.writes(host, ScriptedHost.screen(text))
      if text == "ENTER USERID" { user.writes(host, ScriptedHost.screen("BOB ALREADY LOGGED ON")) }
      #expect(user.session.sessions.isEmpty && user.panel == "TEN0041")
      let words = text == "ENTER USERID" ? "logged on there already" : "another screen"
      #expect(!user.rows(with: words).isEmpty, "\(user.row(5))")
      #expect(user.logged.contains { $0.id.number == "TPXL9026" })
      #expect(
        user.log.contains("LOGON line") && user.logged.contains { $0.id.number == "TPXL9021" })
    }
  }

  @Test func `a host that falls silent is waited for no longer than the script says`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon)
    let host = try user.start()
    #expect(user.scriptTimer(host, at: 19) == [])
    user.scriptTimer(host, at: 20)
    #expect(user.session.sessions.isEmpty)
    #expect(!user.rows(with: "did not answer in time").isEmpty)
    // Its timer means nothing any more.
    #expect(user.scriptTimer(host, at: 21) == [])
  }

  @Test func `a host that drops the line ends the script with the session`() throws {
    var (user, host, request) = try atPassword()
    user.happen(.hostClosed(host, .connectionLost("reset")))
    #expect(user.logged.map(\.id.number) == ["TPXL9026", "TPXL9021"])
    #expect(user.session.sessions.isEmpty && user.happen(.ticket(request, ticket())) == [])
  }

  @Test func `a ticket that cannot be made ends the start as any session's`() throws {
    var (user, host, request) = try atPassword()
    user.happen(.ticket(request, .failed(TicketFailure(.noKey))))
    #expect(user.session.sessions.isEmpty && !user.session.sessions.contains(host))
    #expect(!user.rows(with: "Session TSO ended - Pass Ticket gen failed").isEmpty)
    #expect(!user.rows(with: "no ticket").isEmpty)
    #expect(user.logged.first?.id.number == "TPXL0921")
  }

  @Test func `a ticket without a second is asked for once more`() throws {
    var (user, host, request) = try atPassword()
    user.happen(.ticket(request, .failed(TicketFailure(.tooManyTickets))))
    #expect(user.session.sessions.contains(host) && user.asked == nil && user.logged.isEmpty)
    user.scriptTimer(host, at: 1)
    let second = try #require(user.asked)
    #expect(second != request)
    user.happen(.ticket(second, .failed(TicketFailure(.tooManyTickets))))
    #expect(user.session.sessions.isEmpty && user.logged.first?.id.number == "TPXL0921")
  }

  @Test func `a ticket is typed nowhere where the screen has changed meanwhile`() throws {
    var (user, host, request) = try atPassword()
    user.writes(host, ScriptedHost.screen("BROADCAST"))
    user.happen(.ticket(request, ticket()))
    #expect(user.sent.isEmpty && user.session.sessions.isEmpty)
    #expect(!user.rows(with: "the screen has changed").isEmpty && !user.log.contains("TICKET01"))
  }

  @Test func `without tickets there is nothing to type`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon, labels: "")
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("ENTER USERID"))
    user.writes(host, ScriptedHost.screen("PASSWORD", isHidden: true))
    #expect(user.session.sessions.isEmpty && user.asked == nil)
    #expect(!user.rows(with: "Session TSO ended").isEmpty)
  }

  @Test func `a secret for all to see is in no trace and no log`() throws {
    let script = """
        OPTION VISIBLE,ON
        WINP
        KEY '/LOGON ' &USERID '/' &PSWD
        ENTER
        FAIL 'no good'
      """
    var user = try Transcript.scripted(script)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("COMMAND"))
    let request = try #require(user.asked)
    user.happen(.ticket(request, ticket()))
    guard
      case .sendHostSecret(_, let record)? = user.effects.first(where: {
        if case .sendHostSecret = $0 { true } else { false }
      })
    else { return #expect(Bool(false), "nothing was sent") }
    #expect(CodePage.bracket.decode(record).contains("BOB/TICKET01"))
    user.writes(host, ScriptedHost.screen("BOB/TICKET01 IS WRONG"))
    let log = user.log
    #expect(!log.contains("TICKET01") && log.contains("not told"))
  }

  @Test func `what a field hides is dark in the log`() throws {
    let script = "  WINP\n  KEY 'GEHEIM'\n  ENTER\n  FAIL 'no good'\n"
    var user = try Transcript.scripted(script)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("CODE", isHidden: true))
    #expect(user.sent.count == 1)
    user.writes(host, [0xF1, 0xC2])
    let log = user.log
    #expect(!log.contains("GEHEIM") && log.contains("SCREEN") && log.contains("CODE"))
  }

  @Test func `G starts a session without its script`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon)
    user.key(.enter, "/G TSO")
    // No script will make the ticket.
    let handle: SessionHandle
    if let request = user.asked { user.happen(.ticket(request, ticket())) }
    handle = try #require(user.opened.first)
    user.happen(.hostReady(handle, lu: nil))
    #expect(user.session.sessions[handle]?.script == nil)
    user.writes(handle, ScriptedHost.screen("ENTER USERID"))
    #expect(user.sent.isEmpty && user.row(1) == " ENTER USERID")
  }

  @Test func `another process goes on with a script and types nothing twice`() throws {
    var (user, host, request) = try atPassword()
    var effects: [Effect] = []
    user.session = user.session.thawed()
    user.session.resume(at: user.moment, into: &effects)
    let asked = effects.compactMap { effect -> RequestID? in
      if case .issueTicket(let request, _) = effect { request } else { nil }
    }
    #expect(asked.count == 1 && asked != [request])
    // The answer to the first question is nobody's.
    #expect(user.happen(.ticket(request, ticket())) == [])
    user.happen(.ticket(try #require(asked.first), ticket()))
    #expect(user.sent.count == 1)
    user.writes(host, ScriptedHost.screen("READY"))
    #expect(user.row(1) == " READY")
  }

  @Test func `a script that is another one in the next process ends with a reason`() throws {
    let (user, _, _) = try atPassword()
    let other = try Transcript.scripted(ScriptedHost.logon + "\n* changed\n")
    let bytes = user.session.frozen
    var thawer = Thawer(bytes)
    var session = try UserSession(thawing: &thawer, site: other.session.seat.site)
    var effects: [Effect] = []
    session.resume(at: user.moment, into: &effects)
    var later = user
    later.milliseconds += 1
    session.handle(
      .timer(.script(try #require(session.sessions.handles.first))), at: later.moment,
      into: &effects)
    #expect(session.sessions.isEmpty)
    #expect(
      effects.contains {
        if case .record(let line) = $0 { line.id.number == "TPXL9026" } else { false }
      })
  }
}
