/// What is wrong with a command, in the words of TSO and RACF.
///
/// A word that was not understood may be a key or a password in the wrong place: no fault repeats what
/// was written, apart from keywords of the command's own table and names that were read as such.
public struct RACFFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The message.
  public let text: String
  /// A fault with its message.
  public init(_ text: String) { self.text = text }
  /// The message.
  public var description: String { text }
}
