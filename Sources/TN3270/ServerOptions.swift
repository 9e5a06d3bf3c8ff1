/// What a listener decides about the telnet of its terminals.
public struct ServerOptions: Hashable, Sendable {
  /// TLS that is asked for inside telnet, on a listener in clear.
  public enum StartTLS: Hashable, Sendable {
    case off
    /// A terminal that declines goes on in clear.
    case offered
    /// A terminal that declines is refused.
    case required
  }

  public var startTLS: StartTLS
  /// The most bytes of one inbound record; a full 27x132 screen read in character mode is 21 KiB.
  public var recordLimit: Int

  /// The defaults refuse STARTTLS and take records of 32 KiB.
  public init(startTLS: StartTLS = .off, recordLimit: Int = 32 * 1024) {
    self.startTLS = startTLS
    self.recordLimit = recordLimit
  }

  /// A subnegotiation before the session: a type and a name take under 60 bytes.
  static let subnegotiationLimitBefore = 512
  /// A subnegotiation in the session, where none is expected.
  static let subnegotiationLimit = 1024
  /// Negotiation commands and subnegotiations of one connection; emulators need under 20.
  static let negotiationLimit: UInt8 = 100
  /// Clear text a peer may send before it negotiates (a person at a keyboard, not a protocol).
  static let textLimit: UInt16 = 1024
  /// FUNCTIONS REQUEST that are answered.
  static let functionRounds: UInt8 = 4
  /// Device names that may be tried; emulators walk a list.
  static let nameRounds: UInt8 = 16
}
