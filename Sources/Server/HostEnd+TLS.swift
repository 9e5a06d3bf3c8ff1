import SessionEngine
import TLS

extension HostEnd {
  /// Why a connection came to nothing before its session began: by TLS's failure, where that is it.
  init(_ reason: String, _ failure: TLSFailure?) {
    switch failure {
    case nil, .truncated: self = .connectionLost(reason)
    case .notTLS: self = .tlsFailed(.notSpoken, reason)
    case .noCommonVersion: self = .tlsFailed(.noCommonVersion, reason)
    case .noCommonCipher: self = .tlsFailed(.noCommonCipher, reason)
    case .refusedByPeer, .protocolFault: self = .tlsFailed(.failed, reason)
    case .nameMismatch, .certificateExpired, .certificateNotYetValid, .unknownAuthority,
      .selfSigned, .certificateRevoked, .certificateInvalid:
      self = .certificateRefused(reason)
    }
  }
}
