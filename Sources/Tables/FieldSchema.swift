/// JSON Schemas of the definition files, for editors and checkers, from the tables that parse them.
///
/// A schema sees what a YAML reader made of a value: `Keepalive: 60` is a number to it, and so may be
/// a name such as `1234`. It cannot see that two files agree: `turnstile check` does.
enum FieldSchema {
  /// The schema of a kind of file.
  ///
  /// - `required`: labels that each file needs.
  /// - `nested`: labels that hold more than a value, and their rules.
  static func page<Record: Definition>(
    _ kind: String, _ title: String, fields: [Field<Record>], required: [String] = [],
    nested: [(label: String, rule: String)] = []
  ) -> String {
    let properties =
      fields.flatMap { field in
        field.spellings.map { "    \(quoted($0)): \(property(field))" }
      } + nested.map { "    \(quoted($0.label)): \($0.rule)" }
    return """
      \(head(kind, title))
        "additionalProperties": false,
        "required": [\(required.map(quoted).joined(separator: ", "))],
        "properties": {
      \(properties.joined(separator: ",\n"))
        }
      }

      """
  }

  /// The schema of a set of masking rules, whose labels are names of terminals.
  static func masks() -> String {
    """
    \(head("mask", "ACT/Masks/NAME.yaml"))
      "minProperties": 1,
      "maxProperties": \(MaskingRules.limit),
      "propertyNames": {"pattern": \(quoted(MaskingRules.pattern))},
      "additionalProperties": {"type": ["string", "integer"], "minimum": 0, "maximum": 99999999, \
    "pattern": \(quoted(MaskingRules.pattern))}
    }

    """
  }

  /// The rule of `Session options`: sessions, each with labels.
  static let sessionOptions: (label: String, rule: String) = {
    let name = FieldShape.name(limit: 8).pattern
    let labels = SessionOptions.fields.map { "      \(quoted($0.label)): \(property($0))" }
    return (
      SessionOptions.label,
      """
      {"type": "object", "maxProperties": \(SessionOptions.limit), \
      "propertyNames": {"pattern": \(quoted(name))}, "additionalProperties": {
            "type": "object", "additionalProperties": false, "properties": {
      \(labels.joined(separator: ",\n"))
          }}, "description": \(quoted(SessionOptions.meaning))}
      """
    )
  }()

  private static func head(_ kind: String, _ title: String) -> String {
    """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:turnstile:schema:\(kind)",
      "title": \(quoted(title)),
      "type": "object",
    """
  }

  private static func property<Record: Definition>(_ field: Field<Record>) -> String {
    let isNumber = if case .number = field.shape { true } else { false }
    let defaultText =
      isNumber && !field.defaultText.isEmpty ? field.defaultText : quoted(field.defaultText)
    let parts =
      ["\"description\": \(quoted(field.meaning))", "\"default\": \(defaultText)"]
      + rules(field.shape, field.allowsBlank)
    return "{" + parts.joined(separator: ", ") + "}"
  }

  /// The keywords that say what a value may be.
  private static func rules(_ shape: FieldShape, _ allowsBlank: Bool) -> [String] {
    var types = ["string"]
    var rules: [String] = []
    func bounds(_ low: Int, _ high: Int) {
      rules.append("\"minimum\": \(low), \"maximum\": \(high)")
    }
    switch shape {
    case .number(let range):
      types.append("integer")
      bounds(range.lowerBound, range.upperBound)
    case .name(let limit):
      types += longWords(limit) + ["integer"]
      bounds(0, greatest(limit))
    case .text(let limit):
      // A YAML reader takes 5.0 for a number.
      types += longWords(limit) + [limit < "5.0".count ? "integer" : "number"]
      let digits = min(limit, digitLimit)
      bounds(-greatest(digits - 1), greatest(digits))
    case .pattern(_, true):
      types += ["integer", "boolean"]
      bounds(0, greatest(8))
    case .choice(let words) where words.contains { Double($0) != nil }: types.append("number")
    case .choice, .key, .pattern: break
    }
    if allowsBlank { types.append("null") }
    let named = types.map(quoted).joined(separator: ", ")
    rules.insert("\"type\": " + (types.count == 1 ? named : "[\(named)]"), at: 0)
    let pattern = "{\"pattern\": \(quoted(shape.pattern))}"
    let choices = words(shape)
    if choices.isEmpty, !allowsBlank {
      rules.append("\"pattern\": \(quoted(shape.pattern))")
    } else if choices.isEmpty {
      rules.append("\"anyOf\": [{\"const\": \"\"}, \(pattern)]")
    } else {
      let shown = (allowsBlank ? ["\"\""] : []) + choices
      let blank = allowsBlank ? ", {\"type\": \"null\"}" : ""
      rules.append(
        "\"anyOf\": [{\"enum\": [\(shown.joined(separator: ", "))]}, "
          + "{\"type\": \"string\", \"pattern\": \(quoted(shape.pattern))}\(blank)]")
    }
    return rules
  }

  /// Values that an editor may offer.
  private static func words(_ shape: FieldShape) -> [String] {
    switch shape {
    case .choice(let words):
      words.map(quoted)
        + words.filter { word in
          Int(word).map { "\($0)" } == word || Double(word).map { "\($0)" } == word
        }
    case .key: (1...24).map { "\"PF\($0)\"" } + (1...3).map { "\"PA\($0)\"" }
    default: []
    }
  }

  /// Words such as `FALSE`, which a YAML reader takes for a truth value, are names as well.
  private static func longWords(_ limit: Int) -> [String] { limit >= 5 ? ["boolean"] : [] }

  /// Most digits that are counted: a longer number is no text that people write.
  private static let digitLimit = 15

  private static func greatest(_ digits: Int) -> Int {
    (0..<max(0, digits)).reduce(1) { power, _ in power * 10 } - 1
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\""
  }
}
