public import Keystore

/// Why no ticket could be made: the one table from cause to reason code, meaning and remedy.
///
/// Only `0C` / `0C0000` is public for TPX; codes from 80 on are this product's own.
public struct TicketFailure: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// An ICSF service failed for a legacy key (CSNBENC) ...
    case encipher(ServiceFailure)
    /// ... or for an enhanced one (CSNBHMG).
    case authenticate(ServiceFailure)
    case noProfile
    case noKey
    case tooManyTickets
    /// The class PTKTDATA is not active.
    case classInactive
    /// A qualified ticket is asked for, and no qualified profile covers the user.
    case noQualifiedProfile
    /// Who asks has no UPDATE to IRRPTAUTH.appl.user.
    case notAuthorized
    case database
    case busy
  }

  public let cause: Cause

  /// Every failure that there is, for the manual.
  public static let all: [TicketFailure] = {
    let services: [ServiceFailure] = [
      .notAvailable, .labelNotFound, .otherMasterKey, .wrongKeyType, .serviceRefused, .labelRefused,
    ]
    let others: [Cause] = [
      .noProfile, .noKey, .tooManyTickets, .database, .busy, .classInactive, .noQualifiedProfile,
      .notAuthorized,
    ]
    return (services.map { .encipher($0) } + services.map { .authenticate($0) } + others)
      .map { TicketFailure($0) }
  }()

  public init(_ cause: Cause) { self.cause = cause }

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

  /// The log's Reason Meaning.
  public var meaning: String {
    switch cause {
    case .encipher(.notAvailable): "ICSF CSNBENC services Failed"
    case .authenticate(.notAvailable): "ICSF CSNBHMG services Failed"
    case .encipher(.labelNotFound), .authenticate(.labelNotFound):
      "The key's label is not in the CKDS"
    case .encipher(.otherMasterKey), .authenticate(.otherMasterKey):
      "The key is under another master key than the crypto card's"
    case .encipher(.wrongKeyType), .authenticate(.wrongKeyType):
      "The key of this label is of the wrong type"
    case .encipher(.serviceRefused), .authenticate(.serviceRefused):
      "RACF refused the use of the ICSF service (CSFSERV)"
    case .encipher(.labelRefused), .authenticate(.labelRefused):
      "RACF refused the use of the key label (CSFKEYS)"
    case .encipher: "ICSF CSNBENC services Failed"
    case .authenticate: "ICSF CSNBHMG services Failed"
    case .classInactive: "The class PTKTDATA is not active"
    case .noQualifiedProfile: "No qualified PTKTDATA profile covers the user"
    case .notAuthorized: "No UPDATE access to IRRPTAUTH.appl.user"
    case .noProfile: "No PTKTDATA profile has this name"
    case .noKey: "The PTKTDATA profile has no key"
    case .tooManyTickets: "Too many tickets for this user and profile in one moment"
    case .database: "The security database does not answer"
    case .busy: "Too many requests wait for the security database"
    }
  }

  /// What mends it, for the manual and for people who ask.
  public var remedy: String {
    switch cause {
    case .encipher(.notAvailable), .authenticate(.notAvailable):
      "bring the crypto card online (turnstile card online), or set Generate Pass Ticket: N"
    case .encipher(.labelNotFound), .authenticate(.labelNotFound):
      "copy the key of this label into this system's CKDS"
    case .encipher(.otherMasterKey), .authenticate(.otherMasterKey):
      "load the master key that the CKDS was written under"
    case .encipher(.wrongKeyType), .authenticate(.wrongKeyType):
      "KEYLABEL wants a DATA key of 8 bytes, EPTKEYLABEL a MAC key for HMAC of 32 to 256"
    case .encipher(.serviceRefused), .authenticate(.serviceRefused):
      "permit the server READ to the service in the class CSFSERV"
    case .encipher(.labelRefused), .authenticate(.labelRefused):
      "permit the server READ to the label in the class CSFKEYS"
    case .classInactive: "SETROPTS CLASSACT(PTKTDATA) RACLIST(PTKTDATA)"
    case .noQualifiedProfile:
      "define appl.group.user, appl.user or appl.group, or set Generate Pass Ticket: Y as well"
    case .notAuthorized: "PERMIT IRRPTAUTH.appl.user CLASS(PTKTDATA) ID(who) ACCESS(UPDATE)"
    case .encipher, .authenticate: "look the codes up under ICSF return and reason codes"
    case .noProfile: "define the profile, or correct Pass Ticket prof name in the ACT file"
    case .noKey: "give the profile a key"
    case .tooManyTickets: "start fewer sessions at once, or wait a minute"
    case .database: "look at the log and at the disk of the state directory"
    case .busy: "try again; the server is under load"
    }
  }
}
