/// What is wrong with a command, in the words of TSO and RACF.
///
/// A word that was not understood may be a key or a password in the wrong place: no fault repeats what
/// was written, apart from keywords of the command's own table and names that were read as such.
public struct RACFFault: Error, Hashable, Sendable, CustomStringConvertible {
  public let text: String
  public init(_ text: String) { self.text = text }
  public var description: String { text }
}
