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
  /// Whether &PSWD was typed into a field that shows it: a host may show it again, and no screen of the
  /// session is written down then.
  var hasShownSecret = false
  /// When timers go off that were set for it, the next one last: no timer can be taken back, so that none
  /// is set where a sooner one will do.
  private var timers: [Instant] = []
  /// Until when its wait lasts, or lasted.
  var deadline: Instant?

  init(_ run: ScriptRun) { self.run = run }

  /// When it is looked at next.
  var due: Instant? { timers.last }

  /// Effects that are done before others have their turn, as a host's record may bring: a millisecond.
  static let effectsAtOnce = 100
  /// How long after a refusal a ticket is asked for again: it needs another second.
  static let ticketPause = Duration.seconds(1)
  /// How long others have their turn before it goes on by itself: a time that has come already would be
  /// looked at again in the same turn of the reactor, and no terminal would be served between.
  static let breath = Duration.milliseconds(1)
  /// How long hosts have after an outage until a wait is over that ended meanwhile: what they said is read
  /// first.
  private static let grace = Duration.seconds(1)
  /// Timers that are remembered. They are ever sooner ones; what is forgotten is the last to come.
  private static let timersKept = 8

  /// Sessions that start each other by their scripts: OPTION MAXI begins anew in each of them.
  static let startsInARow = 16

  /// It waits now: its time-out is looked at, and its ticket is asked for again, whichever comes first.
  mutating func rest(_ handle: SessionHandle, _ turn: inout Turn) {
    let now = turn.now.instant
    if case .again(let time) = ticket {
      wake(handle, at: max(time, now.advanced(by: Self.breath)), in: &turn)
    }
    if let deadline, deadline > now { wake(handle, at: deadline, in: &turn) }
  }

  /// It goes on when others have had their turn.
  mutating func breathe(_ handle: SessionHandle, _ turn: inout Turn) {
    wake(handle, at: turn.now.instant.advanced(by: Self.breath), in: &turn)
  }

  /// It goes on elsewhere, where no timer is set for it.
  mutating func resume(_ handle: SessionHandle, _ turn: inout Turn) {
    let now = turn.now.instant
    timers = []
    guard let deadline, deadline <= now else { return breathe(handle, &turn) }
    wake(handle, at: now.advanced(by: Self.grace), in: &turn)
  }

  /// Has it looked at by a time.
  mutating func wake(_ handle: SessionHandle, at time: Instant, in turn: inout Turn) {
    guard due.map({ time < $0 }) ?? true else { return }
    if timers.count == Self.timersKept { timers.removeFirst() }
    timers.append(time)
    turn.wake(.script(handle), time)
  }

  /// A timer went off, or several.
  mutating func timerWentOff(_ now: Instant) {
    while let due, due <= now { timers.removeLast() }
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
    freezer.put(timers)
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
    timers = try thawer.take()
    guard timers.count <= Self.timersKept else { throw .invalid("timers of a script") }
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
