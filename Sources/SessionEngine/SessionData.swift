import Bytes
import Crypto
import DataStream
import EBCDIC
import Names
import Tables

/// The entry's `Session data` with its variables' values, as logon data or as typed text.
struct SessionData: Sendable {
  /// A part of the text.
  private enum Part: Sendable {
    case text(String)
    case secret(SharedSecret)
    /// The next field of the screen.
    case tab
  }

  private var parts: [Part] = []
  private let user: UserID?
  private let ticket: SharedSecret?
  private let terminal: LUName
  private let address: String

  init(
    _ definition: EffectiveSession, user: UserID, ticket: SharedSecret?, terminal: TerminalFacts
  ) {
    let text = SessionDataText(definition.entry.sessionData)
    self.user = text.has(.user) ? user : nil
    self.ticket = text.has(.password) ? ticket : nil
    self.terminal = terminal.name
    address = terminal.address
    for part in text.parts {
      switch part {
      case .text(let text): parts.append(.text(text))
      case .variable(.user): parts.append(.text(user.description))
      case .variable(.password): if let ticket { parts.append(.secret(ticket)) }
      case .variable(.application): parts.append(.text(definition.application.description))
      case .variable(.terminal), .variable(.network):
        parts.append(.text(terminal.name.description))
      case .variable(.address): parts.append(.text(terminal.address))
      case .variable(.tab): parts.append(.tab)
      }
    }
  }

  /// What an application that takes logon data is told.
  ///
  /// `screen`: what the session's screen can show.
  func logonData(on screen: TerminalCapabilities) -> LogonData {
    LogonData(user: user, ticket: ticket, terminal: terminal, address: address, screen: screen)
  }

  /// The text in EBCDIC, a piece for each field; the caller wipes it.
  func typed(_ page: CodePage) -> [[UInt8]] {
    var fields: [[UInt8]] = [[]]
    for part in parts {
      switch part {
      case .text(let text): fields[fields.count - 1] += page.encode(text)
      case .secret(let secret):
        // A ticket and a password are ASCII, character by character.
        for index in 0..<secret.secret.count {
          fields[fields.count - 1].append(page.encode(ascii: secret.secret[index]))
        }
      case .tab: fields.append([])
      }
    }
    return fields
  }
}

/// The ticket in it is written byte by byte: it stands in frozen bytes as what hidden fields hold does,
/// and is in no text.
extension SessionData: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(number: UInt64(parts.count))
    for part in parts {
      switch part {
      case .text(let text):
        freezer.put(byte: 0)
        freezer.put(text)
      case .secret(let secret):
        freezer.put(byte: 1)
        freezer.put(number: UInt64(secret.secret.count))
        for index in 0..<secret.secret.count { freezer.put(byte: secret.secret[index]) }
      case .tab: freezer.put(byte: 2)
      }
    }
    freezer.put(user)
    freezer.put(terminal)
    freezer.put(address)
  }

  /// Logon data was given when the session was opened: what is typed later needs no ticket beside it.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    for _ in 0..<(try thawer.count()) {
      switch try thawer.byte() {
      case 0: parts.append(.text(try thawer.take()))
      case 1:
        var bytes = try thawer.run()
        parts.append(.secret(SharedSecret(Secret(copying: bytes))))
        Wipe.bytes(&bytes)
      case 2: parts.append(.tab)
      default: throw .invalid("session data")
      }
    }
    user = try thawer.take()
    terminal = try thawer.take()
    address = try thawer.take()
    ticket = nil
  }
}
