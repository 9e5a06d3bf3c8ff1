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
    _ terminals: [RemoteTerminal], _ turn: inout Turn
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
      show(.transfer, &turn)
    case .any where !elsewhere.isEmpty, .hold where !elsewhere.isEmpty:
      turn.add(.takeOver(user.id, .everything))
    default: takeOwn(user.id, &turn)
    }
  }

  /// Has the user's own sessions moved here, or goes on where there are none.
  private mutating func takeOwn(_ user: UserID, _ turn: inout Turn) {
    if hasOwnElsewhere {
      turn.add(.takeOver(user, .own))
    } else {
      arrive(&turn)
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
  mutating func endOutOfReach(_ turn: inout Turn) {
    guard standing == .lost, !terminal.isNamedByClient else { return }
    switch view.policy.transfer {
    case .stay, .multiple: endAll(.outOfReach, &turn)
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

  mutating func transferInput(_ input: PanelInput, _ turn: inout Turn) {
    guard let user else { return }
    notice = nil
    switch (input.aid, input.text(.choice).uppercased()) {
    case (.enter, "Y"): turn.add(.takeOver(user.id, .everything))
    case (.enter, "N"):
      notice = .sessionsStay(
        sessionsElsewhere, elsewhere.map(\.name.description).joined(separator: " "))
      takeOwn(user.id, &turn)
    case (.pf3, _), (.pf15, _): depart(.signOff, &turn)
    case (.pf1, _), (.pf13, _): showHelp(.transferHelp, over: .transfer, &turn)
    default:
      notice = .chooseYesOrNo
      show(.transfer, &turn)
    }
  }

  mutating func adopted(_ moved: [ActiveSession], _ turn: inout Turn) {
    guard user != nil else {
      for session in moved { turn.add(.closeHost(session.host)) }
      return
    }
    if !moved.isEmpty { notice = .sessionsMoved(moved.count) }
    for var session in moved {
      session.definition = session.definition.named { id in !sessions.contains { $0.id == id } }
      sessions.append(session)
      settle(session.host, isOwed: false, &turn)
      armSessionTimer(session.host, &turn)
      // The answer to the first question goes to the terminal that asked it.
      if session.isAwaitingTicket { askTicket(session.host, &turn) }
      if view.policy.transfer == .any, !fits(session.space) {
        end(session.host, .doesNotFit, &turn)
      }
    }
    current = sessions.first?.host
    arrive(&turn)
  }

  /// The menu, and the sessions that start by themselves.
  private mutating func arrive(_ turn: inout Turn) {
    elsewhere = []
    armIdleTimer(&turn)
    let automatic = sessions.isEmpty ? view.sessions.filter(\.entry.startsAtSignOn) : []
    if screen == .locked { beneathLock = .menu(top: 0) } else { showMenu(&turn) }
    for definition in automatic { start(definition, &turn) }
  }
}
