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
  /// When the timer goes off that looks next; nil: none was set.
  var timer: Instant?

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

  mutating func timer(_ purpose: TimerPurpose, _ turn: inout Turn) {
    switch purpose {
    case .query:
      if screen == .querying { showLogon(&turn) }
    case .logon:
      guard user == nil, isConnected else { return }
      turn.log(.timedOut(user: nil, terminal: terminal.name, what: "NO SIGNON IN TIME"))
      turn.add(.closeTerminal(.timedOut))
    case .delay: delayOver(&turn)
    // What waits is looked at after each event.
    case .messages: break
    case .jump:
      if case .saving(let saving) = screen, saving.until <= turn.now.instant {
        saveUnread(saving, &turn)
      }
    case .starting(let host): startTimer(host, &turn)
    case .read(let host): readTimer(host, &turn)
    case .idle: idleTimer(&turn)
    case .session(let host): sessionTimer(host, &turn)
    case .disconnect:
      guard let until = disconnectDue, !isConnected, until <= turn.now.instant else { return }
      endAll(.abandoned, &turn)
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

  /// Sets the timer for what comes next, where none goes off before that and looks again.
  mutating func armIdleTimer(_ turn: inout Turn) {
    guard let nextIdle else { return }
    if let timer = idle.timer, timer <= nextIdle { return }
    idle.timer = nextIdle
    turn.wake(.idle, nextIdle)
  }

  private mutating func idleTimer(_ turn: inout Turn) {
    // A timer that was set before another one, or for a user who is gone.
    guard let timer = idle.timer, timer <= turn.now.instant else { return }
    idle.timer = nil
    guard let due = nextIdle else { return }
    guard due <= turn.now.instant else {
      // A key was pressed since: the timer is set again for what counts now.
      armIdleTimer(&turn)
      return
    }
    if case .session(let host) = screen, sessions[host]?.transfer?.isBusy(turn.now.instant) ?? false
    {
      // Nobody presses keys while a file is on its way.
      idle.touch(turn.now.instant)
      armIdleTimer(&turn)
      return
    }
    let option = idle.stage == 0 ? view.policy.stage1Option : view.policy.stage2Option
    if !idle.warned {
      idle.warned = true
      // What is announced late, since the tables changed, comes as late: the time told is true.
      let late = due.duration(to: turn.now.instant)
      if late >= .seconds(1) { idle.last = idle.last.advanced(by: late) }
      announce(option, &turn)
    } else {
      idle.stage += 1
      idle.warned = false
      strike(option, &turn)
    }
    armIdleTimer(&turn)
  }

  private mutating func strike(_ option: StageOption, _ turn: inout Turn) {
    turn.log(
      .timedOut(user: user?.id, terminal: terminal.name, what: "STAGE \(idle.stage): \(option)"))
    switch option {
    case .lock:
      if screen != .locked {
        let under = underneath
        abandonScreen(&turn)
        lock(over: under, &turn)
      }
    case .signOff: depart(.signOff, &turn)
    case .signOffAndEnd: depart(.signOff, ending: .atSignOff, &turn)
    case .logOff: depart(.logOff, &turn)
    case .logOffAndEnd: depart(.logOff, ending: .atSignOff, &turn)
    }
  }

  // MARK: Sessions

  func armSessionTimer(_ host: HostID, _ turn: inout Turn) {
    guard let due = sessions[host]?.nextTimeout else { return }
    // What is due already while a file is on its way is looked at again in a while.
    let again = turn.now.instant.advanced(by: .seconds(Self.warning))
    turn.wake(.session(host), due > turn.now.instant ? due : again)
  }

  private mutating func sessionTimer(
    _ host: HostID, _ turn: inout Turn
  ) {
    guard let session = sessions[host], let due = session.nextTimeout else { return }
    if due <= turn.now.instant, !(session.transfer?.isBusy(turn.now.instant) ?? false) {
      guard !session.isWarned else { return end(host, .idle, &turn) }
      sessions[host]?.isWarned = true
      warn(host, &turn)
    }
    armSessionTimer(host, &turn)
  }

  // MARK: The terminal goes

  /// The connection broke, or another terminal takes over: the sessions stay.
  mutating func terminalLost(_ turn: inout Turn) {
    guard isConnected else { return }
    isConnected = false
    turn.log(.lostTerminal(terminal: terminal.name, user: user?.id))
    lateReplies = []
    if case .saving(let saving) = screen { takeBack(saving) }
    screen = .menu(top: 0)
    thaw(&turn)
    for host in sessions.hosts { settle(host, isOwed: false, &turn) }
    endOutOfReach(&turn)
    awaitTerminal(&turn)
  }

  /// The sessions are without a terminal from now on.
  private mutating func awaitTerminal(_ turn: inout Turn) {
    let minutes = site.tables.system.disconnectTimeout
    guard !sessions.isEmpty, minutes > 0 else { return }
    let until = turn.now.instant.advanced(by: .seconds(minutes * 60))
    disconnectDue = until
    turn.wake(.disconnect, until)
  }

  /// Begins to hold sessions that a user left behind: their times go on here.
  public mutating func park(at now: Moment, into effects: inout [Effect]) {
    Turn.run(at: now, into: &effects) { turn in park(&turn) }
  }

  private mutating func park(_ turn: inout Turn) {
    for host in sessions.hosts {
      armSessionTimer(host, &turn)
      // The answer to the first question goes to the terminal that asked it.
      if sessions[host]?.isAwaitingTicket ?? false { askTicket(host, &turn) }
    }
    awaitTerminal(&turn)
  }

  /// Answers what an application asked of a terminal that shows something else, or is gone.
  ///
  /// - Parameter isOwed: whether the terminal's own answers are still to come.
  mutating func settle(
    _ host: HostID, isOwed: Bool, _ turn: inout Turn
  ) {
    abort(host, &turn)
    settleReads(host, isOwed: isOwed, &turn)
  }

  /// Gives the sessions away, to a terminal that takes them over.
  public mutating func surrender() -> [ActiveSession] {
    current = nil
    return sessions.takeAll()
  }

  /// Holds sessions that a user left behind, without a terminal.
  public init(parking sessions: [ActiveSession], of user: UserID, as former: UserSession) {
    self.init(terminal: former.terminal, site: former.site)
    capabilities = former.capabilities
    for session in sessions { self.sessions.append(session) }
    self.user = SignedOn(id: user)
    view = former.site.view(of: user)
    isConnected = false
    isParked = true
    screen = .menu(top: 0)
  }
}
