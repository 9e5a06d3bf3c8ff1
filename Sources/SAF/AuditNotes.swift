public import Names
public import Time

/// What the security manager writes into the audit that is no change of its state.
extension SecurityManager {
  /// Adds something to the audit that is no change of the state.
  public func note(
    _ kind: AuditKind, of object: String, detail: String, at time: WallTime
  ) {
    store.note([AuditEntry(kind, of: object, detail: detail, by: author, at: time)])
  }

  /// A refusal's line of the audit, in the words of ICH408I. A name that nobody has may be a password in the wrong
  /// field, and is not told.
  func noteRefusal(_ verdict: SignOnVerdict, of user: UserID, at time: WallTime) {
    guard case .refused(let refusal) = verdict, let text = refusal.reason.violation else { return }
    let isKnown = refusal.reason != .unknownUser
    let name = isKnown ? "\(user)" : "(unknown)"
    acting(isKnown ? author : AuditAuthor(name, from: author.origin))
      .note(.signOn, of: name, detail: "ICH408I LOGON/JOB INITIATION - \(text)", at: time)
  }

  /// What RACF says of an attempt to make or check a ticket without access (ICH408I), which the audit has
  /// as well.
  public func violation(
    by who: UserID, application: TicketName, user: UserID, wanted: AccessLevel,
    allowed: AccessLevel, at time: WallTime
  ) -> [String] {
    let violation = Violation(
      who: who, resource: SecurityState.authority(application, user), in: .tickets, wanted: wanted,
      allowed: allowed)
    let state = state
    note(violation, on: state, at: time)
    return violation.lines(state, at: time)
  }

  /// Adds to the audit that RACF kept a user from an operator's command, as `CANCEL`.
  public func noteRefusal(
    of user: UserID, command: String, wanted: AccessLevel, at time: WallTime
  ) {
    noteRefusal(
      of: user, to: OperatorAuthority.resource(command), in: .operatorCommands, wanted: wanted,
      at: time)
  }

  /// Adds to the audit that something else than RACF kept somebody from an operator's command, under the name that
  /// RACF's refusals have.
  ///
  /// `why`: one sentence.
  public func noteRefusal(ofCommand command: String, why: String, at time: WallTime) {
    note(
      .access,
      of: "\(ResourceClass.operatorCommands.rawValue) \(OperatorAuthority.resource(command))",
      detail: why, at: time)
  }

  /// Adds to the audit that RACF kept a user from a resource, and what the user has.
  func noteRefusal(
    of user: UserID, to resource: String, in type: ResourceClass, wanted: AccessLevel,
    at time: WallTime
  ) {
    let state = state
    let allowed = state.access(of: user, to: resource, in: type, at: time) ?? AccessLevel.none
    note(
      Violation(who: user, resource: resource, in: type, wanted: wanted, allowed: allowed),
      on: state, at: time)
  }

  func note(_ violation: Violation, on state: SecurityState, at time: WallTime) {
    let words = violation.lines(state, at: time).map { $0.drop { $0 == " " } }
    note(
      .access, of: "\(violation.resourceClass.rawValue) \(violation.resource)",
      detail: words.joined(separator: " "), at: time)
  }
}
