import DataStream
import Syntax

/// How a field of a panel looks and behaves: one line of `)ATTR`.
struct FieldStyle: Hashable, Sendable {
  enum Kind: String, Sendable {
    /// Fixed text.
    case text = "TEXT"
    /// A variable that is shown.
    case output = "OUTPUT"
    /// A variable that the user may type.
    case input = "INPUT"
  }

  var kind = Kind.text
  var attribute: FieldAttribute = .autoskip
  var color: Color?
  var highlight: Highlight?
  var justifiesRight = false
  var capitals = false
  /// Cells of the field (`LENGTH`, ours), which goes on over line ends; nil where the next attribute
  /// character or the line's end is the field's end.
  var length: Int?
  /// What is shown behind the last cell of the field (`END`, ours), so that people see where a field
  /// ends that shows nothing.
  var endMark: Character?

  /// Whether what the user types is not shown.
  var isHiddenInput: Bool { kind == .input && attribute.isNondisplay }

  /// The same where nobody may type.
  var sealed: FieldStyle {
    var style = self
    (style.attribute, style.color, style.highlight) = (.autoskip, .turquoise, nil)
    return style
  }

  /// The same with the colour and intensity of a tone.
  func toned(_ tone: Tone) -> FieldStyle {
    var style = self
    style.color = tone.color
    if tone == .good {
      style.attribute.remove(.intensified)
    } else {
      style.attribute.insert(.intensified)
    }
    return style
  }
}

/// A field as it stands in the source.
struct PanelField: Hashable, Sendable {
  var style: FieldStyle
  /// Line within its section, from 0.
  let line: Int
  /// Column of the attribute, from 0.
  let column: Int
  /// Cells after the attribute.
  let length: Int
  /// Fixed text, or the name of the variable.
  let content: String
  /// Where the field stands in the file.
  let span: SourceSpan
}
