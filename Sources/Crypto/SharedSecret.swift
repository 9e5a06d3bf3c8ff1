/// A secret on its way through events and effects: wiped when the last holder lets it go.
public final class SharedSecret: Sendable, CustomStringConvertible {
  public let secret: Secret

  public init(_ secret: consuming Secret) { self.secret = secret }

  /// Never what it holds.
  public var description: String { "secret" }
}
