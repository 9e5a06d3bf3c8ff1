public import Names

/// A fault that a rehearsal lets happen.
public enum RehearsedFault: String, CaseIterable, Sendable {
  case none = "as it is"
  case noCard = "no card"
  case otherMasterKey = "other master key"
  case emptyCKDS = "CKDS not copied"
  case otherSystemID = "other SMF ID"
  case clockOff = "clock 15 min off"
  case noICSF = "ICSF not started"
  case clockBack = "clock went back"
  case userRevoked = "user revoked"
  case userUndefined = "user undefined"
}

/// What became of one application under one fault.
public struct RehearsedOutcome: Hashable, Sendable {
  /// The session that was tried.
  public let session: SessionID
  /// The fault that was let happen.
  public let fault: RehearsedFault
  /// Whether the user got in by ticket.
  public let isGood: Bool
  /// `in (LEGACY)`, `0C/0C0000`, `refused`.
  public let short: String
  /// What happened; empty where there is nothing to say.
  public let explanation: String
  /// What mends it.
  public let fix: String

  /// An outcome.
  public init(
    session: SessionID, fault: RehearsedFault, isGood: Bool, short: String, explanation: String,
    fix: String
  ) {
    self.session = session
    self.fault = fault
    self.isGood = isGood
    self.short = short
    self.explanation = explanation
    self.fix = fix
  }
}

/// Applications by faults, as a table.
public struct RehearsalReport: Sendable {
  /// All outcomes, fault by fault.
  public let outcomes: [RehearsedOutcome]
  private let sessions: [SessionID]

  /// The table of outcomes.
  public init(_ outcomes: [RehearsedOutcome]) {
    self.outcomes = outcomes
    var seen: [SessionID] = []
    for outcome in outcomes where !seen.contains(outcome.session) { seen.append(outcome.session) }
    sessions = seen
  }

  /// Outcomes that let nobody in by ticket.
  public var failures: [RehearsedOutcome] { outcomes.filter { !$0.isGood } }

  private func cell(_ session: SessionID, _ fault: RehearsedFault) -> String {
    outcomes.first { $0.session == session && $0.fault == fault }?.short ?? "-"
  }

  /// For a terminal: columns of one width, explanations below.
  public var text: [String] {
    let faults = RehearsedFault.allCases
    let widths = faults.map { fault in
      ([fault.rawValue] + sessions.map { cell($0, fault) }).map(\.count).max() ?? 0
    }
    func row(_ first: String, _ cells: [String]) -> String {
      var line = padded(first, 8)
      for (cell, width) in zip(cells, widths) { line += "  " + padded(cell, width) }
      while line.last == " " { line.removeLast() }
      return line
    }
    return [row("Session", faults.map(\.rawValue))]
      + sessions.map { session in row(session.description, faults.map { cell(session, $0) }) }
      + [""] + explanations
  }

  private var explanations: [String] {
    outcomes.filter { !$0.explanation.isEmpty }
      .map { "\($0.session), \($0.fault.rawValue): \($0.explanation); \($0.fix)" }
  }

  /// As a table of Markdown.
  public var markdown: [String] {
    let faults = RehearsedFault.allCases
    return ["| session | " + faults.map(\.rawValue).joined(separator: " | ") + " |"]
      + ["|" + String(repeating: "---|", count: faults.count + 1)]
      + sessions.map { session in
        "| \(session) | " + faults.map { cell(session, $0) }.joined(separator: " | ") + " |"
      } + [""] + explanations.map { "- \($0)" }
  }

  /// As JSON, a line each.
  public var json: [String] {
    let rows = outcomes.map { outcome in
      "  {\"session\": \"\(outcome.session)\", \"fault\": \"\(outcome.fault.rawValue)\", "
        + "\"good\": \(outcome.isGood), \"outcome\": \"\(outcome.short)\", "
        + "\"explanation\": \"\(quoted(outcome.explanation))\", "
        + "\"fix\": \"\(quoted(outcome.fix))\"}"
    }
    return ["["] + [rows.joined(separator: ",\n")] + ["]"]
  }

  private func quoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
