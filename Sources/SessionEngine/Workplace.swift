import Bytes
import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import SAF
import Tables
import Terminal
import Time

/// A terminal, what it shows, and the sessions behind it: everything that is there whether somebody
/// presses keys or not.
///
/// It shows panels and sessions, and brings the user from one to another with all that was typed.
struct Workplace: Sendable {
  /// Who sits here, and what the terminal can.
  var seat: Seat
  /// What lives behind the terminal; empty where nobody is signed on.
  var sessions = SessionTable()
  /// How far terminal and user are.
  var state = State.querying
  /// A command that a user typed in a session, which is left now; whoever handles the event does it.
  var wanted: WantedCommand?
  /// The number of the last request or session.
  private(set) var numbers: UInt32 = 0

  init(_ seat: Seat) { self.seat = seat }

  var terminal: TerminalFacts { seat.terminal }
  /// Whether the terminal is there; its sessions live on without it.
  var isConnected: Bool { if case .away = state { false } else { true } }

  /// How long a terminal may take for a Query Reply, or for the Read Buffer of a jump.
  static let replyTimeout = Duration.seconds(3)

  /// What the terminal shows of a user's; nil where nobody sits at it, or is signed on.
  var surface: Surface? {
    get { if case .present(let surface) = state { surface } else { nil } }
    set { if let newValue, case .present = state { state = .present(newValue) } }
  }

  func isShowing(_ host: HostID) -> Bool {
    if case .present(.session(host)) = state { true } else { false }
  }

  mutating func nextRequest() -> RequestID {
    numbers &+= 1
    return RequestID(numbers)
  }

  mutating func nextHost() -> HostID {
    numbers &+= 1
    return HostID(terminal: terminal.serial, number: numbers)
  }

  // MARK: Showing

  /// Shows something else.
  mutating func show(_ surface: Surface, _ turn: inout Turn) {
    self.surface = surface
    draw(&turn)
  }

  /// Shows something else or, where the terminal is locked, has unlocking lead to it.
  mutating func showUnlocked(_ surface: Surface, _ turn: inout Turn) {
    if case .locked(let page, _)? = self.surface {
      self.surface = .locked(page, over: surface)
    } else {
      show(surface, &turn)
    }
  }

  /// Draws the panel that is shown; a session is drawn by `enter`.
  func draw(_ turn: inout Turn) {
    switch state {
    case .signingOn(let page): turn.show(page.picture(seat))
    case .present(let surface):
      switch surface {
      case .locating: turn.show(SignOnPage().picture(seat))
      case .transfer(let page): turn.show(page.picture(seat))
      case .menu(let page): turn.show(page.picture(seat, sessions))
      case .confirm(let page):
        turn.show(seat.picture(ConfirmPage.contract, page.texts(seat, sessions: sessions.count)))
      case .reading(let page, _): turn.show(page.picture(seat))
      case .locked(let page, _): turn.show(page.picture(seat))
      case .session, .saving, .switching: break
      }
    case .querying, .closing, .away: break
    }
  }

  /// The menu as it was, or with the line of the session that was shown last.
  mutating func showMenu(_ turn: inout Turn) {
    if case .menu? = surface {} else { surface = .menu(MenuPage(seat, sessions)) }
    draw(&turn)
  }

  /// Writes the menu's status column and message again, while the user goes on typing.
  func refreshMenu(_ turn: inout Turn) {
    if case .present(.menu(let page)) = state { turn.show(page.mending(seat, sessions)) }
  }

  /// Refuses a command in words, on the menu; a name that was misspelt there stays, to be corrected.
  mutating func say(_ notice: Notice, typed: String = "", _ turn: inout Turn) {
    seat.notice = notice
    var page: MenuPage
    if case .menu(let shown)? = surface { page = shown } else { page = MenuPage(seat, sessions) }
    page.correction = notice.keepsTyping ? typed : ""
    show(.menu(page), &turn)
  }

  /// Goes back to what a panel covered.
  mutating func uncover(_ under: Surface, _ turn: inout Turn) {
    if case .session(let host) = under { enter(host, &turn) } else { show(under, &turn) }
  }

  /// Brings a session's screen to the terminal, as it is now.
  ///
  /// `alarm`: whether the terminal sounds it: a sign that a key of ours did what it does.
  mutating func enter(_ host: HostID, alarm: Bool = false, _ turn: inout Turn) {
    guard sessions.contains(host) else { return showMenu(&turn) }
    guard sessions[host]?.isActive ?? false else {
      seat.notice = (sessions[host]?.id).map { .sessionStarting($0) }
      sessions.current = host
      return showMenu(&turn)
    }
    guard fits(host) else { return hold(host, &turn) }
    surface = .session(host)
    sessions.current = host
    redraw(host, alarm: alarm || sessions[host]?.alarmPending ?? false, &turn)
    sessions[host]?.hasUnseenOutput = false
    sessions[host]?.alarmPending = false
  }

  func fits(_ host: HostID) -> Bool {
    sessions[host].map { seat.display.fits($0.space) } ?? false
  }

  /// A session whose screen is larger than the terminal lives on behind the menu, which says so.
  private mutating func hold(_ host: HostID, _ turn: inout Turn) {
    guard let session = sessions[host] else { return }
    seat.notice = .doesNotFit(session.id, session.space.size.description)
    showMenu(&turn)
  }

  /// Draws the session that is shown anew, or holds it where it fits no more.
  mutating func showWhole(_ host: HostID, alarm: Bool, _ turn: inout Turn) {
    guard sessions.contains(host) else { return }
    if fits(host) { redraw(host, alarm: alarm, &turn) } else { hold(host, &turn) }
  }

  func redraw(_ host: HostID, alarm: Bool, _ turn: inout Turn) {
    guard let space = sessions[host]?.space else { return }
    for record in RestoreEncoder.records(space, for: seat.display.capabilities, alarm: alarm) {
      turn.show(record)
    }
  }

  /// Whether a record is an answer that nobody waits for any more.
  mutating func isLate(_ record: [UInt8], _ now: Moment) -> Bool {
    guard seat.display.late.takes(record, now.instant) else { return false }
    if case .saving(var saving)? = surface {
      saving.sawLate = true
      surface = .saving(saving)
    }
    return true
  }

  /// Whether the terminal is asked for its buffer, by us or by the host that is shown.
  var awaitsBuffer: Bool {
    switch state {
    case .present(.saving): true
    case .present(.session(let host)): sessions[host]?.reads.awaitsBuffer ?? false
    default: false
    }
  }

  /// Locks the terminal over what unlocking leads back to.
  mutating func lock(over under: Surface, _ turn: inout Turn) {
    guard let user = seat.user else { return }
    turn.log(.locked(user: user, terminal: terminal.name))
    seat.notice = nil
    show(.locked(LockPage(), over: under), &turn)
  }

  // MARK: From a session to somewhere else

  /// Leaves a session: what was typed is read back from the terminal first.
  mutating func leave(
    _ host: HostID, _ inbound: InboundRecord, _ destination: Destination,
    typed: InboundRecord.Field?, _ turn: inout Turn
  ) {
    guard let space = sessions[host]?.space else { return }
    let typedOver = typed.map { space.content(ofFieldAt: $0.position) }
    // The host never saw this key: its AID and lock stay as they were.
    if inbound.aid != .clear { sessions[host]?.space.merge(inbound) }
    sessions[host]?.space.restore(aid: space.aid, lock: space.lock)
    save(host, destination, typedOver: typedOver, &turn)
  }

  /// Asks the terminal for its screen; the hosts' records wait until it has answered.
  ///
  /// A terminal that is in a file transfer has no screen of the user's: the transfer ends.
  mutating func save(
    _ host: HostID, _ destination: Destination, afterSystemRequest: Bool = false,
    typedOver: PresentationSpace.FieldContent? = nil, _ turn: inout Turn
  ) {
    guard sessions.contains(host) else { return }
    let until = turn.now.instant.advanced(by: Self.replyTimeout)
    var saving = Saving(host: host, destination: destination, until: until)
    saving.typedOver = typedOver
    saving.mayBeCleared = afterSystemRequest
    surface = .saving(saving)
    if sessions[host]?.isTransferring ?? false {
      sessions[host]?.settle(isOwed: true, on: &seat.display, &turn)
      return saved(saving, &turn)
    }
    // Where the host has asked for the same, its answer does.
    if !(sessions[host]?.reads.awaitsBuffer ?? false) {
      turn.show([Command.readBuffer.rawValue])
    }
    turn.wake(.jump, until)
  }

  /// A record came while the terminal's screen is awaited.
  ///
  /// - Returns: whether it is a key, pressed where the terminal had not locked itself; it goes nowhere.
  mutating func savingInput(
    _ record: [UInt8], _ saving: Saving, _ turn: inout Turn
  ) -> Bool {
    let host = saving.host
    guard let cells = sessions[host]?.space.size.cells else { return false }
    guard PresentationSpace.cells(ofReadBuffer: record) == cells else {
      // What answers another read of the host's, the model will answer too.
      guard sessions[host]?.differs(record, seat.display) ?? false else {
        return Display.isKey(record)
      }
      reportSize(host, &turn)
      saved(saving, &turn)
      return false
    }
    let drift = sessions[host]?.merge(readBuffer: record, mayBeCleared: saving.mayBeCleared)
    guard let drift else { return false }
    if drift > 0, let user = seat.user, let id = sessions[host]?.id {
      turn.log(.drift(session: id, user: user, cells: drift))
    }
    saved(saving, &turn)
    return false
  }

  /// The terminal did not answer in time, or too much waits for its answer: the model stays as the
  /// last key told it, and the answer is dropped when it comes.
  mutating func saveUnread(_ saving: Saving, _ turn: inout Turn) {
    sessions[saving.host]?.settleReads(isOwed: true, &seat.display, &turn)
    owe(saving, turn.now)
    saved(saving, &turn)
  }

  /// The terminal still owes the screen of a session that is left.
  private mutating func owe(_ saving: Saving, _ now: Moment) {
    guard !saving.sawLate, let cells = sessions[saving.host]?.space.size.cells else { return }
    seat.display.late.expectBuffer(cells: cells, now.instant)
  }

  /// What cannot wait for the terminal's answer comes: the jump goes on without it.
  mutating func finishSaving(_ turn: inout Turn) {
    if case .saving(let saving)? = surface { saveUnread(saving, &turn) }
  }

  /// The terminal is about to show something else than a session, without asking it for what was
  /// typed: what hosts sent meanwhile comes in, and what they asked of the terminal is answered.
  mutating func abandonScreen(_ turn: inout Turn) {
    switch surface {
    case .saving(let saving):
      owe(saving, turn.now)
      sessions[saving.host]?.settle(isOwed: true, on: &seat.display, &turn)
      takeBack(saving)
      surface = .switching
      thaw(&turn)
    case .session(let host):
      sessions[host]?.settle(isOwed: true, on: &seat.display, &turn)
      surface = .switching
    default: break
    }
  }

  /// The terminal's screen is safe: the hosts' records that waited come in, and the user goes on.
  private mutating func saved(_ saving: Saving, _ turn: inout Turn) {
    let host = saving.host
    // What comes next is drawn whole: no menu needs to be mended before it.
    surface = .switching
    takeBack(saving)
    sessions[host]?.settleReads(isOwed: false, &seat.display, &turn)
    let hasNews = sessions.frozen.contains(host)
    thaw(&turn)
    sessions[host]?.hasUnseenOutput = hasNews
    go(saving.destination, from: host, &turn)
    if wanted != nil {
      wanted?.wantsMenu = saving.wantsMenu
    } else if saving.wantsMenu {
      saveForMenu(&turn)
    }
  }

  /// SYSREQ was pressed on the way to a session: the menu comes.
  mutating func saveForMenu(_ turn: inout Turn) {
    guard case .session(let shown)? = surface else { return }
    save(shown, .menu, afterSystemRequest: true, &turn)
  }

  /// A command that was typed into a field of the host's is no data of the host's.
  mutating func takeBack(_ saving: Saving) {
    if let content = saving.typedOver { sessions[saving.host]?.space.restore(content) }
  }

  /// Gives the hosts' records that waited to their sessions.
  mutating func thaw(_ turn: inout Turn) {
    for item in sessions.frozen.takeAll() {
      hostRecord(item.host, item.record, item.reply, &turn)
    }
  }

  /// Goes where a user wanted to be who has left a session, or whose session has ended meanwhile.
  mutating func go(_ destination: Destination, from host: HostID, _ turn: inout Turn) {
    surface = .menu(MenuPage())
    switch destination {
    case .menu: show(.menu(MenuPage(seat, sessions)), &turn)
    case .message(let lines): show(Self.message(lines, over: .session(host)), &turn)
    case .print:
      printScreen(host, &turn)
      enter(host, &turn)
    case .tag:
      sessions[host]?.isTagged.toggle()
      enter(host, alarm: true, &turn)
    case .start(let id):
      guard let definition = sessions.definition(id, seat.view) else { return draw(&turn) }
      select(definition, &turn)
    case .jump: jump(&turn)
    case .command(let line): wanted = WantedCommand(line: line, host: host)
    }
  }

  static func message(_ lines: [String], over under: Surface) -> Surface {
    .reading(ReadingPage(.message(MessagePage(text: lines))), over: under)
  }

  /// To the next live session, in the menu's order, round and round.
  mutating func jump(_ turn: inout Turn) {
    guard let next = sessions.next(seat.view, on: seat.display) else {
      return say(.noOtherSession, &turn)
    }
    if next == sessions.current { seat.notice = .noOtherSession }
    enter(next, &turn)
  }

  /// Sends a session's screen to be printed, as it is in the model.
  func printScreen(_ host: HostID, _ turn: inout Turn) {
    guard let user = seat.user, let session = sessions[host] else { return }
    turn.add(
      .printScreen(user, session.id, ScreenText.lines(session.space, session.codePage)))
  }

  /// The result of a print: on the menu a line; in a session the alarm, and a failure in words.
  mutating func printed(_ result: PrintResult, _ turn: inout Turn) {
    let notice = Notice.printed(result)
    seat.notice = notice
    guard case .session(let host)? = surface else { return refreshMenu(&turn) }
    if case .appended = result {
      turn.show([Command.write.rawValue, WCC.alarm.byte])
    } else if sessions[host]?.isTransferring == false {
      save(host, .message([notice.text]), &turn)
    }
  }

  // MARK: Freezing

  func freeze(into freezer: inout Freezer) {
    seat.freeze(into: &freezer)
    sessions.freeze(into: &freezer)
    freezer.put(state)
    freezer.put(numbers)
  }

  /// `site`: the tables and panels with which it goes on.
  init(thawing thawer: inout Thawer, _ site: Site) throws(ThawError) {
    seat = try Seat(thawing: &thawer, site)
    sessions = try SessionTable(thawing: &thawer, site.tables)
    state = try thawer.take()
    numbers = try thawer.take()
  }
}
