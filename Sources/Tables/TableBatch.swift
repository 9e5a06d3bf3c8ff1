public import Names
public import Syntax

/// Changes of many definition files at once, as a deck of statements or as the files themselves: all of them
/// or none (`turnstile load --tables`).
public struct TableBatch: Sendable {
  /// A file that becomes another.
  public struct Change: Equatable, Sendable {
    /// Its path from the site's directory.
    public let path: String
    /// What it has now; nil where it is not there.
    public let was: [UInt8]?
    /// What it will have; nil where it goes.
    public let becomes: [UInt8]?
  }

  /// What comes of a deck.
  public struct Outcome: Sendable {
    /// By path; where there is a fault, none.
    public let changes: [Change]
    /// Lines of EXTRACT, which a deck takes.
    public let lines: [String]
    /// What is wrong, with lines of the deck.
    public let faults: [Diagnostic]
  }

  private let original: [String: [UInt8]]
  private var files: TableShelf
  private var lines: [String] = []
  private var faults: [Diagnostic] = []
  private let deck: SourceText

  /// Works a deck off.
  ///
  /// - Parameters:
  ///   - deck: statements, or files behind lines such as `--- # ACT/Users/BOB.yaml`.
  ///   - files: the files of ACT, by their paths from the site's directory.
  /// - Returns: what it changes, or what is wrong with it.
  public static func outcome(of deck: SourceText, on files: [String: [UInt8]]) -> Outcome {
    var batch = TableBatch(deck, files)
    if TableBundle.isOne(deck) {
      batch.replace(TableBundle(deck))
    } else {
      let reader = TableDeckReader(deck)
      batch.faults = reader.faults
      for statement in reader.statements where batch.faults.count < TableLoader.faultLimit {
        batch.perform(statement)
      }
    }
    return batch.outcome
  }

  /// The files that a mask means, in a text that `outcome` takes.
  ///
  /// - Parameters:
  ///   - files: the files of ACT, by their paths.
  ///   - mask: of the files' names; nil for all.
  ///   - isDeck: whether as statements, which leave comments out, and not as the files themselves.
  /// - Returns: its lines.
  public static func extract(
    _ files: [String: [UInt8]], mask: NameMask?, isDeck: Bool
  ) -> [String] {
    let wanted = files.keys.sorted().filter { path in
      mask?.matches(SourceText(path: path, text: "").name.uppercased()) ?? true
    }
    guard isDeck else {
      return TableBundle.lines(
        wanted.map { ($0, SourceText(path: $0, bytes: files[$0] ?? []).text) })
    }
    return wanted.flatMap { path in
      SiteFile.kind(of: path).map { TableExtract.statement($0, path, of: files[path] ?? []) } ?? []
    }
  }

  private init(_ deck: SourceText, _ files: [String: [UInt8]]) {
    (self.deck, original, self.files) = (deck, files, TableShelf(files))
  }

  private var outcome: Outcome {
    guard faults.isEmpty else { return Outcome(changes: [], lines: [], faults: faults) }
    let paths = Set(files.files.keys).union(original.keys).filter { files[$0] != original[$0] }
    return Outcome(
      changes: paths.sorted().map { path in
        Change(path: path, was: original[path], becomes: files[path])
      }, lines: lines, faults: [])
  }

  private mutating func replace(_ bundle: TableBundle) {
    faults = bundle.faults
    for (path, text) in bundle.files { files[path] = Array(text.utf8) }
  }

  private mutating func fault(_ statement: TableStatement, _ says: String, note: String) {
    faults.append(
      Diagnostic(
        deck.path, at: SourceSpan(line: statement.line, column: 1), says: says, note: note))
  }

  // MARK: Statements

  private mutating func perform(_ statement: TableStatement) {
    let object = statement.object
    switch statement.verb {
    case .add where object.isSession: changeFiles(statement)
    case .add: add(statement)
    case .update: changeFiles(statement)
    case .copy: copy(statement)
    case .delete where object.isSession: changeFiles(statement)
    case .delete:
      for path in paths(statement) where object != .system { files[path] = nil }
      if object == .system { fault(statement, "the system's file stays", note: "UPDATE SYSTEM") }
    case .extract:
      for path in paths(statement) {
        lines += TableExtract.statement(object.kind, path, of: files[path] ?? [])
      }
    }
  }

  private static func path(_ object: TableObject, _ name: String) -> String {
    let folder = SiteFile.folders.first { $0.kind == object.kind }?.path
    return folder.map { "\($0)/\(name).yaml" } ?? SiteFile.systemPath
  }

  private func path(_ object: TableObject, named name: String) -> String? {
    let wanted = Self.path(object, name)
    return files[wanted] != nil ? wanted : files.paths(object.kind, named: name).first
  }

  /// Whether a file of an object may be called so: those of applications are called anything that a folder
  /// takes.
  private static func isName(_ object: TableObject, _ name: String) -> Bool {
    guard object == .application else { return PackedName(name) != nil }
    return !name.contains("/") && !SourceText.hasControls(name)
      && SiteFile.kind(of: path(object, name)) == object.kind
  }

  private mutating func noName(_ statement: TableStatement, _ name: String) {
    fault(
      statement, "\(Diagnostic.quoted(name)) is no name",
      note: statement.object == .application
        ? "expected one of a file: no / and no full stop before it"
        : "expected \(FieldShape.name(limit: 8).words)")
  }

  /// The files that a statement's mask or name means; where there is none, that is a fault. A file that is
  /// called so is meant, though the name have a mask's sign.
  private mutating func paths(_ statement: TableStatement) -> [String] {
    let object = statement.object
    guard object != .system else { return [SiteFile.systemPath] }
    let name = statement.names[0]
    let exact = files.paths(object.kind, named: name)
    guard exact.isEmpty else { return exact }
    guard let mask = NameMask(name, one: statement.maskSign) else {
      fault(statement, "\(Diagnostic.quoted(name)) is no name and no mask", note: "as SALES---")
      return []
    }
    // Every name is looked at for a mask alone.
    let isMask = name.contains { $0 == "*" || $0 == statement.maskSign }
    let found = isMask ? files.names(object.kind).filter(mask.matches) : []
    if found.isEmpty {
      let near = Suggestion.closest(to: name, among: files.names(object.kind).sorted())
      fault(
        statement, "there is no \(object.rawValue) \(name)",
        note: near.map { "did you mean \($0)?" } ?? "ADD makes one")
    }
    return found.flatMap { files.paths(object.kind, named: $0) }.sorted()
  }

  private mutating func add(_ statement: TableStatement) {
    guard statement.object != .system else {
      changeFiles(statement)
      return
    }
    let name = statement.names[0]
    if let path = path(statement.object, named: name) {
      fault(
        statement, "\(statement.object.rawValue) \(name) is there already: \(path)", note: "UPDATE")
      return
    }
    guard Self.isName(statement.object, name) else {
      noName(statement, name)
      return
    }
    write(statement, to: Self.path(statement.object, name), over: [])
  }

  private mutating func changeFiles(_ statement: TableStatement) {
    let paths = paths(statement)
    if statement.verb == .delete, !paths.isEmpty,
      !paths.contains(where: { !session(statement.names[1], in: $0, of: statement.object).isEmpty })
    {
      fault(
        statement, "no file of these says anything of session \(statement.names[1])",
        note: "EXTRACT \(statement.object.kind == .user ? "USER" : "PROFILE") shows its sessions")
      return
    }
    for path in paths {
      if statement.verb == .add, statement.object.isSession, isThere(1, statement, in: path) {
        continue
      }
      write(statement, to: path, over: files[path] ?? [])
    }
  }

  /// What a file says of a session.
  private func session(
    _ id: String, in path: String, of object: TableObject
  ) -> [TableStatement.Value] {
    TableSheet(SourceText(path: path, bytes: files[path] ?? []), as: object.kind).rows
      .filter { $0.path.count > 2 && $0.path[1].uppercased() == id }
      .compactMap { row in
        row.said.map { TableStatement.Value(label: row.path[2], text: $0) }
      }
  }

  /// Whether a file has a session that is to be added already, which is a fault; `place`: of its id among the
  /// statement's names.
  private mutating func isThere(
    _ place: Int, _ statement: TableStatement, in path: String
  ) -> Bool {
    let id = statement.names[place]
    guard !session(id, in: path, of: statement.object).isEmpty else { return false }
    fault(
      statement, "session \(id) is there already: \(path)",
      note: "UPDATE \(statement.object.rawValue)")
    return true
  }

  private mutating func copy(_ statement: TableStatement) {
    let (from, to) = (statement.names[0], statement.names[statement.names.count - 1])
    if statement.object.isSession {
      for path in paths(statement) { copySession(statement, in: path) }
      return
    }
    guard let source = path(statement.object, named: from) else {
      fault(statement, "there is no \(statement.object.rawValue) \(from)", note: "ADD makes one")
      return
    }
    guard path(statement.object, named: to) == nil else {
      fault(
        statement, "\(statement.object.rawValue) \(to) is there already",
        note: "expected a new name"
      )
      return
    }
    guard Self.isName(statement.object, to) else {
      noName(statement, to)
      return
    }
    write(statement, to: Self.path(statement.object, to), over: files[source] ?? [])
  }

  /// A session's lines under another id.
  private mutating func copySession(_ statement: TableStatement, in path: String) {
    let said = session(statement.names[1], in: path, of: statement.object)
    guard !said.isEmpty else {
      fault(
        statement, "\(path) says nothing of session \(statement.names[1])", note: "ADD makes it")
      return
    }
    guard !isThere(2, statement, in: path) else { return }
    let values = said.filter { old in !statement.values.contains { $0.label == old.label } }
    write(
      TableStatement(
        verb: .add, object: statement.object, names: [statement.names[0], statement.names[2]],
        values: values + statement.values, maskSign: statement.maskSign, line: statement.line),
      to: path, over: files[path] ?? [])
  }

  // MARK: Files

  /// A file without labels.
  private static let empty = Array("{}\n".utf8)

  /// Writes a statement's labels into a file that has `bytes`.
  private mutating func write(_ statement: TableStatement, to path: String, over bytes: [UInt8]) {
    let bytes = bytes == Self.empty ? [] : bytes
    let session = statement.object.isSession ? SessionID(statement.names[1]) : nil
    if statement.object.isSession, session == nil {
      fault(statement, "\(statement.names[1]) is no session id", note: "as TSOA")
      return
    }
    let sheet = TableSheet(
      SourceText(path: path, bytes: bytes), as: statement.object.kind,
      adding: session.map { [$0] } ?? [])
    let rows = sheet.rows.filter { $0.session == session }
    do throws(YAMLEditFault) {
      var editor = try YAMLEditor(path: path, bytes: bytes)
      if statement.verb == .delete, let session {
        if rows.contains(where: { $0.said != nil }) {
          let way = rows.first?.path.prefix(2) ?? [SessionOptions.label, session.description]
          try editor.change(YAMLChange(Array(way), .remove))
        }
      }
      for value in statement.values {
        if statement.object == .masks {
          let action: YAMLChange.Action = value.text.isEmpty ? .remove : .set(value.text)
          try editor.change(YAMLChange([value.label], action))
          continue
        }
        guard let row = row(statement, value.label, of: rows) else { return }
        // What a deck says is written, though it be the default.
        let change =
          value.text.isEmpty
          ? sheet.change(row, to: "") : YAMLChange(row.path, .set(value.text))
        if let change { try editor.change(change) }
      }
      // A file that says nothing is refused; one without labels is written so.
      files[path] = editor.bytes.isEmpty ? Self.empty : editor.bytes
    } catch {
      fault(statement, "\(path): \(error.description)", note: "edit the file itself")
    }
  }

  /// The row of a label; nil, after a fault, where there is none.
  private mutating func row(
    _ statement: TableStatement, _ label: String, of rows: [TableSheet.Row]
  ) -> TableSheet.Row? {
    if let row = rows.first(where: { $0.card.spellings.contains(label) }) { return row }
    let near = Suggestion.closest(to: label, among: rows.map(\.card.label))
    fault(
      statement,
      "\"\(Diagnostic.quoted(label))\" is not a label of \(statement.object.rawValue)",
      note: near.map { "did you mean \"\($0)\"?" } ?? "turnstile manual fields lists them")
    return nil
  }
}
