import DataStream
import EBCDIC
import Messages
import SAF
import Terminal
import Testing
import Time

@testable import SessionEngine

/// Tickets that scripts type, on the screen, in traces and in the log; and what becomes of them when the
/// server's process ends.
@Suite struct ScriptedSecretTests {
  private let secret = CodePage.bracket.encode("TICKET01")

  private func has(_ record: [UInt8]) -> Bool {
    record.indices.contains { record[$0...].starts(with: secret) }
  }

  /// What a trace has of the last event.
  private func traced(_ user: Transcript) -> [[UInt8]] {
    user.effects.compactMap { effect in
      switch effect {
      case .sendTerminal(let record), .sendTerminalSecret(_, let record), .sendHost(_, let record):
        record
      default: nil
      }
    }
  }

  /// A user whose script has typed a ticket for all to see.
  private func typed(_ rest: String) throws -> (Transcript, SessionHandle) {
    var user = try Transcript.scripted(
      "  OPTION VISIBLE,ON\n  OPTION TERM,ON\n  WINP\n  KEY 'BOB/' &PSWD\n" + rest)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("COMMAND"))
    let request = try #require(user.asked)
    user.happen(.ticket(request, Transcript.ticket))
    return (user, host)
  }

  @Test func `a trace of the terminal has no ticket that its user sees`() throws {
    var (user, host) = try typed("  INPUT\n  ENTER\n")
    #expect(user.row(3).contains("BOB/TICKET01"))
    #expect(!traced(user).isEmpty && !traced(user).contains(where: has))
    // What the terminal sends then is dark for the trace, which believes the field hidden.
    var narrator = Narrator(TerminalCapabilities(model: 2), page: .bracket)
    for record in traced(user) { _ = narrator.host(record) }
    user.screen.restore(aid: .enter, lock: .waiting)
    let answer = user.screen.readModified(all: false)
    #expect(has(answer) && !has(narrator.terminal(answer).record))
    user.happen(.terminalRecord(answer))
    #expect(!traced(user).contains(where: has) && user.sent.count == 1)
    // The host writes and erases nothing: the field is sent with the user's key too.
    user.writes(host, [0xF1, 0xC2])
    #expect(user.session.sessions[host]?.runsScript == false)
    user.key(.enter)
    #expect(user.sent.count == 1 && !traced(user).contains(where: has))
    // An echo is the host's.
    user.writes(host, ScriptedHost.screen("BOB/TICKET01"))
    #expect(traced(user).contains(where: has))
    user.key(.pf3)
    #expect(user.effects.contains { if case .sendHost = $0 { true } else { false } })
  }

  @Test func `the log has no ticket from a field that its host has made visible`() throws {
    for erases in [false, true] {
      var user = try Transcript.scripted("  WINP\n  KEY &PSWD\n  ENTER\n  FAIL 'no good'\n")
      let host = try user.start()
      user.writes(host, ScriptedHost.screen("CODE", isHidden: true))
      user.happen(.ticket(try #require(user.asked), Transcript.ticket))
      #expect(user.sent.count == 1)
      if erases {
        user.writes(host, ScriptedHost.screen("TICKET01 IS WRONG"))
      } else {
        var record: [UInt8] = [0xF1, 0xC3, 0x11]
        BufferAddress.append(160, in: .model2, to: &record)
        user.writes(host, record + [0x1D, 0x40])
      }
      #expect(user.session.sessions.isEmpty && user.log.contains("no good"))
      #expect(user.log.contains("TICKET01") == erases && user.log.contains("CODE") != erases)
    }
  }

  @Test func `a ticket's second try is not lost with the process or the terminal`() throws {
    for isMoved in [false, true] {
      var user = try Transcript.scripted(ScriptedHost.logon)
      let host = try user.start()
      user.writes(host, ScriptedHost.screen("ENTER USERID"))
      user.writes(host, ScriptedHost.screen("PASSWORD", isHidden: true))
      user.happen(.ticket(try #require(user.asked), .failed(TicketFailure(.tooManyTickets))))
      #expect(user.asked == nil)
      user.milliseconds = 300
      if isMoved {
        let moved = user.session.surrender()
        user = try Transcript.scripted(ScriptedHost.logon)
        user.milliseconds = 300
        user.happen(.adopted(moved))
      } else {
        var effects: [Effect] = []
        user.session = user.session.thawed()
        user.session.resume(at: user.moment, into: &effects)
      }
      user.scriptGoesOn(host)
      #expect(user.asked == nil && user.scriptWakes == [699])
      user.milliseconds = 0
      user.scriptTimer(host, at: 1)
      #expect(user.asked != nil)
    }
  }

  @Test func `what hosts said during an outage counts before the time that is over`() throws {
    for hasAnswered in [false, true] {
      var user = try Transcript.scripted(ScriptedHost.logon)
      let host = try user.start()
      user.now = 100
      var effects: [Effect] = []
      user.session = user.session.thawed()
      user.session.resume(at: user.moment, into: &effects)
      user.scriptGoesOn(host)
      #expect(user.session.sessions.contains(host))
      if hasAnswered { user.writes(host, ScriptedHost.screen("ENTER USERID")) }
      user.scriptTimer(host, at: 101)
      #expect(user.session.sessions.contains(host) == hasAnswered)
    }
  }

  @Test func `a script that goes on without its ticket ends with its own words`() throws {
    var user = try Transcript.scripted(
      "  OPTION ERROR,ON\n  WINP\n  KEY &PSWD\n  PAUSE 1\n  OPTION ERROR,OFF\n  COMMAND '/H'\n")
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("CODE", isHidden: true))
    user.happen(.ticket(try #require(user.asked), .failed(TicketFailure(.noKey))))
    user.scriptTimer(host, at: 1)
    user.scriptGoesOn(host)
    #expect(user.session.sessions.isEmpty)
    #expect(user.rows(with: "Pass Ticket gen failed").isEmpty && !user.rows(with: "script").isEmpty)
  }

  @Test func `a ticket that comes while the session is left is typed when it is left`() throws {
    var user = try Transcript.scripted(
      "  OPTION TERM,ON\n  WINP\n  KEY &PSWD\n  ENTER\n")
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("CODE", isHidden: true))
    let request = try #require(user.asked)
    user.happen(.messages([UserText(from: "SUE", text: "hello")]))
    #expect(user.session.screen == .saving(host))
    user.milliseconds = 10
    user.happen(.ticket(request, Transcript.ticket))
    #expect(user.session.screen == .reading && user.sent.count == 1)
  }
}
