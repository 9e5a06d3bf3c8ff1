import Bytes
import Crypto
import DataStream
import EBCDIC
import Names
import Panels
import Platform
import SAF
import SessionEngine
import Syntax
import Tables
import Terminal
import Time

/// A user at the menu of the demonstration site, and one relayed session.
struct SignedOn {
  private var session: UserSession
  private var effects: [Effect] = []
  private var screen = PresentationSpace(TerminalCapabilities(model: 2))
  private let now = Moment(
    instant: Instant(nanoseconds: 1_000_000_000_000), wall: WallTime(seconds: 1_800_000_000))

  /// Records for the terminal, and for hosts, of the last event.
  var sent: [[UInt8]] {
    effects.compactMap { if case .sendTerminal(let record) = $0 { record } else { nil } }
  }
  var relayed: [[UInt8]] {
    effects.compactMap { if case .sendHost(_, let record) = $0 { record } else { nil } }
  }

  private static func applications(_ count: Int) -> [SourceText] {
    (1...count).map { number in
      SourceText(
        path: "ACT/Applications/APPL\(number).yaml",
        text: """
          Application-ID: APPL\(number)
          Host: tn3270://192.0.2.1:23
          Session description: Application \(number) of the site

          """ + (number < 12 ? "Session key: PF\(number + 12)\n" : ""))
    }
  }

  /// `count`: how many applications there are.
  init(applications count: Int = 20) throws {
    let system = SourceText(path: "ACT/System.yaml", text: "SMF id: R001\nJump key: PF11\n")
    guard let tables = TableLoader.load([system] + Self.applications(count)).tables else {
      throw HotPath.Broken("the tables are broken")
    }
    let sources = try Files.list("Screens", suffix: ".panel").map {
      SourceText(path: "Screens/\($0)", bytes: try Files.read("Screens/\($0)", limit: 1 << 20))
    }
    guard let panels = PanelLibrary.load(sources, contracts: Site.panelContracts).panels,
      let name = LUName("TN000001")
    else { throw HotPath.Broken("the panels are broken, or not here") }
    session = UserSession(
      terminal: TerminalFacts(
        name: name, address: "127.0.0.1", type: "IBM-3278-2", model: 2, isExtended: false,
        isTN3270E: true, isSecure: false, serial: 1),
      site: Site(tables: tables, panels: panels))
    session.start(at: now, into: &effects)
    show()
    happen(.terminalRecord(press(.enter, typing: "LOAD", "PASSWORD")))
    let asked = effects.lazy.compactMap { effect -> RequestID? in
      if case .authenticate(let request, _, _, _) = effect { request } else { nil }
    }.first
    guard let asked else { throw HotPath.Broken("nobody signed on") }
    happen(.verdict(asked, .accepted()))
    happen(.elsewhere([]))
    show()
  }

  /// Lets an event happen.
  mutating func happen(_ event: Event) {
    effects.removeAll(keepingCapacity: true)
    session.handle(event, at: now, into: &effects)
  }

  /// What a relayed screen changes of the sessions and the user, into bytes.
  mutating func freezeRelayed(into freezer: inout Freezer) {
    for live in session.sessions { live.freeze(into: &freezer) }
    session.freezePace(into: &freezer)
  }

  /// The record of a key, after typing into the fields from the cursor on.
  mutating func press(_ key: AID, typing texts: String...) -> [UInt8] {
    show()
    if texts.isEmpty {
      screen.restore(aid: key, lock: .waiting)
      return screen.readModified(all: false)
    }
    return screen.typing(texts.map { CodePage.bracket.encode($0) }, then: key) ?? []
  }

  /// What was sent last is on the screen.
  private mutating func show() {
    for record in sent { _ = screen.apply(record) }
  }

  /// Starts the first session, whose host shows a screen.
  mutating func enterSession() throws -> SessionHandle {
    happen(.terminalRecord(press(.enter, typing: "APPL1")))
    let opened = effects.lazy.compactMap { effect -> SessionHandle? in
      if case .openHost(let host, _, _, _) = effect { host } else { nil }
    }.first
    guard let host = opened else { throw HotPath.Broken("no session was opened") }
    happen(.hostReady(host, lu: nil))
    happen(.hostRecord(host, HostScreen.record(0), reply: .no))
    return host
  }
}
