import Bytes
import Names
import Tables
import Terminal
import Testing
import Time

@testable import SessionEngine

extension UserSession {
  /// The user's bytes.
  var frozen: [UInt8] {
    var freezer = Freezer()
    freeze(into: &freezer)
    return freezer.bytes
  }

  /// The same user, frozen and thawed: its bytes are the same again.
  func thawed() -> UserSession {
    let bytes = frozen
    var thawer = Thawer(bytes)
    do {
      let user = try UserSession(thawing: &thawer, site: seat.site)
      try thawer.end()
      #expect(user.frozen == bytes, "frozen again, the bytes are the same")
      return user
    } catch {
      Issue.record("\(error)")
      return self
    }
  }

  var seat: Seat {
    get { desk.place.seat }
    set { desk.place.seat = newValue }
  }
  var state: State { desk.place.state }
  var idle: IdleClock { desk.idle }
  var inbox: MessageInbox { desk.inbox }

  /// What the terminal shows, by its kind.
  enum Seen: Hashable {
    case querying, logon, proving, locating, transfer, menu, session(SessionHandle), saving(
      SessionHandle),
      switching
    case confirm, reading, changing, locked, closing, away
  }

  var screen: Seen {
    switch state {
    case .querying: .querying
    case .signingOn: .logon
    case .proving: .proving
    case .closing: .closing
    case .away: .away
    case .present(.locating): .locating
    case .present(.transfer): .transfer
    case .present(.menu): .menu
    case .present(.session(let host)): .session(host)
    case .present(.saving(let saving)): .saving(saving.handle)
    case .present(.switching): .switching
    case .present(.confirm): .confirm
    case .present(.reading): .reading
    case .present(.changing): .changing
    case .present(.locked): .locked
    }
  }
}

extension Effect {
  /// Whether two turns want the same, byte by byte.
  static func areSame(_ left: [Effect], _ right: [Effect]) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { pair in
        switch pair {
        case (.sendTerminal(let left), .sendTerminal(let right)): left == right
        case (.sendTerminalSecret(let left, _), .sendTerminalSecret(let right, _)): left == right
        case (.openHost(_, let left, _, _), .openHost(_, let right, _, _))
        where left.entry != right.entry || left.id != right.id:
          false
        case (.detach(let user, let left), .detach(let other, let right)):
          user == other && left.map(\.handle) == right.map(\.handle)
        default: "\(pair.0)" == "\(pair.1)"
        }
      }
  }
}

extension ActiveSession {
  /// A session that shows and runs the same, under another handle.
  func twin(_ handle: SessionHandle) -> ActiveSession {
    var twin = ActiveSession(
      handle: handle, definition: definition, capabilities: space.capabilities, types: false,
      now: Instant(nanoseconds: 0))
    twin.becomeReady(Instant(nanoseconds: 0))
    twin.space = space
    return twin
  }
}
