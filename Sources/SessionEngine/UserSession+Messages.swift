import DataStream
import Messages
import Panels
import Tables
import Time

/// What is said to the user: messages of others and of the operator, and time-outs that are near.
extension UserSession {
  /// Whether one more message can be kept for the user.
  ///
  /// - Parameter isOperator: whether it is the operator's, which nobody refuses.
  public func takesMessages(isOperator: Bool) -> Bool {
    inbox.hasRoom && (isOperator || !inbox.isClosed)
  }

  mutating func messageArrived(_ from: String, _ text: String) {
    let width = capabilities.defaultSize.columns - 6
    inbox.append(["Message from \(from):"] + TextLines.wrapped(text, width).prefix(2))
  }

  /// Shows the messages that wait where the user can be spoken to: on the menu and in a session, but not
  /// while a file is on its way, a panel is filled in, or the terminal is locked.
  ///
  /// - Parameter came: whether the user has just come to the menu, and so is not interrupted.
  mutating func showMessages(came: Bool, _ turn: inout Turn) {
    guard !inbox.isEmpty, isConnected else { return }
    switch screen {
    case .session(let host):
      guard sessions[host]?.isTransferring == false, mayInterrupt(&turn) else { return }
      message = inbox.take(turn.now.instant)
      save(host, .message, &turn)
    case .menu(let top):
      guard came || mayInterrupt(&turn) else { return }
      message = inbox.take(turn.now.instant)
      say(over: .menu(top: top), &turn)
    default: return
    }
  }

  /// Whether the user may be interrupted; if not, it is looked at again when that is over.
  private mutating func mayInterrupt(_ turn: inout Turn) -> Bool {
    if inbox.mayInterrupt(turn.now.instant) { return true }
    if let next = inbox.nextLook(turn.now.instant) { turn.wake(.messages, next) }
    return false
  }

  /// What became of a message that the user sent.
  mutating func messageDelivered(
    _ to: String, _ terminals: Int, isSignedOn: Bool, _ turn: inout Turn
  ) {
    notice =
      terminals == 0 && isSignedOn ? .messageNotTaken(to) : .messageSent(to, terminals)
    refreshMenu(&turn)
  }

  /// Says that a stage of the idle time is near, whatever the terminal shows.
  mutating func announce(_ option: StageOption, _ turn: inout Turn) {
    // A terminal that is locked is not locked again.
    guard option != .lock || screen != .locked else { return }
    let what = option == .lock ? "The terminal is locked" : "You are signed off"
    let text = Notice.timeoutSoon(seconds: Self.warning, what: what)
    finishSaving(&turn)
    if case .message(let under) = screen {
      message.append(text.text)
      return say(over: under, &turn)
    }
    message = [text.text]
    switch screen {
    case .menu:
      notice = text
      refreshMenu(&turn)
    case .session(let host): save(host, .message, &turn)
    case .locked: mention(text, .lock, &turn)
    case .confirm: mention(text, .confirm, &turn)
    case .transfer: mention(text, .transfer, &turn)
    case .help(_, let under), .commandHelp(_, let under): say(over: under, &turn)
    case .options(let under), .diagnosis(_, let under): say(over: under, &turn)
    case .message, .logon, .querying, .saving: break
    }
  }

  /// Says that a session's own time-out is near, where the user can be spoken to.
  mutating func warn(_ host: HostID, _ turn: inout Turn) {
    guard let session = sessions[host] else { return }
    let text = Notice.sessionTimeoutSoon(session.id, seconds: Self.warning)
    switch screen {
    case .menu where isConnected:
      notice = text
      refreshMenu(&turn)
    case .session(host) where isConnected:
      message = [text.text]
      save(host, .message, &turn)
    default: break
    }
  }

  private mutating func say(over under: Underneath, _ turn: inout Turn) {
    listTop = 0
    screen = .message(over: under)
    show(.message, &turn)
  }

  /// Writes a panel's message line; what is typed on the panel stays.
  private mutating func mention(_ text: Notice, _ page: Page, _ turn: inout Turn) {
    notice = text
    turn.show(panel(page).renderOutputs(values(page), on: canvas, only: [.message]))
  }
}
