import DataStream
import Messages
import Panels
import Time

/// What is said to the user: messages of others and of the operator, and time-outs that are near.
extension UserSession {
  /// Most messages that wait for a user who is busy elsewhere: anybody may send them.
  static let inboxLimit = 16

  /// Whether one more message can be kept for the user.
  public var takesMessages: Bool { inbox.count < Self.inboxLimit }

  mutating func messageArrived(_ from: String, _ text: String) {
    guard takesMessages else { return }
    let width = capabilities.defaultSize.columns - 6
    inbox.append(["Message from \(from):"] + TextLines.wrapped(text, width).prefix(2))
  }

  /// Shows the next message where the user can be spoken to: on the menu and in a session, but not
  /// while a file is on its way, a panel is filled in, or the terminal is locked.
  mutating func showMessages(_ now: Moment, _ effects: inout [Effect]) {
    guard let next = inbox.first, isConnected else { return }
    switch screen {
    case .session(let host):
      guard sessions[host]?.isTransferring == false else { return }
      save(host, .message, now, &effects)
    case .menu(let top):
      screen = .message(over: .menu(top: top))
      message = next
      show(.message, &effects)
    default: return
    }
    message = next
    inbox.removeFirst()
  }

  /// Says that a stage of the idle time is near, whatever the terminal shows.
  mutating func announce(_ option: String, _ now: Moment, _ effects: inout [Effect]) {
    // A terminal that is locked is not locked again.
    guard option != "L" || screen != .locked else { return }
    let what = option == "L" ? "The terminal is locked" : "You are signed off"
    let text = Notice.timeoutSoon(seconds: Self.warning, what: what)
    finishSaving(now, &effects)
    if case .message(let under) = screen {
      message.append(text.text)
      return say(over: under, &effects)
    }
    message = [text.text]
    switch screen {
    case .menu:
      notice = text
      refreshMenu(&effects)
    case .session(let host): save(host, .message, now, &effects)
    case .locked: mention(text, .lock, &effects)
    case .confirm: mention(text, .confirm, &effects)
    case .transfer: mention(text, .transfer, &effects)
    case .help(_, let under), .commandHelp(_, let under): say(over: under, &effects)
    case .options(let under), .diagnosis(_, let under): say(over: under, &effects)
    case .message, .logon, .querying, .saving: break
    }
  }

  /// Says that a session's own time-out is near, where the user can be spoken to.
  mutating func warn(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let session = sessions[host] else { return }
    let text = Notice.sessionTimeoutSoon(session.id, seconds: Self.warning)
    switch screen {
    case .menu where isConnected:
      notice = text
      refreshMenu(&effects)
    case .session(host) where isConnected:
      message = [text.text]
      save(host, .message, now, &effects)
    default: break
    }
  }

  private mutating func say(over under: Underneath, _ effects: inout [Effect]) {
    screen = .message(over: under)
    show(.message, &effects)
  }

  /// Writes a panel's message line; what is typed on the panel stays.
  private mutating func mention(_ text: Notice, _ page: Page, _ effects: inout [Effect]) {
    notice = text
    effects.append(
      .sendTerminal(panel(page).renderOutputs(values(page), on: canvas, only: ["MESSAGE"])))
  }
}
