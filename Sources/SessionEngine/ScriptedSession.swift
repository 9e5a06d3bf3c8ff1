import DataStream
import Messages
import Names
import Script
import Tables
import Terminal
import Time

/// A session of a place, whose script may run: what happens to the script, and what that means for what the
/// terminal shows.
struct ScriptedSession: Sendable {
  let handle: SessionHandle

  init(_ handle: SessionHandle) { self.handle = handle }

  /// Something happened that the script may wait for.
  func hears(_ event: ScriptEvent, at place: inout Workplace, in turn: inout Turn) {
    guard place.sessions[handle]?.script != nil else { return }
    place.station.sessions[handle]?.script?.run.handle(event)
    goOn(at: &place, in: &turn)
  }

  /// The script goes on.
  ///
  /// - Parameters:
  ///   - isTyped: whether a ticket was typed for it just now.
  ///   - place: where it is.
  ///   - turn: what is done.
  func goOn(isTyped: Bool = false, at place: inout Workplace, in turn: inout Turn) {
    guard let script = place.sessions[handle]?.script else { return }
    let done = place.station.driveScript(handle, in: &turn)
    place.wishes += done.wishes
    if let end = done.end { return ended(end, script, at: &place, in: &turn) }
    if done.isRevealed, !script.isShown { place.follow(.ready(handle), &turn) }
    guard place.isShowing(handle) else { return }
    if place.sessions[handle]?.isReady == false { return place.showMenu(&turn) }
    if done.isDrawn || isTyped { place.showWhole(handle, alarm: false, in: &turn) }
  }

  /// The script is over: the session is the user's, or ends with it.
  ///
  /// - Parameters:
  ///   - end: how the script ended.
  ///   - script: what was true of it.
  ///   - place: where it was.
  ///   - turn: what is done.
  private func ended(
    _ end: ScriptEnd, _ script: SessionScript, at place: inout Workplace, in turn: inout Turn
  ) {
    guard case .failed(let line, let failure) = end else {
      if place.isShowing(handle) { place.showWhole(handle, alarm: false, in: &turn) }
      return place.follow(.ready(handle), &turn)
    }
    place.station.logScript(
      handle, at: line, because: failure, hidesScreen: script.hasShownSecret, in: &turn)
    switch failure {
    case .brokenIn: place.refreshMenu(&turn)
    case .sessionEnded: break
    case .fault(.refused) where script.lacksTicket: place.end(handle, .noTicket, in: &turn)
    case .said(let words): place.end(handle, .scriptFailed(words), in: &turn)
    default: place.end(handle, .scriptFailed("its script: \(failure)"), in: &turn)
    }
  }

  /// How soon the script looks again whose session is left while what was typed there is saved.
  private static let savingPause = Duration.milliseconds(100)

  /// A time has come that the script set.
  func timer(at place: inout Workplace, in turn: inout Turn) {
    guard let script = place.sessions[handle]?.script else { return }
    place.station.sessions[handle]?.script?.timerWentOff(turn.now.instant)
    if case .saving(let saving)? = place.surface, saving.handle == handle {
      // What the user typed is on its way.
      let time = turn.now.instant.advanced(by: Self.savingPause)
      place.station.sessions[handle]?.script?.wake(handle, at: time, in: &turn)
      return
    }
    if case .again(let time) = script.ticket, time <= turn.now.instant {
      place.station.askScriptTicket(handle, &turn)
    }
    goOn(at: &place, in: &turn)
  }

  /// The user goes on without the script: it ends, and the session stays as it is.
  func breakIn(at place: inout Workplace, in turn: inout Turn) {
    hears(.userBrokeIn, at: &place, in: &turn)
  }

  /// A record that is no key of ours: the script gets a key where it waits for one, and else nobody.
  func takes(
    _ record: [UInt8], _ inbound: InboundRecord, at place: inout Workplace, in turn: inout Turn
  ) {
    if Display.isKey(record), place.sessions[handle]?.script?.run.waitsForKey ?? false {
      if inbound.aid != .clear { place.station.sessions[handle]?.space.merge(inbound) }
      place.station.sessions[handle]?.space.restore(aid: .none, lock: .unlocked)
      hears(.keyPressed(inbound.aid), at: &place, in: &turn)
    }
    // The terminal has locked itself, and the session may be as free as before.
    if place.isShowing(handle) { place.showWhole(handle, alarm: false, in: &turn) }
  }
}
