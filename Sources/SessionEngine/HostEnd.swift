/// Why a session's end towards the application is gone.
public enum HostEnd: Hashable, Sendable {
  /// The application or its host ended the session, as after LOGOFF.
  case closedByApplication
  /// The host closed the connection in an orderly way.
  case closedByHost
  /// The host's network ended the session (UNBIND): its type, and sense where it gave one.
  case unbound(type: UInt8, sense: [UInt8])
  /// The host gave none of the LUs: its last reason (DEVICE-TYPE REJECT), and what it said of each.
  case luRefused(reason: UInt8, details: String)
  /// The host closed before the session began, with what it said.
  case refusedByHost(String)
  /// The connection broke.
  case connectionLost(String)
  /// The host's name has no address.
  case nameUnknown(String)
  /// Nobody answered in time, or the port refused.
  case unreachable(String)
  /// The certificate does not prove the host's name.
  case certificateRefused(String)
  /// TLS with the host did not come about.
  case tlsFailed(TLSTrouble, String)
  /// The host talks, and not in TN3270.
  case notTN3270(String)
  /// The host broke the protocol.
  case protocolError(String)
  /// The host did not finish the negotiation in time.
  case negotiationTimedOut
  /// Every LU that the entry names has its session.
  case poolInUse
  /// The entry's `Session timeout` passed.
  case idle
  /// `Disconnect timeout` passed without a terminal.
  case abandoned
  /// The user left sessions at too many terminals; these were the oldest.
  case evicted
  /// The user ended it: `/I`.
  case byUser
  /// The user signed off, and sessions end with that.
  case atSignOff
  /// The operator cancelled the user.
  case cancelled
  /// The operator ended this session, and says why; may be empty.
  case byOperator(String)
  /// The line was lost, and by the Transfer option no other terminal may have it.
  case outOfReach
  /// The user has as many sessions as one may have.
  case sessionLimit(Int)
  /// The server was told to stop.
  case serverStopped
  /// It moved to a terminal that cannot show it (Transfer option ANY).
  case doesNotFit
  /// No pass ticket was made when its script wanted to type one.
  case noTicket
  /// Its script failed; why, in words for the user.
  case scriptFailed(String)
}

/// Why TLS with a host did not come about, its certificate aside.
public enum TLSTrouble: Hashable, Sendable {
  /// What came is no TLS.
  case notSpoken
  /// The port is for TLS, and was talked to in clear.
  case expected
  /// The entry demands START_TLS, and the host went on without.
  case notOffered
  case noCommonVersion
  case noCommonCipher
  /// The host ended the handshake, or another fault did.
  case failed
}
