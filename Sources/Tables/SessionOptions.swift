import Names
import Syntax

/// What a user's or a profile's file says of one session: what the menu and the session's start take
/// in place of the application's own entry.
///
/// A label that is left out, or blank, says nothing. Each changes a label of the entry, and is read as
/// that is: no rule stands twice.
struct SessionOptions: Definition {
  /// The application's session that a further one is made of; nil where it is an existing session.
  var application: SessionID?
  /// What is said, by label of the application's entry, as it is written there.
  var said: [String: String] = [:]

  init() {}

  /// What stands before the sessions in a file.
  static let label = "Session options"
  /// What that is, for the schemas.
  static let meaning = "What these users have in place of what the files of applications say"
  /// Most sessions of one file: a menu of more is no menu.
  static let limit = 1000

  /// Labels, and those of the application's entry that they change.
  static let labels: [(label: String, of: String)] = [
    ("Session description", "Session description"), ("Session key", "Session key"),
    ("Session data", "Session data"), ("ACB Mask", "Mask entry name"),
    ("Start at signon", "Start at signon"), ("Invisible", "Invisible"),
    ("Menu position", "Menu position"), (ACTEntry.menuLabel, ACTEntry.menuLabel),
    ("Startup ACL", "Start ACLPGM"),
    ("ACL Userid", "ACL Userid"),
    ("Generate Pass Ticket", "Generate Pass Ticket"),
    ("Gen Qualified Pass Ticket", "Gen Qualified Pass Ticket"),
  ]

  /// All labels, in the manual's order.
  static let fields: [Field<SessionOptions>] =
    [
      .value(
        "Applid", \.application, as: .name(limit: 8), origin: .documented,
        meaning: """
          Session id, or Application-ID, of the file of ACT/Applications that a further session is \
          made of; whoever has this file has it. Blank: the session is that of ACT/Applications
          """
      ) { SessionID($0) }
    ]
    + labels.map { label, name in
      let field = ACTEntry.field(name)
      return Field(
        label, field.shape, allowsBlank: true, origin: field.origin == .ours ? .ours : .documented,
        meaning: field.meaning,
        write: { $0.said[name] ?? "" }
      ) { options, text in
        var entry = ACTEntry()
        guard text.isEmpty || field.assign(&entry, text) else { return false }
        options.said[name] = text.isEmpty ? nil : field.text(of: entry)
        return true
      }
    }

  private static let table = FieldTable(fields)

  /// The entry with what is said here.
  func changing(_ entry: ACTEntry) -> ACTEntry {
    var changed = entry
    for (label, text) in said {
      let isTaken = ACTEntry.field(label).assign(&changed, text)
      precondition(isTaken, "\(label): it was read by the same field")
    }
    return changed
  }

  /// Reads what stands behind `Session options` in a file.
  static func read(
    _ value: YAMLNode, _ file: SourceText
  ) -> (options: [SessionID: SessionOptions], places: [SessionID: FilePlaces], faults: [Diagnostic])
  {
    guard case .mapping(let members, _) = value else {
      return (
        [:], [:],
        [
          Diagnostic(
            file.path, at: value.span, says: "\"\(label)\" takes sessions with their labels",
            note: "expected lines such as `TSOA:` and, further in, `Session key: PF5`")
        ]
      )
    }
    var options: [SessionID: SessionOptions] = [:]
    var places: [SessionID: FilePlaces] = [:]
    var faults: [Diagnostic] = []
    for member in members {
      func fault(_ span: SourceSpan, _ message: String, note: String) {
        faults.append(Diagnostic(file.path, at: span, says: message, note: note))
      }
      guard options.count < limit, faults.count < TableLoader.faultLimit else {
        fault(
          member.keySpan, "more follows from here on", note: "a file has at most \(limit) sessions")
        break
      }
      guard let id = SessionID(member.key) else {
        fault(
          member.keySpan, "`\(Diagnostic.quoted(member.key))` is no session id",
          note: "expected \(FieldShape.name(limit: 8).words)")
        continue
      }
      guard case .mapping(let labels, _) = member.value else {
        fault(
          member.value.span, "session \(id) takes labels",
          note: "expected lines such as `Session key: PF5`"
        )
        continue
      }
      var own = SessionOptions()
      faults += TableLoader.fill(&own, table, from: labels, of: file)
      guard options.updateValue(own, forKey: id) == nil else {
        fault(member.keySpan, "session \(id) stands twice", note: "ids know no case")
        continue
      }
      places[id] = FilePlaces(file, labels, at: member.keySpan)
    }
    return (options, places, faults)
  }
}
