public import Bytes
import Crypto
import DataStream
import EBCDIC
public import Names
public import Panels
import SAF
public import SessionEngine

/// What a demonstration application says and understands: the TSO-like and the CICS-like differ in it.
public struct DemoPersonality: Sendable {
  /// Which system it plays.
  public enum Kind: Sendable {
    case tso, cics
  }

  /// Which system this one plays.
  public let kind: Kind
  /// SMF ID of the system, or APPLID of the region, for its screens.
  public let system: String
  /// The application name that it evaluates PassTickets for.
  public let ticketName: TicketName

  /// An application before its first screen; `ticketName` is the name that it evaluates tickets for.
  public init(kind: Kind, system: String, ticketName: TicketName) {
    self.kind = kind
    self.system = system
    self.ticketName = ticketName
  }

  var panels: (logon: String, ready: String) {
    kind == .tso ? ("DEMOTSO1", "DEMOTSO2") : ("DEMOCIC1", "DEMOCIC2")
  }

  var refusal: String {
    kind == .tso
      ? "IKJ56421I PASSWORD NOT AUTHORIZED FOR USERID"
      : "DFHCE3523 Please type your password again; it or the ticket is not valid."
  }

  func greeting(_ user: UserID, _ how: String) -> [String] {
    switch kind {
    case .tso:
      [
        "IKJ56455I \(user) LOGON IN PROGRESS", "IKJ56951I NO BROADCAST MESSAGES",
        "Signed on by \(how).",
      ]
    case .cics: ["DFHCE3549 Sign-on is complete (user \(user)).", "Signed on by \(how)."]
    }
  }
}

/// A demonstration application: it takes user and ticket as logon data, evaluates the ticket for its
/// own application name, and shows its screen, or a refusal and its own logon panel.
public struct DemoApplication: Application, Sendable {
  private enum State: Sendable {
    case logon
    case verifying(UserID)
    case ready(UserID)
    /// IND$FILE asked the terminal which of its two protocols it understands.
    case choosing(UserID, TransferCommand)
    case transferring(UserID, TransferCommand, any TransferProtocol)
  }

  private let personality: DemoPersonality
  private let screens: DemoScreens
  private var state = State.logon
  private var lines: [String] = []
  private var terminal = ""
  /// What IND$FILE PUT brought, by dataset.
  private var datasets: [String: [UInt8]] = [:]

  /// An application before its first screen; nil where its panels are not there.
  public init?(_ personality: DemoPersonality, panels: PanelLibrary) {
    let names = personality.panels
    guard let screens = DemoScreens(panels, logon: names.logon, ready: names.ready) else {
      return nil
    }
    self.personality = personality
    self.screens = screens
  }

  /// Takes one event from the session, and appends what the application does.
  public mutating func handle(
    _ event: ApplicationEvent, into effects: inout [ApplicationEffect]
  ) {
    switch event {
    case .opened(let data):
      terminal = data.terminal.description
      if let user = data.user, let ticket = data.ticket {
        state = .verifying(user)
        effects.append(.verify(user, personality.ticketName, ticket))
      } else {
        showLogon("", user: data.user, into: &effects)
      }
    case .record(let record): input(record, into: &effects)
    case .verdict(let verdict): answered(verdict, into: &effects)
    case .answered, .administered, .viewed, .woke, .unattended, .closed: break
    }
  }

  private mutating func showLogon(
    _ message: String, user: UserID?, into effects: inout [ApplicationEffect]
  ) {
    state = .logon
    let values: PanelTexts = [
      .message: message, .system: personality.system, .userID: user?.description ?? "",
    ]
    effects.append(
      .send(
        screens.logon.render(
          values, on: screens.canvas, cursor: user == nil ? nil : .password)))
  }

  private mutating func answered(
    _ verdict: LogOnVerdict, into effects: inout [ApplicationEffect]
  ) {
    guard case .verifying(let user) = state else { return }
    switch verdict {
    case .byTicket(let kind): ready(user, by: "PassTicket (\(kind))", into: &effects)
    case .byPassword: ready(user, by: "password", into: &effects)
    case .refused: showLogon(personality.refusal, user: user, into: &effects)
    }
  }

  private mutating func ready(
    _ user: UserID, by how: String, into effects: inout [ApplicationEffect]
  ) {
    state = .ready(user)
    lines = personality.greeting(user, how)
    showReady(user, into: &effects)
  }

  private func showReady(_ user: UserID, into effects: inout [ApplicationEffect]) {
    let rows = screens.ready.listRows(screens.canvas)
    let values: PanelTexts = [.system: personality.system, .user: user.description]
    effects.append(
      .send(
        screens.ready.render(
          values, list: lines.suffix(rows).map { [.line: $0] }, on: screens.canvas)))
  }

  private mutating func input(_ record: [UInt8], into effects: inout [ApplicationEffect]) {
    switch state {
    case .verifying: break
    case .logon:
      guard let input = try? screens.logon.read(record, on: screens.canvas) else { return }
      logonInput(input, into: &effects)
    case .ready(let user):
      guard let input = try? screens.ready.read(record, on: screens.canvas) else { return }
      if input.aid == .pf3 {
        effects.append(.end)
        return
      }
      command(input.text(.command), user, into: &effects)
    case .choosing(let user, let command):
      let terminal = TerminalCapabilities(queryReply: record, model: 2)
      let data = datasets[command.dataset] ?? []
      let transfer: any TransferProtocol =
        terminal?.hasDDM ?? false
        ? StructuredFieldTransfer(command.direction, data)
        : ScreenTransfer(command.direction, data)
      transferred(user, command, by: transfer, answer: nil, into: &effects)
    case .transferring(let user, let command, let transfer):
      transferred(user, command, by: transfer, answer: record, into: &effects)
    }
  }

  /// One step of IND$FILE, with the terminal's answer to the step before.
  private mutating func transferred(
    _ user: UserID, _ command: TransferCommand, by transfer: any TransferProtocol,
    answer record: [UInt8]?, into effects: inout [ApplicationEffect]
  ) {
    var transfer = transfer
    switch transfer.next(record) {
    case .send(let record):
      state = .transferring(user, command, transfer)
      effects.append(.send(record))
      return
    case .finished(let bytes):
      if command.direction == .upload { datasets[command.dataset] = bytes }
      let size = datasets[command.dataset]?.count ?? 0
      lines.append("TRANS03  File transfer complete: \(command.dataset), \(size) bytes")
    case .failed: lines.append("TRANS13  Error in the dialogue with the terminal")
    }
    state = .ready(user)
    showReady(user, into: &effects)
  }

  /// Begins IND$FILE, or says why not.
  private mutating func transfer(
    _ text: String, _ user: UserID, into effects: inout [ApplicationEffect]
  ) {
    guard let command = TransferCommand(text) else {
      lines.append("TRANS17  Missing or incorrect operand: IND$FILE GET or PUT, and a dataset")
      showReady(user, into: &effects)
      return
    }
    let isKnown = datasets[command.dataset] != nil
    guard isKnown || (command.direction == .upload && datasets.count < Self.datasetLimit) else {
      lines.append(
        isKnown || command.direction == .upload
          ? "TRANS15  \(Self.datasetLimit) datasets are there, which is the limit"
          : "TRANS16  Dataset \(command.dataset) not found; IND$FILE PUT makes one")
      showReady(user, into: &effects)
      return
    }
    state = .choosing(user, command)
    effects.append(.send(StructuredField.readPartitionQuery))
  }

  private mutating func logonInput(_ input: PanelInput, into effects: inout [ApplicationEffect]) {
    if input.aid == .pf3 {
      effects.append(.end)
      return
    }
    let user = UserID(input.text(.userID))
    guard let user, let password = input.secret(.password), password.secret.count > 0 else {
      showLogon("Enter userid and password", user: user, into: &effects)
      return
    }
    state = .verifying(user)
    effects.append(.verify(user, personality.ticketName, password))
  }

  private mutating func command(
    _ text: String, _ user: UserID, into effects: inout [ApplicationEffect]
  ) {
    let word = text.split(separator: " ").first.map { $0.uppercased() } ?? ""
    if !text.isEmpty { lines.append("> \(text)") }
    switch word {
    case "": break
    case "LOGOFF", "CESF":
      effects.append(.end)
      return
    case "STATUS", "WHOAMI":
      lines.append("USER \(user)  TERMINAL \(terminal)  SYSTEM \(personality.system)")
    case "CLEAR": lines = []
    case "IND$FILE" where personality.kind == .tso:
      transfer(text, user, into: &effects)
      return
    case "LONG": for number in 1...40 { lines.append("line \(number)") }
    case "HELP":
      lines.append("STATUS  who and where you are     CLEAR  an empty screen")
      lines.append("LONG    forty lines               LOGOFF leaves")
      if personality.kind == .tso { lines.append("IND$FILE GET or PUT: file transfer") }
    default:
      lines.append(
        personality.kind == .tso
          ? "IKJ56500I COMMAND \(word.prefix(8)) NOT FOUND"
          : "DFHAC2001 Transaction '\(word.prefix(4))' is not recognized.")
    }
    lines = lines.suffix(Self.lineLimit)
    showReady(user, into: &effects)
  }

  // MARK: Another process

  /// Appends how far it is; false while a file is on its way. What IND$FILE brought stays behind.
  public func freeze(into freezer: inout Freezer) -> Bool {
    switch state {
    case .logon: freezer.put(byte: 0)
    case .verifying(let user):
      freezer.put(byte: 1)
      freezer.put(user)
    case .ready(let user):
      freezer.put(byte: 2)
      freezer.put(user)
    case .choosing, .transferring: return false
    }
    freezer.put(lines)
    freezer.put(terminal)
    return true
  }

  /// Reads what `freeze` wrote; nil where the panels are not there.
  public init?(
    thawing thawer: inout Thawer, _ personality: DemoPersonality, panels: PanelLibrary
  ) throws(ThawError) {
    self.init(personality, panels: panels)
    switch try thawer.byte() {
    case 0: state = .logon
    case 1: state = .verifying(try thawer.take())
    case 2: state = .ready(try thawer.take())
    default: throw .invalid("application")
    }
    lines = try thawer.take()
    terminal = try thawer.take()
  }

  /// What it asked is not answered any more: it asks its user again.
  public mutating func resume(into effects: inout [ApplicationEffect]) {
    if case .verifying = state { answered(.refused(reason: "restarted"), into: &effects) }
  }

  /// Most lines that are kept: no screen shows more.
  private static let lineLimit = 100
  /// Most datasets that a session keeps, in memory, until it ends.
  private static let datasetLimit = 8
}
