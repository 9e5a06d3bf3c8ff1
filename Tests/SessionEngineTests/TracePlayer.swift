import Bytes
import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import SAF
import TN3270
import Terminal
import TestSupport
import Testing

@testable import SessionEngine

/// Plays a trace that `turnstile oper trace` wrote into the engine: what the terminal and the hosts sent,
/// and what else happened. So a user's report becomes a test: what is done now is compared with what was
/// done then, and the terminal's picture with the one that it had.
///
/// The trace begins at the logon panel. What was typed unseen is dark in it; the answers that came count.
struct TracePlayer {
  private(set) var user: Transcript
  /// What does not happen as it did, with the line of the trace after which it should.
  private(set) var differences: [String] = []
  /// How many events were played.
  private(set) var events = 0

  private var conversation = RecordedConversation()
  /// What the terminal showed; nil before its first screen.
  private var traced: PresentationSpace?
  /// What was done for the last event.
  private var expected: [String] = []
  /// The password whose answer is awaited.
  private var password: RequestID?
  private var ticket: RequestID?
  private var line = 0

  /// - `applications`: the entries of ACT that were in force.
  init(_ trace: String, applications: [(name: String, text: String)]) throws {
    let lines = trace.split(separator: "\n").map(String.init)
    let heading = try #require(
      lines.lazy.compactMap { $0.firstMatch(of: #/^Terminal ([^,]+), ([^,]+), /#) }.first)
    // What the terminal answered to our Query stands first.
    var first = RecordedConversation()
    let replies = lines.prefix { !$0.hasPrefix("=") }.lazy.compactMap {
      Self.record($0, in: &first).flatMap { $0.isFromHost ? nil : $0.record }
    }
    var reply = replies.first { $0.first == AID.structuredField.byte }
    user = try Transcript(
      applications: applications, terminal: String(heading.1), type: String(heading.2),
      queryReply: reply)
    for (index, text) in lines.enumerated() {
      if let (isFromHost, record) = Self.record(text, in: &conversation) {
        if isFromHost {
          show(record)
        } else if record == reply {
          reply = nil
        } else {
          happen(.terminalRecord(record))
        }
      } else if text.hasPrefix("= ") {
        play(String(text.dropFirst(2)))
      } else if text.hasPrefix("- ") {
        expected.append(String(text.dropFirst(2)))
      } else if let match = text.firstMatch(of: #/^(\S+) ([<>]) ([0-9a-f]+)$/#) {
        play(String(match.1), match.2 == "<", Hex.decode(match.3.uppercased()) ?? [])
      }
      line = index + 1
    }
    settle()
  }

  /// The 3270 record of a line; nil where it is none.
  private static func record(
    _ line: String, in conversation: inout RecordedConversation
  ) -> (isFromHost: Bool, record: [UInt8])? {
    guard let match = line.firstMatch(of: #/^([<>]) 0x0 +([0-9a-f]+)$/#),
      let bytes = Hex.decode(match.2.uppercased())
    else { return nil }
    let isFromHost = match.1 == "<"
    for case .record(.data3270, _, let record) in conversation.receive(
      bytes, isFromHost: isFromHost)
    {
      return (isFromHost, record)
    }
    return nil
  }

  // MARK: What happened

  /// Lets an event happen, after a look at what was done for the one before it.
  private mutating func happen(_ event: Event) {
    settle()
    events += 1
    user.happen(event)
    for effect in user.effects {
      switch effect {
      case .authenticate(let request, _, _, _): password = request
      case .issueTicket(let request, _): ticket = request
      default: break
      }
    }
  }

  private func handle(_ name: String) -> SessionHandle? {
    SessionID(name).flatMap { user.session.sessions.handle(of: $0) }
  }

  private func name(_ handle: SessionHandle) -> String {
    user.session.sessions[handle].map { "\($0.id)" } ?? "\(handle)"
  }

  /// A record of a session's host, or one for it.
  private mutating func play(_ session: String, _ isFromHost: Bool, _ record: [UInt8]) {
    if !isFromHost {
      expected.append("to \(session)")
    } else if let handle = handle(session) {
      happen(.hostRecord(handle, record, reply: .no))
    } else {
      differences.append("line \(line): there is no session \(session)")
    }
  }

  /// An event in words.
  private mutating func play(_ words: String) {
    guard let event = event(words) else {
      if words != "the operator ended the trace" {
        differences.append("line \(line): nobody can play '\(words)'")
      }
      return
    }
    happen(event)
  }

  private func event(_ words: String) -> Event? {
    let verdicts: [(String, SignOnVerdict)] =
      [("password accepted", .accepted()), ("password changed", .passwordChanged())]
      + [.unknownUser, .wrongPassword, .revoked, .badNewPassword(.length(.password)), .busy].map {
        (reason: SignOnRefusal.Reason) in
        ("password refused: \(reason.text)", .refused(SignOnRefusal(reason)))
      }
    if let (_, verdict) = verdicts.first(where: { $0.0 == words }), let password {
      return .verdict(password, verdict)
    }
    if let kind = words.wholeMatch(of: #/ticket made, (.+)/#)?.1, let ticket {
      let made = SharedSecret(Secret(copying: Array("TICKET01".utf8)))
      return .ticket(ticket, .issued(made, kind: String(kind)))
    }
    if let match = words.wholeMatch(of: #/(\S+) is ready(?: with LU (\S+))?/#) {
      return handle(String(match.1)).map { .hostReady($0, lu: match.2.map(String.init)) }
    }
    if let match = words.wholeMatch(of: #/(\S+) has ended: (.+)/#) {
      let ends: [HostEnd] = [.closedByApplication, .closedByHost, .negotiationTimedOut, .poolInUse]
      return handle(String(match.1)).flatMap { handle in
        ends.first { "\($0)" == match.2 }.map { .hostClosed(handle, $0) }
      }
    }
    let purposes =
      [TimerPurpose.query, .logon, .idle, .jump, .delay, .disconnect, .messages]
      + user.session.sessions.handles.flatMap { [.starting($0), .read($0), .session($0)] }
    let plain: [Event] =
      [.attention, .systemRequest, .terminalLost, .elsewhere([]), .cancelled(""), .serverStops]
      + purposes.map { .timer($0) }
    return plain.first { $0.words(name) == words }
  }

  // MARK: What came of it

  /// A screen that the terminal was sent.
  private mutating func show(_ record: [UInt8]) {
    var space = traced ?? PresentationSpace(user.session.capabilities)
    _ = space.apply(record)
    traced = space
  }

  /// Compares what was done for the last event, and the picture after it.
  private mutating func settle() {
    defer { expected = [] }
    guard events > 0 else { return }
    let done = user.effects.compactMap { effect -> String? in
      switch effect {
      case .sendTerminal: nil
      case .sendHost(let handle, _), .sendHostSecret(let handle, _): "to \(name(handle))"
      default: effect.words(name)
      }
    }
    if done != expected {
      differences.append("line \(line): expected \(expected), found \(done)")
    }
    guard let traced else { return }
    let (was, now) = (
      ScreenText.lines(traced, .bracket), ScreenText.lines(user.screen, .bracket)
    )
    for (row, (was, now)) in zip(was, now).enumerated() where was != now {
      differences.append("line \(line), row \(row + 1): expected '\(was)', found '\(now)'")
    }
  }
}

@Suite struct TraceTests {
  @Test func `the trace of a real run plays in the engine as it went`() throws {
    let trace = try Repository.text("Tests/SessionEngineTests/Fixtures/report.trace")
    let player = try TracePlayer(trace, applications: Transcript.demo)
    #expect(player.differences == [])
    #expect(player.events == 14)
    #expect(player.user.panel == "TEN0041")
  }

  @Test func `what does not go as it went is told with its line`() throws {
    let trace = try Repository.text("Tests/SessionEngineTests/Fixtures/report.trace")
      .replacing("= password accepted", with: "= password changed")
    let player = try TracePlayer(trace, applications: Transcript.demo)
    #expect(player.differences.first?.contains("TPXL9051") == true, "\(player.differences)")
  }
}
