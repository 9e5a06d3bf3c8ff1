import Bytes
import Names
import Script
import Tables
import Time

/// The script that runs at a session's start, and what it has asked for.
struct SessionScript: Sendable {
  /// How far the ticket is that it types.
  enum Ticket: Hashable, Sendable {
    /// None is wanted.
    case none
    /// It is being made.
    case asked(RequestID)
    /// There was no second for it; it is asked for once more at this time.
    case again(Instant)
  }

  var run: ScriptRun
  /// Whether the user sees the session's screens meanwhile.
  var isShown = false
  var ticket = Ticket.none
  /// Whether the ticket that is wanted was asked for a second time.
  var isSecondTry = false
  /// Whether the last ticket that was wanted was not made.
  var lacksTicket = false
  /// Whether &PSWD was typed into a field that shows it: no screen of the session is written down then.
  var hasShownSecret = false
  /// When it is looked at next.
  var due: Instant?
  /// Until when its wait lasts, or lasted.
  var deadline: Instant?

  init(_ run: ScriptRun) { self.run = run }

  /// Effects that are done before others have their turn, as a host's record may bring: a millisecond.
  static let effectsAtOnce = 100
  /// How long after a refusal a ticket is asked for again: it needs another second.
  static let ticketPause = Duration.seconds(1)

  /// It waits now: its time-out is looked at, where nothing sooner is.
  mutating func rest(_ handle: SessionHandle, _ turn: inout Turn) {
    guard due == nil, let deadline, deadline > turn.now.instant else { return }
    wake(handle, at: deadline, in: &turn)
  }

  /// Sets the timer for when it is looked at.
  mutating func wake(_ handle: SessionHandle, at time: Instant, in turn: inout Turn) {
    due = time
    turn.wake(.script(handle), time)
  }
}

extension SessionScript {
  func freeze(into freezer: inout Freezer) {
    run.freeze(into: &freezer)
    freezer.put(isShown)
    freezer.put(ticket)
    freezer.put(isSecondTry)
    freezer.put(lacksTicket)
    freezer.put(hasShownSecret)
    freezer.put(due)
    freezer.put(deadline)
  }

  /// `library`: the scripts in force; the run of one that is another now ends.
  init(thawing thawer: inout Thawer, in library: ScriptLibrary) throws(ThawError) {
    run = try ScriptRun(thawing: &thawer, in: library)
    isShown = try thawer.take()
    ticket = try thawer.take()
    isSecondTry = try thawer.take()
    lacksTicket = try thawer.take()
    hasShownSecret = try thawer.take()
    due = try thawer.take()
    deadline = try thawer.take()
  }
}

extension SessionScript.Ticket: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .none: freezer.put(byte: 0)
    case .asked(let request):
      freezer.put(byte: 1)
      freezer.put(request)
    case .again(let time):
      freezer.put(byte: 2)
      freezer.put(time)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .none
    case 1: self = .asked(try thawer.take())
    case 2: self = .again(try thawer.take())
    default: throw .invalid("ticket of a script")
    }
  }
}
