/// One label of a definition file: the single truth for the parser, the help, the JSON Schema and
/// the manual.
public struct Field<Record>: Sendable {
  /// Where a field's meaning comes from, and whether it does anything here.
  public enum Origin: String, Sendable {
    /// As TPX documents it.
    case documented
    /// Turnstile's own.
    case ours
    /// Known from TPX and kept, so that tables can be carried over; a TN3270 session has no use for it.
    case kept
  }

  /// The panel's label, without the `* ` that some panels show before it.
  public let label: String
  /// What may be written, in words.
  public let expected: String
  /// Pattern of the values for the JSON Schema.
  public let pattern: String
  /// The value when the label is left out.
  public let standard: String
  public let meaning: String
  public let origin: Origin
  /// Takes a value over; false where it is none of those expected.
  let assign: @Sendable (inout Record, String) -> Bool

  init(
    _ label: String, _ expected: String, pattern: String, standard: String, _ origin: Origin,
    _ meaning: String, assign: @escaping @Sendable (inout Record, String) -> Bool
  ) {
    self.label = label
    self.expected = expected
    self.pattern = pattern
    self.standard = standard
    self.meaning = meaning
    self.origin = origin
    self.assign = assign
  }
}

extension Field {
  typealias Path<Value> = WritableKeyPath<Record, Value> & Sendable

  static func flag(
    _ label: String, _ path: any Path<Bool>, standard: Bool = false, _ origin: Origin,
    _ meaning: String
  ) -> Field {
    Field(
      label, "Y or N", pattern: "^[YN]$", standard: standard ? "Y" : "N", origin, meaning
    ) { record, text in
      guard text == "Y" || text == "N" else { return false }
      record[keyPath: path] = text == "Y"
      return true
    }
  }

  static func text(
    _ label: String, _ path: any Path<String>, limit: Int, standard: String = "", _ origin: Origin,
    _ meaning: String
  ) -> Field {
    Field(
      label, "up to \(limit) characters", pattern: "^.{0,\(limit)}$", standard: standard, origin,
      meaning
    ) { record, text in
      guard text.count <= limit else { return false }
      record[keyPath: path] = text
      return true
    }
  }

  static func number(
    _ label: String, _ path: any Path<Int>, _ range: ClosedRange<Int>, standard: Int,
    _ origin: Origin,
    _ meaning: String
  ) -> Field {
    Field(
      label, "a number from \(range.lowerBound) to \(range.upperBound)", pattern: "^[0-9]+$",
      standard: "\(standard)", origin, meaning
    ) { record, text in
      guard let value = Int(text), range.contains(value) else { return false }
      record[keyPath: path] = value
      return true
    }
  }

  static func choice(
    _ label: String, _ path: any Path<String>, _ values: [String], standard: String,
    _ origin: Origin,
    _ meaning: String
  ) -> Field {
    Field(
      label, values.map { $0.isEmpty ? "blank" : $0 }.joined(separator: ", "),
      pattern: "^(\(values.joined(separator: "|")))$", standard: standard, origin, meaning
    ) { record, text in
      guard values.contains(text) else { return false }
      record[keyPath: path] = text
      return true
    }
  }

  /// A value that an initialiser reads, such as a name; blank is nil.
  static func value<Value: Sendable>(
    _ label: String, _ path: any Path<Value?>, _ expected: String, pattern: String,
    standard: String = "", _ origin: Origin, _ meaning: String,
    read: @escaping @Sendable (String) -> Value?
  ) -> Field {
    Field(
      label, expected, pattern: pattern, standard: standard, origin, meaning
    ) { record, text in
      guard !text.isEmpty else {
        record[keyPath: path] = nil
        return true
      }
      guard let value = read(text) else { return false }
      record[keyPath: path] = value
      return true
    }
  }

  /// `1 to 8 of A-Z 0-9 $ # @`.
  static var nameRule: String { "1 to 8 characters A-Z 0-9 $ # @" }
  static var namePattern: String { "^[A-Za-z0-9$#@]{1,8}$" }
}
