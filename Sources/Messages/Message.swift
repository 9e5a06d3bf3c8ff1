import Names

/// A line for the log: what happened, with its facts. Nothing secret has a place here.
///
/// Each message is one declaration: a function below (`ServerMessages.swift` and its neighbours) that
/// takes the facts and gives number, text, meaning and remedy. `MessageID` lists the numbers.
public struct Message: Hashable, Sendable {
  /// All that a line has, behind one reference: an effect that carries a line stays small.
  private final class Facts: Sendable {
    let id: MessageID
    let lines: [String]
    let meaning: String
    let action: String
    let cause: Cause

    init(
      id: MessageID, lines: [String], meaning: String, action: String, cause: Cause
    ) {
      self.id = id
      self.lines = lines
      self.meaning = meaning
      self.action = action
      self.cause = cause
    }
  }

  private let facts: Facts

  /// - Parameters:
  ///   - id: the message's number.
  ///   - text: the line behind the time. Values of the documented messages stand in fields of 8
  ///     characters and one blank.
  ///   - below: lines below it.
  ///   - meaning: what it means, for the manual.
  ///   - action: what to do, for the manual.
  ///   - cause: on whose account it is written.
  init(
    _ id: MessageID, _ text: String, below: [String] = [], meaning: String,
    action: String = "None.", cause: Cause = .known
  ) {
    facts = Facts(id: id, lines: [text] + below, meaning: meaning, action: action, cause: cause)
  }

  /// The message's number.
  public var id: MessageID { facts.id }

  /// Its lines, at least one: the first stands behind the time, the others below it.
  public var lines: [String] { facts.lines }

  /// What the message means.
  public var meaning: String { facts.meaning }

  /// What to do about it.
  public var action: String { facts.action }

  /// On whose account the line is written, as far as the log's room goes.
  public var cause: Cause { facts.cause }

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

/// How facts are written in a line.
extension Message {
  /// A name in its field of 8 characters.
  static func field(_ name: some EightCharacterName) -> String {
    let text = name.description
    return text + String(repeating: " ", count: 8 - text.count)
  }

  /// The name of who tried to sign on, in a field of 8 characters where it is a user's.
  static func field(_ name: SignOnName) -> String {
    if case .user(let user) = name { field(user) } else { name.description }
  }

  /// A user's name in its field, or a dash.
  static func optional(_ user: UserID?) -> String {
    user.map { field($0) } ?? "-       "
  }

  /// A number with its noun, in capitals.
  static func counted(_ count: Int, _ noun: String) -> String {
    Messages.counted(count, noun, plural: noun + "S")
  }

  /// A number in so many hexadecimal digits.
  static func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
