import Syntax

/// What one definition file says; a new one holds the defaults.
public protocol Definition: Hashable, Sendable {
  /// The defaults.
  init()
}

/// The words of a label of which one is chosen.
protocol FieldChoice: RawRepresentable<String>, CaseIterable, Hashable, Sendable,
  CustomStringConvertible
{}

extension FieldChoice {
  /// The words, in the order of the manual.
  static var words: [String] { allCases.map(\.rawValue) }

  /// The word, as it is written.
  public var description: String { rawValue }

  /// The choice of a word in any case; nil where it is none of them.
  init?(word: String) {
    self.init(rawValue: word.uppercased())
  }
}

/// One label of a definition file: the single truth for the parser, the help, the JSON Schema, the
/// manual, the options panel and the comparison of two sites.
public struct Field<Record: Definition>: Sendable {
  /// Where a field's meaning comes from, and whether it does anything here.
  public enum Origin: String, Sendable {
    /// As TPX documents it.
    case documented
    /// Turnstile's own.
    case ours
    /// Known from TPX and kept, so that tables can be carried over; a TN3270 session has no use for it.
    case kept

    /// In a word or a few.
    var words: String {
      switch self {
      case .documented: "TPX"
      case .ours: "Turnstile"
      case .kept: "TPX; kept, without effect here"
      }
    }
  }

  /// The panel's label, without the `* ` that some panels show before it.
  public let label: String
  /// What a value may look like.
  public let shape: FieldShape
  /// Whether the value may be blank, which is as if the label were left out.
  public let allowsBlank: Bool
  /// What may be written, in words.
  public let expected: String
  /// The value when the label is left out: that of a new record.
  public let defaultText: String
  /// What the label means, for the manual.
  public let meaning: String
  /// Whose label it is.
  public let origin: Origin
  private let read: @Sendable (inout Record, String) -> Bool
  private let write: @Sendable (Record) -> String

  /// - Parameters:
  ///   - label: the panel's label.
  ///   - shape: what a value may look like.
  ///   - allowsBlank: whether the value may be blank.
  ///   - expected: what may be written, where the shape's words do not say it.
  ///   - origin: whose label it is.
  ///   - meaning: what it means.
  ///   - write: the value of a record, as it is written; blank where there is none.
  ///   - read: takes a value over; false where it is none of those expected.
  init(
    _ label: String, _ shape: FieldShape, allowsBlank: Bool = false, expected: String? = nil,
    origin: Origin, meaning: String, write: @escaping @Sendable (Record) -> String,
    read: @escaping @Sendable (inout Record, String) -> Bool
  ) {
    self.label = label
    self.shape = shape
    self.allowsBlank = allowsBlank
    self.expected = (allowsBlank ? "blank, or " : "") + (expected ?? shape.words)
    self.meaning = meaning
    self.origin = origin
    self.read = read
    self.write = write
    defaultText = write(Record())
  }

  /// Takes a value over where it is one of those expected.
  func assign(_ record: inout Record, _ text: String) -> Bool {
    guard !SourceText.hasControls(text) else { return false }
    guard text.isEmpty ? allowsBlank : shape.accepts(text) else { return false }
    return read(&record, text)
  }

  /// The value of a record, as it is written in a file; blank where there is none.
  public func text(of record: Record) -> String { write(record) }

  /// Labels that TPX's panel TEN0151 shows with `* ` before them.
  static var starred: Set<String> { ["Pass Ticket prof name", "Start ACLPGM"] }

  /// Both ways in which a label may stand in a file.
  public var spellings: [String] {
    Self.starred.contains(label) ? [label, "* " + label] : [label]
  }
}

/// The kinds of labels; each reads and writes the property of a path.
extension Field {
  typealias Path<Value> = WritableKeyPath<Record, Value> & Sendable

  /// Y or N.
  static func flag(
    _ label: String, _ path: any Path<Bool>, origin: Origin, meaning: String
  ) -> Field {
    Field(
      label, .choice(["Y", "N"]), origin: origin, meaning: meaning,
      write: { $0[keyPath: path] ? "Y" : "N" }
    ) { record, text in
      record[keyPath: path] = text.uppercased() == "Y"
      return true
    }
  }

  /// A text of so many characters and fewer, or none.
  static func text(
    _ label: String, _ path: any Path<String>, limit: Int, origin: Origin, meaning: String
  ) -> Field {
    Field(
      label, .text(limit: limit), allowsBlank: true, expected: "up to \(limit) characters",
      origin: origin, meaning: meaning, write: { $0[keyPath: path] }
    ) { record, text in
      record[keyPath: path] = text
      return true
    }
  }

  /// A number of a range.
  static func number(
    _ label: String, _ path: any Path<Int>, in range: ClosedRange<Int>, origin: Origin,
    meaning: String
  ) -> Field {
    Field(
      label, .number(range), origin: origin, meaning: meaning, write: { "\($0[keyPath: path])" }
    ) { record, text in
      guard let value = FieldShape.number(text) else { return false }
      record[keyPath: path] = value
      return true
    }
  }

  /// One of the words of an enum.
  static func choice<Choice: FieldChoice>(
    _ label: String, _ path: any Path<Choice>, origin: Origin, meaning: String
  ) -> Field {
    Field(
      label, .choice(Choice.words), origin: origin, meaning: meaning,
      write: { $0[keyPath: path].rawValue }
    ) { record, text in
      guard let choice = Choice(word: text) else { return false }
      record[keyPath: path] = choice
      return true
    }
  }

  /// A name that another table knows.
  static func word(
    _ label: String, _ path: any Path<String>, of words: [String], origin: Origin, meaning: String
  ) -> Field {
    let shape = FieldShape.choice(words)
    return Field(
      label, shape, origin: origin, meaning: meaning, write: { $0[keyPath: path] }
    ) { record, text in
      guard let word = shape.word(text) else { return false }
      record[keyPath: path] = word
      return true
    }
  }

  /// A value that an initialiser reads, such as a name; blank is nil.
  static func value<Value: CustomStringConvertible & Sendable>(
    _ label: String, _ path: any Path<Value?>, as shape: FieldShape, expected: String? = nil,
    isNeeded: Bool = false, origin: Origin, meaning: String,
    written: @escaping @Sendable (Value) -> String = { $0.description },
    read: @escaping @Sendable (String) -> Value?
  ) -> Field {
    Field(
      label, shape, allowsBlank: !isNeeded, expected: expected, origin: origin, meaning: meaning,
      write: { $0[keyPath: path].map(written) ?? "" }
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
