/// What people are told of a label, whatever kind of file has it.
public struct FieldCard: Hashable, Sendable {
  /// The label, without a star.
  public let label: String
  /// The label as TPX's panels show it: with `* ` where they have that.
  public let title: String
  /// What may be written.
  public let expected: String
  /// What holds where the label is left out; blank for nothing.
  public let defaultText: String
  /// What the label means.
  public let meaning: String
  /// Whose label it is.
  public let source: String
  /// Whether a blank may be written.
  let allowsBlank: Bool
  let spellings: [String]
}

extension Field {
  /// What people are told of it.
  var card: FieldCard {
    FieldCard(
      label: label, title: Self.starred.contains(label) ? "* " + label : label, expected: expected,
      defaultText: defaultText, meaning: meaning, source: origin.words, allowsBlank: allowsBlank,
      spellings: spellings)
  }
}
