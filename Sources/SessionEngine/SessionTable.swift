import Bytes
import DataStream
public import Names
import Script
import Tables
import Terminal
import Time

/// The sessions of one user, in the order in which they came, each reached by its handle alone; and
/// beside them what is true of all: which one was shown last, which have ended, and what hosts sent
/// while nobody could take it.
///
/// Nobody keeps a position: a call that ends or moves sessions makes no other place wrong, and what
/// has gone meanwhile is nil for whoever asks for it. A user has few sessions: looking through their
/// handles costs less than hashing, and each is changed where it lies.
public struct SessionTable: Sendable, Sequence {
  /// Handles, in order.
  public private(set) var handles: [SessionHandle] = [] { didSet { isChanged = true } }
  /// The sessions, at the places of their handles; none is nil but while it is changed.
  private var sessions: [ActiveSession?] = []
  /// The session that the terminal showed last; the menu marks it.
  var current: SessionHandle? { didSet { isChanged = true } }
  /// Sessions that ended without the user's doing, with the word that says why.
  var ended: [SessionID: String] = [:] { didSet { isChanged = true } }
  /// Variables of all scripts of the user (UDEFINE), as long as a session lives.
  var variables = ScriptVariables() { didSet { isChanged = true } }
  /// What hosts sent while the terminal's Read Buffer is awaited.
  var frozen = FrozenRecords() { didSet { isChanged = true } }
  /// What is beside the sessions may be other than when it was frozen last.
  var isChanged = true

  /// An empty table.
  public init() {}

  /// How many live.
  public var count: Int { handles.count }
  /// Whether none lives.
  public var isEmpty: Bool { handles.isEmpty }
  /// The one that came first.
  public var first: ActiveSession? { sessions.first ?? nil }

  /// Whether the session is here.
  public func contains(_ handle: SessionHandle) -> Bool { handles.contains(handle) }

  /// The session of an id, in the order in which they came.
  public func handle(of id: SessionID) -> SessionHandle? {
    for index in handles.indices where sessions[index]?.id == id { return handles[index] }
    return nil
  }

  /// The session that waits for an answer to its question for a ticket.
  func handle(awaiting request: RequestID) -> SessionHandle? {
    for index in handles.indices where sessions[index]?.state == .awaitingTicket(request) {
      return handles[index]
    }
    return nil
  }

  /// The session, for reading and for changing in its place; nil where it has gone, and then a change
  /// changes nothing.
  public internal(set) subscript(handle: SessionHandle) -> ActiveSession? {
    get { handles.firstIndex(of: handle).flatMap { sessions[$0] } }
    _modify {
      if let index = handles.firstIndex(of: handle) {
        yield &sessions[index]
        sessions[index]?.isChanged = true
        if sessions[index] == nil {
          sessions.remove(at: index)
          handles.remove(at: index)
        }
      } else {
        var new: ActiveSession?
        yield &new
        if new != nil {
          new?.isChanged = true
          handles.append(handle)
          sessions.append(new)
        }
      }
    }
  }

  /// The session whose script waits for an answer to its question for a ticket.
  func handle(scripting request: RequestID) -> SessionHandle? {
    for index in handles.indices where sessions[index]?.script?.ticket == .asked(request) {
      return handles[index]
    }
    return nil
  }

  /// Adds a session behind the others; one that is here already stays as it is.
  mutating func append(_ session: ActiveSession) {
    guard !contains(session.handle) else { return }
    variables.add(session.luggage)
    self[session.handle] = session
    self[session.handle]?.luggage = ScriptVariables()
  }

  /// Takes a session out that is over: its screen is wiped, and what its host sent is dropped.
  ///
  /// The session that came last is then the one that was shown last, where this one was.
  mutating func forget(_ handle: SessionHandle, on display: inout Display, at now: Instant) {
    self[handle]?.forgetReads(on: &display, now)
    frozen.forget(handle)
    self[handle]?.space.wipe()
    self[handle] = nil
    if isEmpty { variables = ScriptVariables() }
    if current == handle { current = handles.last }
  }

  /// Takes all sessions out, as they are.
  mutating func takeAll() -> [ActiveSession] {
    defer { self = SessionTable() }
    return map { session in
      var session = session
      session.luggage = variables
      return session
    }
  }

  /// The sessions, in order.
  public func makeIterator() -> some IteratorProtocol<ActiveSession> {
    sessions.lazy.compactMap { $0 }.makeIterator()
  }

  // MARK: As the menu has them

  /// Live sessions that the tables do not have any more, in the order in which they came: their file,
  /// the user's `Sessions` or the profile changed, or they came here beside one of the same id. They are
  /// shown, and reached like all others, until they end.
  private func strays(_ view: UserView) -> [EffectiveSession] {
    var strays: [EffectiveSession] = []
    for index in handles.indices {
      guard let definition = sessions[index]?.definition else { continue }
      if let now = view.session(definition.id) {
        guard now.entry.isInvisible, !definition.entry.isInvisible else { continue }
      }
      strays.append(definition)
    }
    return strays
  }

  /// The user's menus, with the sessions that the tables do not have behind the lines of the main one.
  func menus(_ view: UserView) -> MenuTree { view.menus.adding(strays(view)) }

  /// What an id means for this user: the tables' session, or one that lives without them.
  func definition(_ id: SessionID, _ view: UserView) -> EffectiveSession? {
    view.session(id) ?? handle(of: id).flatMap { self[$0]?.definition }
  }

  /// What a session key means.
  func definition(for key: AID, _ view: UserView) -> EffectiveSession? {
    if let definition = view.session(for: key) { return definition }
    return isEmpty ? nil : strays(view).first { $0.key.flatMap { AID(name: $0) } == key }
  }

  /// The session that follows the one which was shown last, in the menu's order, round and round: of
  /// those with a tag, where one has it. Nil where there is none that the terminal can show.
  func next(_ view: UserView, on display: Display) -> SessionHandle? {
    let listed = view.sessions.compactMap { handle(of: $0.id) }
    let tagged = contains { $0.isTagged }
    let order = (listed + handles.filter { !listed.contains($0) }).filter { handle in
      guard let session = self[handle] else { return false }
      return display.fits(session.space) && (session.isTagged || !tagged)
    }
    let here = current.flatMap { order.firstIndex(of: $0) }
    return here.map { order[($0 + 1) % order.count] } ?? order.first
  }

  /// Whether no session stands in any way that the menu tells of: none lives, and none has ended.
  var hasNoStatus: Bool { isEmpty && ended.isEmpty }

  /// How the sessions of a sub-menu stand, in a word or two; blank where nothing is to be told.
  func status(ofMenu lines: [MenuLine], on display: Display) -> String {
    let all = lines.compactMap(\.session).map { status(of: $0.id, on: display) }
      .filter { !$0.text.isEmpty && !$0.isFault }
    if all.contains(where: { $0.text == "waiting" }) { return "waiting" }
    return all.isEmpty ? "" : "\(all.count) active"
  }

  /// How a session stands, in the words of the menu's Status column, and whether that is a fault.
  func status(of id: SessionID, on display: Display) -> (text: String, isFault: Bool) {
    guard let index = handles.indices.first(where: { sessions[$0]?.id == id }) else {
      return ended[id].map { ("ended: \($0)", true) } ?? ("", false)
    }
    guard sessions[index]?.isReady ?? false else { return ("starting", false) }
    if !(sessions[index].map { display.fits($0.space) } ?? true) { return ("held", false) }
    if sessions[index]?.isTransferring ?? false { return ("transfer", false) }
    if sessions[index]?.hasUnseenOutput ?? false { return ("waiting", false) }
    let state = handles[index] == current ? "current" : "active"
    return (sessions[index]?.isTagged ?? false ? state + " *" : state, false)
  }
}

extension SessionTable {
  /// Writes each session that may have changed since it was frozen last, where it lies, since a copy of it
  /// costs as much as its bytes; `taking` gets its handle, and takes what was written.
  mutating func freezeChanged(
    into freezer: inout Freezer, taking: (SessionHandle, inout Freezer) -> Void
  ) {
    for index in sessions.indices where sessions[index]?.isChanged ?? false {
      sessions[index]?.freezeAnew(into: &freezer)
      taking(handles[index], &freezer)
    }
  }

  /// Writes which sessions there are, and all that is beside them; each session is frozen by itself.
  func freeze(into freezer: inout Freezer) {
    freezer.put(handles)
    freezer.put(current)
    freezer.put(ended)
    freezer.put(frozen)
    freezer.put(variables)
  }

  /// Reads what `freeze` wrote; `thawed` has the sessions by then.
  init(
    thawing thawer: inout Thawer, _ thawed: [SessionHandle: ActiveSession]
  ) throws(ThawError) {
    for handle in try thawer.take([SessionHandle].self) {
      guard let session = thawed[handle], session.handle == handle, !contains(handle) else {
        throw .invalid("session")
      }
      handles.append(handle)
      sessions.append(session)
    }
    current = try thawer.take()
    ended = try thawer.take()
    frozen = try thawer.take()
    variables = try thawer.take()
  }
}
