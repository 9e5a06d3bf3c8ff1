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
  /// Whether the terminal is asked for its buffer, by us or by the host that is shown.
  private var awaitsBuffer: Bool {
    switch screen {
    case .saving: true
    case .session(let host): sessions[host]?.reads.awaitsBuffer ?? false
    default: false
    }
  }

  mutating func terminalRecord(_ record: [UInt8], _ turn: inout Turn) {
    guard !isLateReply(record, turn.now) else {
      if case .saving(var saving) = screen {
        saving.sawLate = true
        screen = .saving(saving)
      }
      return
    }
    guard !SystemRequest.isRecord(record, awaitsBuffer: awaitsBuffer) else {
      return systemRequest(&turn)
    }
    switch screen {
    case .querying:
      if let reply = TerminalCapabilities(queryReply: record, model: terminal.model) {
        capabilities = reply
        codePage = Self.codePage(reply.characterSet)
      }
      showLogon(&turn)
    case .session(let host): sessionInput(record, host, &turn)
    case .saving(let saving): savingInput(record, saving, &turn)
    default: panelInput(record, &turn)
    }
  }

  /// Whether a record is a key of the user's, and no answer of the terminal.
  static func isKey(_ record: [UInt8]) -> Bool {
    let answers = [AID.structuredField, .none, .readPartition].map(\.byte)
    return record.first.map { !answers.contains($0) } ?? false
  }

  private mutating func panelInput(_ record: [UInt8], _ turn: inout Turn) {
    guard let page = page, Self.isKey(record) else { return }
    // A whole screen is an answer to Read Buffer that nobody expects any more.
    let cells = PresentationSpace.cells(ofReadBuffer: record)
    guard cells != capabilities.defaultSize.cells, cells != capabilities.alternateSize.cells
    else { return }
    idle.touch(turn.now.instant)
    let input: PanelInput
    do {
      input = try panel(page).read(record, on: canvas)
    } catch {
      // A record that cannot be read changes nothing; the panel is drawn again.
      show(page, &turn)
      return
    }
    if input.foreignFields > 0 {
      turn.log(
        .foreignInput(terminal: terminal.name, user: user?.id, fields: input.foreignFields))
    }
    switch screen {
    case .logon: logonInput(input, &turn)
    case .menu: menuInput(input, &turn)
    case .help(_, let under), .commandHelp(_, let under), .message(let under), .options(let under),
      .diagnosis(_, let under):
      guard !scrolls(page, input.aid, &turn) else { return }
      // The key counts for the session that it leads back to, whose time-out may have been announced.
      if case .session(let host) = under { sessions[host]?.touch(turn.now.instant) }
      uncover(under, &turn)
    case .locked: lockInput(input, &turn)
    case .confirm(let departure): confirmInput(input, departure, &turn)
    case .transfer: transferInput(input, &turn)
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

  mutating func uncover(_ under: Underneath, _ turn: inout Turn) {
    switch under {
    case .logon: showLogon(&turn)
    case .menu(let top):
      screen = .menu(top: top)
      show(.menu, &turn)
    case .locked:
      screen = .locked
      show(.lock, &turn)
    case .transfer:
      screen = .transfer
      show(.transfer, &turn)
    case .session(let host): enter(host, &turn)
    }
  }

  /// What comes back after a panel that is laid over what is shown now.
  var underneath: Underneath {
    switch screen {
    case .session(let host): .session(host)
    case .saving(let saving): .session(saving.host)
    case .menu(let top): .menu(top: top)
    case .help(_, let under), .commandHelp(_, let under), .message(let under), .options(let under),
      .diagnosis(_, let under):
      under
    case .locked: .locked
    case .querying, .logon: .logon
    case .transfer: .transfer
    case .confirm: .menu(top: 0)
    }
  }

  // MARK: From the terminal

  private mutating func sessionInput(
    _ record: [UInt8], _ host: HostID, _ turn: inout Turn
  ) {
    guard !answersRead(record, host, &turn), let size = sessions[host]?.space.size
    else { return }
    let inbound: InboundRecord
    do {
      inbound = try InboundRecord(record, in: size)
    } catch {
      dataStreamError(host, "from the terminal: \(error)", &turn)
      return
    }
    switch transferRecord(record, inbound.aid, host) {
    case .kept: return idle.touch(turn.now.instant)
    case .pass:
      sessions[host]?.touch(turn.now.instant)
    case .key:
      if Self.isKey(record) { idle.touch(turn.now.instant) }
      sessions[host]?.touch(turn.now.instant)
      if control(inbound, host, &turn) { return }
    }
    sessions[host]?.space.merge(inbound)
    guard let start = sessions[host]?.systemInput else {
      if let sent = sessions[host]?.inbound(record, inbound.aid) {
        turn.add(.sendHost(host, sent))
      }
      return
    }
    guard inbound.aid == .enter, let text = sessions[host]?.space.systemInput(from: start) else {
      // Only ENTER speaks to a host's system services; the keyboard is given back.
      sessions[host]?.space.restore(aid: .none, lock: .unlocked)
      redraw(host, alarm: false, &turn)
      return
    }
    turn.add(.sendHostText(host, text))
  }

  /// Whether the key was for us.
  private mutating func control(
    _ inbound: InboundRecord, _ host: HostID, _ turn: inout Turn
  ) -> Bool {
    let keys = view.keys
    if inbound.aid == keys.menu {
      leave(host, inbound, .menu, &turn)
      return true
    }
    if inbound.aid == keys.jump {
      leave(host, inbound, .command(.jump), &turn)
      return true
    }
    if inbound.aid == keys.tag || inbound.aid == keys.print {
      leave(host, inbound, inbound.aid == keys.tag ? .tag : .print, &turn)
      return true
    }
    if inbound.aid == keys.command, let (command, field) = command(in: inbound) {
      leave(host, inbound, .command(command), typed: field, &turn)
      return true
    }
    if let definition = definition(for: inbound.aid), sessions[host]?.id != definition.id {
      leave(host, inbound, .start(definition.id), &turn)
      return true
    }
    return false
  }

  /// A command with its character, typed into any field of the session's screen.
  private func command(
    in inbound: InboundRecord
  ) -> (command: UserCommand, field: InboundRecord.Field)? {
    for field in inbound.fields {
      let text = codePage.decode(field.data)
      let line = text.drop { $0 == " " }
      guard line.first == view.keys.commandCharacter else { continue }
      let command = UserCommand(
        String(line), character: view.keys.commandCharacter, onMenu: false
      ) { _ in false }
      if command != .blank { return (command, field) }
    }
    return nil
  }
}
