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
    load(files, most: entryLimit)
  }

  /// `most`: how many applications there may be.
  static func load(
    _ files: [SourceText], most: Int
  ) -> (tables: SiteTables?, faults: [Diagnostic]) {
    var draft = SiteDraft(most: most)
    for file in files { take(file, &draft) }
    let tables = draft.finish()
    let isBroken = draft.faults.contains { $0.severity == .error }
    return (isBroken ? nil : tables, draft.faults)
  }

  private static func take(_ file: SourceText, _ draft: inout SiteDraft) {
    guard let kind = SiteFile.kind(of: file.path), kind != .panel, kind != .deck else {
      if let remark = SiteFile.ignored(file.path, isFolder: false) { draft.faults.append(remark) }
      return
    }
    let (root, problems) = YAMLNode.parse(file)
    draft.faults += problems
    guard let root else { return }
    guard case .mapping(let members, _) = root else {
      draft.faults.append(
        Diagnostic(
          file.path, at: root.span, says: "no labels stand here", note: "expected `Label: value`"))
      return
    }
    let places = FilePlaces(file, members)
    switch kind {
    case .system:
      draft.system.places = places
      draft.faults += fill(&draft.system.options, SystemOptions.table, from: members, of: file)
    case .application:
      var entry = ACTEntry()
      draft.faults += fill(&entry, ACTEntry.table, from: members, of: file)
      draft.add(entry, places)
    case .user, .profile:
      let isUser = kind == .user
      let (options, sessionPlaces, faults) = person(members, of: file, isUser: isUser)
      draft.faults += faults
      draft.add(options, isUser: isUser, at: places, sessionPlaces: sessionPlaces)
    case .masks:
      let (rules, faults) = MaskingRules.read(members, file)
      draft.faults += faults
      draft.add(rules, places)
    case .panel, .deck: break
    }
  }

  /// Reads the file of a user or a profile.
  private static func person(
    _ members: Members, of file: SourceText, isUser: Bool
  ) -> (UserOptions, places: [SessionID: FilePlaces], faults: [Diagnostic]) {
    var options = UserOptions()
    let table = isUser ? UserOptions.userTable : UserOptions.profileTable
    let plain = members.filter { $0.key != SessionOptions.label }
    let faults = fill(&options, table, from: plain, of: file)
    guard let value = members.first(where: { $0.key == SessionOptions.label })?.value else {
      return (options, [:], faults)
    }
    let read = SessionOptions.read(value, file)
    options.sessionOptions = read.options
    return (options, read.places, faults + read.faults)
  }

  /// What the file of a user or a profile says; nil where it has no labels.
  static func options(of file: SourceText, isUser: Bool) -> UserOptions? {
    guard case .mapping(let members, _)? = YAMLNode.parse(file).0 else { return nil }
    return person(members, of: file, isUser: isUser).0
  }

  /// What is wrong with a file by itself, whatever the others say.
  static func faults(of file: SourceText) -> [Diagnostic] {
    var draft = SiteDraft(most: 1)
    take(file, &draft)
    return draft.faults
  }

  typealias Members = [(key: String, keySpan: SourceSpan, value: YAMLNode)]

  /// Takes the values of a file over into a record.
  static func fill<Record: Definition>(
    _ record: inout Record, _ table: FieldTable<Record>, from members: Members, of file: SourceText
  ) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    var seen: Set<String> = []
    for member in members {
      guard faults.count < faultLimit else {
        faults.append(
          Diagnostic(
            file.path, at: member.keySpan, says: "more faults may follow from here on",
            note: "mend the first \(faultLimit)"))
        break
      }
      let label = member.key
      guard let field = table[label] else {
        let near = Suggestion.closest(to: label, among: table.fields.map(\.label))
        faults.append(
          Diagnostic(
            file.path, at: member.keySpan,
            says: "\"\(Diagnostic.quoted(label))\" is not a label of this file",
            note: near.map { "did you mean \"\($0)\"?" } ?? "turnstile manual fields lists them"))
        continue
      }
      guard seen.insert(field.label).inserted else {
        faults.append(
          Diagnostic(
            file.path, at: member.keySpan,
            says: "\"\(field.label)\" stands twice, with and without the star",
            note: "leave one out"))
        continue
      }
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
            file.path, at: span,
            says: "`\(Diagnostic.quoted(text))` is not a value of \"\(field.label)\"",
            note: "expected \(field.expected)"))
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
struct FilePlaces {
  let file: SourceText
  private var spans: [String: SourceSpan] = [:]
  private let start: SourceSpan

  /// `start`: where what is not there is missed.
  init(
    _ file: SourceText, _ members: TableLoader.Members,
    at start: SourceSpan = SourceSpan(line: 1, column: 1)
  ) {
    self.file = file
    self.start = start
    for member in members { spans[Self.plain(member.key)] = member.value.span }
  }

  /// A label without the star that some panels show before it.
  private static func plain(_ label: String) -> String {
    label.hasPrefix("* ") ? String(label.dropFirst(2)) : label
  }

  func has(_ label: String) -> Bool { spans[label] != nil }

  /// A fault at a label's value, or where the labels begin, if the label is not there.
  func fault(
    _ label: String?, _ message: String, note: String? = nil,
    severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    let span = label.flatMap { spans[$0] } ?? start
    return Diagnostic(file.path, at: span, says: message, note: note, severity: severity)
  }

  /// A fault of the file's own name, which stands on no line.
  func nameFault(_ message: String, note: String) -> Diagnostic {
    Diagnostic(file.path, at: nil, says: message, note: note)
  }
}
