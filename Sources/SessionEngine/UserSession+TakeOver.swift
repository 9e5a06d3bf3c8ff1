import DataStream
import Messages
import Names
import Panels
import Tables
import Time

/// The same user at other terminals: what is there comes here, or stays.
extension UserSession {
  /// Other terminals of this user are known: take over, ask, or go on.
  mutating func foundElsewhere(
    _ terminals: [RemoteTerminal], _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user, sessions.isEmpty else { return }
    let name = terminal.name
    hasOwnElsewhere = terminals.contains { TakeOver.own.takes($0, at: name) }
    elsewhere = terminals.filter {
      TakeOver.everything.takes($0, at: name) && !TakeOver.own.takes($0, at: name)
    }
    switch view.policy.transfer {
    case .ask where !elsewhere.isEmpty:
      screen = .transfer
      show(.transfer, &effects)
    case .any where !elsewhere.isEmpty, .hold where !elsewhere.isEmpty:
      effects.append(.takeOver(user.id, .everything))
    default: takeOwn(user.id, now, &effects)
    }
  }

  /// Has the user's own sessions moved here, or goes on where there are none.
  private mutating func takeOwn(_ user: UserID, _ now: Moment, _ effects: inout [Effect]) {
    if hasOwnElsewhere {
      effects.append(.takeOver(user, .own))
    } else {
      arrive(now, &effects)
    }
  }

  /// Whether several people may have this user id (Transfer option MULT).
  public var isShared: Bool { view.policy.transfer == .multiple }

  /// How the terminal stands, for the user's other terminals.
  public var standing: TerminalStanding {
    if isConnected { return .connected }
    return isParked ? .signedOff : .lost
  }

  /// Ends sessions that nobody can come back to: the line is lost, the terminal had its name from the
  /// server and will have another one, and no other terminal may take them over.
  mutating func endOutOfReach(_ now: Moment, _ effects: inout [Effect]) {
    guard standing == .lost, !terminal.isNamedByClient else { return }
    switch view.policy.transfer {
    case .none, .multiple: endAll(.outOfReach, now, &effects)
    case .any, .hold, .ask: break
    }
  }

  /// Sessions of the user at other terminals.
  var sessionsElsewhere: Int { elsewhere.reduce(0) { $0 + $1.sessions } }

  /// The terminals that have them, and whether somebody may sit there.
  var namesElsewhere: String {
    let names = elsewhere.map { terminal in
      terminal.name.description + (terminal.isConnected ? " (connected)" : " (lost)")
    }
    return (names.count == 1 ? "terminal " : "terminals ") + names.joined(separator: ", ")
  }

  /// Y where the other terminals are gone, which is the usual answer then; who is to close a terminal
  /// that is there must say so.
  var suggestedTransfer: String { elsewhere.contains(where: \.isConnected) ? "" : "Y" }

  mutating func transferInput(_ input: PanelInput, _ now: Moment, _ effects: inout [Effect]) {
    guard let user else { return }
    notice = nil
    switch (input.aid, input.text("CHOICE").uppercased()) {
    case (.enter, "Y"): effects.append(.takeOver(user.id, .everything))
    case (.enter, "N"):
      notice = .sessionsStay(
        sessionsElsewhere, elsewhere.map(\.name.description).joined(separator: " "))
      takeOwn(user.id, now, &effects)
    case (.pf3, _), (.pf15, _): depart(.signOff, now, &effects)
    case (.pf1, _), (.pf13, _): showHelp(.transferHelp, over: .transfer, &effects)
    default:
      notice = .chooseYesOrNo
      show(.transfer, &effects)
    }
  }

  mutating func adopted(_ moved: [ActiveSession], _ now: Moment, _ effects: inout [Effect]) {
    guard user != nil else {
      for session in moved { effects.append(.closeHost(session.host)) }
      return
    }
    if !moved.isEmpty { notice = .sessionsMoved(moved.count) }
    for var session in moved {
      session.definition = session.definition.named { id in !sessions.contains { $0.id == id } }
      sessions.append(session)
      settle(session.host, isOwed: false, now, &effects)
      armSessionTimer(session.host, now, &effects)
      // The answer to the first question goes to the terminal that asked it.
      if session.isAwaitingTicket { askTicket(session.host, &effects) }
      if view.policy.transfer == .any, !fits(session.space) {
        end(session.host, .doesNotFit, now, &effects)
      }
    }
    current = sessions.first?.host
    arrive(now, &effects)
  }

  /// The menu, and the sessions that start by themselves.
  private mutating func arrive(_ now: Moment, _ effects: inout [Effect]) {
    elsewhere = []
    armIdleTimer(&effects)
    let automatic = sessions.isEmpty ? view.sessions.filter(\.entry.startsAtSignOn) : []
    if screen == .locked { beneathLock = .menu(top: 0) } else { showMenu(&effects) }
    for definition in automatic { start(definition, now, &effects) }
  }
}
