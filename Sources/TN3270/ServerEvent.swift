public import Names

/// What a `ServerMachine` wants done or has to tell, in order.
public enum ServerEvent: Hashable, Sendable {
  /// Bytes for the terminal, to be written at once and in one piece.
  case send([UInt8])
  /// The terminal asks for this name, or for any; answer `assignDevice` or `rejectDevice`.
  case needsDeviceName(TerminalType, requested: LUName?)
  /// Negotiation is done; records may flow both ways.
  case ready(TerminalIdentity)
  /// Records may flow, but no name was agreed and the protocol has no word to say so: show why on
  /// a screen, then close. Only a classic terminal comes here.
  case unnamed(TerminalIdentity, DeviceRejection)
  case record(Record)
  /// ATTN: IP in TN3270E, BRK in classic mode.
  case attention
  /// SYSREQ: AO.
  case systemRequest
  /// Answer to the record that was framed with this sequence number.
  case response(sequence: UInt16, ResponseResult)
  /// The terminal answered a probe: all that was sent before it has been processed.
  case timingMarkAnswered
  /// AYT; a NOP was sent in answer.
  case areYouThere
  /// Both sides agreed on TLS: handshake now, then call `start` again; nothing of before counts.
  case startTLS
  /// No TN3270 terminal: send this plain text, then close.
  case refused([UInt8])
  /// The peer broke a rule: close.
  case violation(TelnetViolation)

  /// Whether it is something that the user at the terminal did.
  public var isForUser: Bool {
    switch self {
    case .record, .attention, .systemRequest: true
    default: false
    }
  }

  /// Whether somebody has to act on it before more of the peer's bytes are looked at.
  var isForCaller: Bool {
    switch self {
    case .send, .areYouThere, .timingMarkAnswered, .response: false
    case .needsDeviceName, .ready, .unnamed, .record, .attention, .systemRequest, .startTLS,
      .refused, .violation:
      true
    }
  }
}

/// Which terminal speaks, once negotiation is done.
public struct TerminalIdentity: Hashable, Sendable {
  /// The terminal's type.
  public var terminalType: TerminalType
  /// Whether TN3270E was agreed.
  public var isTN3270E: Bool
  /// Empty on a classic connection.
  public var functions: TN3270EFunctions
  /// The name that the terminal asked for.
  public var requestedLU: LUName?
  /// The name it was given; nil only in `ServerEvent.unnamed`.
  public var deviceName: LUName?

  /// An identity from its parts.
  public init(
    terminalType: TerminalType, isTN3270E: Bool, functions: TN3270EFunctions,
    requestedLU: LUName?, deviceName: LUName?
  ) {
    self.terminalType = terminalType
    self.isTN3270E = isTN3270E
    self.functions = functions
    self.requestedLU = requestedLU
    self.deviceName = deviceName
  }
}

/// A rule of telnet or TN3270E, or a limit of ours, that a peer broke.
public enum TelnetViolation: String, Error, Hashable, Sendable, CustomStringConvertible {
  case tooManyNegotiations = "more than 100 option negotiations on one connection"
  case subnegotiationTooLong = "subnegotiation longer than the limit"
  case recordTooLong = "3270 record longer than the limit"
  case headerTooShort = "TN3270E record shorter than its 5-byte header"
  case unexpectedDataType = "TN3270E data type that this side never receives"
  case tlsOnClearPort = "TLS handshake on a port that expects telnet in clear"
  case notTelnet = "data in place of telnet negotiation"
  case bytesBeforeTLS = "clear bytes after both sides agreed to start TLS"
  case functionRounds = "no agreement on TN3270E functions in 4 rounds"
  case functionsNotOffered = "FUNCTIONS IS with functions that were not offered"
  case modeLeft = "end of 3270 mode in the middle of a session"
  case deviceNameRounds = "no agreement on a device name in 16 rounds"

  /// What the peer did, in plain words.
  public var description: String { rawValue }
}
