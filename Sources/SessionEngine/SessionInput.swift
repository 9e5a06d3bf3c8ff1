import DataStream
import Terminal
import Time

/// A record of a terminal that shows a session.
struct SessionInput: Sendable {
  let record: [UInt8]
  let handle: SessionHandle

  /// Gives it to whom it is for: us, the session's script, or its application.
  func take(at desk: inout Attendance, in turn: inout Turn) {
    let menuKey = desk.place.seat.view.keys.menu
    let outcome = desk.place.station.terminalRecord(handle, record, menuKey: menuKey, in: &turn)
    switch outcome {
    case nil, .done: break
    case .kept: desk.idle.touch(turn.now.instant)
    case .sizeDiffers:
      desk.place.station.logSize(handle, &turn)
      desk.place.showWhole(handle, alarm: false, in: &turn)
    case .broken(let fault): desk.place.dataStreamError(handle, fault, in: &turn)
    case .key(let inbound):
      if Display.isKey(record) { desk.idle.touch(turn.now.instant) }
      desk.place.sessions[handle]?.touch(turn.now.instant)
      press(inbound, at: &desk.place, in: &turn)
    }
  }

  private func press(
    _ inbound: InboundRecord, at place: inout Workplace, in turn: inout Turn
  ) {
    let script = place.sessions[handle]?.script == nil ? nil : ScriptedSession(handle)
    if let way = KeyWay(inbound, from: handle, at: place.seat, sessions: place.sessions) {
      script?.breakIn(at: &place, in: &turn)
      place.leave(handle, inbound, for: way, in: &turn)
    } else if let script {
      script.takes(record, inbound, at: &place, in: &turn)
    } else if !(place.sessions[handle]?.press(record, inbound, in: &turn) ?? true) {
      place.redraw(handle, alarm: false, in: &turn)
    }
  }
}
