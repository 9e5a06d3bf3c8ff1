public import Names
import Script

/// The ticket that an ACT entry asks for at session start: the one rule that the start of a session,
/// `check`, the diagnosis and the rehearsal all follow.
public struct TicketWish: Hashable, Sendable {
  /// Which profile: the application's, or a qualified one.
  public let form: TicketForm
  /// The application name that the ticket is made for.
  public let application: TicketName
  /// `ACL Userid`: the only user whose session starts, since tickets are made for the signed-on user
  /// alone; nil for all.
  public let onlyFor: UserID?
  /// Most seconds that the ticket's second may lie ahead; nil for what its kind allows.
  public let ahead: Int64?

  /// Whether a user's session starts; for others it ends with TPXL0926.
  public func isFor(_ user: UserID) -> Bool { onlyFor == nil || onlyFor == user }
}

extension EffectiveSession {
  /// The ticket that the entry asks for; nil where users log on with their passwords.
  public var ticket: TicketWish? {
    let form: TicketForm
    switch (entry.generatesQualifiedTicket, entry.generatesTicket) {
    case (true, true): form = .best
    case (true, false): form = .qualified
    case (false, true): form = .plain
    case (false, false): return nil
    }
    return TicketWish(
      form: form, application: ticketProfile, onlyFor: entry.aclUser,
      ahead: entry.ticketAhead.map { Int64($0) })
  }
}

/// The application name for which a session's host evaluates tickets, as far as the tables tell.
public enum TicketEvaluation: Hashable, Sendable {
  /// A TSO without a generic name: TSO and the SMF ID of its system.
  case tso(SystemID)
  /// A TSO that is a VTAM generic resource.
  case genericTSO(TicketName)
  /// An application that evaluates for the name in the tables.
  case application(TicketName)
  /// Perhaps a TSO, by the ticket's name; nothing tells its system.
  case unknown

  /// The name; nil where it is not known.
  public var name: TicketName? {
    switch self {
    case .tso(let id): TicketName("TSO" + id.description)
    case .genericTSO(let name), .application(let name): name
    case .unknown: nil
    }
  }
}

extension EffectiveSession {
  /// For which name the host evaluates. The SMF ID is that of the host's system, never ours.
  public var evaluation: TicketEvaluation {
    if let evaluation = host.evaluation(application) { return evaluation }
    if let name = entry.tsoGenericName { return .genericTSO(name) }
    if let id = entry.tsoSystem { return .tso(id) }
    return ticketProfile.description.hasPrefix("TSO") ? .unknown : .application(ticketProfile)
  }
}

extension EffectiveSession {
  /// Why a ticket that is made would not sign the user on, as far as the entry alone tells: what
  /// `check` warns of, and what the diagnosis calls a fault.
  public var ticketRemarks: [EntryRemark] {
    guard let ticket else { return [] }
    var remarks: [EntryRemark] = []
    // What a script types is seen when it runs.
    let isTyped = entry.startScript != nil
    let data = SessionDataText(entry.sessionData)
    for (variable, what) in [(SessionVariable.password, "ticket"), (.user, "user id")]
    where !data.has(variable) && !isTyped {
      remarks.append(
        EntryRemark(
          label: "Session data",
          text: "the \(what) is never sent: \"Session data\" has no \(variable.rawValue)",
          remedy: "write Session data: \"&USERID/&PSWD\""))
    }
    if !host.isBuiltIn, !entry.typesSessionData, !isTyped {
      remarks.append(
        EntryRemark(
          label: "Host",
          text: "the ticket is never sent: the host is reached by TN3270, which has no logon data",
          remedy: "set \"Type session data\" to Y"))
    }
    if let name = evaluation.name, name != ticket.application {
      remarks.append(mismatch(name, ticket.application))
    }
    return remarks
  }

  /// The host evaluates for another name than the ticket's.
  private func mismatch(_ name: TicketName, _ ticket: TicketName) -> EntryRemark {
    let label = "Pass Ticket prof name"
    switch evaluation {
    case .tso(let id):
      return EntryRemark(
        label: label,
        text: "TSO on the system with SMF ID \(id) evaluates for \(name), not for \(ticket)",
        remedy: "set \"\(label)\" to \(name) and define that profile with the host's key; where "
          + "that TSO has a VTAM generic name, say it in \"TSO generic name\"")
    case .genericTSO, .application, .unknown:
      return EntryRemark(
        label: label, text: "the host evaluates for \(name), not for \(ticket)",
        remedy: "set \"\(label)\" to \(name), and define that profile with the host's key")
    }
  }
}

extension EffectiveSession {
  /// Why the session's script and its tickets do not fit; nil where they do, and where scripts are not
  /// there, which is told elsewhere.
  public func scriptRemark(in tables: SiteTables) -> EntryRemark? {
    guard let name = entry.startScript, let types = tables.scripts.typesSecret(name) else {
      return nil
    }
    guard let ticket else {
      guard types else { return nil }
      return EntryRemark(
        label: "Start ACLPGM",
        text: "the script \(name) types &PSWD, and no pass ticket is made for it",
        remedy: "set \"Generate Pass Ticket\" to Y")
    }
    let isTold = host.isBuiltIn && SessionDataText(entry.sessionData).has(.password)
    guard !types, !isTold else { return nil }
    return EntryRemark(
      label: "Start ACLPGM",
      text: "the ticket for \(ticket.application) is never typed: the script \(name) has no &PSWD",
      remedy: "have the script KEY &PSWD, or leave \"Start ACLPGM\" out")
  }
}
