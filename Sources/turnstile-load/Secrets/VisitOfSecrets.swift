import DataStream
import Platform
import TLS

/// What a user does who leaves a secret wherever one can be left.
struct VisitOfSecrets {
  private let secrets: PlantedSecrets
  private let clear: SocketAddress
  private let secure: SocketAddress
  private let state: String
  private let program: String
  private let context: TLSContext

  /// Secrets of one visit, and keys that are entered for each.
  static let secrets = 24
  private static let sent = 17
  private static let menu = "TPX MENU"

  init(
    _ secrets: PlantedSecrets, _ addresses: [SocketAddress], state: String, program: String,
    context: TLSContext
  ) {
    self.secrets = secrets
    clear = addresses[0]
    secure = addresses[1]
    self.state = state
    self.program = program
    self.context = context
  }

  /// Signs on, wrong and right and with a new password; locks; sends what hidden fields take; starts a session
  /// by ticket; leaves something half-typed, comes back to it and sends it; and logs off.
  func whole(_ number: Int, isTraced: Bool) throws {
    let terminal = try signedOn(number, isTraced: isTraced)
    try terminal.key(.enter, SecretsSite.session)
    try terminal.until(PlantHost.title + " 0")
    for field in 0..<Self.sent {
      try terminal.key(.enter, secrets.password(.hiddenField, Self.sent * number + field))
      try terminal.until("\(PlantHost.title) \(field + 1)")
    }
    try leaveHalfTyped(terminal, number)
    try terminal.key(.enter, SecretsSite.ticketSession)
    try terminal.until(PlantHost.title + " 1")
    try terminal.key(.pf(24))
    try terminal.until(Self.menu)
    try sendHalfTyped(terminal, answers: Self.sent)
    try leave(terminal)
  }

  /// A terminal at the menu, whose session has something half-typed in a field that is not shown.
  func halfTyped(_ number: Int) throws -> VisitTerminal {
    let terminal = try signedOn(number, isTraced: true)
    try terminal.key(.enter, SecretsSite.session)
    try terminal.until(PlantHost.title + " 0")
    try leaveHalfTyped(terminal, number)
    return terminal
  }

  /// The rest of a visit, from `halfTyped` on.
  func goOn(_ terminal: VisitTerminal) throws {
    try sendHalfTyped(terminal, answers: 0)
    try leave(terminal)
  }

  private func signedOn(_ number: Int, isTraced: Bool) throws -> VisitTerminal {
    let isSecure = number % 2 == 1
    let terminal = try VisitTerminal(
      isSecure ? secure : clear, from: 0x7F01_0001 + UInt32(number), tls: isSecure ? context : nil)
    try terminal.until("TEN0003")
    if isTraced { try trace(terminal) }
    try terminal.key(.enter, SecretsSite.user(number), wrong(number))
    try terminal.until("not valid")
    let old = secrets.made(.deckPassword, number)
    let new = secrets.password(.newPassword, number)
    try terminal.key(.enter, old, new, new)
    try terminal.until(Self.menu)
    try terminal.key(.enter, "/L")
    try terminal.until("TEN0155")
    try terminal.key(.enter, secrets.password(.wrongUnlock, number))
    try terminal.until("not valid")
    try terminal.key(.enter, new)
    try terminal.until(Self.menu)
    return terminal
  }

  private func wrong(_ number: Int) -> String {
    number % 3 == 0
      ? secrets.phrase(.wrongPassword, number) : secrets.password(.wrongPassword, number)
  }

  private func trace(_ terminal: VisitTerminal) throws {
    let words = terminal.rows.first { $0.contains("Terminal -") }?.split(separator: " ") ?? []
    guard let name = words.last else { throw MeasureFault(description: "a terminal has no name") }
    let asked = try ChildProcess(
      program, ["oper", "trace", String(name), "on", "--state", state])
    let said = asked.readAll(milliseconds: OwnPrograms.patience)
    guard said.contains("is traced") else { throw MeasureFault(description: "no trace: \(said)") }
  }

  private func leaveHalfTyped(_ terminal: VisitTerminal, _ number: Int) throws {
    try terminal.key(.pf(24), secrets.password(.savedField, number))
    try terminal.until(Self.menu)
  }

  private func sendHalfTyped(_ terminal: VisitTerminal, answers: Int) throws {
    try terminal.key(.enter, SecretsSite.session)
    try terminal.until("\(PlantHost.title) \(answers)")
    try terminal.key(.enter)
    try terminal.until("\(PlantHost.title) \(answers + 1)")
    try terminal.key(.pf(24))
    try terminal.until(Self.menu)
  }

  /// Ends the sessions, since those of a user who leaves would live on, and logs off.
  private func leave(_ terminal: VisitTerminal) throws {
    for session in [SecretsSite.session, SecretsSite.ticketSession] {
      try terminal.key(.enter, "/I \(session)")
      try terminal.until(Self.menu)
    }
    try terminal.key(.enter, "/K")
    try terminal.untilEnd()
  }
}
