import Crypto
import DataStream
import EBCDIC
import Foundation
import Messages
import Names
import Panels
import SAF
import Syntax
import Tables
import Terminal
import TestSupport
import Testing
import Time

@testable import SessionEngine

/// A user at a terminal without sockets or clocks: events in, a line for each effect out.
struct Transcript {
  var session: UserSession
  /// What the terminal shows.
  var screen: PresentationSpace
  private(set) var effects: [Effect] = []
  /// What has happened, in words, and what it looked like.
  var story = Story()
  /// Seconds since the start.
  var now: Int64 = 0
  /// Milliseconds besides.
  var milliseconds: UInt64 = 0
  /// - `system`: more labels for System.yaml.
  /// - `applications`: name and labels of each file of ACT/Applications.
  /// - `people`: path below ACT and labels of each file of Users and Profiles.
  /// - `scripts`: name and text of each file of Scripts.
  /// - `queryReply`: what the terminal answers to our Query; nil where it is asked nothing.
  init(
    system: String = "", applications: [(name: String, text: String)] = Self.demo,
    people: [(path: String, text: String)] = [], scripts: [(name: String, text: String)] = [],
    terminal: String = "TN000001",
    isNamedByClient: Bool = false, type: String = "IBM-3278-2-E", queryReply: [UInt8]? = nil
  ) throws {
    var files = [SourceText(path: "ACT/System.yaml", text: "SMF id: R001\n" + system)]
    files += applications.map {
      SourceText(path: "ACT/Applications/\($0.name).yaml", text: $0.text)
    }
    files += people.map { SourceText(path: "ACT/\($0.path).yaml", text: $0.text) }
    files += scripts.map { SourceText(path: "ACT/Scripts/\($0.name).acl", text: $0.text) }
    let (tables, faults) = TableLoader.load(files)
    #expect(faults.filter { $0.severity == .error }.isEmpty)
    let screens = try Repository.files("Screens", suffix: ".panel").map {
      SourceText(path: $0, text: try Repository.text($0))
    }
    let (panels, _) = PanelLibrary.load(screens, contracts: Site.panelContracts)
    let site = Site(tables: try #require(tables), panels: try #require(panels))
    let facts = TerminalFacts(
      name: try #require(LUName(terminal)), address: "127.0.0.1", type: type, model: 2,
      isExtended: queryReply != nil, isTN3270E: true, isSecure: false, serial: 1,
      isNamedByClient: isNamedByClient)
    session = UserSession(terminal: facts, site: site)
    screen = PresentationSpace(
      queryReply.flatMap { TerminalCapabilities(queryReply: $0, model: 2) }
        ?? TerminalCapabilities(color: .model2))
    var first: [Effect] = []
    session.start(at: moment, into: &first)
    take(first)
    story.add("a terminal", first.map(Self.line), showing: screen)
    if let queryReply { happen(.terminalRecord(queryReply)) }
  }

  static let demo = [
    ("TSO", "Application-ID: TSO\nHost: builtin:tso:R001\nGenerate Pass Ticket: Y\n"),
    ("CICS", "Application-ID: CICS\nHost: builtin:cics\nSession key: PF15\n"),
  ]

  var moment: Moment {
    Moment(
      instant: Instant(nanoseconds: (UInt64(now) * 1000 + milliseconds) * 1_000_000),
      wall: WallTime(seconds: 1_800_000_000 + now))
  }

  private mutating func take(_ new: [Effect]) {
    effects = new
    for effect in new {
      switch effect {
      case .sendTerminal(let record), .sendTerminalSecret(let record, _): _ = screen.apply(record)
      default: break
      }
    }
  }

  /// Lets an event happen; a line for each thing that is to be done.
  ///
  /// `words`: what happens, for the story; nil for the event's own.
  @discardableResult
  mutating func happen(_ event: Event, as words: String? = nil) -> [String] {
    let sessions = session.sessions
    let words = words ?? event.words { sessions[$0].map { "\($0.id)" } ?? "(ended)" }
    // What was frozen and thawed before each event does the same, and goes on.
    var thawed = session.thawed()
    var new: [Effect] = []
    session.handle(event, at: moment, into: &new)
    var again: [Effect] = []
    thawed.handle(event, at: moment, into: &again)
    #expect(Effect.areSame(new, again), "what was frozen does the same at \(event)")
    session = thawed
    take(new)
    let lines = new.map(Self.line)
    story.add("\(now) s: \(words)", lines, showing: screen)
    return lines
  }

  /// Presses a key after typing into the field at the cursor.
  @discardableResult
  mutating func key(_ aid: AID, _ texts: String...) -> [String] {
    let typed = texts.map { CodePage.bracket.encode($0) }
    if texts.isEmpty {
      screen.restore(aid: aid, lock: .waiting)
      return happen(.terminalRecord(screen.readModified(all: false)), as: "\(aid)")
    }
    guard let record = screen.typing(typed, then: aid) else { return ["nowhere to type"] }
    return happen(
      .terminalRecord(record), as: texts.joined(separator: ", ") + " \(aid)")
  }

  /// Signs on as BOB, who is nowhere else.
  mutating func signOn(elsewhere: [RemoteTerminal] = []) throws {
    key(.enter, "BOB", "PASSWORD")
    let asked = effects.compactMap { effect -> RequestID? in
      if case .authenticate(let request, _, _, _) = effect { request } else { nil }
    }
    happen(.verdict(try #require(asked.first), .accepted()))
    happen(.elsewhere(elsewhere))
  }

  /// A host's write that shows a text in a field for input at the start.
  static func write(_ text: String) -> [UInt8] {
    [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40] + CodePage.bracket.encode(text) + [0x13]
  }

  /// Files of ACT/Applications for hosts that are not asked for a ticket.
  ///
  /// `labels`: more labels of each.
  static func hosts(_ names: [String], _ labels: String = "") -> [(name: String, text: String)] {
    names.map { ($0, "Application-ID: \($0)\nHost: tn3270://mvs.example:23\n" + labels) }
  }

  /// A user in the session CICS, which shows READY; its story begins then.
  static func inSession() throws -> (Transcript, SessionHandle) {
    var user = try Transcript()
    try user.signOn()
    let handle = try user.enter("CICS")
    user.story.begin()
    return (user, handle)
  }

  /// Starts a session, which shows READY; a ticket that it needs is `TICKET01`.
  mutating func enter(_ name: String) throws -> SessionHandle {
    key(.enter, name)
    if let request = asked {
      let ticket = SharedSecret(Secret(copying: Array("TICKET01".utf8)))
      happen(.ticket(request, .issued(ticket, kind: "LEGACY")))
    }
    let handle = try #require(opened.first)
    happen(.hostReady(handle, lu: nil))
    happen(.hostRecord(handle, Self.write("READY"), reply: .no))
    return handle
  }

  /// The id of the panel that the terminal shows; nil where it shows something else.
  var panel: String? {
    row(1).firstMatch(of: #/TEN[0-9]{4}H?$/#).map { String($0.output) }
  }

  /// Hosts that were opened by the last event.
  var opened: [SessionHandle] {
    effects.compactMap { if case .openHost(let host, _, _, _) = $0 { host } else { nil } }
  }

  /// The session that is first in the table.
  func first() throws -> ActiveSession { try #require(session.sessions.first) }

  /// Answers our Read Buffer with what the terminal shows.
  @discardableResult
  mutating func answerRead() -> [String] { happen(.terminalRecord(screen.readBuffer())) }

  /// The ticket request of the last event.
  var asked: RequestID? {
    effects.compactMap { if case .issueTicket(let request, _) = $0 { request } else { nil } }.first
  }

  /// The terminal's row, from 1.
  func row(_ number: Int) -> String {
    var text = Substring(ScreenText.lines(screen, .bracket)[number - 1])
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Rows of the terminal that have a text.
  func rows(with text: String) -> [String] { (1...24).map { row($0) }.filter { $0.contains(text) } }

  /// Whether the field at the first column of a row is bright: on a terminal without colours, what is
  /// wrong is.
  func isBright(_ number: Int) -> Bool {
    guard let field = screen.field(at: (number - 1) * screen.size.columns + 1),
      case .attribute(let attribute) = screen.kind(field)
    else { return false }
    return attribute.isIntensified
  }

  static func line(_ effect: Effect) -> String {
    switch effect {
    case .sendTerminal: "screen"
    case .sendTerminalSecret: "screen with a secret"
    case .proveCode(_, let user, let step, _): "code of \(user), \(step.need)"
    case .offerFactor(let user): "offer a factor to \(user)"
    case .closeTerminal(.cancelled): "close cancelled"
    case .closeTerminal(let reason): "close \(reason)"
    case .authenticate(_, let user, _, _): "authenticate \(user)"
    case .certify(_, let user): "certify \(user)"
    case .issueTicket(_, let request): "ticket \(request.user) \(request.profile)"
    case .openHost(_, let definition, let data, _):
      "open \(definition.id) user \(data.user?.description ?? "-") "
        + "ticket \(data.ticket == nil ? "no" : "yes")"
    case .sendHostSecret(_, let record):
      "host secret \(record.prefix(1).map { String($0, radix: 16) }.joined())"
    case .sendHost(_, let record): "host \(record.prefix(1).map { String($0, radix: 16) }.joined())"
    case .sendHostText(_, let text): "host text \(CodePage.bracket.decode(text))"
    case .respondHost(_, let sequence, let sense): "respond \(sequence) \(sense)"
    case .attentionHost: "attention"
    case .systemRequestHost: "system request"
    case .closeHost: "close host"
    case .setTimer(let purpose, let instant):
      "timer \(purpose) \(instant.nanoseconds / 1_000_000_000)"
    case .record(let message): message.id.number
    case .findUser(let user): "find \(user)"
    case .takeOver(let user, let which): "take over \(user) \(which)"
    case .endLeftBehind(let user): "end left behind \(user)"
    case .forgetLetters(let letters): "forget letters \(letters)"
    case .detach(let user, let sessions): "detach \(user) \(sessions.count)"
    case .identify(let user): "identify \(user?.description ?? "-")"
    case .diagnose(let session, let user): "diagnose \(session.id) \(user)"
    case .printScreen(let user, let session, let rows):
      "print \(user) \(session) \(rows[0].split(separator: " ").first ?? "")"
    case .tellViewer(let viewer, let answer): "viewer \(viewer.user) \(Self.words(answer))"
    case .noteView(let viewer, let target, let detail):
      "audit \(viewer.user) views \(target.user) \(detail)"
    case .message(let to, let text): "message \(to) \(text)"
    }
  }
}
