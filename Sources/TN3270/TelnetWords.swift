/// What telnet says, in words: for traces.
extension TelnetItem {
  /// The words of a command or a negotiation, as `DO TN3270E`, with its bytes on the wire; nil for data.
  var words: (String, [UInt8])? {
    var bytes: [UInt8] = []
    switch self {
    case .command(let command):
      bytes.appendCommand(command)
      return (TelnetCommand.name(command), bytes)
    case .negotiation(let verb, let option):
      bytes.appendNegotiation(verb, option)
      return ("\(verb.name) \(option.name)", bytes)
    case .subnegotiation(let option, let content):
      bytes.appendSubnegotiation(option, content)
      return ("SB \(option.name) \(option.words(content))", bytes)
    case .record, .text, .recordTooLong, .subnegotiationTooLong: return nil
    }
  }
}

extension TelnetCommand {
  /// The command's name (RFC 854, RFC 885), or its number.
  static func name(_ command: UInt8) -> String {
    switch command {
    case eor: "EOR"
    case se: "SE"
    case nop: "NOP"
    case brk: "BRK"
    case ip: "IP"
    case ao: "AO"
    case ayt: "AYT"
    default: "command \(command)"
    }
  }
}

extension NegotiationVerb {
  /// The verb's name (RFC 854).
  var name: String {
    switch self {
    case .will: "WILL"
    case .wont: "WONT"
    case .do: "DO"
    case .dont: "DONT"
    }
  }
}

extension TelnetOption {
  /// The option's name (IANA "Telnet Options"), or its number.
  var name: String {
    switch self {
    case .binary: "BINARY"
    case .timingMark: "TIMING-MARK"
    case .terminalType: "TERMINAL-TYPE"
    case .endOfRecord: "EOR"
    case .tn3270E: "TN3270E"
    case .startTLS: "START_TLS"
    default: "option \(number)"
    }
  }

  /// What a subnegotiation of the option says.
  fileprivate func words(_ content: [UInt8]) -> String {
    switch self {
    case .tn3270E: TN3270EMessage(content)?.words ?? "(\(content.count) bytes)"
    case .terminalType:
      content.first == TerminalTypeMessage.send
        ? "SEND" : "IS \(String(decoding: content.dropFirst(), as: UTF8.self).printable)"
    case .startTLS: content.first == StartTLSMessage.follows ? "FOLLOWS" : "?"
    default: "(\(content.count) bytes)"
    }
  }
}

extension TN3270EMessage {
  /// The message in the words of RFC 2355 7.
  var words: String {
    func named(_ word: String, _ name: String?) -> String {
      name.map { " \(word) \($0.printable)" } ?? ""
    }
    switch self {
    case .sendDeviceType: return "SEND DEVICE-TYPE"
    case .deviceTypeRequest(let type, let connect, let associate):
      return "DEVICE-TYPE REQUEST \(type.printable)" + named("CONNECT", connect)
        + named("ASSOCIATE", associate)
    case .deviceTypeIs(let type, let connect):
      return "DEVICE-TYPE IS \(type.printable)" + named("CONNECT", connect)
    case .deviceTypeReject(let reason):
      return
        "DEVICE-TYPE REJECT \(DeviceRejection(rawValue: reason).map { "\($0)" } ?? "\(reason)")"
    case .functionsRequest(let functions): return "FUNCTIONS REQUEST \(functions)"
    case .functionsIs(let functions): return "FUNCTIONS IS \(functions)"
    }
  }
}

extension String {
  /// What a peer sent, on one line: control characters are dots.
  fileprivate var printable: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0 < " " ? "." : $0 }))
  }
}
