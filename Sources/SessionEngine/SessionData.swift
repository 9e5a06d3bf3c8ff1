import Crypto
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
  private let terminal: TerminalFacts

  init(
    _ definition: EffectiveSession, user: UserID, ticket: SharedSecret?, terminal: TerminalFacts
  ) {
    let text = SessionDataText(definition.entry.sessionData)
    self.user = text.has(.user) ? user : nil
    self.ticket = text.has(.password) ? ticket : nil
    self.terminal = terminal
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
  var logonData: LogonData {
    LogonData(user: user, ticket: ticket, terminal: terminal.name, address: terminal.address)
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
