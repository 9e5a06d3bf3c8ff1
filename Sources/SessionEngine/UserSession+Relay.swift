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
    _ host: HostID, _ record: [UInt8], _ reply: ReplyWanted, _ now: Moment,
    _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    if case .saving(host, let destination, _) = screen {
      frozen.append(FrozenRecords.Item(host: host, record: record, reply: reply))
      if frozen.isFull { saveUnread(host, destination, now, &effects) }
      return
    }
    if !sessions[index].definition.entry.ignoresOutputForTimeout {
      sessions[index].touch(now.instant)
    }
    let isShown = screen == .session(host) && isConnected
    if isShown, forwardsRead(record, reply, index, now, &effects) { return }
    sessions[index].systemInput = nil
    let mode = sessions[index].space.replyMode
    let outcome = sessions[index].space.apply(record)
    answer(host, reply, outcome.error, &effects)
    for reply in outcome.replies { effects.append(.sendHost(host, reply)) }
    let after = follow(index, outcome.transfer, isShown: isShown, &effects)
    if isShown {
      let isChanged = outcome.wroteScreen || sessions[index].space.replyMode != mode
      relay(index, record, outcome, isChanged: isChanged, &effects)
    } else if outcome.wroteScreen {
      unseen(index, alarm: outcome.alarm, &effects)
    }
    if let error = outcome.error {
      let command = record.first.flatMap(Command.init(byte:)).map { "\($0.title): " } ?? ""
      dataStreamError(host, "\(command)\(error)", now, &effects)
    }
    typeSessionData(host, &effects)
    if let after, screen == .session(host), isConnected { save(host, after, now, &effects) }
  }

  /// The host wrote while the terminal shows something else.
  mutating func unseen(_ index: Int, alarm: Bool, _ effects: inout [Effect]) {
    sessions[index].alarmPending = sessions[index].alarmPending || alarm
    guard !sessions[index].hasUnseenOutput else { return }
    sessions[index].hasUnseenOutput = true
    refreshMenu(&effects)
  }

  /// Shows what the host wrote: its own bytes where the terminal is as the host believes, else a redraw.
  private mutating func relay(
    _ index: Int, _ record: [UInt8], _ outcome: WriteOutcome, isChanged: Bool,
    _ effects: inout [Effect]
  ) {
    let space = sessions[index].space
    let matches =
      space.defaultSize == capabilities.defaultSize
      && space.alternateSize == capabilities.alternateSize
      && capabilities.covers(space.capabilities)
    if outcome.transfer != nil {
      effects.append(.sendTerminal(record))
    } else if matches, outcome.error == nil, outcome.replies.isEmpty {
      effects.append(
        .sendTerminal(sessions[index].rewriter?.rewrite(record, in: space.size) ?? record))
    } else if isChanged {
      showWhole(index, alarm: outcome.alarm, &effects)
    }
  }

  func answer(
    _ host: HostID, _ reply: ReplyWanted, _ error: DataStreamError?, _ effects: inout [Effect]
  ) {
    switch (reply, error) {
    case (.no, _), (.onError, nil): break
    case (.always(let sequence), nil):
      effects.append(.respondHost(host, sequence: sequence, sense: .positive))
    case (.always(let sequence), .some(let error)), (.onError(let sequence), .some(let error)):
      effects.append(
        .respondHost(host, sequence: sequence, sense: .negative(error.responseCode)))
    }
  }

  /// Broken records of a session that are logged one by one, and after how many more one is again.
  static let faultsTold = 20
  static let faultsBetween = 1000

  mutating func dataStreamError(
    _ host: HostID, _ fault: String, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user, let index = index(of: host) else { return }
    let definition = sessions[index].definition
    sessions[index].faults += 1
    let count = sessions[index].faults
    // A host that sends nothing else must not fill the log.
    if count <= Self.faultsTold || count.isMultiple(of: Self.faultsBetween) {
      effects.append(
        .record(
          .dataStreamError(
            session: definition.id, application: definition.application, user: user.id,
            fault: count <= Self.faultsTold ? fault : "\(fault) (\(count) in this session)")))
    }
    if definition.entry.dataStreamErrors == "END" {
      end(host, .protocolError(fault), &effects)
    }
  }
}
