import Bytes
import DataStream
import Messages
import Names
import Script
import Terminal
import Time

/// A session that is being left: the terminal was asked for its screen, and what its hosts send waits.
struct Saving: Hashable, Sendable {
  let handle: SessionHandle
  /// What follows when the terminal has answered, at the latest at `until`.
  let destination: Destination
  let until: Instant
  /// A command was typed there: what the host's field held before.
  var typedOver: PresentationSpace.FieldContent?
  /// SYSREQ came, at which some emulators clear their screen by themselves (x3270 4.1): an answer
  /// without the model's fields says nothing of what the user did.
  var mayBeCleared = false
  /// SYSREQ was pressed meanwhile: the menu comes, whatever else was wanted.
  var wantsMenu = false
  /// An answer that was late came meanwhile; the terminal owes no other.
  var sawLate = false

  /// What a record of the terminal's is while its screen is awaited.
  enum Answer: Hashable, Sendable {
    /// The screen: whatever comes next may be shown.
    case screen
    /// A key, pressed where the terminal had not locked itself.
    case key
    /// An answer to something else.
    case other
  }

  /// Takes a record into the session, where it is the terminal's screen.
  func take(_ record: [UInt8], at station: inout Station, in turn: inout Turn) -> Answer {
    guard let cells = station.sessions[handle]?.space.size.cells else { return .other }
    guard PresentationSpace.cells(ofReadBuffer: record) == cells else {
      // What answers another read of the host's, the model will answer too.
      guard station.sessions[handle]?.differs(record, station.seat.display) ?? false else {
        return Display.isKey(record) ? .key : .other
      }
      station.logSize(handle, &turn)
      return .screen
    }
    // What a script typed no terminal has; at INPUT it has what the user typed.
    if let script = station.sessions[handle]?.script, !script.run.waitsForKey { return .screen }
    let drift = station.sessions[handle]?.merge(readBuffer: record, mayBeCleared: mayBeCleared)
    guard let drift else { return .other }
    if drift > 0, let user = station.seat.user, let id = station.sessions[handle]?.id {
      turn.log(.session.drift(session: id, user: user, cells: drift))
    }
    return .screen
  }

  /// The terminal still owes the screen of a session that is left.
  func owe(at station: inout Station, _ now: Instant) {
    guard !sawLate, let cells = station.sessions[handle]?.space.size.cells else { return }
    station.seat.display.late.expectBuffer(cells: cells, now)
  }

  /// A command that was typed into a field of the host's is no data of the host's.
  func takeBack(at station: inout Station) {
    if let typedOver { station.sessions[handle]?.space.restore(typedOver) }
  }
}

extension Saving: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(handle)
    freezer.put(destination)
    freezer.put(until)
    freezer.put(typedOver)
    freezer.put(mayBeCleared)
    freezer.put(wantsMenu)
    freezer.put(sawLate)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    handle = try thawer.take()
    destination = try thawer.take()
    until = try thawer.take()
    typedOver = try thawer.take()
    mayBeCleared = try thawer.take()
    wantsMenu = try thawer.take()
    sawLate = try thawer.take()
  }
}
