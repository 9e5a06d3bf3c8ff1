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

  /// Variables by name; a longer name stands before one that it begins with.
  private enum Variable: String, CaseIterable {
    case user = "&USERID"
    case password = "&PSWD"
    case application = "&APPLID"
    case terminal = "&TERMID"
    /// The terminal's network name, TPX's word for it.
    case network = "&NETNAME"
    case address = "&IPADDR"
    case tab = "&TAB"
  }

  init(
    _ definition: EffectiveSession, user: UserID, ticket: SharedSecret?, terminal: TerminalFacts
  ) {
    let text = definition.entry.sessionData
    let folded = text.uppercased()
    self.user = folded.contains(Variable.user.rawValue) ? user : nil
    self.ticket = folded.contains(Variable.password.rawValue) ? ticket : nil
    self.terminal = terminal
    var rest = text[...]
    while let next = rest.firstIndex(of: "&") {
      if next > rest.startIndex { parts.append(.text(String(rest[..<next]))) }
      rest = rest[next...]
      let variable = Variable.allCases.first { rest.uppercased().hasPrefix($0.rawValue) }
      switch variable {
      case .user: parts.append(.text(user.description))
      case .password: if let ticket { parts.append(.secret(ticket)) }
      case .application: parts.append(.text(definition.application.description))
      case .terminal, .network: parts.append(.text(terminal.name.description))
      case .address: parts.append(.text(terminal.address))
      case .tab: parts.append(.tab)
      case nil: parts.append(.text("&"))
      }
      rest = rest.dropFirst(variable?.rawValue.count ?? 1)
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
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
