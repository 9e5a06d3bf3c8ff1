import Names

/// How facts are written in a line of the log.
enum LogField {
  /// A name in its field of 8 characters.
  static func name(_ name: some EightCharacterName) -> String {
    let text = name.description
    return text + String(repeating: " ", count: 8 - text.count)
  }

  /// The name of who tried to sign on, in a field of 8 characters where it is a user's.
  static func name(_ name: SignOnName) -> String {
    if case .user(let user) = name { Self.name(user) } else { name.description }
  }

  /// A user's name in its field, or a dash.
  static func optional(_ user: UserID?) -> String {
    user.map { name($0) } ?? "-       "
  }

  /// A number with its noun, in capitals.
  static func counted(_ count: Int, _ noun: String) -> String {
    Messages.counted(count, noun, plural: noun + "S")
  }

  /// A number in so many hexadecimal digits.
  static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
