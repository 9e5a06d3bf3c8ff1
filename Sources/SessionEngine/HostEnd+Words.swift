extension HostEnd {
  /// In plain words, for the terminal.
  var shown: String {
    switch self {
    case .closedByApplication: "closed by the application"
    case .closedByHost: "the host ended the connection"
    case .unbound(let type, _): Self.unbindWords(type)
    case .luRefused(let reason, _): Self.refusalWords(reason)
    case .refusedByHost: "the host refused the connection"
    case .connectionLost: "the connection was lost"
    case .nameUnknown: "the host's name is not known"
    case .unreachable: "the host cannot be reached"
    case .certificateRefused: "the host's certificate is refused"
    case .tlsFailed(let trouble, _): Self.tlsWords(trouble)
    case .notTN3270: "the host does not speak TN3270"
    case .protocolError: "the host broke the protocol"
    case .negotiationTimedOut: "the host did not answer"
    case .poolInUse: "all its LUs are in use"
    case .idle: "session time-out"
    case .abandoned: "nobody came back to it in time"
    case .evicted: "the user left too many sessions behind"
    case .byUser: "ended by the user"
    case .atSignOff: "ended at sign-off"
    case .cancelled: "the operator cancelled the user"
    case .byOperator(let reason):
      reason.isEmpty ? "the operator ended it" : "the operator ended it: \(reason)"
    case .outOfReach: "the line was lost, and the Transfer option lets no other terminal have it"
    case .sessionLimit(let limit): "\(limit) sessions are the most for one user"
    case .serverStopped: "the server was stopped"
    case .doesNotFit: "the screen does not fit this terminal"
    case .noTicket: "Pass Ticket gen failed"
    case .scriptFailed(let words): words
    }
  }

  /// In one word, for the menu's Status column; nil where the user wanted it.
  var word: String? {
    switch self {
    case .closedByApplication, .closedByHost: "closed"
    case .unbound: "unbound"
    case .luRefused, .poolInUse: "no LU"
    case .refusedByHost: "refused"
    case .connectionLost: "lost"
    case .nameUnknown: "no name"
    case .unreachable: "no host"
    case .certificateRefused: "no trust"
    case .tlsFailed: "no TLS"
    case .notTN3270: "no 3270"
    case .protocolError: "protocol"
    case .negotiationTimedOut: "silent"
    case .idle, .abandoned: "time-out"
    case .doesNotFit: "no fit"
    case .noTicket: "no ticket"
    case .scriptFailed: "script"
    case .byUser, .atSignOff, .cancelled, .outOfReach, .serverStopped, .evicted: nil
    case .sessionLimit: "limit"
    case .byOperator: "operator"
    }
  }

  /// Whether something went wrong: not where the user or the application wanted it.
  var isFault: Bool {
    switch self {
    case .byUser, .atSignOff, .closedByApplication, .unbound(type: 0x01, _): false
    default: true
    }
  }

  /// With what the system said, for the log.
  var logged: String {
    switch self {
    case .connectionLost(let text), .nameUnknown(let text), .unreachable(let text),
      .certificateRefused(let text), .protocolError(let text), .refusedByHost(let text),
      .luRefused(_, let text), .tlsFailed(_, let text), .notTN3270(let text):
      text.isEmpty ? shown : "\(shown): \(text)"
    case .unbound(let type, let sense):
      "\(shown) (UNBIND type \(Self.hex([type]))"
        + (sense.isEmpty ? ")" : ", sense \(Self.hex(sense)))")
    default: shown
    }
  }

  private static func tlsWords(_ trouble: TLSTrouble) -> String {
    switch trouble {
    case .notSpoken: "the host does not speak TLS"
    case .expected: "the host expects TLS"
    case .notOffered: "the host offers no TLS"
    case .noCommonVersion: "the host's TLS version is not allowed"
    case .noCommonCipher: "the host's TLS ciphers are not allowed"
    case .failed: "TLS with the host failed"
    }
  }

  /// Types of UNBIND (SNA Formats, GA27-3136); RFC 2355 8.1.1 brings their byte to the terminal.
  private static func unbindWords(_ type: UInt8) -> String {
    switch type {
    case 0x01: "closed by the application"
    case 0x04: "the host's restart does not match"
    case 0x05: "the LU may not use the application"
    case 0x06: "the session's parameters do not fit"
    case 0x07: "the route to the host failed"
    case 0x08: "the route at this end failed"
    case 0x09: "the network reset the LU"
    case 0x0A: "the network's control point is gone"
    case 0x0B: "the route to the host was closed"
    case 0x0C: "the application failed for good"
    case 0x0E: "the application failed, and may come back"
    case 0x0F: "the host cleaned the session up"
    case 0x11: "a gateway cleaned the session up"
    case 0xFE: "the session failed"
    default: "the host ended it, with type \(hex([type]))"
    }
  }

  /// Reasons of DEVICE-TYPE REJECT (RFC 2355 7.1.6).
  private static func refusalWords(_ reason: UInt8) -> String {
    switch reason {
    case 0x00: "the LU is for a terminal's printer"
    case 0x01: "the LU is in use"
    case 0x02: "the LU has no such printer"
    case 0x03: "the host does not know the LU"
    case 0x04: "the host does not take this terminal type"
    case 0x05: "the LU is for another terminal type"
    case 0x07: "the host does not give LUs this way"
    default: "the host gave no LU, and no reason"
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let text = String(byte, radix: 16, uppercase: true)
      return text.count < 2 ? "0" + text : text
    }.joined()
  }
}
