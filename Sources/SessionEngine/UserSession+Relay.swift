import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import Tables
import Terminal
import Time

/// What passes between the terminal and the session that it shows.
extension UserSession {
  mutating func terminalRecord(_ record: [UInt8], _ now: Moment, _ effects: inout [Effect]) {
    if record.first != AID.structuredField.byte { idle.touch(now.instant) }
    switch screen {
    case .querying:
      if let reply = TerminalCapabilities(queryReply: record, model: terminal.model) {
        capabilities = reply
        codePage = Self.codePage(reply.characterSet)
      }
      showLogon(&effects)
    case .session(let host): sessionInput(record, host, now, &effects)
    case .saving(let host, let destination):
      guard let index = index(of: host) else { return }
      guard
        let drift = sessions[index].space.merge(
          readBuffer: record,
          keepsModified: sessions[index].definition.entry.compressesInbound)
      else { return }
      if drift.protectedCells > 0, let user {
        effects.append(
          .record(
            .drift(session: sessions[index].id, user: user.id, cells: drift.protectedCells)))
      }
      saved(host, destination, now, &effects)
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
    case .help(_, let under), .message(let under): uncover(under, &effects)
    case .options: showMenu(&effects)
    case .diagnosis: diagnosisInput(input, &effects)
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
    sessions[index].lastActivity = now.instant
    if let command = sessions[index].readOutstanding {
      sessions[index].readOutstanding = nil
      effects.append(.sendHost(host, sessions[index].answer(record, to: command)))
      return
    }
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

  /// Leaves a session: what was typed is read back from the terminal first (tn3270.md 3.2).
  private mutating func leave(
    _ host: HostID, _ inbound: InboundRecord, _ destination: Destination, _ now: Moment,
    _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    // The host never saw this key: its AID and lock stay as they were.
    let (aid, lock) = (sessions[index].space.aid, sessions[index].space.lock)
    if inbound.aid != .clear { sessions[index].space.merge(inbound) }
    sessions[index].space.restore(aid: aid, lock: lock)
    save(host, destination, now, &effects)
  }

  mutating func save(
    _ host: HostID, _ destination: Destination, _ now: Moment, _ effects: inout [Effect]
  ) {
    screen = .saving(host, then: destination)
    effects.append(.sendTerminal([Command.readBuffer.rawValue]))
    effects.append(.setTimer(.jump, now.instant.advanced(by: Self.replyTimeout)))
  }

  /// The terminal's screen is safe: the hosts' records that waited come in, and the user goes on.
  mutating func saved(
    _ host: HostID, _ destination: Destination, _ now: Moment, _ effects: inout [Effect]
  ) {
    screen = .menu(top: 0)
    let waiting = frozen
    frozen = []
    // What comes next is drawn whole: no menu needs to be mended before it.
    isSwitching = true
    for record in waiting {
      hostRecord(record.host, record.record, record.reply, now, &effects)
    }
    isSwitching = false
    if let index = index(of: host) { sessions[index].hasUnseenOutput = !waiting.isEmpty }
    switch destination {
    case .menu: show(.menu, &effects)
    case .message:
      screen = .message(over: .session(host))
      show(.message, &effects)
    case .print:
      printScreen(host, &effects)
      enter(host, &effects)
    case .tag:
      if let index = index(of: host) { sessions[index].isTagged.toggle() }
      enter(host, &effects)
    case .session(let other): enter(other, &effects)
    case .start(let id):
      guard let definition = view.session(id) else {
        show(.menu, &effects)
        return
      }
      select(definition, now, &effects)
    case .command(let command): perform(command, now, &effects)
    }
  }

  /// Sends a key to the session's application, as if it had been pressed there.
  mutating func pass(
    _ key: AID, to host: HostID, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    sessions[index].space.restore(aid: key, lock: .waiting)
    effects.append(.sendHost(host, sessions[index].space.readModified(all: false)))
  }

  mutating func attention(_ now: Moment, _ effects: inout [Effect]) {
    if case .session(let host) = screen { effects.append(.attentionHost(host)) }
  }

  /// SYSREQ always leads to the menu, also from a session that waits for its host.
  mutating func systemRequest(_ now: Moment, _ effects: inout [Effect]) {
    guard case .session(let host) = screen, !postpone(host, .menu) else { return }
    save(host, .menu, now, &effects)
  }

  // MARK: From the application

  mutating func hostRecord(
    _ host: HostID, _ record: [UInt8], _ reply: ReplyWanted, _ now: Moment,
    _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    if case .saving(host, _) = screen, frozen.count < Self.frozenLimit {
      frozen.append(FrozenRecord(host: host, record: record, reply: reply))
      return
    }
    if !sessions[index].definition.entry.ignoresOutputForTimeout {
      sessions[index].lastActivity = now.instant
    }
    let isShown = screen == .session(host) && isConnected
    if isShown, let command = record.first.flatMap(Command.init(byte:)),
      [.readBuffer, .readModified, .readModifiedAll].contains(command)
    {
      sessions[index].readOutstanding = command
      effects.append(.sendTerminal(record))
      return
    }
    sessions[index].systemInput = nil
    let outcome = sessions[index].space.apply(record)
    answer(host, reply, outcome.error, &effects)
    for reply in outcome.replies { effects.append(.sendHost(host, reply)) }
    let after = follow(index, outcome.transfer, isShown: isShown, &effects)
    if isShown {
      relay(index, record, outcome, &effects)
    } else if outcome.wroteScreen {
      unseen(index, alarm: outcome.alarm, &effects)
    }
    if let error = outcome.error { dataStreamError(host, "\(error)", now, &effects) }
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
    _ index: Int, _ record: [UInt8], _ outcome: WriteOutcome, _ effects: inout [Effect]
  ) {
    let space = sessions[index].space
    let matches =
      space.defaultSize == capabilities.defaultSize
      && space.alternateSize == capabilities.alternateSize
    if outcome.transfer != nil {
      effects.append(.sendTerminal(record))
    } else if matches, outcome.error == nil, outcome.replies.isEmpty {
      effects.append(
        .sendTerminal(sessions[index].rewriter?.rewrite(record, in: space.size) ?? record))
    } else if outcome.wroteScreen, fits(space) {
      redraw(index, alarm: outcome.alarm, &effects)
    }
  }

  private func answer(
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

  private mutating func dataStreamError(
    _ host: HostID, _ fault: String, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user, let index = index(of: host) else { return }
    let definition = sessions[index].definition
    effects.append(
      .record(
        .dataStreamError(
          session: definition.id, application: definition.application, user: user.id,
          fault: fault)))
    if definition.entry.dataStreamErrors == "END" {
      end(host, HostEnd.protocolError(fault).shown, &effects)
    }
  }

  mutating func hostBound(
    _ host: HostID, _ sizes: BoundSizes, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    func size(_ rows: Int?, _ columns: Int?) -> Geometry? {
      guard let rows, let columns else { return nil }
      return Geometry(rows: rows, columns: columns)
    }
    sessions[index].systemInput = nil
    sessions[index].space.bind(
      default: size(sizes.rows, sizes.columns),
      alternate: size(sizes.alternateRows, sizes.alternateColumns))
    if screen == .session(host), isConnected, fits(sessions[index].space) {
      redraw(index, alarm: false, &effects)
    }
  }

  // MARK: Showing a session

  /// Whether a session's screen can be shown on this terminal: its size in force is one of ours.
  func fits(_ space: PresentationSpace) -> Bool {
    space.size == capabilities.defaultSize || space.size == capabilities.alternateSize
  }

  /// Brings a session's screen to the terminal, as it is now.
  mutating func enter(_ host: HostID, _ effects: inout [Effect]) {
    guard let index = index(of: host) else { return }
    guard case .active = sessions[index].state else {
      notice = .sessionStarting(sessions[index].id)
      current = host
      showMenu(&effects)
      return
    }
    guard fits(sessions[index].space) else {
      notice = .doesNotFit(sessions[index].id, sessions[index].space.size.description)
      showMenu(&effects)
      return
    }
    screen = .session(host)
    current = host
    redraw(index, alarm: sessions[index].alarmPending, &effects)
    sessions[index].hasUnseenOutput = false
    sessions[index].alarmPending = false
  }

  func redraw(_ index: Int, alarm: Bool, _ effects: inout [Effect]) {
    for record in RestoreEncoder.records(sessions[index].space, for: capabilities, alarm: alarm) {
      effects.append(.sendTerminal(record))
    }
  }
}
