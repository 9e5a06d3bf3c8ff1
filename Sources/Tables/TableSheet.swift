public import Names
public import Syntax

/// One definition file as an administrator edits it: a row for each label that it may have, with what it
/// says there. The rows are those of the field tables: a new label is a new row.
public struct TableSheet: Sendable {
  /// One label.
  public struct Row: Hashable, Sendable {
    /// What the row is called: the label, behind the session's id where it is of one session.
    public let name: String
    /// Labels that lead to the value in the file.
    public let path: [String]
    /// What people are told of the label.
    public let card: FieldCard
    /// What the file says; nil where it leaves the label out.
    public let said: String?
    /// The label in front of which a new one is put; nil for behind all.
    var next: String?

    /// The name as panels show it.
    public var title: String { path.count > 1 ? name : card.title }
    /// The session whose option it is; nil for a label of the file itself.
    public var session: SessionID? { path.count > 1 ? SessionID(path[1]) : nil }
    /// What holds by the file alone.
    public var shown: String { said ?? card.defaultText }
  }

  /// What the rows are of.
  public let kind: SiteFile
  /// A masking rule that a set is to get.
  public struct NewRule: Hashable, Sendable {
    /// Its left side.
    public let physical: String
    /// The rule in front of which it is to stand; nil for behind all.
    public let next: String?

    /// A rule, and its place.
    public init(_ physical: String, before next: String?) {
      (self.physical, self.next) = (physical, next)
    }
  }

  /// In the manual's order; those of single sessions last.
  public let rows: [Row]
  private let source: SourceText
  private let places: [(span: SourceSpan, row: String)]

  /// The rows of a file.
  ///
  /// - Parameters:
  ///   - source: the file.
  ///   - kind: what it describes.
  ///   - sessions: sessions of which a user's or a profile's file says nothing yet, and will.
  ///   - rules: masking rules that a set has not yet, and will.
  public init(
    _ source: SourceText, as kind: SiteFile, adding sessions: [SessionID] = [],
    rules: [NewRule] = []
  ) {
    var rows: [Row] = []
    var places: [(span: SourceSpan, row: String)] = []
    var members: TableLoader.Members = []
    if case .mapping(let found, _)? = YAMLNode.parse(source).0 { members = found }
    func add(_ cards: [FieldCard], _ members: TableLoader.Members, below parents: [String]) {
      for card in cards {
        let member = members.first { card.spellings.contains($0.key) }
        let name = (parents.dropFirst() + [card.label]).joined(separator: " ")
        var said: String?
        if case .scalar(let text, _)? = member?.value { said = text }
        if let member { places += [(member.value.span, name), (member.keySpan, name)] }
        rows.append(
          Row(name: name, path: parents + [member?.key ?? card.label], card: card, said: said))
      }
    }
    if kind == .masks {
      rows = Self.rules(members, adding: rules)
      places = members.flatMap { [($0.value.span, $0.key), ($0.keySpan, $0.key)] }
    } else {
      add(Self.cards(of: kind), members, below: [])
    }
    if kind == .user || kind == .profile {
      let cards = SessionOptions.fields.map(\.card)
      var inner: TableLoader.Members = []
      if case .mapping(let found, _)? = members.first(where: { $0.key == SessionOptions.label })?
        .value
      {
        inner = found
      }
      for session in inner {
        var labels: TableLoader.Members = []
        if case .mapping(let found, _) = session.value { labels = found }
        add(cards, labels, below: [SessionOptions.label, session.key])
      }
      let known = Set(inner.compactMap { SessionID($0.key) })
      for id in sessions where !known.contains(id) {
        add(cards, [], below: [SessionOptions.label, id.description])
      }
    }
    (self.source, self.kind, self.rows, self.places) = (source, kind, rows, places)
  }

  /// The rows of a set of masking rules, each its own label.
  private static func rules(_ members: TableLoader.Members, adding new: [NewRule]) -> [Row] {
    var rows = members.map { member in
      var said: String?
      if case .scalar(let text, _) = member.value { said = text }
      return Row(
        name: member.key, path: [member.key], card: MaskingRules.card(member.key), said: said)
    }
    let known = Set(rows.map { $0.name.uppercased() })
    for rule in new where !known.contains(rule.physical) {
      let place = rows.firstIndex { $0.name == rule.next } ?? rows.count
      rows.insert(
        Row(
          name: rule.physical, path: [rule.physical], card: MaskingRules.card(rule.physical),
          said: nil, next: place < rows.count ? rule.next : nil), at: place)
    }
    return rows
  }

  private static func cards(of kind: SiteFile) -> [FieldCard] {
    switch kind {
    case .application: ACTEntry.fields.map(\.card)
    case .system: SystemOptions.fields.map(\.card)
    case .user: UserOptions.userFields.map(\.card)
    case .profile: UserOptions.profileFields.map(\.card)
    case .commandClass: CommandClass.fields.map(\.card)
    case .operatorClass: OperatorClass.fields.map(\.card)
    case .updateClass: UpdateClass.fields.map(\.card)
    case .masks, .panel, .deck, .script: []
    }
  }

  // MARK: Changes

  /// What a text that was typed into a row changes in the file; nil for nothing.
  ///
  /// A blank takes the label away, so that it is as if it had never been said; but where a blank is a value
  /// of its own and the label has another default, it is written.
  public func change(_ row: Row, to text: String) -> YAMLChange? {
    guard text != row.shown else { return nil }
    guard text.isEmpty else {
      let action = row.next.map { YAMLChange.Action.insert(text, before: $0) } ?? .set(text)
      return YAMLChange(row.path, action)
    }
    if row.card.allowsBlank, !row.card.defaultText.isEmpty { return YAMLChange(row.path, .set("")) }
    return row.said == nil ? nil : YAMLChange(row.path, .remove)
  }

  // MARK: Faults

  /// A fault, and the row that has it.
  public struct Fault: Hashable, Sendable {
    /// The name of the row; nil where it is of the whole file or of another one.
    public let row: String?
    /// What is wrong and what was expected, in the words of `turnstile check`.
    public let text: String

    /// A fault of a row, or of none.
    public init(row: String?, text: String) {
      self.row = row
      self.text = text
    }
  }

  /// What is wrong with the file by itself.
  public var faults: [Fault] { faults(TableLoader.faults(of: source)) }

  /// Errors of a site, and clashes of this file, as this file's rows have them; those of other files have
  /// their places.
  public func faults(_ found: [Diagnostic]) -> [Fault] {
    found.filter { fault in
      fault.severity == .error || (fault.refusesSave && fault.path == source.path)
    }.map { fault in
      guard fault.path == source.path else { return Fault(row: nil, text: fault.summary) }
      let row = places.first { $0.span == fault.span }?.row
      return Fault(row: row, text: fault.message + (fault.note.map { "; \($0)" } ?? ""))
    }
  }

  // MARK: Where values come from

  /// What each level says of each option of a user or profile, by row; what is not saved counts too.
  ///
  /// - Parameters:
  ///   - tables: the site's; its other files count.
  ///   - rights: what the security manager says of the user; nobody's for a profile.
  /// - Returns: nothing for files of other kinds; of single sessions, those that have rows.
  public func levels(in tables: SiteTables, _ rights: Rights) -> [String: OptionLine] {
    guard kind == .user || kind == .profile else { return [:] }
    // A file that is new says nothing.
    let own = FileReading(source).options ?? UserOptions()
    let effective = tables.effective(own: own, rights)
    var lines = Dictionary(effective.optionLines.map { ($0.label, $0) }) { first, _ in first }
    // A site has a hundred thousand sessions, the sheet some; the file may have them in small letters.
    let shown = Dictionary(rows.compactMap { row in row.session.map { ($0, row.path[1]) } }) {
      first, _ in first
    }
    for session in effective.sessions {
      guard let spelling = shown[session.id] else { continue }
      for (label, of) in SessionOptions.labels {
        let origin = effective.changes[session.id]?[of]
        let text = ACTEntry.field(of).text(of: session.entry)
        let name = "\(spelling) \(label)"
        lines[name] = OptionLine(
          label: name, own: "", profile: origin == nil || origin == .own ? "" : text,
          system: origin == nil ? text : "", origin: origin?.description ?? "application")
      }
    }
    return lines
  }
}

extension SiteTables {
  /// What a list says of each file of a kind, by the file's name in capitals.
  public func remarks(on kind: SiteFile) -> [String: String] {
    func padded(_ text: some CustomStringConvertible) -> String {
      let text = text.description
      return text + String(repeating: " ", count: max(1, 10 - text.count))
    }
    switch kind {
    case .application:
      return Dictionary(
        sessions.map { session in
          let name = SourceText(path: session.path, text: "").name.uppercased()
          return (
            name, padded(session.id) + padded(session.application) + session.entry.summary
          )
        }
      ) { first, _ in first }
    case .user:
      return Dictionary(
        uniqueKeysWithValues: users.map {
          ($0.key.description, $0.value.profiles?.description ?? "")
        })
    case .profile:
      return profiles.mapValues { options in
        [options.groups?.description, options.permission?.description].compactMap(\.self)
          .joined(separator: " ")
      }
    case .commandClass: return commandClasses.mapValues { $0.summary }
    case .operatorClass: return operatorClasses.mapValues { $0.summary }
    case .updateClass: return updateClasses.mapValues { $0.summary }
    case .masks: return masks.mapValues { $0.summary }
    case .system, .panel, .deck, .script: return [:]
    }
  }
}
