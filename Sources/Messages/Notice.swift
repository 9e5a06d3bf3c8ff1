public import Bytes

/// A text for the terminal's message line.
///
/// Each notice is one declaration: a function or constant of `Notices.swift` that takes
/// the facts and gives text and weight. All but those marked documented are this product's
/// own.
public struct Notice: Hashable, Sendable {
  /// How serious a notice is; the panel's colours say so.
  public enum Weight: UInt8, CaseIterable, Sendable {
    /// Something is wrong, or was refused.
    case fault
    /// Something that the user should know.
    case remark
    /// Something is as it should be, or was done.
    case good
  }

  /// The line as it is shown.
  public let text: String
  /// How serious it is.
  public let weight: Weight
  /// Whether a name was misspelt: what was typed stays, to be corrected.
  public let keepsTyping: Bool

  /// The text without its arrows, for other places than the message line.
  public var words: String {
    guard text.hasPrefix("==> "), text.hasSuffix(" <==") else { return text }
    return String(text.dropFirst(4).dropLast(4))
  }

  /// A notice whose text is shown as it is.
  init(_ weight: Weight, plain text: String) {
    self.text = text
    self.weight = weight
    keepsTyping = false
  }

  /// A notice about sessions and commands: its text stands between arrows.
  init(_ weight: Weight, _ text: String, keepsTyping: Bool = false) {
    self.text = "==> \(text) <=="
    self.weight = weight
    self.keepsTyping = keepsTyping
  }
}

extension Notice: Freezable {
  /// Appends weight, typing and text.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(byte: weight.rawValue)
    freezer.put(byte: keepsTyping ? 1 : 0)
    freezer.put(bytes: text.utf8.span)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let weight = Weight(rawValue: try thawer.byte()) else { throw .invalid("notice") }
    self.weight = weight
    switch try thawer.byte() {
    case 0: keepsTyping = false
    case 1: keepsTyping = true
    default: throw .invalid("notice")
    }
    text = String(decoding: try thawer.run(), as: UTF8.self)
  }
}
