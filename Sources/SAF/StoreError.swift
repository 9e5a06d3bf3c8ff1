/// Why the security database, or a key that belongs to it, did not do what was asked.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it is about: a file, or a word such as `CKDS A.KEY`.
  public let path: String
  /// What went wrong, in words.
  public let reason: String
  /// Whether another process works with the file.
  public let isLocked: Bool

  /// What went wrong, and with what.
  public init(path: String, reason: String, isLocked: Bool = false) {
    self.path = path
    self.reason = reason
    self.isLocked = isLocked
  }

  /// `path: reason`.
  public var description: String { "\(path): \(reason)" }
}
