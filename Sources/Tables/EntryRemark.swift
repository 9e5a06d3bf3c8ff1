/// Something in an entry that keeps its users from landing signed on, or will not do what it says.
public struct EntryRemark: Hashable, Sendable {
  /// The label that is to be changed.
  public let label: String
  /// What is wrong with it, in words.
  public let text: String
  /// What mends it.
  public let remedy: String
}
