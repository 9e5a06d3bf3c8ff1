public import Names

/// A script's name: that of its file, as a member of a library has it.
public struct ScriptName: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// A name of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
}
