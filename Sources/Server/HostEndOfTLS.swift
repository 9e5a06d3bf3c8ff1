import SessionEngine
import TLS
import TLSEnd

extension HostEnd {
  /// Why a connection came to nothing before its session began: by TLS's fault, where that is it.
  init(_ fault: RelayFault) {
    guard case .tls(let failure) = fault else {
      if case .files(let reason) = fault {
        self = .certificateRefused(reason)
      } else {
        self = .connectionLost(fault.reason)
      }
      return
    }
    switch failure {
    case .truncated: self = .connectionLost(fault.reason)
    case .notTLS: self = .tlsFailed(.notSpoken, fault.reason)
    case .noCommonVersion: self = .tlsFailed(.noCommonVersion, fault.reason)
    case .noCommonCipher: self = .tlsFailed(.noCommonCipher, fault.reason)
    case .refusedByPeer, .protocolFault, .noCertificate:
      self = .tlsFailed(.failed, fault.reason)
    case .nameMismatch, .certificateExpired, .certificateNotYetValid, .unknownAuthority,
      .selfSigned, .certificateRevoked, .certificateInvalid:
      self = .certificateRefused(fault.reason)
    }
  }
}
