import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import Tables
import Terminal
import Time

/// What an application sends: into the session's model, and to the terminal that shows it.
extension UserSession {
  // MARK: From the application

  mutating func hostRecord(
    _ host: HostID, _ record: [UInt8], _ reply: ReplyWanted, _ turn: inout Turn
  ) {
    guard sessions.contains(host) else { return }
    if case .saving(let saving) = screen, saving.host == host {
      frozen.append(FrozenRecords.Item(host: host, record: record, reply: reply))
      if frozen.isFull { saveUnread(saving, &turn) }
      return
    }
    outputCame(host, turn.now)
    let isShown = screen == .session(host) && isConnected
    if isShown, forwardsRead(record, reply, host, &turn) { return }
    sessions[host]?.systemInput = nil
    let before = sessions[host]?.space.form
    guard var outcome = sessions[host]?.space.apply(record) else { return }
    answer(host, reply, outcome.error, &turn)
    self.reply(outcome.replies, to: host, &turn)
    let isRefused = refusesTransfer(host, &outcome, &turn)
    let after = follow(host, outcome.transfer, isShown: isShown, &turn)
    if isShown, isRefused {
      if outcome.wroteScreen { showWhole(host, alarm: outcome.alarm, &turn) }
    } else if isShown {
      relay(host, record, outcome, before: before, &turn)
    } else if outcome.wroteScreen {
      unseen(host, alarm: outcome.alarm, &turn)
    }
    if let error = outcome.error {
      let command = record.first.flatMap(Command.init(byte:)).map { "\($0.title): " } ?? ""
      dataStreamError(host, "\(command)\(error)", &turn)
    }
    typeSessionData(host, &turn)
    if let after, screen == .session(host), isConnected { save(host, after, &turn) }
  }

  /// Output counts for the session's own time-out, where the entry does not say otherwise.
  mutating func outputCame(_ host: HostID, _ now: Moment) {
    guard sessions[host]?.definition.entry.ignoresOutputForTimeout == false else { return }
    sessions[host]?.touch(now.instant)
  }

  /// The host wrote while the terminal shows something else.
  mutating func unseen(_ host: HostID, alarm: Bool, _ turn: inout Turn) {
    if alarm { sessions[host]?.alarmPending = true }
    guard sessions[host]?.hasUnseenOutput == false else { return }
    sessions[host]?.hasUnseenOutput = true
    refreshMenu(&turn)
  }

  /// Shows what the host wrote: its own bytes where the terminal is as the host believes, else a redraw.
  ///
  /// A size that a structured field orders is drawn, not relayed: emulators do not agree on Erase/Write
  /// Alternate inside Outbound 3270DS (x3270 keeps the size that it has).
  private mutating func relay(
    _ host: HostID, _ record: [UInt8], _ outcome: WriteOutcome,
    before: PresentationSpace.Form?, _ turn: inout Turn
  ) {
    guard let space = sessions[host]?.space else { return }
    let matches =
      space.defaultSize == capabilities.defaultSize
      && space.alternateSize == capabilities.alternateSize
      && capabilities.covers(space.capabilities)
    let resizes =
      space.size != before?.size
      && record.first.flatMap { Command(byte: $0) } == .writeStructuredField
    if outcome.transfer != nil {
      turn.show(record)
    } else if matches, outcome.error == nil, outcome.replies.isEmpty, !resizes {
      let rewritten = sessions[host]?.rewriter?.rewrite(
        record, in: space.size, isDoubleByte: capabilities.isDoubleByte)
      turn.show(rewritten ?? record)
    } else if outcome.wroteScreen || space.form != before {
      showWhole(host, alarm: outcome.alarm, &turn)
    }
  }

  func answer(
    _ host: HostID, _ reply: ReplyWanted, _ error: DataStreamError?, _ turn: inout Turn
  ) {
    switch (reply, error) {
    case (.no, _), (.onError, nil): break
    case (.always(let sequence), nil):
      turn.add(.respondHost(host, sequence: sequence, sense: .positive))
    case (.always(let sequence), .some(let error)), (.onError(let sequence), .some(let error)):
      turn.add(
        .respondHost(host, sequence: sequence, sense: .negative(error.responseCode)))
    }
  }

  /// Broken records of a session that are logged one by one, and after how many more one is again.
  static let faultsTold = 20
  static let faultsBetween = 1000

  mutating func dataStreamError(
    _ host: HostID, _ fault: String, _ turn: inout Turn
  ) {
    sessions[host]?.faults += 1
    guard let user, let session = sessions[host] else { return }
    let (definition, count) = (session.definition, session.faults)
    // A host that sends nothing else must not fill the log.
    if count <= Self.faultsTold || count.isMultiple(of: Self.faultsBetween) {
      turn.log(
        .dataStreamError(
          session: definition.id, application: definition.application, user: user.id,
          fault: count <= Self.faultsTold ? fault : "\(fault) (\(count) in this session)"))
    }
    if definition.entry.dataStreamErrors == .end {
      end(host, .protocolError(fault), &turn)
    }
  }
}
