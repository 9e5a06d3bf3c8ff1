public import Keystore

/// Why no ticket could be made: the one table from cause to reason code, meaning and remedy.
///
/// Only `0C` / `0C0000` and TPXL0926 are public for TPX; ICSF's codes are ICSF's own; codes from 80 on
/// are this product's own.
public struct TicketFailure: Hashable, Sendable {
  /// What went wrong.
  public enum Cause: Hashable, Sendable {
    /// An ICSF service failed for a legacy key (CSNBENC) ...
    case encipher(ServiceFailure)
    /// ... or for an enhanced one (CSNBHMG).
    case authenticate(ServiceFailure)
    case noProfile
    case noKey
    case tooManyTickets
    /// The clock is behind a time that was seen: the seconds around now were given away before.
    case clockSteppedBack
    /// The class PTKTDATA is not active.
    case classInactive
    /// A qualified ticket is asked for, and no qualified profile covers the user.
    case noQualifiedProfile
    /// Who asks has no UPDATE to IRRPTAUTH.appl.user.
    case notAuthorized
    /// What is asked for is no name that an application or profile can have.
    case invalidProfileName
    /// `ACL Userid` is not the signed-on user.
    case otherUser
    case database
    case busy
  }

  /// What went wrong.
  public let cause: Cause

  /// Every failure that there is, for the manual.
  public static let all: [TicketFailure] = {
    let services: [ServiceFailure] = [
      .notAvailable, .notStarted, .labelNotFound, .otherMasterKey, .serviceRefused, .labelRefused,
    ]
    let others: [Cause] = [
      .noProfile, .noKey, .classInactive, .noQualifiedProfile, .notAuthorized, .invalidProfileName,
      .otherUser, .tooManyTickets, .clockSteppedBack, .database, .busy,
    ]
    let legacy: [Cause] = (services + [.notDataKey]).map { .encipher($0) }
    let enhanced: [Cause] = (services + [.notMACKey]).map { .authenticate($0) }
    return (legacy + enhanced + others).map { TicketFailure($0) }
  }()

  /// The failure of a cause.
  public init(_ cause: Cause) { self.cause = cause }

  /// The log's message, which for a foreign ACL user has no codes.
  public var message: String { cause == .otherUser ? "TPXL0926" : "TPXL0921" }

  /// The log's REASON CODE.
  public var reasonCode: UInt8 {
    switch cause {
    case .encipher: 0x0C
    case .authenticate: 0x80
    case .noProfile: 0x81
    case .noKey: 0x82
    case .tooManyTickets: 0x83
    case .database: 0x84
    case .busy: 0x85
    case .classInactive: 0x86
    case .noQualifiedProfile: 0x87
    case .notAuthorized: 0x88
    case .invalidProfileName: 0x89
    case .otherUser: 0x8A
    case .clockSteppedBack: 0x8B
    }
  }

  /// The log's Additional HEX INFO: ICSF's return code and reason code, or zeros.
  public var additional: UInt32 {
    switch cause {
    case .encipher(let failure), .authenticate(let failure):
      UInt32(failure.returnCode) << 16 | UInt32(failure.reasonCode)
    default: 0
    }
  }

  /// Who gave the codes their meaning.
  public enum Source: String, Sendable {
    /// Broadcom's documentation of TPX.
    case tpx = "TPX"
    /// TPX's reason code for CSNBENC with other codes of ICSF's.
    case icsf = "ICSF"
    case ours = "Turnstile"
  }

  /// `0C/0C0000`, as the log has them.
  public var codes: String {
    func hex(_ value: UInt32, _ digits: Int) -> String {
      let text = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: digits - text.count) + text
    }
    return hex(UInt32(reasonCode), 2) + "/" + hex(additional, 6)
  }

  /// Who gave this failure's codes their meaning.
  public var source: Source {
    switch cause {
    case .encipher(.notAvailable), .otherUser: .tpx
    case .encipher: .icsf
    default: .ours
    }
  }

  /// The log's Reason Meaning, and what mends it.
  private var words: (meaning: String, remedy: String) {
    switch cause {
    case .encipher(let failure): Self.words(failure, service: "CSNBENC", key: .des)
    case .authenticate(let failure): Self.words(failure, service: "CSNBHMG", key: .hmac)
    case .noProfile:
      (
        "No PTKTDATA profile has this name",
        "define the profile, or correct Pass Ticket prof name in the ACT file"
      )
    case .noKey: ("The PTKTDATA profile has no key", "RALTER PTKTDATA profile SSIGNON(...)")
    case .classInactive:
      ("The class PTKTDATA is not active", "SETROPTS CLASSACT(PTKTDATA) RACLIST(PTKTDATA)")
    case .noQualifiedProfile:
      (
        "No qualified PTKTDATA profile covers the user",
        "define appl.group.user, appl.user or appl.group, or set Generate Pass Ticket: Y as well"
      )
    case .notAuthorized:
      (
        "No UPDATE access to IRRPTAUTH.appl.user",
        "PERMIT IRRPTAUTH.appl.user CLASS(PTKTDATA) ID(who) ACCESS(UPDATE)"
      )
    case .invalidProfileName:
      (
        "The application's name is no name that a profile can have",
        "1 to 8 of A-Z 0-9 $ # @, in Pass Ticket prof name or --appl"
      )
    case .otherUser:
      (
        "ACL Userid is not the signed-on user",
        "tickets are made for the signed-on user only: leave ACL Userid blank"
      )
    case .tooManyTickets:
      (
        "Too many tickets for this user and profile in one moment",
        "start fewer sessions at once, or wait a minute"
      )
    case .clockSteppedBack:
      (
        "The clock stepped back: the seconds around now were given away before",
        "it mends itself when the clock has passed them; where the time that was seen before was "
          + "wrong and the clock is right now: turnstile oper clock forget"
      )
    case .database:
      (
        "The security database does not answer",
        "look at the log and at the disk of the state directory"
      )
    case .busy:
      (
        "Too many requests wait for the security database", "try again; the server is under load"
      )
    }
  }

  /// The log's Reason Meaning.
  public var meaning: String { words.meaning }
  /// What mends it, for the manual and for people who ask.
  public var remedy: String { words.remedy }

  private static func words(
    _ failure: ServiceFailure, service: String, key: KeyToken.Kind
  ) -> (meaning: String, remedy: String) {
    switch failure {
    case .notAvailable:
      (
        "ICSF \(service) services Failed",
        "bring the crypto card back: D ICSF,CARDS tells why it is away; SETICSF ACTIVATE is for "
          + "one that was deactivated, turnstile card online for the built-in one; or set "
          + "Generate Pass Ticket: N"
      )
    case .notStarted:
      (
        "ICSF \(service) services Failed: ICSF is not started",
        "start ICSF (turnstile oper S CSF), or set Generate Pass Ticket: N"
      )
    case .labelNotFound:
      (
        "The key's label is not in the CKDS",
        "bring the key here: turnstile keys export where it is, and turnstile keys import here; or "
          + "enter it with turnstile kgup"
      )
    case .otherMasterKey:
      (
        "The key is under another \(key.masterKey.rawValue)-MK than the crypto card's",
        "load the \(key.masterKey.rawValue)-MK that the CKDS was written under: turnstile card "
          + "load-master-key; D ICSF,MKS and D ICSF,KDS show the verification patterns"
      )
    case .notDataKey:
      (
        "The key of this label is no DATA key", "KEYLABEL wants a key of TYPE(DATA) and 8 bytes"
      )
    case .notMACKey:
      (
        "The key of this label is no MAC key for HMAC",
        "EPTKEYLABEL wants a key of TYPE(MAC) and 32 to 256 bytes"
      )
    case .serviceRefused:
      (
        "RACF refused the use of the ICSF service (CSFSERV)",
        "permit the server READ to the service in the class CSFSERV"
      )
    case .labelRefused:
      (
        "RACF refused the use of the key label (CSFKEYS)",
        "permit the server READ to the label in the class CSFKEYS"
      )
    default:
      (
        "ICSF \(service) services Failed", "look the codes up under ICSF return and reason codes"
      )
    }
  }
}
