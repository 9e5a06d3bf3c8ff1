import Names

/// Something in an entry that keeps its users from landing signed on, or will not do what it says.
public struct EntryRemark: Hashable, Sendable {
  /// The label that is to be changed.
  public let label: String
  /// What is wrong with it, in words.
  public let text: String
  /// What mends it.
  public let remedy: String
}

extension EffectiveSession {
  /// Why a ticket that is made would not sign the user on, as far as the entry alone tells: what
  /// `check` warns of, and what the diagnosis calls a fault.
  public var ticketRemarks: [EntryRemark] {
    guard let ticket else { return [] }
    var remarks: [EntryRemark] = []
    let data = SessionDataText(entry.sessionData)
    for (variable, what) in [(SessionVariable.password, "ticket"), (.user, "user id")]
    where !data.has(variable) {
      remarks.append(
        EntryRemark(
          label: "Session data",
          text: "the \(what) is never sent: \"Session data\" has no \(variable.rawValue)",
          remedy: "write Session data: \"&USERID/&PSWD\""))
    }
    if case .tn3270 = host, !entry.typesSessionData {
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
  private func mismatch(_ name: TicketProfile, _ ticket: TicketProfile) -> EntryRemark {
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
