public import Names

/// How often a source failed lately, or somebody for a name, as it is written down: a crash of the server is
/// no new beginning for whoever guesses.
public struct FailureCount: Hashable, Sendable {
  /// Whose failures.
  public enum Owner: Hashable, Sendable {
    case source(PeerAddress)
    case name(UserID)
  }

  /// Whose failures they are.
  public let owner: Owner
  /// How many there were when the last came, those left out that had faded by then.
  public let count: Int
  /// When the last came, in seconds since 1970.
  public let last: Int64

  /// A count, and when the last of it came.
  public init(of owner: Owner, count: Int, last: Int64) {
    self.owner = owner
    self.count = count
    self.last = last
  }
}

/// A source that is kept out for what it did before it signed on, as it is written down.
public struct KeptOut: Hashable, Sendable {
  /// Which source.
  public let source: PeerAddress
  /// Until when, in seconds since 1970.
  public let until: Int64

  /// A source, and until when it is kept out.
  public init(_ source: PeerAddress, until: Int64) {
    self.source = source
    self.until = until
  }
}
