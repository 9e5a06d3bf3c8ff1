/// A secret on its way through events and effects: wiped when the last holder lets it go.
public final class SharedSecret: Sendable, CustomStringConvertible {
  /// The bytes, for whoever works with them.
  public let secret: Secret

  /// Takes over a secret.
  public init(_ secret: consuming Secret) { self.secret = secret }

  /// Never what it holds.
  public var description: String { "secret" }
}
