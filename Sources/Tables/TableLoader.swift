import Names
public import Syntax

/// Reads definition files into tables: every fault of every file, and tables only without faults.
public enum TableLoader {
  /// Most applications of one site: of more, one user's are few.
  public static let entryLimit = 100_000
  /// Most faults that are told of one file; who has more has begun with the wrong file.
  static let faultLimit = 50

  /// `files`: files of ACT, with their paths from the site's directory.
  public static func load(_ files: [SourceText]) -> (tables: SiteTables?, faults: [Diagnostic]) {
    load(files.map(FileReading.init))
  }

  /// Puts together what single files say, in their order.
  public static func load(_ files: [FileReading]) -> (tables: SiteTables?, faults: [Diagnostic]) {
    load(files, most: entryLimit)
  }

  /// `most`: how many applications there may be.
  static func load(
    _ files: [FileReading], most: Int
  ) -> (tables: SiteTables?, faults: [Diagnostic]) {
    var draft = SiteDraft(most: most)
    for file in files { draft.add(file) }
    let tables = draft.finish()
    let isBroken = draft.faults.contains { $0.severity == .error }
    return (isBroken ? nil : tables, draft.faults)
  }

  /// What is wrong with a file by itself, whatever the others say.
  static func faults(of file: SourceText) -> [Diagnostic] {
    var draft = SiteDraft(most: 1)
    draft.add(FileReading(file))
    return draft.faults
  }

  /// What is wrong with a value that a label does not take.
  private static func wrong(_ text: String, _ label: String) -> String {
    if text.isEmpty { return "\"\(label)\" has no value" }
    if text.contains("\n") { return "\"\(label)\" takes one line" }
    if SourceText.hasControls(text) { return "\"\(label)\" has a control character in its value" }
    return "`\(Diagnostic.quoted(text))` is not a value of \"\(label)\""
  }

  typealias Members = [(key: String, keySpan: SourceSpan, value: YAMLNode)]

  /// Takes the values of a file over into a record.
  static func fill<Record: Definition>(
    _ record: inout Record, _ table: FieldTable<Record>, from members: Members, of file: SourceText
  ) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    var seen = Array(repeating: false, count: table.fields.count)
    for member in members {
      guard faults.count < faultLimit else {
        faults.append(
          Diagnostic(
            file.path, at: member.keySpan, says: "more faults may follow from here on",
            note: "mend the first \(faultLimit)"))
        break
      }
      let label = member.key
      guard let place = table.place(of: label) else {
        let near = Suggestion.closest(to: label, among: table.fields.map(\.label))
        faults.append(
          Diagnostic(
            file.path, at: member.keySpan,
            says: "\"\(Diagnostic.quoted(label))\" is not a label of this file",
            note: LabelHome.note(label) ?? near.map { "did you mean \"\($0)\"?" }
              ?? "turnstile manual fields lists them"))
        continue
      }
      let field = table.fields[place]
      guard !seen[place] else {
        faults.append(
          Diagnostic(
            file.path, at: member.keySpan,
            says: "\"\(field.label)\" stands twice, with and without the star",
            note: "leave one out"))
        continue
      }
      seen[place] = true
      guard case .scalar(let text, let span) = member.value else {
        faults.append(
          Diagnostic(
            file.path, at: member.value.span, says: "\"\(field.label)\" takes one value",
            note: "expected \(field.expected)"))
        continue
      }
      if !field.assign(&record, text) {
        faults.append(
          Diagnostic(
            file.path, at: span, says: wrong(text, field.label), note: "expected \(field.expected)")
        )
      } else if let warning = ShownText.warning(label, text, at: span, in: file) {
        faults.append(warning)
      }
    }
    return faults
  }
}

extension SourceText {
  /// Where a label's value stands; nil where the file has none of the label.
  public func place(of label: String) -> SourceSpan? {
    guard case .mapping(let members, _)? = YAMLNode.parse(self).0 else { return nil }
    return members.first { $0.key == label || $0.key == "* " + label }?.value.span
  }
}

/// A file's labels and where their values stand, so that what is found later has its place too.
struct FilePlaces: Sendable {
  let file: SourceText
  /// A file has few labels, and looks up fewer.
  private let spans: [(label: String, span: SourceSpan)]
  private let start: SourceSpan

  /// `start`: where what is not there is missed.
  init(
    _ file: SourceText, _ members: TableLoader.Members,
    at start: SourceSpan = SourceSpan(line: 1, column: 1)
  ) {
    self.file = file
    self.start = start
    spans = members.map { (Self.plain($0.key), $0.value.span) }
  }

  /// A label without the star that some panels show before it.
  private static func plain(_ label: String) -> String {
    label.hasPrefix("* ") ? String(label.dropFirst(2)) : label
  }

  func has(_ label: String) -> Bool { spans.contains { $0.label == label } }

  /// A fault at a label's value, or where the labels begin, if the label is not there.
  func fault(
    _ label: String?, _ message: String, note: String? = nil,
    severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    // The last counts, as where a label stands with a star and without.
    let span = label.flatMap { label in spans.last { $0.label == label }?.span } ?? start
    return Diagnostic(file.path, at: span, says: message, note: note, severity: severity)
  }

  /// What clashes with another file. One user's file does not refuse a whole site: what others change may
  /// make the clash later.
  func clash(
    _ label: String?, _ message: String, note: String, ofUser isUser: Bool
  ) -> Diagnostic {
    let fault = fault(label, message)
    return Diagnostic(
      file.path, at: fault.span, says: message, note: note, severity: isUser ? .warning : .error,
      refusesSave: true)
  }

  /// A fault of the file's own name, which stands on no line.
  func nameFault(_ message: String, note: String) -> Diagnostic {
    Diagnostic(file.path, at: nil, says: message, note: note)
  }
}
