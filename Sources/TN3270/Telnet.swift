import Bytes

/// Telnet commands, the byte after IAC (RFC 854, RFC 885).
enum TelnetCommand {
  static let eor: UInt8 = 0xEF
  static let se: UInt8 = 0xF0
  static let nop: UInt8 = 0xF1
  static let brk: UInt8 = 0xF3
  static let ip: UInt8 = 0xF4
  static let ao: UInt8 = 0xF5
  static let ayt: UInt8 = 0xF6
  static let sb: UInt8 = 0xFA
  static let will: UInt8 = 0xFB
  static let wont: UInt8 = 0xFC
  static let `do`: UInt8 = 0xFD
  static let dont: UInt8 = 0xFE
  static let iac: UInt8 = 0xFF
}

/// A telnet option by its number (IANA "Telnet Options").
struct TelnetOption: Hashable, Sendable {
  let number: UInt8

  static let binary = TelnetOption(number: 0)
  static let timingMark = TelnetOption(number: 6)
  static let terminalType = TelnetOption(number: 24)
  static let endOfRecord = TelnetOption(number: 25)
  static let tn3270E = TelnetOption(number: 40)
  static let startTLS = TelnetOption(number: 46)
}

/// The four verbs of option negotiation (RFC 854).
enum NegotiationVerb: UInt8, Sendable {
  case will = 0xFB
  case wont = 0xFC
  case `do` = 0xFD
  case dont = 0xFE
}

extension [UInt8] {
  /// Appends `IAC verb option`.
  mutating func appendNegotiation(_ verb: NegotiationVerb, _ option: TelnetOption) {
    append(TelnetCommand.iac)
    append(verb.rawValue)
    append(option.number)
  }

  /// Appends a subnegotiation, its content with every FF doubled.
  mutating func appendSubnegotiation(_ option: TelnetOption, _ content: [UInt8]) {
    append(TelnetCommand.iac)
    append(TelnetCommand.sb)
    append(option.number)
    appendDoubling(content[...])
    append(TelnetCommand.iac)
    append(TelnetCommand.se)
  }

  /// Appends data with every FF doubled, run by run.
  mutating func appendDoubling(_ data: ArraySlice<UInt8>) {
    let span = data.span
    let base = data.startIndex
    var start = 0
    while start < span.count {
      let next = span.firstOffset(of: TelnetCommand.iac, from: start)
      guard next < span.count else {
        append(contentsOf: data[(base + start)...])
        return
      }
      append(contentsOf: data[(base + start)...(base + next)])
      append(TelnetCommand.iac)
      start = next + 1
    }
  }

  /// Appends a byte of data, doubled where it is FF.
  mutating func appendDoubling(_ byte: UInt8) {
    if byte == TelnetCommand.iac { append(byte) }
    append(byte)
  }

  /// Appends `IAC command`.
  mutating func appendCommand(_ command: UInt8) {
    append(TelnetCommand.iac)
    append(command)
  }
}
