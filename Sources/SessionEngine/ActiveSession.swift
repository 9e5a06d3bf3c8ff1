public import Bytes
import Crypto
import DataStream
import EBCDIC
public import Names
import SAF
import Script
public import Tables
public import Terminal
import Time

/// A virtual terminal connected to an application: what stays alive behind a user's terminal.
///
/// It speaks with its application by itself; what it cannot know, which is all about the terminal and
/// its user, it gives back as a result.
public struct ActiveSession: Sendable {
  /// How far the session is.
  public enum State: Hashable, Sendable {
    /// Its PassTicket is being made.
    case awaitingTicket(RequestID)
    /// The application's end was asked for.
    case connecting
    /// Data flows.
    case active
  }

  /// What names the session.
  public let handle: SessionHandle
  /// The definition at the time it started; a changed ACT file counts for the next start.
  public internal(set) var definition: EffectiveSession
  /// How far the session is.
  public private(set) var state: State
  /// The screen as the application has it, whether the terminal shows it or not.
  public internal(set) var space: PresentationSpace
  /// Whether the application wrote since the user last saw the session.
  public internal(set) var hasUnseenOutput = false
  /// The application rang the alarm while the session was hidden.
  var alarmPending = false
  /// The application's reads that the terminal has not answered yet, and what waits behind them.
  var reads = ReadQueue()
  /// Shortens what goes to the terminal; nil where the entry does not ask for it.
  var rewriter: OutboundRewriter?
  /// Whether the session data is typed for the user; not where `/G` started the session.
  private let typesData: Bool
  /// Whether a script runs at its start; not where `/G` started the session.
  private let isScripted: Bool
  /// The script that runs; nil where none does.
  var script: SessionScript?
  /// Where scripts typed &PSWD.
  var secret = TypedSecret()
  /// How many sessions have started each other by their scripts until this one; 0 where its user did.
  let generation: Int
  /// The user's variables, while the session goes to another terminal.
  var luggage = ScriptVariables()
  /// Session data that is typed on the host's first screen; nil once that is done, and with a script, which
  /// types by itself.
  private(set) var typing: SessionData?
  /// Where the input to the host's system services begins; nil once an application is bound.
  var systemInput: Int?
  /// The file transfer that is on its way: no jump, no message.
  var transfer: RunningTransfer?
  /// The tag key was pressed: the jump key goes round sessions with a tag.
  var isTagged = false
  /// When its application's end was ready.
  private var started: Instant?
  /// The last key or output, for the session time-out.
  private var lastActivity: Instant
  /// Broken records that came in it.
  var faults = FaultTally()
  /// Whether the time-out was announced.
  private var isWarned = false
  /// It may be another one than when it was frozen last.
  var isChanged = true

  init(
    handle: SessionHandle, definition: EffectiveSession, capabilities: TerminalCapabilities,
    types: Bool, generation: Int = 0, now: Instant
  ) {
    self.handle = handle
    self.generation = generation
    self.definition = definition
    state = .connecting
    let entry = definition.entry
    space = PresentationSpace(entry.told(capabilities))
    // Nothing may be typed before the application has spoken.
    space.restore(aid: .none, lock: .waiting)
    isScripted = types && entry.startScript != nil
    typesData = types && !isScripted && entry.typesSessionData
    rewriter = OutboundRewriter(
      compresses: entry.compressesOutbound, clearsModified: entry.compressesInbound)
    lastActivity = now
  }

  /// What the user types to come to it.
  public var id: SessionID { definition.id }
  /// Whether its PassTicket is being made, and nothing is open yet.
  public var isAwaitingTicket: Bool { if case .awaitingTicket = state { true } else { false } }
  /// Whether its user may see it: data flows, and no script is at work behind the scenes.
  var isReady: Bool { state == .active && script?.isShown ?? true }
  /// The script that runs when its application is there.
  var startScript: ScriptName? { isScripted ? definition.entry.startScript : nil }
  /// Whether its start needs a ticket. Where a script types it, it is made when it is typed.
  var needsTicket: Bool {
    guard definition.ticket != nil else { return false }
    guard isScripted else { return true }
    return definition.host.isBuiltIn && SessionDataText(definition.entry.sessionData).has(.password)
  }
  /// Whether a script is at work in it.
  public var runsScript: Bool { script != nil }
  /// Whether a file is on its way.
  public var isTransferring: Bool { transfer != nil }
  /// The host's code page.
  var codePage: CodePage { CodePage.named(definition.entry.codePage) ?? .bracket }

  // MARK: It begins

  /// Asks for its ticket; the answer comes to who asked last. Without one there is nothing to ask.
  mutating func askTicket(_ request: RequestID, _ user: UserID, in turn: inout Turn) {
    guard let ticket = definition.ticketRequest(of: user) else { return }
    state = .awaitingTicket(request)
    turn.add(.issueTicket(request, ticket))
  }

  /// Opens the application's end, with the logon data that `Session data` asks for.
  mutating func open(
    for user: UserID, at seat: Seat, ticket: SharedSecret?, in turn: inout Turn
  ) {
    let (entry, terminal) = (definition.entry, seat.terminal)
    let data = SessionData(
      definition, user: entry.aclUser ?? user, ticket: ticket, terminal: terminal)
    state = .connecting
    if typesData, !definition.host.isBuiltIn { typing = data }
    let shown = HostTerminal(
      names: seat.site.tables.luNames(
        of: definition, for: terminal.ruleName, given: terminal.givenName,
        user: seat.view.effective.options),
      alternate: space.capabilities.alternateSize,
      isExtended: terminal.isExtended && entry.isExtended, deviceType: entry.deviceType)
    turn.add(.openHost(handle, definition, data.logonData(on: space.capabilities), shown))
  }

  /// The application's end is ready for data.
  mutating func becomeReady(_ now: Instant) {
    state = .active
    started = now
    touch(now)
  }

  /// How long it has been ready.
  func lived(_ now: Instant) -> Duration { started?.duration(to: now) ?? .zero }

  /// Types the session data, once the host has given a place for it.
  mutating func typeData(_ turn: inout Turn) {
    guard let data = typing else { return }
    var texts = data.typed(codePage)
    if systemInput != nil {
      typing = nil
      space.restore(aid: .enter, lock: .waiting)
      turn.add(.sendHostText(handle, Array(texts.joined())))
    } else if let record = space.typing(texts, then: .enter) {
      typing = nil
      turn.add(.sendHost(handle, record))
    }
    for index in texts.indices { Wipe.bytes(&texts[index]) }
  }

  // MARK: Time

  /// A key or output: the session time-out counts from now.
  mutating func touch(_ now: Instant) {
    lastActivity = now
    isWarned = false
  }

  /// Output counts for the time-out, where the entry does not say otherwise.
  mutating func outputCame(_ now: Instant) {
    if !definition.entry.ignoresOutputForTimeout { touch(now) }
  }

  /// When the next thing happens to an idle session, its announcement or its end; nil for never.
  var nextTimeout: Instant? {
    let minutes = definition.entry.sessionTimeout
    guard minutes > 0 else { return nil }
    return lastActivity.advanced(
      by: .seconds(minutes * 60 - (isWarned ? 0 : IdleClock.warning)))
  }

  /// Sets the timer for what comes next.
  func armTimer(_ turn: inout Turn) {
    guard let due = nextTimeout else { return }
    // What is due already while a file is on its way is looked at again in a while.
    let again = turn.now.instant.advanced(by: .seconds(IdleClock.warning))
    turn.wake(.session(handle), due > turn.now.instant ? due : again)
  }

  /// What an idle session leads to.
  enum Timeout: Hashable, Sendable {
    case nothing
    /// Its end is near: the user is warned.
    case warn
    /// Its time is over.
    case end
  }

  /// The timer went off; whoever asks sets it again, unless the session ends.
  mutating func timerWentOff(_ now: Instant) -> Timeout {
    guard let due = nextTimeout, due <= now, !(transfer?.isBusy(now) ?? false) else {
      return .nothing
    }
    if isWarned { return .end }
    isWarned = true
    return .warn
  }
}

extension ActiveSession {
  /// Writes the session as it is. The ticket that is still to be typed is in it, byte by byte, as what
  /// hidden fields hold is.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(handle)
    definition.freeze(into: &freezer)
    freezer.put(state)
    freezer.put(space)
    freezer.put(hasUnseenOutput)
    freezer.put(alarmPending)
    freezer.put(reads)
    freezer.put(rewriter)
    freezer.put(typesData)
    freezer.put(isScripted)
    freezer.put(script != nil)
    script?.freeze(into: &freezer)
    freezer.put(secret)
    freezer.put(generation)
    freezer.put(luggage)
    freezer.put(typing)
    freezer.put(systemInput)
    freezer.put(transfer)
    freezer.put(isTagged)
    freezer.put(started)
    freezer.put(lastActivity)
    freezer.put(faults)
    freezer.put(isWarned)
  }

  /// Writes the session as it is; it is not frozen again before it may have changed.
  mutating func freezeAnew(into freezer: inout Freezer) {
    isChanged = false
    freeze(into: &freezer)
  }

  /// Reads what `freeze` wrote.
  ///
  /// `tables`: the tables in force, which share the definition where they have the same.
  ///
  /// Throws where the bytes are no session.
  public init(thawing thawer: inout Thawer, _ tables: SiteTables) throws(ThawError) {
    isChanged = false
    handle = try thawer.take()
    definition = try tables.definition(thawing: &thawer)
    state = try thawer.take()
    space = try thawer.take()
    hasUnseenOutput = try thawer.take()
    alarmPending = try thawer.take()
    reads = try thawer.take()
    rewriter = try thawer.take()
    typesData = try thawer.take()
    isScripted = try thawer.take()
    let hasScript = try thawer.take(Bool.self)
    script = hasScript ? try SessionScript(thawing: &thawer, in: tables.scripts) : nil
    secret = try thawer.take()
    generation = try thawer.take()
    luggage = try thawer.take()
    typing = try thawer.take()
    systemInput = try thawer.take()
    transfer = try thawer.take()
    isTagged = try thawer.take()
    started = try thawer.take()
    lastActivity = try thawer.take()
    faults = try thawer.take()
    isWarned = try thawer.take()
    if let systemInput, !(0..<space.size.cells).contains(systemInput) {
      throw .invalid("place of input")
    }
  }
}

extension ActiveSession.State: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .awaitingTicket(let request):
      freezer.put(byte: 0)
      freezer.put(request)
    case .connecting: freezer.put(byte: 1)
    case .active: freezer.put(byte: 2)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .awaitingTicket(try thawer.take())
    case 1: self = .connecting
    case 2: self = .active
    default: throw .invalid("state of a session")
    }
  }
}
