import Bytes
import Names

/// Where a user goes from a session.
enum Destination: Hashable, Sendable {
  case menu
  /// A message, line by line; then back to the session.
  case message([String])
  case start(SessionID)
  /// A command with its command character, as it was typed.
  case command(String)
  /// To the next live session.
  case jump
  /// Back to the session itself, after its screen was printed, or it was tagged.
  case print, tag
}

/// A command that waits for the end of what leads to it.
struct WantedCommand: Sendable {
  /// As it was typed.
  let line: String
  /// The session in which it was typed.
  let handle: SessionHandle
  /// Whether SYSREQ was pressed meanwhile: then the menu comes.
  var wantsMenu = false
}

extension Destination: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .menu: freezer.put(byte: 0)
    case .message(let lines):
      freezer.put(byte: 1)
      freezer.put(lines)
    case .start(let id):
      freezer.put(byte: 2)
      freezer.put(id)
    case .command(let line):
      freezer.put(byte: 3)
      freezer.put(line)
    case .jump: freezer.put(byte: 4)
    case .print: freezer.put(byte: 5)
    case .tag: freezer.put(byte: 6)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .menu
    case 1: self = .message(try thawer.take())
    case 2: self = .start(try thawer.take())
    case 3: self = .command(try thawer.take())
    case 4: self = .jump
    case 5: self = .print
    case 6: self = .tag
    default: throw .invalid("destination")
    }
  }
}
