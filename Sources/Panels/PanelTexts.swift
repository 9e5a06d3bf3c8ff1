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

/// Texts of a panel's variables, or of one line of its list, and the tones of those that have one.
public struct PanelTexts: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  private var texts: [String: String]
  private var tones: [String: Tone] = [:]

  public init(dictionaryLiteral elements: (String, String)...) {
    texts = Dictionary(elements) { _, last in last }
  }

  public init(_ texts: [String: String]) { self.texts = texts }

  /// The text of a variable; nil where it has none.
  public subscript(_ name: String) -> String? {
    get { texts[name] }
    set { texts[name] = newValue }
  }

  /// Gives a variable its text and its tone; without a tone it looks as the panel says.
  public mutating func set(_ name: String, _ text: String, _ tone: Tone?) {
    texts[name] = text
    tones[name] = tone
  }

  /// The tone of a variable; nil where it looks as the panel says.
  func tone(_ name: String) -> Tone? { tones.isEmpty ? nil : tones[name] }
}
