import DataStream
import Messages
public import Names
import Tables
import Terminal
public import Time

/// How long the keyboard has been idle.
struct IdleState: Hashable, Sendable {
  /// The last key that reached us.
  var last = Instant(nanoseconds: 0)
  /// The stage that has struck: 0 none, 1 the first.
  var stage = 0
  /// Whether the next stage was announced.
  var warned = false

  /// A key was pressed: everything counts from now.
  mutating func touch(_ now: Instant) {
    last = now
    stage = 0
    warned = false
  }
}

/// Time passes.
extension UserSession {
  /// Seconds before a stage at which it is announced.
  static let warning = 30

  mutating func timer(_ purpose: TimerPurpose, _ now: Moment, _ effects: inout [Effect]) {
    switch purpose {
    case .query:
      if screen == .querying { showLogon(&effects) }
    case .logon:
      guard user == nil, isConnected else { return }
      effects.append(
        .record(.timedOut(user: nil, terminal: terminal.name, what: "NO SIGNON IN TIME")))
      effects.append(.closeTerminal(.timedOut))
    case .delay: delayOver(&effects)
    case .jump:
      if case .saving(let host, let destination, let until) = screen, until <= now.instant {
        saveUnread(host, destination, now, &effects)
      }
    case .starting(let host): startTimer(host, &effects)
    case .read(let host): readTimer(host, now, &effects)
    case .idle: idleTimer(now, &effects)
    case .session(let host): sessionTimer(host, now, &effects)
    case .disconnect:
      guard let until = disconnectDue, !isConnected, until <= now.instant else { return }
      endAll(.abandoned, &effects)
    }
  }

  /// Time of the next thing that happens to an idle keyboard: an announcement, or a stage.
  private var nextIdle: Instant? {
    let policy = view.policy
    guard user != nil, isConnected, policy.stage1Timeout > 0, idle.stage < 2 else { return nil }
    var minutes = policy.stage1Timeout
    if idle.stage == 1 {
      guard policy.stage2Timeout > 0 else { return nil }
      minutes += policy.stage2Timeout
    }
    let seconds = minutes * 60 - (idle.warned ? 0 : Self.warning)
    return idle.last.advanced(by: .seconds(seconds))
  }

  func armIdleTimer(_ effects: inout [Effect]) {
    if let nextIdle { effects.append(.setTimer(.idle, nextIdle)) }
  }

  private mutating func idleTimer(_ now: Moment, _ effects: inout [Effect]) {
    guard let due = nextIdle else { return }
    guard due <= now.instant else {
      // A key was pressed since: the timer is set again for what counts now.
      effects.append(.setTimer(.idle, due))
      return
    }
    if case .session(let host) = screen, let index = index(of: host),
      sessions[index].isTransferring
    {
      // Nobody presses keys while a file is on its way.
      idle.touch(now.instant)
      armIdleTimer(&effects)
      return
    }
    let option = idle.stage == 0 ? view.policy.stage1Option : view.policy.stage2Option
    if !idle.warned {
      idle.warned = true
      announce(option == "L" ? "The terminal is locked" : "You are signed off", now, &effects)
    } else {
      idle.stage += 1
      idle.warned = false
      strike(option, now, &effects)
    }
    armIdleTimer(&effects)
  }

  private mutating func strike(_ option: String, _ now: Moment, _ effects: inout [Effect]) {
    effects.append(
      .record(
        .timedOut(user: user?.id, terminal: terminal.name, what: "STAGE \(idle.stage): \(option)")))
    switch option {
    case "L": if screen != .locked { lock(&effects) }
    case "F": depart(.signOff, now, &effects)
    case "FI": depart(.signOff, now, endSessions: true, &effects)
    case "K": depart(.logOff, now, &effects)
    default: depart(.logOff, now, endSessions: true, &effects)
    }
  }

  // MARK: Sessions

  func armSessionTimer(_ index: Int, _ now: Moment, _ effects: inout [Effect]) {
    guard let due = sessions[index].nextTimeout else { return }
    // What is due already while a file is on its way is looked at again in a while.
    let again = now.instant.advanced(by: .seconds(Self.warning))
    effects.append(
      .setTimer(.session(sessions[index].host), due > now.instant ? due : again))
  }

  private mutating func sessionTimer(
    _ host: HostID, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let index = index(of: host), let due = sessions[index].nextTimeout else { return }
    if due <= now.instant, !sessions[index].isTransferring {
      guard !sessions[index].isWarned else { return end(host, .idle, &effects) }
      sessions[index].isWarned = true
      warn(index, now, &effects)
    }
    armSessionTimer(index, now, &effects)
  }

  // MARK: The terminal goes

  /// The connection broke, or another terminal takes over: the sessions stay.
  mutating func terminalLost(_ now: Moment, _ effects: inout [Effect]) {
    guard isConnected else { return }
    isConnected = false
    effects.append(.record(.lostTerminal(terminal: terminal.name, user: user?.id)))
    lateReplies = []
    screen = .menu(top: 0)
    thaw(now, &effects)
    for index in sessions.indices { settle(index, &effects) }
    awaitTerminal(now, &effects)
  }

  /// The sessions are without a terminal from now on.
  private mutating func awaitTerminal(_ now: Moment, _ effects: inout [Effect]) {
    let minutes = site.tables.system.disconnectTimeout
    guard !sessions.isEmpty, minutes > 0 else { return }
    let until = now.instant.advanced(by: .seconds(minutes * 60))
    disconnectDue = until
    effects.append(.setTimer(.disconnect, until))
  }

  /// Begins to hold sessions that a user left behind: their times go on here.
  public mutating func park(at now: Moment, into effects: inout [Effect]) {
    for index in sessions.indices { armSessionTimer(index, now, &effects) }
    awaitTerminal(now, &effects)
  }

  /// Answers what an application asked of a terminal that is gone.
  mutating func settle(_ index: Int, _ effects: inout [Effect]) {
    abort(index, &effects)
    answerReads(index, &effects)
  }

  /// Gives the sessions away, to a terminal that takes them over; one whose ticket is being made stays
  /// until that is there, since its answer comes here.
  public mutating func surrender() -> [ActiveSession] {
    let moved = sessions.filter { !$0.isAwaitingTicket }
    sessions.removeAll { !$0.isAwaitingTicket }
    current = nil
    return moved
  }

  /// Holds sessions that a user left behind, without a terminal.
  public init(parking sessions: [ActiveSession], of user: UserID, as former: UserSession) {
    self.init(terminal: former.terminal, site: former.site)
    capabilities = former.capabilities
    self.sessions = sessions
    self.user = SignedOn(id: user)
    view = former.site.view(of: user)
    isConnected = false
    screen = .menu(top: 0)
  }
}
