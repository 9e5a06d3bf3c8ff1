import DataStream

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
}

/// A field as it stands in the source.
struct PanelField: Hashable, Sendable {
  let style: FieldStyle
  /// Line within its section, from 0.
  let line: Int
  /// Column of the attribute, from 0.
  let column: Int
  /// Cells after the attribute.
  let length: Int
  /// Fixed text, or the name of the variable.
  let content: String
}
