import Syntax

/// The labels of a script: names that people gave, and places that IF makes.
struct LabelTable {
  private struct Label {
    let name: String?
    /// Where it stands, and the number of the statement behind it.
    var definition: (span: SourceSpan, place: Int)?
    /// Where a statement first names it.
    var use: SourceSpan?
  }

  private var labels: [Label] = []
  private var numbers: [String: Int] = [:]

  private mutating func number(_ name: String) -> Int {
    if let number = numbers[name] { return number }
    labels.append(Label(name: name))
    numbers[name] = labels.count - 1
    return labels.count - 1
  }

  /// The label that a statement goes to.
  mutating func use(_ name: String, at span: SourceSpan) -> Int {
    let number = number(name)
    if labels[number].use == nil { labels[number].use = span }
    return number
  }

  /// Puts a label before a statement.
  mutating func define(_ name: String, at span: SourceSpan, before place: Int) throws(ScriptFault) {
    let number = number(name)
    if let first = labels[number].definition {
      throw ScriptFault(
        span, "the label \(name) is there twice", note: "the first is on line \(first.span.line)")
    }
    labels[number].definition = (span, place)
  }

  /// A place without a name, which is told later.
  mutating func make() -> Int {
    labels.append(Label(name: nil))
    return labels.count - 1
  }

  /// Tells where a place without a name is.
  mutating func put(_ label: Int, before place: Int) {
    labels[label].definition = (SourceSpan(line: 1, column: 1), place)
  }

  /// The statement behind each label.
  var places: [Int] { labels.map { $0.definition?.place ?? 0 } }

  /// Labels that statements name, and that are nowhere.
  var faults: [ScriptFault] {
    let known = labels.compactMap { $0.definition == nil ? nil : $0.name }
    return labels.compactMap { label in
      guard label.definition == nil, let name = label.name, let use = label.use else { return nil }
      let near = Suggestion.closest(to: name, among: known)
      return ScriptFault(
        use, "the label \(name) is not in this script",
        note: near.map { "did you mean \($0)?" } ?? "a line has it as \(name):")
    }
  }

  /// Labels that no statement names.
  var unused: [(name: String, span: SourceSpan)] {
    labels.compactMap { label in
      guard label.use == nil, let name = label.name, let span = label.definition?.span else {
        return nil
      }
      return (name, span)
    }
  }
}
