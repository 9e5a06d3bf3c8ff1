public import DataStream
import EBCDIC
import Messages
public import Names
import SAF
import Tables
public import Time

/// One terminal, the user who signs on at it, and the sessions behind it.
///
/// A value with one verb: `handle` takes an event and the time, and appends what is to be done.
/// It touches no descriptor, file or clock; its test is a transcript.
public struct UserSession: Sendable {
  /// What the terminal shows.
  enum Screen: Hashable, Sendable {
    /// Nothing yet: its Query Reply is awaited.
    case querying
    case logon
    /// The menu; `top` is the number of the first line shown.
    case menu(top: Int)
    case session(HostID)
    /// Read Buffer was sent to save what was typed.
    case saving(Saving)
    case help(Page, over: Underneath)
    case commandHelp(CommandHelp, over: Underneath)
    case message(over: Underneath)
    case options(over: Underneath)
    /// What `/D` found.
    case diagnosis([DiagnosisLine], over: Underneath)
    case locked
    case confirm(Departure)
    /// Sessions of the user live elsewhere: what shall become of them?
    case transfer

    /// Whether the menu that follows is one that the user has just come to.
    var leadsToMenu: Bool {
      switch self {
      case .menu, .message: false
      default: true
      }
    }
  }

  /// What comes back when help or a message is left.
  enum Underneath: Hashable, Sendable {
    case logon, menu(top: Int), session(HostID), locked, transfer
  }

  /// Where a user goes from a session.
  enum Destination: Hashable, Sendable {
    case menu, message
    case session(HostID)
    case start(SessionID)
    case command(UserCommand)
    /// Back to the session itself, after its screen was printed, or it was tagged.
    case print, tag
  }

  /// The two ways out: `/F` to the logon panel, `/K` off the terminal.
  enum Departure: Hashable, Sendable {
    case signOff, logOff
  }

  struct SignedOn: Sendable {
    let id: UserID
  }

  /// A question of the sign-on that is on its way.
  enum Pending: Sendable {
    case none
    case signOn(RequestID, SignOnName)
    case unlock(RequestID)
    /// The answer is there and held back, so that guessing is slow.
    case refused(Notice)
  }

  public let terminal: TerminalFacts
  var site: Site
  /// The tables as they are for who sits here.
  var view: UserView
  public internal(set) var capabilities: TerminalCapabilities
  /// The terminal's code page, for panels and for commands that are typed in sessions.
  var codePage = CodePage.bracket
  var screen = Screen.querying
  var user: SignedOn?
  /// What was typed as user id, for the next try.
  var typedUser: UserID?
  var pending = Pending.none
  /// The message line's text (line 5 of the menu).
  var notice: Notice?
  /// The command line as it was entered, and what of it is shown again to be corrected.
  var entered = ""
  var correction = ""
  /// The first line shown of the list of a page other than the menu.
  var listTop = 0
  /// Full-screen message's lines.
  var message: [String] = []
  /// Messages that wait until the user can be spoken to.
  var inbox = MessageInbox()
  public internal(set) var sessions = SessionTable()
  /// The session that the terminal showed last; the menu marks it.
  var current: HostID?
  /// Sessions that ended without the user's doing, with the word that says why.
  var ended: [SessionID: String] = [:]
  /// What hosts sent while the terminal's Read Buffer is awaited.
  var frozen = FrozenRecords()
  /// Answers of the terminal that are still to come and that nobody waits for.
  var lateReplies: [LateReply] = []
  /// Where unlocking leads to.
  var beneathLock = Underneath.menu(top: 0)
  /// The terminal goes from one screen to another, which is not drawn yet.
  var isSwitching = false
  var elsewhere: [RemoteTerminal] = []
  /// Whether sessions wait that come without being asked for.
  var hasOwnElsewhere = false
  /// Whether these are sessions that a user left at a sign-off.
  var isParked = false
  /// When a key was pressed last, which stage of the idle time has struck, and what was announced.
  var idle = IdleState()
  /// Until when sessions without a terminal stay.
  var disconnectDue: Instant?
  private var numbers: UInt32 = 0
  /// Whether the terminal is there; its sessions live on without it.
  public internal(set) var isConnected = true

  /// How long a terminal may take for a Query Reply, or for the Read Buffer of a jump.
  static let replyTimeout = Duration.seconds(3)
  /// How long a terminal may take to answer a host's own read before the model does.
  static let readTimeout = Duration.seconds(5)

  public init(terminal: TerminalFacts, site: Site) {
    self.terminal = terminal
    self.site = site
    view = site.view(of: nil)
    capabilities = TerminalCapabilities(model: terminal.model)
  }

  /// Who is signed on here.
  public var signedOnUser: UserID? { user?.id }

  /// What the terminal shows, in words, for the operator.
  public var shown: String {
    guard isConnected else { return "nothing: the terminal is gone" }
    switch screen {
    case .querying: return "nothing yet: it was asked what it can do"
    case .logon: return "panel TEN0003"
    case .menu: return "the menu"
    case .session(let host): return "session \(sessions[host].map { "\($0.id)" } ?? "-")"
    case .saving: return "a session that is being left"
    case .help, .commandHelp: return "help"
    case .message: return "messages"
    case .options: return "the options"
    case .diagnosis: return "a diagnosis"
    case .locked: return "the lock panel"
    case .confirm: return "a question before the user leaves"
    case .transfer: return "a question about sessions elsewhere"
    }
  }

  /// Takes one event at a time and appends what is to be done, in order.
  public mutating func handle(_ event: Event, at now: Moment, into effects: inout [Effect]) {
    Turn.run(at: now, into: &effects) { turn in handle(event, &turn) }
  }

  private mutating func handle(_ event: Event, _ turn: inout Turn) {
    let before = screen
    switch event {
    case .terminalRecord(let record): if isConnected { terminalRecord(record, &turn) }
    case .attention: if isConnected { attention(&turn) }
    case .systemRequest: if isConnected { systemRequest(&turn) }
    case .terminalLost: terminalLost(&turn)
    case .verdict(let request, let verdict): signOnAnswered(request, verdict, &turn)
    case .ticket(let request, let answer): ticketAnswered(request, answer, &turn)
    case .hostReady(let host, _): hostReady(host, &turn)
    case .hostRecord(let host, let record, let reply):
      hostRecord(host, record, reply, &turn)
    case .hostText(let host, let text): hostText(host, text, &turn)
    case .hostBound(let host, let sizes): hostBound(host, sizes, &turn)
    case .hostUnbound(let host): hostUnbound(host, &turn)
    case .hostClosed(let host, let end): hostClosed(host, end, &turn)
    case .timer(let purpose): timer(purpose, &turn)
    case .siteReplaced(let site):
      siteReplaced(site, &turn)
      armIdleTimer(&turn)
      endOutOfReach(&turn)
    case .elsewhere(let terminals): foundElsewhere(terminals, &turn)
    case .adopted(let moved): adopted(moved, &turn)
    case .message(let from, let text): messageArrived(from, text)
    case .messageDelivered(let to, let terminals, let isSignedOn):
      messageDelivered(to, terminals, isSignedOn: isSignedOn, &turn)
    case .printed(let result): printed(result, &turn)
    case .diagnosed(let lines): diagnosed(lines, &turn)
    case .cancelled: cancelled(&turn)
    case .serverStops: serverStops(&turn)
    case .evicted: endAll(.evicted, &turn)
    case .departed: if !isConnected { endAll(.atSignOff, &turn) }
    }
    showMessages(came: before.leadsToMenu, &turn)
  }

  /// Greets the terminal: asks what it can do, or shows the logon panel at once.
  public mutating func start(at now: Moment, into effects: inout [Effect]) {
    Turn.run(at: now, into: &effects) { turn in greet(&turn) }
  }

  private mutating func greet(_ turn: inout Turn) {
    turn.log(.logon(terminal: terminal.name, address: terminal.address, type: terminal.type))
    let patience = Duration.seconds(site.tables.system.logoTimeout)
    turn.wake(.logon, turn.now.instant.advanced(by: patience))
    guard terminal.isExtended else {
      showLogon(&turn)
      return
    }
    turn.show(StructuredField.readPartitionQuery)
    turn.wake(.query, turn.now.instant.advanced(by: Self.replyTimeout))
  }

  mutating func nextRequest() -> RequestID {
    numbers &+= 1
    return RequestID(numbers)
  }

  mutating func nextHost() -> HostID {
    numbers &+= 1
    return HostID(terminal: terminal.serial, number: numbers)
  }

  /// New tables or panels: they count from the next screen on, running sessions go on as they are.
  ///
  /// The menu is drawn again only where its lines changed, since a user may be typing on it.
  private mutating func siteReplaced(_ new: Site, _ turn: inout Turn) {
    let new = (site: new, view: new.view(of: user?.id))
    let isSame = new.view.showsSameMenu(as: view)
    site = new.site
    view = new.view
    guard case .menu(let top) = screen, isConnected, !isSame else { return }
    screen = .menu(top: min(top, max(0, visible.count - 1)))
    show(.menu, &turn)
  }
}
