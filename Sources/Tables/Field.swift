import Syntax

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
  public let shape: FieldShape
  /// Whether the value may be blank, which is as if the label were left out.
  public let allowsBlank: Bool
  /// What may be written, in words.
  public let expected: String
  /// The value when the label is left out.
  public let standard: String
  public let meaning: String
  public let origin: Origin
  /// Takes a value over; false where it is none of those expected.
  private let read: @Sendable (inout Record, String) -> Bool

  init(
    _ label: String, _ shape: FieldShape, allowsBlank: Bool = false, expected: String? = nil,
    standard: String, _ origin: Origin, _ meaning: String,
    read: @escaping @Sendable (inout Record, String) -> Bool
  ) {
    self.label = label
    self.shape = shape
    self.allowsBlank = allowsBlank
    self.expected = (allowsBlank ? "blank, or " : "") + (expected ?? shape.words)
    self.standard = standard
    self.meaning = meaning
    self.origin = origin
    self.read = read
  }

  /// Takes a value over where it is one of those expected.
  func assign(_ record: inout Record, _ text: String) -> Bool {
    guard !text.unicodeScalars.contains(where: SourceText.isControl) else { return false }
    guard text.isEmpty ? allowsBlank : shape.accepts(text) else { return false }
    return read(&record, text)
  }

  /// Labels that TPX's panel TEN0151 shows with `* ` before them.
  static var starred: Set<String> { ["Pass Ticket prof name", "Start ACLPGM"] }

  /// Both ways in which a label may stand in a file.
  public var spellings: [String] {
    Self.starred.contains(label) ? [label, "* " + label] : [label]
  }
}

extension Field {
  typealias Path<Value> = WritableKeyPath<Record, Value> & Sendable

  static func flag(
    _ label: String, _ path: any Path<Bool>, standard: Bool = false, _ origin: Origin,
    _ meaning: String
  ) -> Field {
    Field(
      label, .choice(["Y", "N"]), standard: standard ? "Y" : "N", origin, meaning
    ) { record, text in
      record[keyPath: path] = text.uppercased() == "Y"
      return true
    }
  }

  static func text(
    _ label: String, _ path: any Path<String>, limit: Int, standard: String = "", _ origin: Origin,
    _ meaning: String
  ) -> Field {
    Field(
      label, .text(limit: limit), allowsBlank: true, expected: "up to \(limit) characters",
      standard: standard, origin, meaning
    ) { record, text in
      record[keyPath: path] = text
      return true
    }
  }

  static func number(
    _ label: String, _ path: any Path<Int>, _ range: ClosedRange<Int>, standard: Int,
    _ origin: Origin,
    _ meaning: String
  ) -> Field {
    Field(label, .number(range), standard: "\(standard)", origin, meaning) { record, text in
      guard let value = FieldShape.number(text) else { return false }
      record[keyPath: path] = value
      return true
    }
  }

  static func choice(
    _ label: String, _ path: any Path<String>, _ values: [String], standard: String,
    _ origin: Origin,
    _ meaning: String
  ) -> Field {
    let shape = FieldShape.choice(values)
    return Field(label, shape, standard: standard, origin, meaning) { record, text in
      guard let word = shape.word(text) else { return false }
      record[keyPath: path] = word
      return true
    }
  }

  /// A value that an initialiser reads, such as a name; blank is nil.
  static func value<Value: Sendable>(
    _ label: String, _ path: any Path<Value?>, _ shape: FieldShape, expected: String? = nil,
    isNeeded: Bool = false, standard: String = "", _ origin: Origin, _ meaning: String,
    read: @escaping @Sendable (String) -> Value?
  ) -> Field {
    Field(
      label, shape, allowsBlank: !isNeeded, expected: expected, standard: standard, origin, meaning
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
}
