import Bytes
import DataStream
import Names
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
