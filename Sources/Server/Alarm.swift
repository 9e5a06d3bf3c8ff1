import Bytes
import SAF
import SessionEngine

/// What a deadline of a shard is for. Each names its owner, who may have gone when it fires: then
/// nothing happens.
///
/// Each terminal has some of them all the time: what is large and seldom is kept apart.
enum Alarm: Sendable {
  /// The engine's, for the user at a terminal.
  case terminal(UInt64, TimerPurpose)
  /// A terminal is asked whether it is there.
  case heartbeat(UInt64)
  /// A stage of a connection to a host is over, or its heartbeat is due.
  case host(SessionHandle)
  /// A step of a terminal's negotiation is overdue.
  case step(UInt64)
  /// A terminal may press a key again.
  case key(UInt64)
  /// The last words to a terminal must be taken by now.
  case linger(UInt64)
  /// A password is looked at after its wait.
  indirect case signOn(SignOnTry)
  /// The process of a question that a terminal was asked has ended.
  case question(UInt64, RequestID)
  /// An application hears what became of a guess.
  indirect case verdict(SessionHandle, LogOnVerdict)
  /// A question for users' rights was not answered in time.
  case rights(UInt64)
  /// Whether it is time to tell users of the end again, or the end; with it a drain goes on in another
  /// process.
  case drain(Drain)

  /// The terminal that it belongs to; nil for those of hosts.
  var terminal: UInt64? {
    switch self {
    case .terminal(let token, _), .heartbeat(let token), .step(let token), .key(let token),
      .linger(let token):
      token
    case .signOn(let attempt): attempt.token
    case .question(let token, _): token
    case .host, .verdict, .rights, .drain: nil
    }
  }
}

/// An alarm that is set, with its number in the shard's ledger; 0 where it is not kept.
struct KeptAlarm: Sendable {
  let alarm: Alarm
  let number: UInt64
}

extension Alarm {
  /// Appends the alarm; false, and nothing is appended, for what a password or an answer hangs on: no
  /// password is written down, and whoever typed it hears that it was not looked at. Rights are asked
  /// for anew.
  func freeze(into freezer: inout Freezer) -> Bool {
    switch self {
    case .terminal(let token, let purpose):
      freezer.put(byte: 0)
      freezer.put(token)
      freezer.put(purpose)
    case .heartbeat(let token): put(1, token, into: &freezer)
    case .host(let handle): put(2, handle.value, into: &freezer)
    case .step(let token): put(3, token, into: &freezer)
    case .key(let token): put(4, token, into: &freezer)
    case .linger(let token): put(5, token, into: &freezer)
    case .drain(let drain):
      put(6, 0, into: &freezer)
      freezer.put(drain)
    case .signOn, .question, .verdict, .rights: return false
    }
    return true
  }

  private func put(_ kind: UInt8, _ owner: UInt64, into freezer: inout Freezer) {
    freezer.put(byte: kind)
    freezer.put(owner)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    let kind = try thawer.byte()
    let owner = try thawer.take(UInt64.self)
    switch kind {
    case 0: self = .terminal(owner, try thawer.take())
    case 1: self = .heartbeat(owner)
    case 2: self = .host(SessionHandle(owner))
    case 3: self = .step(owner)
    case 4: self = .key(owner)
    case 5: self = .linger(owner)
    case 6: self = .drain(try thawer.take())
    default: throw .invalid("alarm")
    }
  }
}
