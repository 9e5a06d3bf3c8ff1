public import Bytes
public import Names

/// What a listener decides about the telnet of its terminals.
public struct ServerOptions: Hashable, Sendable {
  /// TLS that is asked for inside telnet, on a listener in clear.
  public enum StartTLS: UInt8, Freezable, Hashable, Sendable {
    case off
    /// A terminal that declines goes on in clear.
    case offered
    /// A terminal that declines is refused.
    case required
  }

  /// Whether STARTTLS is offered, or wanted.
  public var startTLS: StartTLS
  /// The most bytes of one inbound record; a full 27x132 screen read in character mode is 21 KiB.
  public var recordLimit: Int

  /// The defaults refuse STARTTLS and take records of 32 KiB.
  public init(startTLS: StartTLS = .off, recordLimit: Int = PeerLimits.terminalRecord) {
    self.startTLS = startTLS
    self.recordLimit = recordLimit
  }
}

extension ServerOptions: Freezable {
  /// Appends both choices.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(startTLS)
    freezer.put(recordLimit)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    startTLS = try thawer.take()
    recordLimit = try thawer.take()
  }
}
