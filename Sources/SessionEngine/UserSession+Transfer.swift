import DataStream
import Names
import Tables
import Terminal
import Time

/// A file transfer between a session's application and the terminal that shows it.
///
/// An honest one goes step by step: the host writes, the terminal answers. One whose terminal never
/// answers, or whose host does not wait for the answer, may be a pretence that keeps the user there.
struct RunningTransfer: Sendable {
  /// The host's last record of it.
  var step: FileTransferStep
  let began: Instant
  /// Steps of the host that the terminal has not answered.
  private(set) var unanswered = 1
  private var wasAnswered = false
  /// Where the user goes when it is over: a key or a message came meanwhile.
  var after: UserSession.Destination?

  init(step: FileTransferStep, began: Instant) {
    self.step = step
    self.began = began
  }

  /// Whether the host waits for the terminal's answer.
  var isAwaited: Bool { unanswered > 0 }
  /// Whether it may be a pretence.
  var isDoubtful: Bool { !wasAnswered || unanswered > patience }

  /// Steps that an honest host may send before the terminal answers: a frame is answered by a key;
  /// an upload's Set Cursor and a download's Insert header go without an answer (IND$FILE, DFT).
  private var patience: Int {
    switch step {
    case .structuredField: 2
    case .frame: 1
    }
  }
  /// Whether its user has a reason not to press keys.
  func isBusy(_ now: Instant) -> Bool {
    !isDoubtful && began.duration(to: now) < .seconds(PeerLimits.transferTime)
  }

  mutating func goOn(_ next: FileTransferStep) {
    step = next
    unanswered += 1
  }

  mutating func answer() {
    unanswered = 0
    wasAnswered = true
  }

  /// Whether a key can be an emulator's own answer: structured fields, and through the screen
  /// ENTER, PF1, PF2, CLEAR and PA2.
  func isAnswer(_ aid: AID) -> Bool {
    switch step {
    case .structuredField: aid == .structuredField
    case .frame: [.enter, .pf1, .pf2, .clear, .pa2].contains(aid)
    }
  }
}

/// IND$FILE: it has the terminal for itself; nothing is read, drawn or said there.
extension UserSession {
  /// What a transfer makes of a record of the terminal.
  enum TransferInput {
    /// The host gets it.
    case pass
    /// It is a key like any other.
    case key
    /// It was kept for later.
    case kept
  }

  /// A host's record came: a transfer begins, goes on, or is over.
  ///
  /// - Returns: where the user wanted to go while it ran.
  mutating func follow(
    _ host: HostID, _ step: FileTransferStep?, isShown: Bool, _ turn: inout Turn
  ) -> Destination? {
    let after = sessions[host]?.transfer?.after
    guard let step else {
      sessions[host]?.transfer = nil
      return after
    }
    if sessions[host]?.transfer == nil {
      sessions[host]?.transfer = RunningTransfer(step: step, began: turn.now.instant)
    } else {
      sessions[host]?.transfer?.goOn(step)
    }
    if !isShown { abort(host, &turn) }
    return nil
  }

  /// Refuses a transfer where the entry allows none: the terminal does not hear of it.
  ///
  /// - Returns: whether the record was one of a transfer by structured fields.
  func refusesTransfer(
    _ host: HostID, _ outcome: inout WriteOutcome, _ turn: inout Turn
  ) -> Bool {
    guard let step = outcome.transfer,
      sessions[host]?.definition.entry.transfersFiles == false
    else { return false }
    outcome.transfer = nil
    guard case .structuredField(let function) = step else { return false }
    turn.add(.sendHost(host, FileTransferRefusal(function: function).record))
    return true
  }

  /// Takes a record of the terminal that shows a transfer.
  mutating func transferRecord(
    _ record: [UInt8], _ aid: AID, _ host: HostID
  ) -> TransferInput {
    guard let transfer = sessions[host]?.transfer else { return .key }
    guard transfer.isAnswer(aid) else {
      if transfer.isDoubtful { return .key }
      guard aid == view.keys.menu else { return .pass }
      return postpones(.menu, host) ? .kept : .key
    }
    // An emulator answers each step; whoever presses one of its keys while the host goes on by
    // itself is a person.
    if case .frame = transfer.step, transfer.unanswered > 1 { return .key }
    if FileTransferRefusal(record) != nil {
      sessions[host]?.transfer = nil
    } else {
      sessions[host]?.transfer?.answer()
    }
    return .pass
  }

  /// Ends a transfer whose terminal is elsewhere; a host that waits is told that it cannot go on.
  mutating func abort(_ host: HostID, _ turn: inout Turn) {
    guard let session = sessions[host], let transfer = session.transfer else { return }
    sessions[host]?.transfer = nil
    guard transfer.isAwaited else { return }
    switch transfer.step {
    case .structuredField(let function):
      turn.add(.sendHost(host, FileTransferRefusal(function: function).record))
    case .frame:
      turn.add(.sendHost(host, session.space.readModified(all: false, as: .pf2)))
    }
  }

  /// Keeps what the user wants until an honest transfer is over; false where none runs, and where the
  /// user wants it again: leaving then breaks the transfer off.
  mutating func postpones(_ destination: Destination, _ host: HostID) -> Bool {
    guard let transfer = sessions[host]?.transfer, !transfer.isDoubtful, transfer.after == nil
    else { return false }
    sessions[host]?.transfer?.after = destination
    return true
  }
}
