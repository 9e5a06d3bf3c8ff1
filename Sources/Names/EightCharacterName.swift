public import Bytes

/// A name of 1 to 8 characters `A-Z 0-9 $ # @`, folded to upper case by its initialiser.
public protocol EightCharacterName: Hashable, Comparable, Sendable, CustomStringConvertible,
  Freezable
{
  var packed: PackedName { get }
  init(packed: PackedName)
}

extension EightCharacterName {
  /// Nil where the text breaks the rule of such names.
  public init?(_ text: some StringProtocol) {
    guard let packed = PackedName(text) else { return nil }
    self.init(packed: packed)
  }

  /// The order of their characters.
  public static func < (left: Self, right: Self) -> Bool { left.packed < right.packed }

  /// The name without padding.
  public var description: String { packed.text }

  /// Appends the value.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(packed) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(packed: try thawer.take())
  }
}

/// Who signs on: a RACF user ID.
public struct UserID: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// A user id of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
}

/// A RACF group.
public struct GroupName: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// A group of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
}

/// Network name of an application.
public struct APPLID: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// An application's name of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
}

/// Application name that a PassTicket is made for: the last part of a PTKTDATA profile's name.
public struct TicketName: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// An application name of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
  /// The name of an application that has no `Pass Ticket prof name` of its own.
  public init(_ application: APPLID) { packed = application.packed }
}

/// Logical unit: a terminal's name in the network.
public struct LUName: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// An LU name of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
}

/// What a user types on the menu to reach a session.
public struct SessionID: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// A session id of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
}

/// Panel id, such as `TEN0041`; also the name of its file in Screens/.
public struct PanelName: EightCharacterName {
  /// Its characters, in one word.
  public let packed: PackedName
  /// A panel's name of characters that keep the rule.
  public init(packed: PackedName) { self.packed = packed }
}
