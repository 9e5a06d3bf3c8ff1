import Names
import SAF
import SessionEngine
import Tables
import Time

/// What a user may do as an operator at a terminal: what RACF gives, as far as the user's operator class leaves
/// it.
struct OperatorRule {
  private let manager: SecurityManager
  private let user: UserID
  private let time: WallTime
  /// The user's class; nil where none is named.
  private let named: (name: String, commands: OperatorClass)?

  /// - Parameters:
  ///   - manager: says what RACF gives.
  ///   - user: who asks.
  ///   - tables: those in force for the user; nil for none, which have no classes.
  ///   - time: at which the user must be good.
  init(
    _ manager: SecurityManager, _ user: UserID, tables: SiteTables?, at time: WallTime
  ) {
    self.manager = manager
    self.user = user
    self.time = time
    named = tables.flatMap { tables in
      let rights = RightsRule(manager.state, asking: tables.everything).rights(of: user, at: time)
      return tables.operatorClass(of: tables.effective(user, rights))
    }
  }

  /// Why the user may not give a command; nil for who may. Everybody may ask what there is.
  ///
  /// - `author`: for the audit, where the user means to give it.
  func refusal(of verb: OperatorVerb, noting author: AuditAuthor? = nil) -> String? {
    guard verb.name != .help else { return nil }
    guard verb.isTyped, verb.place != .console, verb.place != .keeper else {
      return "\(verb.words[0]) is for the machine's own console"
    }
    let byRACF = OperatorAuthority(manager.state, at: time)
      .refusal(of: user, command: verb.resource, wanted: verb.wantedAccess)
    if let byRACF {
      if let author {
        manager.acting(author)
          .noteRefusal(of: user, command: verb.resource, wanted: verb.wantedAccess, at: time)
      }
      return byRACF
    }
    guard let named, !verb.isGiven(by: named.commands) else { return nil }
    let refusal =
      "\(user) has not \(verb.resource): the operator class \(named.name) gives "
      + named.commands.summary
    if let author {
      manager.acting(author).noteRefusal(ofCommand: verb.resource, why: refusal, at: time)
    }
    return refusal
  }

  /// What the user may type, a line each.
  func help(_ word: String?) -> Administration.Answer {
    let lines = OperatorVerb.help(word) { refusal(of: $0) == nil && $0.name != .help }
    guard lines.isEmpty else { return Administration.Answer(lines: lines) }
    return .failed(
      word.map { "\($0) is no command that \(user) may give; HELP shows them" }
        ?? "\(user) may give no command: it takes SPECIAL, or access to TURNSTILE.command in "
        + "OPERCMDS, and an operator class that gives it")
  }
}

extension OperatorVerb {
  /// Whether an operator class gives the command; those that no class has none gives.
  func isGiven(by commands: OperatorClass) -> Bool {
    OperatorCommand(rawValue: resource).map(commands.permits) ?? false
  }
}
