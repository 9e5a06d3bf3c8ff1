/// A line for the log: what happened, with its facts. Nothing secret has a place here.
///
/// Each message is one declaration in the file of its area, such as `Message.user.signOn(…)`: it takes the
/// facts, and gives number, severity, text, meaning and remedy.
public struct Message: Hashable, Sendable {
  /// All that a line has, behind one reference: an effect that carries a line stays small.
  private final class Facts: Sendable {
    let id: MessageID
    let severity: MessageSeverity
    let lines: [String]
    let fields: MessageFields
    let counted: MessageFields.Name?
    let meaning: String
    let action: String
    let cause: MessageCause

    init(
      id: MessageID, severity: MessageSeverity, lines: [String], fields: MessageFields,
      counted: MessageFields.Name?, meaning: String, action: String, cause: MessageCause
    ) {
      self.id = id
      self.severity = severity
      self.lines = lines
      self.fields = fields
      self.counted = counted
      self.meaning = meaning
      self.action = action
      self.cause = cause
    }
  }

  private let facts: Facts

  /// - Parameters:
  ///   - id: the message's number.
  ///   - severity: how serious it is.
  ///   - text: the line behind the time. Values of the documented messages stand in fields of 8
  ///     characters and one blank.
  ///   - below: lines below it.
  ///   - fields: the facts one by one, for readers that are programs; nil is left out.
  ///   - counted: the fact by which messages of this number are counted apart; nil where only their
  ///     number counts.
  ///   - meaning: what it means, for the manual.
  ///   - action: what to do, for the manual.
  ///   - cause: on whose account it is written.
  init(
    _ id: MessageID, _ severity: MessageSeverity, says text: String, below: [String] = [],
    fields: [MessageFields.Name: String?] = [:], counted: MessageFields.Name? = nil,
    meaning: String, action: String = "None.", cause: MessageCause = .known
  ) {
    facts = Facts(
      id: id, severity: severity, lines: [text] + below, fields: MessageFields(fields),
      counted: counted, meaning: meaning, action: action, cause: cause)
  }

  /// The message's number.
  public var id: MessageID { facts.id }

  /// How serious it is.
  public var severity: MessageSeverity { facts.severity }

  /// Its lines, at least one: the first stands behind the time, the others below it.
  public var lines: [String] { facts.lines }

  /// Its facts one by one, for readers that are programs.
  public var fields: MessageFields { facts.fields }

  /// The fact by which messages of this number are counted apart; nil where only their number counts.
  public var counted: MessageFields.Name? { facts.counted }

  /// What the message means.
  public var meaning: String { facts.meaning }

  /// What to do about it.
  public var action: String { facts.action }

  /// On whose account the line is written, as far as the log's room goes.
  public var cause: MessageCause { facts.cause }

  /// Two messages are equal where the log shows the same of them.
  public static func == (left: Message, right: Message) -> Bool {
    left.facts === right.facts || (left.id == right.id && left.lines == right.lines)
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(lines)
  }
}

// MARK: Areas

extension Message {
  /// Lines about the server itself and its operators.
  public static var server: ServerMessages { ServerMessages() }
  /// Lines about the site's files: tables, panels, certificates.
  public static var site: SiteMessages { SiteMessages() }
  /// Lines about processes that follow one another, while terminals and hosts stay.
  public static var worker: WorkerMessages { WorkerMessages() }
  /// Lines about terminals and other clients, until somebody signs on.
  public static var terminal: TerminalMessages { TerminalMessages() }
  /// Lines about users: how they come, stay and go.
  public static var user: UserMessages { UserMessages() }
  /// Lines about sessions with applications, and their screens.
  public static var session: SessionMessages { SessionMessages() }
  /// Lines about PassTickets, the crypto cards and the security database.
  public static var security: SecurityMessages { SecurityMessages() }
}
