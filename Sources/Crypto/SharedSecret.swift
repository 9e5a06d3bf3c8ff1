/// A secret on its way through events and effects: wiped when the last holder lets it go.
public final class SharedSecret: Sendable, CustomStringConvertible {
  /// The bytes, for whoever works with them.
  public let secret: Secret

  /// Takes over a secret.
  public init(_ secret: consuming Secret) { self.secret = secret }

  /// Never what it holds.
  public var description: String { "secret" }
}

/// Secrets are told apart by where they lie, and never by what they hold: that is `Secret.isEqual`'s.
extension SharedSecret: Hashable {
  /// Whether both are the same one.
  public static func == (left: SharedSecret, right: SharedSecret) -> Bool { left === right }
  /// Adds where it lies.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
