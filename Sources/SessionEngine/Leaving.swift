import DataStream
import Messages
import Names
import Tables
import Terminal
import Time

/// From a session to somewhere else: what was typed is saved first.
extension Workplace {
  /// Leaves a session: what was typed is read back from the terminal first.
  mutating func leave(
    _ handle: SessionHandle, _ inbound: InboundRecord, for way: KeyWay, in turn: inout Turn
  ) {
    guard let space = sessions[handle]?.space else { return }
    let typedOver = way.field.map { space.content(ofFieldAt: $0.position) }
    // The host never saw this key: its AID and lock stay as they were.
    if inbound.aid != .clear { sessions[handle]?.space.merge(inbound) }
    sessions[handle]?.space.restore(aid: space.aid, lock: space.lock)
    save(handle, way.destination, typedOver: typedOver, in: &turn)
  }

  /// Asks the terminal for its screen; the hosts' records wait until it has answered.
  ///
  /// A terminal that is in a file transfer has no screen of the user's: the transfer ends.
  mutating func save(
    _ handle: SessionHandle, _ destination: Destination, afterSystemRequest: Bool = false,
    typedOver: PresentationSpace.FieldContent? = nil, in turn: inout Turn
  ) {
    guard sessions.contains(handle) else { return }
    let until = turn.now.instant.advanced(by: Self.replyTimeout)
    var saving = Saving(handle: handle, destination: destination, until: until)
    saving.typedOver = typedOver
    saving.mayBeCleared = afterSystemRequest
    surface = .saving(saving)
    if sessions[handle]?.isTransferring ?? false {
      station.settle(handle, isOwed: true, in: &turn)
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
    _ record: [UInt8], _ saving: Saving, in turn: inout Turn
  ) -> Bool {
    let answer = saving.take(record, at: &station, in: &turn)
    if answer == .screen { saved(saving, &turn) }
    return answer == .key
  }

  /// The terminal did not answer in time, or too much waits for its answer: the model stays as the
  /// last key told it, and the answer is dropped when it comes.
  mutating func saveUnread(_ saving: Saving, _ turn: inout Turn) {
    station.settleReads(saving.handle, isOwed: true, in: &turn)
    saving.owe(at: &station, turn.now.instant)
    saved(saving, &turn)
  }

  /// What cannot wait for the terminal's answer comes: the jump goes on without it.
  mutating func finishSaving(_ turn: inout Turn) {
    if case .saving(let saving)? = surface { saveUnread(saving, &turn) }
  }

  /// A script's ticket is typed when what the user typed in its session is safe.
  mutating func makeWay(forTicket request: RequestID, _ turn: inout Turn) {
    guard case .saving(let saving)? = surface, sessions.handle(scripting: request) == saving.handle
    else { return }
    finishSaving(&turn)
  }

  /// The terminal is about to show something else than a session, without asking it for what was
  /// typed: what hosts sent meanwhile comes in, and what they asked of the terminal is answered.
  mutating func abandonScreen(_ turn: inout Turn) {
    switch surface {
    case .saving(let saving):
      saving.owe(at: &station, turn.now.instant)
      station.settle(saving.handle, isOwed: true, in: &turn)
      saving.takeBack(at: &station)
      surface = .switching
      thaw(&turn)
    case .session(let handle):
      station.settle(handle, isOwed: true, in: &turn)
      surface = .switching
    default: break
    }
  }

  /// The terminal's screen is safe: the hosts' records that waited come in, and the user goes on.
  private mutating func saved(_ saving: Saving, _ turn: inout Turn) {
    let handle = saving.handle
    // What comes next is drawn whole: no menu needs to be mended before it.
    surface = .switching
    saving.takeBack(at: &station)
    station.settleReads(handle, isOwed: false, in: &turn)
    let hasNews = sessions.frozen.contains(handle)
    thaw(&turn)
    sessions[handle]?.hasUnseenOutput = hasNews
    go(saving.destination, from: handle, in: &turn)
    if wanted != nil {
      wanted?.wantsMenu = saving.wantsMenu
    } else if saving.wantsMenu {
      saveForMenu(&turn)
    }
  }

  /// SYSREQ was pressed on the way to a session: the menu comes.
  mutating func saveForMenu(_ turn: inout Turn) {
    guard case .session(let shown)? = surface else { return }
    save(shown, .menu, afterSystemRequest: true, in: &turn)
  }

  /// Gives the hosts' records that waited to their sessions.
  mutating func thaw(_ turn: inout Turn) {
    for item in station.sessions.frozen.takeAll() {
      hostRecord(item.handle, item.record, reply: item.reply, in: &turn)
    }
  }

  /// Goes where a user wanted to be who has left a session, or whose session has ended meanwhile.
  mutating func go(
    _ destination: Destination, from handle: SessionHandle, in turn: inout Turn
  ) {
    surface = .menu(MenuPage())
    switch destination {
    case .menu: show(.menu(MenuPage(at: station)), &turn)
    case .message(let lines): show(.message(lines, over: .session(handle)), &turn)
    case .print:
      station.printScreen(handle, &turn)
      enter(handle, in: &turn)
    case .tag:
      sessions[handle]?.isTagged.toggle()
      enter(handle, alarm: true, in: &turn)
    case .start(let id):
      guard let definition = sessions.definition(id, seat.view) else { return draw(&turn) }
      select(definition, in: &turn)
    case .jump: jump(&turn)
    case .command(let line): wanted = WantedCommand(line: line, handle: handle)
    }
  }

  /// To the next live session, in the menu's order, round and round.
  mutating func jump(_ turn: inout Turn) {
    guard let next = sessions.next(seat.view, on: seat.display) else {
      return say(.noOtherSession, in: &turn)
    }
    if next == sessions.current { seat.notice = .noOtherSession }
    enter(next, in: &turn)
  }

  /// The result of a print: on the menu a line; in a session the alarm, and a failure in words.
  mutating func printed(_ result: PrintResult, _ turn: inout Turn) {
    let notice = Notice.printed(result)
    seat.notice = notice
    guard case .session(let handle)? = surface else { return refreshMenu(&turn) }
    if case .appended = result {
      turn.show([Command.write.rawValue, WCC.alarm.byte])
    } else if sessions[handle]?.isTransferring == false {
      save(handle, .message([notice.text]), in: &turn)
    }
  }
}
