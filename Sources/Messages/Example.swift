import Names

/// Facts made up for the manual's messages.
enum Example {
  static let terminal: LUName = name("TN000001")
  static let user: UserID = name("ADMIN")
  static let session: SessionID = name("TSOB")
  static let application: APPLID = name("TSOB")
  static let profile: TicketName = name("TSOR001")
  static let address = "192.0.2.1"
  static let reason = "..."
  static let by = "root"
  static let kind = "LEGACY"
  static let legs = WorkerMessages.Legs(terminals: 3000, hosts: 3000, milliseconds: 400)

  private static func name<Name: EightCharacterName>(_ text: String) -> Name {
    guard let name = Name(text) else { preconditionFailure("\(text) is no name") }
    return name
  }
}
