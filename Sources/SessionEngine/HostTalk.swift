import DataStream
import Names
import Script
import Tables
import Terminal
import Time

/// A session and its application: what comes from there, and what goes there.
extension ActiveSession {
  // MARK: From the application

  /// What a record of the application makes the terminal's owner do.
  struct HostOutcome: Sendable {
    /// Whether the screen is to be drawn whole, and with the alarm.
    var wantsDrawing = false
    var alarm = false
    /// Whether it is the first output since the user last saw the session.
    var isNews = false
    /// Whether the screen, or the keyboard, is as the application has made it now.
    var hasWritten = false
    /// What was wrong with the record.
    var fault: String?
    /// Where the user wanted to go while a transfer ran, which is over.
    var after: Destination?
  }

  /// Takes a record into the model, answers it, and relays it where the terminal shows the session.
  mutating func hostRecord(
    _ record: [UInt8], _ reply: ReplyWanted, on display: inout Display, isShown: Bool,
    in turn: inout Turn
  ) -> HostOutcome {
    var result = HostOutcome()
    outputCame(turn.now.instant)
    // The terminal knows best what was typed: it answers reads, and the model does not see them.
    // What a script typed no terminal has.
    if isShown, script == nil, forwardsRead(record, reply, on: display, in: &turn) { return result }
    systemInput = nil
    let before = space.form
    var outcome = space.apply(record)
    if let effect = reply.response(outcome.error, to: handle) { turn.add(effect) }
    // The model's answers come behind those that the terminal was asked for before.
    for answer in outcome.replies {
      if reads.count >= PeerLimits.readsAwaited {
        settleReads(isOwed: true, on: &display, in: &turn)
      }
      if reads.passes(answer) { turn.add(.sendHost(handle, answer)) }
    }
    let isRefused = refusesTransfer(&outcome, &turn)
    result.after = follow(outcome.transfer, isShown: isShown, in: &turn)
    result.alarm = outcome.alarm
    result.hasWritten = outcome.wroteScreen
    if outcome.hasErased { secret = TypedSecret() }
    if isShown, isRefused {
      result.wantsDrawing = outcome.wroteScreen
    } else if isShown {
      result.wantsDrawing = !relays(record, outcome, before: before, on: display, in: &turn)
    } else if outcome.wroteScreen {
      result.isNews = unseen(alarm: outcome.alarm)
    }
    if let error = outcome.error {
      let command = record.first.flatMap(Command.init(byte:)).map { "\($0.title): " } ?? ""
      result.fault = "\(command)\(error)"
    }
    return result
  }

  /// The application wrote while the terminal shows something else.
  ///
  /// - Returns: whether it is the first time since the user last saw the session.
  mutating func unseen(alarm: Bool) -> Bool {
    if alarm { alarmPending = true }
    defer { hasUnseenOutput = true }
    return !hasUnseenOutput
  }

  /// Relays the application's own bytes where the terminal is as the application believes.
  ///
  /// A size that a structured field orders is drawn, not relayed: emulators do not agree on Erase/Write
  /// Alternate inside Outbound 3270DS (x3270 keeps the size that it has).
  /// - Returns: false where the screen must be drawn whole instead.
  private mutating func relays(
    _ record: [UInt8], _ outcome: WriteOutcome, before: PresentationSpace.Form,
    on display: Display, in turn: inout Turn
  ) -> Bool {
    if outcome.transfer != nil {
      turn.show(record)
      return true
    }
    let capabilities = display.capabilities
    let matches =
      space.defaultSize == capabilities.defaultSize
      && space.alternateSize == capabilities.alternateSize
      && capabilities.covers(space.capabilities)
    let resizes =
      space.size != before.size
      && record.first.flatMap { Command(byte: $0) } == .writeStructuredField
    if matches, outcome.error == nil, outcome.replies.isEmpty, !resizes, secret.isEmpty {
      let rewritten = rewriter?.rewrite(
        record, in: space.size, isDoubleByte: capabilities.isDoubleByte)
      turn.show(rewritten ?? record)
      return true
    }
    return !outcome.wroteScreen && space.form == before
  }

  /// Text of the host's system services: shown as the terminal would show it.
  mutating func hostText(_ text: [UInt8], _ now: Instant) {
    if systemInput == nil { secret = TypedSecret() }
    systemInput = space.showSystemText(text, after: systemInput)
    outputCame(now)
  }

  /// An application begins: the screen has the sizes that it orders.
  mutating func bind(_ sizes: BoundSizes, on display: inout Display, at now: Instant) {
    func size(_ rows: Int?, _ columns: Int?) -> Geometry? {
      guard let rows, let columns else { return nil }
      return Geometry(rows: rows, columns: columns)
    }
    renew(on: &display, now)
    space.bind(
      default: size(sizes.rows, sizes.columns),
      alternate: size(sizes.alternateRows, sizes.alternateColumns))
  }

  /// The application passes the session on (CLSDST PASS): its screen is gone, and nothing may be typed
  /// before the next one's BIND.
  mutating func unbind(on display: inout Display, _ now: Instant) {
    renew(on: &display, now)
    space.bind(default: nil, alternate: nil)
    space.restore(aid: .none, lock: .waiting)
  }

  /// Nothing that the application before asked goes on.
  private mutating func renew(on display: inout Display, _ now: Instant) {
    forgetReads(on: &display, now)
    transfer = nil
    systemInput = nil
    secret = TypedSecret()
    script?.run.forgetWritten()
  }

  // MARK: From the terminal

  /// What a record of the terminal that shows the session is.
  enum TerminalOutcome: Sendable {
    /// An answer; it is where it belongs.
    case done
    /// A key that was kept until a transfer is over.
    case kept
    /// The terminal's whole screen, in another size than the application believes.
    case sizeDiffers
    case broken(String)
    /// A key, ours or the application's.
    case key(InboundRecord)
  }

  /// `menuKey`: the key that leads to the menu.
  mutating func terminalRecord(
    _ record: [UInt8], menuKey: AID?, on display: Display, in turn: inout Turn
  ) -> TerminalOutcome {
    if let outcome = answersRead(record, on: display, in: &turn) { return outcome }
    let inbound: InboundRecord
    do {
      inbound = try InboundRecord(record, in: space.size)
    } catch {
      return .broken("from the terminal: \(error)")
    }
    switch RunningTransfer.take(record, inbound.aid, menuKey: menuKey, in: &transfer) {
    case .key: return .key(inbound)
    case .kept: return .kept
    case .pass:
      touch(turn.now.instant)
      press(record, inbound, in: &turn)
      return .done
    }
  }

  /// Gives a key to the application.
  ///
  /// - Returns: false where nobody takes it, and the keyboard is given back.
  @discardableResult
  mutating func press(_ record: [UInt8], _ inbound: InboundRecord, in turn: inout Turn) -> Bool {
    space.merge(inbound)
    if inbound.aid == .clear { secret = TypedSecret() }
    guard let start = systemInput else {
      let isCompleted = definition.entry.compressesInbound && inbound.aid != .structuredField
      send(isCompleted ? space.readModified(all: false) : record, &turn)
      return true
    }
    guard inbound.aid == .enter else {
      // Only ENTER speaks to a host's system services.
      space.restore(aid: .none, lock: .unlocked)
      return false
    }
    turn.add(.sendHostText(handle, space.systemInput(from: start)))
    return true
  }

  /// Sends a key to the application, as if it had been pressed there; not while the application has the
  /// keyboard.
  mutating func press(_ key: AID, _ turn: inout Turn) {
    guard space.lock == .unlocked else { return }
    space.restore(aid: key, lock: .waiting)
    send(space.readModified(all: false), &turn)
  }

  /// Sends what was typed; where &PSWD may be in it for all to see, no trace has it.
  private func send(_ record: [UInt8], _ turn: inout Turn) {
    turn.add(secret.isShown ? .sendHostSecret(handle, record) : .sendHost(handle, record))
  }

  /// Sends a script's key, with what the script typed; what is left without a key stays on the screen.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - turn: what is done.
  mutating func press(scripted key: AID, in turn: inout Turn) {
    touch(turn.now.instant)
    guard space.lock == .unlocked else { return }
    if let start = systemInput {
      // Only ENTER speaks to a host's system services.
      guard key == .enter else { return }
      space.restore(aid: key, lock: .waiting)
      return turn.add(.sendHostText(handle, space.systemInput(from: start)))
    }
    if key == .clear {
      space.pressClear()
      secret = TypedSecret()
    } else {
      space.restore(aid: key, lock: .waiting)
    }
    send(space.readModified(all: false), &turn)
  }

  /// Takes the terminal's whole screen into the model, before the user leaves the session.
  ///
  /// - Parameters:
  ///   - record: its answer to Read Buffer.
  ///   - mayBeCleared: whether the emulator may have cleared its screen by itself.
  /// - Returns: cells that should not have changed and did; nil where it is no answer.
  mutating func merge(readBuffer record: [UInt8], mayBeCleared: Bool) -> Int? {
    if space.isCleared(readBuffer: record), mayBeCleared || space.isFormatted {
      return mayBeCleared ? 0 : space.size.cells
    }
    let drift = space.merge(
      readBuffer: record, keepsModified: definition.entry.compressesInbound)
    return drift?.protectedCells
  }

  // MARK: Reads

  /// Sends a read on to the terminal; false where it is none.
  private mutating func forwardsRead(
    _ record: [UInt8], _ reply: ReplyWanted, on display: Display, in turn: inout Turn
  ) -> Bool {
    let partition =
      display.capabilities.isExtended ? StructuredField.partitionRead(record) : nil
    let command = partition ?? record.first.flatMap { Command(byte: $0) }
    switch command {
    case .readBuffer?, .readModified?, .readModifiedAll?: break
    default: return false
    }
    guard let command, reads.count < PeerLimits.readsAwaited else { return false }
    if let effect = reply.response(nil, to: handle) { turn.add(effect) }
    let until = turn.now.instant.advanced(by: Self.readPatience)
    reads.ask(TerminalRead(command: command, isPartition: partition != nil, until: until))
    turn.show(record)
    turn.wake(.read(handle), until)
    return true
  }

  /// How long a terminal may take to answer a host's own read before the model does.
  static let readPatience = Duration.seconds(5)

  /// Gives the terminal's answer to the application; nil where the record is none.
  private mutating func answersRead(
    _ record: [UInt8], on display: Display, in turn: inout Turn
  ) -> TerminalOutcome? {
    guard let read = reads.oldest else { return nil }
    if read.isAnswered(by: record, space) {
      let isCompleted = definition.entry.compressesInbound
      passOn(read.answer(record, completing: isCompleted, from: &space), &turn)
      return .done
    }
    guard read.command == .readBuffer, differs(record, display) else { return nil }
    // The terminal is not as its host believes: the model answers.
    passOn(read.answer(of: space), &turn)
    return .sizeDiffers
  }

  /// Whether a record is the terminal's whole screen in its other size.
  func differs(_ record: [UInt8], _ display: Display) -> Bool {
    PresentationSpace.cells(ofReadBuffer: record) != space.size.cells && display.isWhole(record)
  }

  private mutating func passOn(_ answer: [UInt8], _ turn: inout Turn) {
    send(answer, &turn)
    for record in reads.answered() { turn.add(.sendHost(handle, record)) }
  }

  /// The terminal took too long: the model answers.
  mutating func readTimer(on display: inout Display, _ turn: inout Turn) {
    while let read = reads.oldest, read.until <= turn.now.instant {
      display.late.expect(read, cells: space.size.cells, at: turn.now.instant)
      passOn(read.answer(of: space), &turn)
    }
  }

  /// Answers what the application asked of a terminal that shows something else now, or is gone.
  ///
  /// `isOwed`: whether the terminal's own answers are still to come.
  mutating func settle(isOwed: Bool, on display: inout Display, in turn: inout Turn) {
    abortTransfer(&turn)
    settleReads(isOwed: isOwed, on: &display, in: &turn)
  }

  /// The same without an end of a transfer.
  mutating func settleReads(isOwed: Bool, on display: inout Display, in turn: inout Turn) {
    let settled = reads.takeAll().settled { $0.answer(of: space) }
    for record in settled.records { turn.add(.sendHost(handle, record)) }
    guard isOwed else { return }
    for read in settled.owed {
      display.late.expect(read, cells: space.size.cells, at: turn.now.instant)
    }
  }

  /// Drops the questions of an application that is gone.
  mutating func forgetReads(on display: inout Display, _ now: Instant) {
    for read in reads.takeAll().settled({ _ in [] }).owed {
      display.late.expect(read, cells: space.size.cells, at: now)
    }
  }

  // MARK: Files

  /// A host's record came: a transfer begins, goes on, or is over.
  ///
  /// - Returns: where the user wanted to go while it ran.
  private mutating func follow(
    _ step: FileTransferStep?, isShown: Bool, in turn: inout Turn
  ) -> Destination? {
    guard let step else {
      defer { transfer = nil }
      return transfer?.after
    }
    if transfer == nil {
      transfer = RunningTransfer(step: step, began: turn.now.instant)
    } else {
      transfer?.goOn(step)
    }
    if !isShown { abortTransfer(&turn) }
    return nil
  }

  /// Refuses a transfer where the entry allows none: the terminal does not hear of it.
  ///
  /// - Returns: whether the record was one of a transfer by structured fields.
  private func refusesTransfer(_ outcome: inout WriteOutcome, _ turn: inout Turn) -> Bool {
    guard let step = outcome.transfer, !definition.entry.transfersFiles else { return false }
    outcome.transfer = nil
    guard case .structuredField(let function) = step else { return false }
    turn.add(.sendHost(handle, FileTransferRefusal(function: function).record))
    return true
  }

  /// Ends a transfer whose terminal is elsewhere; a host that waits is told that it cannot go on.
  private mutating func abortTransfer(_ turn: inout Turn) {
    guard let ended = transfer else { return }
    transfer = nil
    if let refusal = ended.refusal(space) { turn.add(.sendHost(handle, refusal)) }
  }

  /// Keeps what the user wants until an honest transfer is over; false where none runs, and where the
  /// user wants it again: leaving then breaks the transfer off.
  mutating func postpones(_ destination: Destination) -> Bool {
    transfer?.postpones(destination) ?? false
  }
}
