import Platform

/// How far a connection to a host is.
enum HostStage: Hashable {
  case resolving
  /// TCP is being set up.
  case connecting(SocketAddress)
  /// TLS, or telnet, is being negotiated.
  case negotiating
  case talking
  /// It is over, and the terminal will hear why.
  case ended
}
