public import Crypto
public import DataStream

/// How serious a text is: what colour it has, and on a screen without colours, whether it is bright.
public enum Tone: Int, CaseIterable, Hashable, Sendable {
  /// Something is wrong, or was refused.
  case fault
  /// Something that the user should know.
  case remark
  /// Something is as it should be, or was done.
  case good

  /// Red, yellow and green, as ISPF has them for action, warning and information.
  public var color: Color {
    switch self {
    case .fault: .red
    case .remark: .yellow
    case .good: .green
    }
  }
}

/// Texts of a page's variables, or of one line of its list, each at its variable's place, and the tones of
/// those that have one.
public struct PanelTexts: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  private struct Entry: Hashable, Sendable {
    var text: String
    var tone: Tone?
    var secret: SharedSecret?
    var isSealed = false
  }

  private var entries: [Entry?] = []

  /// Texts without tones; of two for one variable the last counts.
  public init(dictionaryLiteral elements: (PanelSlot, String)...) {
    var last = -1
    for (slot, _) in elements { last = max(last, slot.place) }
    entries.reserveCapacity(last + 1)
    for (slot, text) in elements { set(slot, text, tone: nil) }
  }

  /// The text of a variable; nil where it has none. A text that is set has no tone.
  public subscript(_ slot: PanelSlot) -> String? {
    get { text(at: slot.place) }
    set {
      if let newValue {
        set(slot, newValue, tone: nil)
      } else if has(slot.place) {
        entries[slot.place] = nil
      }
    }
  }

  /// Gives a variable its text and its tone; without a tone it looks as the panel says.
  public mutating func set(_ slot: PanelSlot, _ text: String, tone: Tone?) {
    while entries.count <= slot.place { entries.append(nil) }
    entries[slot.place] = Entry(text: text, tone: tone)
  }

  /// Shows a secret, in printable ASCII, where a variable stands; it becomes no text.
  public mutating func set(_ slot: PanelSlot, secret: SharedSecret) {
    set(slot, "", tone: nil)
    entries[slot.place]?.secret = secret
  }

  /// Shows a text where the panel has a field to type into, and lets nobody type there.
  public mutating func set(_ slot: PanelSlot, sealed text: String) {
    set(slot, text, tone: nil)
    entries[slot.place]?.isSealed = true
  }

  /// Whether no variable has a text.
  var isEmpty: Bool { entries.isEmpty }

  /// Whether the variable at a place has a text.
  func has(_ place: Int) -> Bool { place < entries.count && entries[place] != nil }

  /// The text of the variable at a place; nil where it has none.
  func text(at place: Int) -> String? { place < entries.count ? entries[place]?.text : nil }

  /// The secret of the variable at a place; nil where it has none.
  func secret(at place: Int) -> SharedSecret? {
    place < entries.count ? entries[place]?.secret : nil
  }

  /// Whether nobody may type where the variable at a place stands.
  func isSealed(at place: Int) -> Bool {
    place < entries.count && entries[place]?.isSealed ?? false
  }

  /// The tone of the variable at a place; nil where it looks as the panel says.
  func tone(at place: Int) -> Tone? { place < entries.count ? entries[place]?.tone : nil }
}
