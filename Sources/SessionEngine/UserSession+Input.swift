import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import Tables
import Terminal
import Time

/// What the terminal sends: to a panel of ours, or to the session that it shows.
extension UserSession {
  mutating func terminalRecord(_ record: [UInt8], _ now: Moment, _ effects: inout [Effect]) {
    guard !isLateReply(record) else { return }
    if record.first != AID.structuredField.byte { idle.touch(now.instant) }
    switch screen {
    case .querying:
      if let reply = TerminalCapabilities(queryReply: record, model: terminal.model) {
        capabilities = reply
        codePage = Self.codePage(reply.characterSet)
      }
      showLogon(&effects)
    case .session(let host): sessionInput(record, host, now, &effects)
    case .saving(let host, let destination, _):
      bufferRead(record, host, destination, now, &effects)
    default: panelInput(record, now, &effects)
    }
  }

  private mutating func panelInput(_ record: [UInt8], _ now: Moment, _ effects: inout [Effect]) {
    guard let page = page else { return }
    let input: PanelInput
    do {
      input = try panel(page).read(record, on: canvas)
    } catch {
      // A record that cannot be read changes nothing; the panel is drawn again.
      show(page, &effects)
      return
    }
    if input.aid == .structuredField { return }
    if input.foreignFields > 0 {
      effects.append(
        .record(
          .foreignInput(terminal: terminal.name, user: user?.id, fields: input.foreignFields)))
    }
    switch screen {
    case .logon: logonInput(input, now, &effects)
    case .menu: menuInput(input, now, &effects)
    case .help(_, let under), .commandHelp(_, let under), .message(let under),
      .diagnosis(_, let under):
      guard !scrolls(page, input.aid, &effects) else { return }
      // The key counts for the session that it leads back to, whose time-out may have been announced.
      if case .session(let host) = under, let index = index(of: host) {
        sessions[index].touch(now.instant)
      }
      uncover(under, &effects)
    case .options: if !scrolls(page, input.aid, &effects) { showMenu(&effects) }
    case .locked: lockInput(input, &effects)
    case .confirm(let departure): confirmInput(input, departure, now, &effects)
    case .transfer: transferInput(input, now, &effects)
    case .querying, .session, .saving: break
    }
  }

  /// The panel that the terminal shows; nil in a session.
  private var page: Page? {
    switch screen {
    case .logon: .logon
    case .menu: .menu
    case .help(let page, _): page
    case .commandHelp: .commandHelp
    case .message: .message
    case .options: .options
    case .diagnosis: .diagnosis
    case .locked: .lock
    case .confirm: .confirm
    case .transfer: .transfer
    case .querying, .session, .saving: nil
    }
  }

  mutating func uncover(_ under: Underneath, _ effects: inout [Effect]) {
    switch under {
    case .logon: showLogon(&effects)
    case .menu(let top):
      screen = .menu(top: top)
      show(.menu, &effects)
    case .locked:
      screen = .locked
      show(.lock, &effects)
    case .transfer:
      screen = .transfer
      show(.transfer, &effects)
    case .session(let host):
      if index(of: host) != nil {
        enter(host, &effects)
      } else {
        screen = .menu(top: 0)
        show(.menu, &effects)
      }
    }
  }

  // MARK: From the terminal

  private mutating func sessionInput(
    _ record: [UInt8], _ host: HostID, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    sessions[index].touch(now.instant)
    if answersRead(record, index, &effects) { return }
    let inbound: InboundRecord
    do {
      inbound = try InboundRecord(record, in: sessions[index].space.size)
    } catch {
      dataStreamError(host, "from the terminal: \(error)", now, &effects)
      return
    }
    sessions[index].transfer?.isAwaited = false
    if !sessions[index].isTransferring, control(inbound, host, now, &effects) { return }
    sessions[index].space.merge(inbound)
    guard let start = sessions[index].systemInput else {
      effects.append(.sendHost(host, sessions[index].inbound(record, inbound.aid)))
      return
    }
    guard inbound.aid == .enter else {
      // Only ENTER speaks to a host's system services; the keyboard is given back.
      sessions[index].space.restore(aid: .none, lock: .unlocked)
      redraw(index, alarm: false, &effects)
      return
    }
    effects.append(.sendHostText(host, sessions[index].space.systemInput(from: start)))
  }

  /// Whether the key was for us.
  private mutating func control(
    _ inbound: InboundRecord, _ host: HostID, _ now: Moment, _ effects: inout [Effect]
  ) -> Bool {
    let keys = view.keys
    if inbound.aid == keys.menu {
      leave(host, inbound, .menu, now, &effects)
      return true
    }
    if inbound.aid == keys.jump {
      leave(host, inbound, .command(.jump), now, &effects)
      return true
    }
    if inbound.aid == keys.tag || inbound.aid == keys.print {
      leave(host, inbound, inbound.aid == keys.tag ? .tag : .print, now, &effects)
      return true
    }
    if inbound.aid == keys.command || inbound.aid == .enter, let command = command(in: inbound) {
      if inbound.aid == keys.command {
        leave(host, inbound, .command(command), now, &effects)
        return true
      }
    }
    if let definition = view.session(for: inbound.aid),
      let own = index(of: host), sessions[own].id != definition.id
    {
      leave(host, inbound, .start(definition.id), now, &effects)
      return true
    }
    return false
  }

  /// A command with its character, typed into any field of the session's screen.
  private func command(in inbound: InboundRecord) -> UserCommand? {
    for field in inbound.fields {
      let text = codePage.decode(field.data)
      let line = text.drop { $0 == " " }
      guard line.first == view.keys.commandCharacter else { continue }
      let command = UserCommand(
        String(line), character: view.keys.commandCharacter, onMenu: false
      ) { _ in false }
      if command != .none { return command }
    }
    return nil
  }
}
