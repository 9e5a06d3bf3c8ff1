import DataStream
import Terminal
import Time

/// A file transfer between a session's application and the terminal that shows it.
struct RunningTransfer: Sendable {
  /// The host's last record of it.
  var step: FileTransferStep
  /// Whether the host waits for the terminal's answer.
  var isAwaited = true
  /// Where the user goes when it is over: a key or a message came meanwhile.
  var after: UserSession.Destination?
}

/// IND$FILE: it has the terminal for itself; nothing is read, drawn or said there.
extension UserSession {
  /// A host's record came: a transfer begins, goes on, or is over.
  ///
  /// - Returns: where the user wanted to go while it ran.
  mutating func follow(
    _ index: Int, _ step: FileTransferStep?, isShown: Bool, _ effects: inout [Effect]
  ) -> Destination? {
    let after = sessions[index].transfer?.after
    guard let step else {
      sessions[index].transfer = nil
      return after
    }
    sessions[index].transfer = RunningTransfer(step: step, after: after)
    if !isShown { abort(index, &effects) }
    return nil
  }

  /// Tells the host that the transfer cannot go on, since its terminal is elsewhere.
  func abort(_ index: Int, _ effects: inout [Effect]) {
    guard let transfer = sessions[index].transfer, transfer.isAwaited else { return }
    let host = sessions[index].host
    switch transfer.step {
    case .structuredField(let function):
      effects.append(
        .sendHost(
          host,
          [AID.structuredField.byte, 0x00, 0x09, 0xD0, function, 0x08, 0x69, 0x04, 0x01, 0x00]))
    case .frame:
      effects.append(.sendHost(host, sessions[index].space.readModified(all: false, as: .pf2)))
    }
  }

  /// Keeps what the user wants until the transfer is over; false where none runs.
  mutating func postpone(_ host: HostID, _ destination: Destination) -> Bool {
    guard let index = index(of: host), sessions[index].isTransferring else { return false }
    sessions[index].transfer?.after = destination
    return true
  }
}
