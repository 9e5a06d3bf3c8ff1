/// Facts of a message one by one, as JSON lines and journald carry them beside the text.
///
/// Values are what the message's text says as well; nothing secret has a place here either.
public struct MessageFields: Hashable, Sendable {
  /// What a fact is; the raw value is its key in JSON, and in capitals behind `TURNSTILE_` its field in
  /// journald. They are told in this order.
  public enum Name: String, CaseIterable, Sendable {
    /// User id of whom it is about.
    case user
    /// Name of a terminal.
    case terminal
    /// Session id.
    case session
    /// APPLID of the application.
    case application
    /// The ticket's application name.
    case profile
    /// Where a peer is, or where the server listens.
    case address
    /// Who did it: an operator, or a user.
    case by
    /// What an operator asked.
    case command
    /// Name of a crypto card.
    case card
    /// A file or folder.
    case path
    /// Reason code and additional information of a ticket that was not made.
    case code
    /// Which kind of ticket.
    case kind
    /// How many of what the text counts.
    case count
    /// Why, in words.
    case reason
  }

  private let values: [Name: String]

  /// Takes facts; those that are nil are not known and left out.
  init(_ values: [Name: String?]) { self.values = values.compactMapValues(\.self) }

  /// A fact; nil where the message has none of the name.
  public subscript(_ name: Name) -> String? { values[name] }

  /// All that there are, in the order of `Name`.
  public var all: [(name: Name, value: String)] {
    Name.allCases.compactMap { name in values[name].map { (name, $0) } }
  }
}
