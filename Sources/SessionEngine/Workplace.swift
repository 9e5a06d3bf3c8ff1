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

  func isShowing(_ handle: SessionHandle) -> Bool {
    if case .present(.session(handle)) = state { true } else { false }
  }

  mutating func nextRequest() -> RequestID {
    numbers &+= 1
    return RequestID(numbers)
  }

  mutating func nextHandle() -> SessionHandle {
    numbers &+= 1
    return SessionHandle(terminal: terminal.serial, number: numbers)
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
    if case .session(let handle) = under { enter(handle, &turn) } else { show(under, &turn) }
  }

  /// Brings a session's screen to the terminal, as it is now.
  ///
  /// `alarm`: whether the terminal sounds it: a sign that a key of ours did what it does.
  mutating func enter(_ handle: SessionHandle, alarm: Bool = false, _ turn: inout Turn) {
    guard sessions.contains(handle) else { return showMenu(&turn) }
    guard sessions[handle]?.isActive ?? false else {
      seat.notice = (sessions[handle]?.id).map { .sessionStarting($0) }
      sessions.current = handle
      return showMenu(&turn)
    }
    guard fits(handle) else { return hold(handle, &turn) }
    surface = .session(handle)
    sessions.current = handle
    redraw(handle, alarm: alarm || sessions[handle]?.alarmPending ?? false, &turn)
    sessions[handle]?.hasUnseenOutput = false
    sessions[handle]?.alarmPending = false
  }

  func fits(_ handle: SessionHandle) -> Bool {
    sessions[handle].map { seat.display.fits($0.space) } ?? false
  }

  /// A session whose screen is larger than the terminal lives on behind the menu, which says so.
  private mutating func hold(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let session = sessions[handle] else { return }
    seat.notice = .doesNotFit(session.id, session.space.size.description)
    showMenu(&turn)
  }

  /// Draws the session that is shown anew, or holds it where it fits no more.
  mutating func showWhole(_ handle: SessionHandle, alarm: Bool, _ turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    if fits(handle) { redraw(handle, alarm: alarm, &turn) } else { hold(handle, &turn) }
  }

  func redraw(_ handle: SessionHandle, alarm: Bool, _ turn: inout Turn) {
    guard let space = sessions[handle]?.space else { return }
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
    case .present(.session(let handle)): sessions[handle]?.reads.awaitsBuffer ?? false
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
    _ handle: SessionHandle, _ inbound: InboundRecord, _ destination: Destination,
    typed: InboundRecord.Field?, _ turn: inout Turn
  ) {
    guard let space = sessions[handle]?.space else { return }
    let typedOver = typed.map { space.content(ofFieldAt: $0.position) }
    // The host never saw this key: its AID and lock stay as they were.
    if inbound.aid != .clear { sessions[handle]?.space.merge(inbound) }
    sessions[handle]?.space.restore(aid: space.aid, lock: space.lock)
    save(handle, destination, typedOver: typedOver, &turn)
  }

  /// Asks the terminal for its screen; the hosts' records wait until it has answered.
  ///
  /// A terminal that is in a file transfer has no screen of the user's: the transfer ends.
  mutating func save(
    _ handle: SessionHandle, _ destination: Destination, afterSystemRequest: Bool = false,
    typedOver: PresentationSpace.FieldContent? = nil, _ turn: inout Turn
  ) {
    guard sessions.contains(handle) else { return }
    let until = turn.now.instant.advanced(by: Self.replyTimeout)
    var saving = Saving(handle: handle, destination: destination, until: until)
    saving.typedOver = typedOver
    saving.mayBeCleared = afterSystemRequest
    surface = .saving(saving)
    if sessions[handle]?.isTransferring ?? false {
      sessions[handle]?.settle(isOwed: true, on: &seat.display, &turn)
      return saved(saving, &turn)
    }
    // Where the host has asked for the same, its answer does.
    if !(sessions[handle]?.reads.awaitsBuffer ?? false) {
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
    let handle = saving.handle
    guard let cells = sessions[handle]?.space.size.cells else { return false }
    guard PresentationSpace.cells(ofReadBuffer: record) == cells else {
      // What answers another read of the host's, the model will answer too.
      guard sessions[handle]?.differs(record, seat.display) ?? false else {
        return Display.isKey(record)
      }
      reportSize(handle, &turn)
      saved(saving, &turn)
      return false
    }
    let drift = sessions[handle]?.merge(readBuffer: record, mayBeCleared: saving.mayBeCleared)
    guard let drift else { return false }
    if drift > 0, let user = seat.user, let id = sessions[handle]?.id {
      turn.log(.drift(session: id, user: user, cells: drift))
    }
    saved(saving, &turn)
    return false
  }

  /// The terminal did not answer in time, or too much waits for its answer: the model stays as the
  /// last key told it, and the answer is dropped when it comes.
  mutating func saveUnread(_ saving: Saving, _ turn: inout Turn) {
    sessions[saving.handle]?.settleReads(isOwed: true, &seat.display, &turn)
    owe(saving, turn.now)
    saved(saving, &turn)
  }

  /// The terminal still owes the screen of a session that is left.
  private mutating func owe(_ saving: Saving, _ now: Moment) {
    guard !saving.sawLate, let cells = sessions[saving.handle]?.space.size.cells else { return }
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
      sessions[saving.handle]?.settle(isOwed: true, on: &seat.display, &turn)
      takeBack(saving)
      surface = .switching
      thaw(&turn)
    case .session(let handle):
      sessions[handle]?.settle(isOwed: true, on: &seat.display, &turn)
      surface = .switching
    default: break
    }
  }

  /// The terminal's screen is safe: the hosts' records that waited come in, and the user goes on.
  private mutating func saved(_ saving: Saving, _ turn: inout Turn) {
    let handle = saving.handle
    // What comes next is drawn whole: no menu needs to be mended before it.
    surface = .switching
    takeBack(saving)
    sessions[handle]?.settleReads(isOwed: false, &seat.display, &turn)
    let hasNews = sessions.frozen.contains(handle)
    thaw(&turn)
    sessions[handle]?.hasUnseenOutput = hasNews
    go(saving.destination, from: handle, &turn)
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
    if let content = saving.typedOver { sessions[saving.handle]?.space.restore(content) }
  }

  /// Gives the hosts' records that waited to their sessions.
  mutating func thaw(_ turn: inout Turn) {
    for item in sessions.frozen.takeAll() {
      hostRecord(item.handle, item.record, item.reply, &turn)
    }
  }

  /// Goes where a user wanted to be who has left a session, or whose session has ended meanwhile.
  mutating func go(_ destination: Destination, from handle: SessionHandle, _ turn: inout Turn) {
    surface = .menu(MenuPage())
    switch destination {
    case .menu: show(.menu(MenuPage(seat, sessions)), &turn)
    case .message(let lines): show(Self.message(lines, over: .session(handle)), &turn)
    case .print:
      printScreen(handle, &turn)
      enter(handle, &turn)
    case .tag:
      sessions[handle]?.isTagged.toggle()
      enter(handle, alarm: true, &turn)
    case .start(let id):
      guard let definition = sessions.definition(id, seat.view) else { return draw(&turn) }
      select(definition, &turn)
    case .jump: jump(&turn)
    case .command(let line): wanted = WantedCommand(line: line, handle: handle)
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
  func printScreen(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let user = seat.user, let session = sessions[handle] else { return }
    turn.add(
      .printScreen(user, session.id, ScreenText.lines(session.space, session.codePage)))
  }

  /// The result of a print: on the menu a line; in a session the alarm, and a failure in words.
  mutating func printed(_ result: PrintResult, _ turn: inout Turn) {
    let notice = Notice.printed(result)
    seat.notice = notice
    guard case .session(let handle)? = surface else { return refreshMenu(&turn) }
    if case .appended = result {
      turn.show([Command.write.rawValue, WCC.alarm.byte])
    } else if sessions[handle]?.isTransferring == false {
      save(handle, .message([notice.text]), &turn)
    }
  }

  // MARK: Freezing

  /// Writes all but the sessions, which it names.
  func freeze(into freezer: inout Freezer) {
    seat.freeze(into: &freezer)
    sessions.freeze(into: &freezer)
    freezer.put(state)
    freezer.put(numbers)
  }

  /// - `site`: the tables and panels with which it goes on.
  /// - `thawed`: the sessions.
  init(
    thawing thawer: inout Thawer, _ site: Site, sessions thawed: [SessionHandle: ActiveSession]
  ) throws(ThawError) {
    seat = try Seat(thawing: &thawer, site)
    sessions = try SessionTable(thawing: &thawer, thawed)
    state = try thawer.take()
    numbers = try thawer.take()
  }
}
