import Names
public import Syntax

/// Reads definition files into tables: every fault of every file, and tables only without faults.
public enum TableLoader {
  /// Most applications of one site.
  public static let entryLimit = 100_000

  /// - Parameter files: `System.yaml`, and the files of `Applications/`.
  public static func load(_ files: [SourceText]) -> (tables: SiteTables?, faults: [Diagnostic]) {
    var faults: [Diagnostic] = []
    var system = SystemOptions()
    var sessions: [EffectiveSession] = []
    var people = People()
    var masks: [String: MaskingRules] = [:]
    var applications: [(entry: ACTEntry, file: SourceText)] = []
    var seen = Seen()
    for file in files {
      let isSystem = file.name == "System"
      let (root, problems) = YAMLNode.parse(file)
      faults += problems
      guard let root else { continue }
      guard case .mapping(let members, _) = root else {
        faults.append(
          Diagnostic(file.path, root.span, "no labels stand here", note: "expected `Label: value`"))
        continue
      }
      if People.folder(file) == "Masks" {
        let (rules, found) = MaskingRules.read(members, file)
        faults += found
        if let name = PackedName(file.name) {
          masks[name.text] = rules
        } else {
          faults.append(
            Diagnostic(
              file.path, nil, "\"\(file.name)\" is no name of masking rules",
              note: "expected \(Field<ACTEntry>.nameRule)"))
        }
      } else if people.holds(file) {
        faults += people.take(members, file)
      } else if isSystem {
        faults += fill(&system, SystemOptions.fields, members, file)
      } else {
        var entry = ACTEntry()
        let found = fill(&entry, ACTEntry.fields, members, file)
        faults += found
        applications.append((entry, file))
        if let session = check(entry, members, file, &seen, &faults) { sessions.append(session) }
      }
    }
    faults += people.check(sessions) + people.check(masks)
    for (entry, file) in applications {
      faults += People.missing(entry.maskName, in: masks, file)
    }
    let isBroken = faults.contains { $0.severity == .error }
    let tables = SiteTables(
      system: system, sessions: sessions, users: people.users, profiles: people.profiles,
      masks: masks)
    return (isBroken ? nil : tables, faults)
  }

  typealias Members = [(key: String, keySpan: SourceSpan, value: YAMLNode)]

  /// Takes the values of a file over into a record.
  static func fill<Record>(
    _ record: inout Record, _ fields: [Field<Record>], _ members: Members, _ file: SourceText
  ) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    for member in members {
      let label = plain(member.key)
      guard let field = fields.first(where: { $0.label == label }) else {
        let near = Suggestion.closest(to: label, among: fields.map(\.label))
        faults.append(
          Diagnostic(
            file.path, member.keySpan, "\"\(label)\" is not a label of this file",
            note: near.map { "did you mean \"\($0)\"?" } ?? "the manual lists the labels"))
        continue
      }
      guard case .scalar(let text, let span) = member.value else {
        faults.append(
          Diagnostic(
            file.path, member.value.span, "\"\(label)\" takes one value",
            note: "expected \(field.expected)"))
        continue
      }
      if !field.assign(&record, text) {
        faults.append(
          Diagnostic(
            file.path, span, "`\(text)` is not a value of \"\(label)\"",
            note: "expected \(field.expected)"))
      } else if let warning = ShownText.warning(label, text, span, file) {
        faults.append(warning)
      }
    }
    return faults
  }

  /// A label without the star that some panels show before it.
  private static func plain(_ label: String) -> String {
    label.hasPrefix("* ") ? String(label.dropFirst(2)) : label
  }

  /// What other files have said.
  private struct Seen {
    var sessions: [SessionID: String] = [:]
    var keys: [String: String] = [:]
  }

  private static func check(
    _ entry: ACTEntry, _ members: Members, _ file: SourceText, _ seen: inout Seen,
    _ faults: inout [Diagnostic]
  ) -> EffectiveSession? {
    func span(_ label: String) -> SourceSpan? {
      members.first { plain($0.key) == label }?.value.span
    }
    func missing(_ label: String, _ note: String) {
      guard !members.contains(where: { plain($0.key) == label }) else { return }
      faults.append(
        Diagnostic(
          file.path, SourceSpan(line: 1, column: 1), "\"\(label)\" is missing", note: note))
    }
    missing("Application-ID", "every entry needs it")
    missing("Host", "expected \(HostTarget.expected)")
    guard let application = entry.application, let host = entry.host else { return nil }
    let session = EffectiveSession(entry, application, host)
    if let other = seen.sessions.updateValue(file.path, forKey: session.id) {
      faults.append(
        Diagnostic(
          file.path, span("Session id") ?? span("Application-ID"),
          "session \(session.id) is defined twice", note: "also in \(other)"))
    }
    if let key = session.key, let other = seen.keys.updateValue(file.path, forKey: key) {
      faults.append(
        Diagnostic(
          file.path, span("Session key"), "\(key) is the key of two sessions",
          note: "also in \(other)"))
    }
    if entry.generatesTicket, entry.aclUser != nil {
      faults.append(
        Diagnostic(
          file.path, span("ACL Userid"),
          "a ticket is made only for the signed-on user, so other users get TPXL0926",
          note: "leave \"ACL Userid\" out", severity: .warning))
    }
    return session
  }
}
