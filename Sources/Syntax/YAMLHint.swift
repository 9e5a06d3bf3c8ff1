/// The words of libyaml's faults that are met, and what mends each.
///
/// YAML has signs of its own which a value may begin with by chance: `&USERID` is an anchor to it.
enum YAMLHint {
  /// What to do about a problem; nil where its words say enough.
  static func note(_ problem: String) -> String? {
    notes.first { problem.contains($0.words) }?.note
  }

  static let quote = "a value that begins with a sign of YAML's own must be in quotes"

  private static let notes: [(words: String, note: String)] = [
    (
      "did not find expected alphabetic or numeric character",
      "& and * mean something to YAML: write the value in quotes, as \"&USERID/&PSWD\""
    ),
    (
      "mapping values are not allowed in this context",
      "a value with a colon and a blank in it must be in quotes; and all labels begin in one column"
    ),
    (
      "found character that cannot start any token",
      "a value that begins with @, ` or % must be in quotes"
    ),
    ("could not find expected ':'", "expected `Label: value`, on one line"),
    (
      "did not find expected key",
      "all labels begin in one column; a value that has quotes inside must be in quotes whole"
    ),
    (
      "did not find expected ',' or ']'",
      "a value that begins with [ must be in quotes"
    ),
    (
      "did not find expected ',' or '}'",
      "a value that begins with { must be in quotes"
    ),
    ("found unexpected end of stream", "a quote is not closed"),
    ("found unexpected document indicator", "a quote is not closed"),
    (
      "found unknown escape character",
      "in double quotes a backslash begins something: use single quotes"
    ),
    ("block sequence entries are not allowed", "a value that begins with - must be in quotes"),
    ("did not find expected tag URI", "a value that begins with ! must be in quotes"),
    ("did not find expected whitespace", "a value that begins with ! must be in quotes"),
    ("did not find expected <document start>", "all labels begin in one column"),
    ("found undefined tag handle", "a value that begins with ! must be in quotes"),
    ("did not find expected comment or line break", "a value that begins with | or > needs quotes"),
    ("did not find URI escaped octet", "a value that begins with ! must be in quotes"),
    ("while scanning a directive", "a value that begins with % must be in quotes"),
  ]
}
