import Bytes
import DataStream
import Names
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
  var after: Destination?

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

  /// What the host is told where its terminal cannot go on; nil where it does not wait.
  func refusal(_ space: PresentationSpace) -> [UInt8]? {
    guard isAwaited else { return nil }
    return switch step {
    case .structuredField(let function): FileTransferRefusal(function: function).record
    case .frame: space.readModified(all: false, as: .pf2)
    }
  }

  /// Keeps what the user wants until an honest transfer is over; false where it may be a pretence, and
  /// where the user wants it again: leaving then breaks the transfer off.
  mutating func postpones(_ destination: Destination) -> Bool {
    guard !isDoubtful, after == nil else { return false }
    after = destination
    return true
  }

  /// What a transfer makes of a record of the terminal.
  enum Input {
    /// The host gets it.
    case pass
    /// It is a key like any other.
    case key
    /// It was kept for later.
    case kept
  }

  /// Takes a record of the terminal into the transfer that runs, or where none does leaves it.
  static func take(
    _ record: [UInt8], _ aid: AID, menuKey: AID?, in running: inout RunningTransfer?
  ) -> Input {
    guard let transfer = running else { return .key }
    guard transfer.isAnswer(aid) else {
      if transfer.isDoubtful { return .key }
      guard aid == menuKey else { return .pass }
      return running?.postpones(.menu) ?? false ? .kept : .key
    }
    // An emulator answers each step; whoever presses one of its keys while the host goes on by
    // itself is a person.
    if case .frame = transfer.step, transfer.unanswered > 1 { return .key }
    if FileTransferRefusal(record) != nil { running = nil } else { running?.answer() }
    return .pass
  }
}

extension RunningTransfer: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(step)
    freezer.put(began)
    freezer.put(unanswered)
    freezer.put(wasAnswered)
    freezer.put(after)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    step = try thawer.take()
    began = try thawer.take()
    unanswered = try thawer.take()
    wasAnswered = try thawer.take()
    after = try thawer.take()
  }
}
