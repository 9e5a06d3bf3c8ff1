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
    // What waits is looked at after each event.
    case .messages: break
    case .jump:
      if case .saving(let saving) = screen, saving.until <= now.instant {
        saveUnread(saving, now, &effects)
      }
    case .starting(let host): startTimer(host, &effects)
    case .read(let host): readTimer(host, now, &effects)
    case .idle: idleTimer(now, &effects)
    case .session(let host): sessionTimer(host, now, &effects)
    case .disconnect:
      guard let until = disconnectDue, !isConnected, until <= now.instant else { return }
      endAll(.abandoned, now, &effects)
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
  mutating func armIdleTimer(_ effects: inout [Effect]) {
    guard let nextIdle else { return }
    if let timer = idle.timer, timer <= nextIdle { return }
    idle.timer = nextIdle
    effects.append(.setTimer(.idle, nextIdle))
  }

  private mutating func idleTimer(_ now: Moment, _ effects: inout [Effect]) {
    // A timer that was set before another one, or for a user who is gone.
    guard let timer = idle.timer, timer <= now.instant else { return }
    idle.timer = nil
    guard let due = nextIdle else { return }
    guard due <= now.instant else {
      // A key was pressed since: the timer is set again for what counts now.
      armIdleTimer(&effects)
      return
    }
    if case .session(let host) = screen, sessions[host]?.transfer?.isBusy(now.instant) ?? false {
      // Nobody presses keys while a file is on its way.
      idle.touch(now.instant)
      armIdleTimer(&effects)
      return
    }
    let option = idle.stage == 0 ? view.policy.stage1Option : view.policy.stage2Option
    if !idle.warned {
      idle.warned = true
      // What is announced late, since the tables changed, comes as late: the time told is true.
      let late = due.duration(to: now.instant)
      if late >= .seconds(1) { idle.last = idle.last.advanced(by: late) }
      announce(option, now, &effects)
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
    case "L":
      if screen != .locked {
        let under = underneath
        abandonScreen(now, &effects)
        lock(over: under, &effects)
      }
    case "F": depart(.signOff, now, &effects)
    case "FI": depart(.signOff, now, ending: .atSignOff, &effects)
    case "K": depart(.logOff, now, &effects)
    default: depart(.logOff, now, ending: .atSignOff, &effects)
    }
  }

  // MARK: Sessions

  func armSessionTimer(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let due = sessions[host]?.nextTimeout else { return }
    // What is due already while a file is on its way is looked at again in a while.
    let again = now.instant.advanced(by: .seconds(Self.warning))
    effects.append(.setTimer(.session(host), due > now.instant ? due : again))
  }

  private mutating func sessionTimer(
    _ host: HostID, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let session = sessions[host], let due = session.nextTimeout else { return }
    if due <= now.instant, !(session.transfer?.isBusy(now.instant) ?? false) {
      guard !session.isWarned else { return end(host, .idle, now, &effects) }
      sessions[host]?.isWarned = true
      warn(host, now, &effects)
    }
    armSessionTimer(host, now, &effects)
  }

  // MARK: The terminal goes

  /// The connection broke, or another terminal takes over: the sessions stay.
  mutating func terminalLost(_ now: Moment, _ effects: inout [Effect]) {
    guard isConnected else { return }
    isConnected = false
    effects.append(.record(.lostTerminal(terminal: terminal.name, user: user?.id)))
    lateReplies = []
    if case .saving(let saving) = screen { takeBack(saving) }
    screen = .menu(top: 0)
    thaw(now, &effects)
    for host in sessions.hosts { settle(host, isOwed: false, now, &effects) }
    endOutOfReach(now, &effects)
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
    for host in sessions.hosts {
      armSessionTimer(host, now, &effects)
      // The answer to the first question goes to the terminal that asked it.
      if sessions[host]?.isAwaitingTicket ?? false { askTicket(host, &effects) }
    }
    awaitTerminal(now, &effects)
  }

  /// Answers what an application asked of a terminal that shows something else, or is gone.
  ///
  /// - Parameter isOwed: whether the terminal's own answers are still to come.
  mutating func settle(
    _ host: HostID, isOwed: Bool, _ now: Moment, _ effects: inout [Effect]
  ) {
    abort(host, &effects)
    settleReads(host, isOwed: isOwed, now, &effects)
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
