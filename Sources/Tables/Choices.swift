/// What a stage of the time-out does (`Stage 1 Option`).
public enum StageOption: String, FieldChoice {
  /// The terminal is locked.
  case lock = "L"
  /// The user is signed off; sessions stay as at /F.
  case signOff = "F"
  /// The user is signed off, and the sessions end.
  case signOffAndEnd = "FI"
  /// The terminal is let go; sessions stay as at /K.
  case logOff = "K"
  /// The terminal is let go, and the sessions end.
  case logOffAndEnd = "KI"
}

/// What becomes of sessions that a user left at another terminal (TPX, `Transfer option`).
public enum TransferOption: String, FieldChoice {
  /// They move; those that the new terminal cannot show are ended.
  case any = "ANY"
  /// They move; those that it cannot show are held.
  case hold = "HOLD"
  /// They stay, for several people may use one user id; they end at sign-off.
  case multiple = "MULT"
  /// They stay.
  case stay = "NONE"
  /// The user is asked.
  case ask = "ASK"
}

/// When a user's sessions end by leaving (TPX, `Inactivate on`).
public enum InactivateOn: String, FieldChoice {
  /// At /F and at /K.
  case signOff = "F"
  /// At /K.
  case logOff = "K"
  /// They stay.
  case never = "NEVER"
}

/// Whether a user is asked before somebody views the screen (`View consent`).
public enum ViewConsent: String, FieldChoice {
  /// The user is asked, and nothing is seen before the answer.
  case ask = "ASK"
  /// The user is told.
  case notice = "NOTICE"
}

/// What a broken 3270 data stream does (`Data stream errors`).
public enum DataStreamErrors: String, FieldChoice {
  /// It is logged.
  case report = "REPORT"
  /// It is logged, and ends the session.
  case end = "END"
}

/// In which forms the log is written (`Log format`).
public enum LogFormat: String, FieldChoice {
  /// TPX's layout in turnstile.log alone.
  case tpx = "TPX"
  /// Lines of JSON beside it.
  case json = "JSON"
  /// systemd's journal beside it.
  case journald = "JOURNALD"
  /// All of them.
  case all = "ALL"
}

/// The oldest version of TLS that is spoken with a host (`TLS minimum version`).
public enum TLSMinimum: String, FieldChoice {
  /// RFC 2246.
  case version10 = "1.0"
  /// RFC 4346.
  case version11 = "1.1"
  /// RFC 5246.
  case version12 = "1.2"
  /// RFC 8446.
  case version13 = "1.3"
}

/// What the certificates of terminals are for (`Client certificates`).
public enum ClientCertificates: String, FieldChoice {
  /// Terminals are asked for none.
  case none = "NONE"
  /// Who signs on needs a certificate of the user's own besides the password.
  case factor = "FACTOR"
  /// A certificate of the user's own stands for the password.
  case signOn = "SIGNON"
}

/// Whose sign-ons need a code besides the password, whoever they are (`Second factor`).
public enum SecondFactorDemand: String, FieldChoice {
  /// Those of users and groups who are defined so.
  case users = "USERS"
  /// Those at the port in clear too.
  case clear = "CLEAR"
  /// Those at the port for TLS too.
  case tls = "TLS"
  /// All.
  case all = "ALL"

  /// Whether everybody needs one at a terminal, inside TLS or in clear.
  public func asksEverybody(isSecure: Bool) -> Bool {
    switch self {
    case .users: false
    case .clear: !isSecure
    case .tls: isSecure
    case .all: true
    }
  }
}

/// Who may have an LU of an entry's `LU name` at the same time (`Type`).
public enum LUPoolType: String, FieldChoice {
  /// One session alone.
  case unique = "UNQ"
  /// Sessions to different applications.
  case group = "GRP"
  /// Any session.
  case shared = "SHR"
}

/// What is done when a host in clear offers TLS inside telnet (`Negotiated TLS`).
public enum NegotiatedTLS: String, FieldChoice {
  /// It is taken, and the certificate verified.
  case accepted = "ACCEPT"
  /// The session goes on in clear.
  case refused = "REFUSE"
  /// A host that does not offer it gets no session.
  case required = "REQUIRE"
}

/// Who says whether a password is right (`Security system`).
public enum SecuritySystem: String, FieldChoice {
  /// The security database.
  case racf = "RACF"
  /// Modules of PAM.
  case pam = "PAM"
}

/// What becomes of a user whom PAM lets in and RACF does not know (`Users without RACF entry`).
public enum UsersWithoutEntry: String, FieldChoice {
  /// They have what needs no entry.
  case allowed = "ALLOWED"
  /// They stay out.
  case refused = "REFUSED"
}

/// Name of a PAM service, which is a file's (`PAM service`).
public struct PAMServiceName: Hashable, Sendable, CustomStringConvertible {
  /// What may be written.
  public static let expected =
    "1 to 8 of a-z A-Z 0-9 - and _, a letter or digit first; up to 32 behind a letter"
  /// The same for a JSON Schema (ECMA-262).
  static let pattern = "^([A-Za-z0-9][A-Za-z0-9_-]{0,7}|[A-Za-z][A-Za-z0-9_-]{8,31})$"

  /// The name.
  public let description: String

  /// Nil where the text is none: a path is no name.
  public init?(_ text: String) {
    guard PlainName.isOne(text), text.utf8.first != 0x5F else { return nil }
    description = text
  }
}

/// The name of a group of the machine that the server runs on.
public struct MachineGroupName: Hashable, Sendable, CustomStringConvertible {
  /// What may be written.
  public static let expected =
    "1 to 8 of a-z A-Z 0-9 - and _, no - first; up to 32 behind a letter or _"
  /// The same for a JSON Schema (ECMA-262).
  static let pattern = "^([A-Za-z0-9_][A-Za-z0-9_-]{0,7}|[A-Za-z_][A-Za-z0-9_-]{8,31})$"

  /// The name.
  public let description: String

  /// Nil where the text is none (shadow-utils, groupadd(8); capitals too, as directories have them).
  public init?(_ text: String) {
    guard PlainName.isOne(text) else { return nil }
    description = text
  }
}

/// What the machine's files and groups are called here: letters, digits, - and _, no - first; 32 characters at the
/// most, 8 where a digit is first.
private enum PlainName {
  static func isOne(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
      default: false
      }
    }
    guard isPlain, let first = text.utf8.first, first != 0x2D else { return false }
    return text.utf8.count <= (first >= 0x41 ? 32 : 8)
  }
}
