/// What is done when a host in clear offers TLS inside telnet (`Negotiated TLS`).
public enum NegotiatedTLS: String, Hashable, Sendable {
  case accepted = "ACCEPT"
  case refused = "REFUSE"
  /// A host that does not offer it gets no session.
  case required = "REQUIRE"
}
