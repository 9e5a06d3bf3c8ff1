import EBCDIC
import Names
import Script
import Tables
import Terminal

/// What a session's script sees: the session's screen, and how the user's other sessions stand.
struct ScriptScreen: ScriptView {
  /// Sessions that are not over.
  private struct Live {
    let handle: SessionHandle
    let id: SessionID
    let application: String
    let isReady: Bool
    let script: ScriptName?
  }

  var typed: TypedScreen
  private let own: SessionHandle
  private let live: [Live]
  private let ended: Set<SessionID>
  private let seat: Seat

  /// - Parameters:
  ///   - session: the script's.
  ///   - station: whose it is.
  init(_ session: ActiveSession, at station: Station) {
    let (definition, terminal) = (session.definition, station.seat.terminal)
    let user = definition.entry.aclUser ?? station.seat.user
    var surroundings = ScriptSurroundings(facts: [
      .userID: user.map { "\($0)" } ?? "", .netName: "\(terminal.name)",
      .address: terminal.address, .application: "\(definition.application)",
      .applicationID: "\(definition.application)", .session: "\(definition.id)",
    ])
    surroundings.variables[.user] = station.sessions.variables
    typed = TypedScreen(session.space, session.codePage, surroundings: surroundings)
    own = session.handle
    live = station.sessions.map {
      Live(
        handle: $0.handle, id: $0.id, application: "\($0.definition.application)",
        isReady: $0.isReady, script: $0.definition.entry.startScript)
    }
    ended = Set(station.sessions.ended.keys)
    seat = station.seat
  }

  var rows: Int { typed.rows }
  var columns: Int { typed.columns }
  var cursor: Int { typed.cursor }
  var isKeyboardFree: Bool { typed.isKeyboardFree }
  var fields: [ScriptField] { typed.fields }
  func text(row: Int) -> String { typed.text(row: row) }
  func fact(_ fact: ScriptFact) -> String { typed.fact(fact) }
  func variables(_ scope: SharedScope) -> ScriptVariables { typed.variables(scope) }

  func state(ofApplication name: String) -> String {
    if live.contains(where: { $0.application == name }) { return "ACTIVE" }
    let known = seat.view.sessions.first { "\($0.application)" == name }
    guard let known else { return "UNDEFINED" }
    if seat.site.hold(on: known) != nil { return "QUIESCED" }
    return known.host.isBuiltIn ? "TYPE=TPX" : "INACT"
  }

  func state(ofSession name: String) -> String {
    guard let session = live.first(where: { "\($0.id)" == name }) else {
      guard let id = SessionID(name), seat.view.session(id) != nil else { return "UNDEFINED" }
      return ended.contains(id) ? "INACT" : "NEVACT"
    }
    let state =
      session.handle == own ? "CURRENT" : session.isReady ? "ACTIVE" : "INACT"
    return state + (session.script.map { " ACL=\($0)" } ?? "") + " APPL=\(session.application)"
  }
}
