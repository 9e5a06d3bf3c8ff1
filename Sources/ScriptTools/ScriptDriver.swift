public import Crypto
public import DataStream
public import EBCDIC
import Replay
public import Script
public import Terminal
public import Time

/// Runs a script at the screen of a live host, record by record, and tells each step.
///
/// What is typed is merged into the screen as a terminal would hold it; the secret is put into a copy when the
/// key is pressed, and nowhere else. Lines that are told have stars for it, also where the host shows it.
public struct ScriptDriver {
  /// What is to be done, in order.
  public enum Action: Hashable, Sendable {
    /// Tell a line of the step trace.
    case tell(String)
    /// Send a record to the host; the caller wipes it.
    case send([UInt8])
    /// The run is over: whether the script ended as it wanted.
    case end(isDone: Bool)
  }

  /// The host's screen, with what was typed that is no secret.
  public private(set) var space: PresentationSpace
  /// When to call `settle` again at the latest; nil where nothing is awaited.
  public private(set) var deadline: Instant?
  private var run: ScriptRun
  private var screen: TypedScreen
  private let page: CodePage
  private let secret: WipedText
  /// Where the secret was typed since the last key, and the field there; nil on a screen without fields.
  private var secretPlaces: [(place: Int, field: ScriptField?)] = []
  private var shown = 0

  /// A run before the host's first screen.
  /// - Parameters:
  ///   - run: the script's.
  ///   - capabilities: the terminal's.
  ///   - page: the host's code page.
  ///   - surroundings: whom and what the session is of.
  ///   - secret: what &PSWD types, in code points of the page; empty where there is none.
  public init(
    _ run: ScriptRun, on capabilities: TerminalCapabilities, page: CodePage,
    as surroundings: ScriptSurroundings, secret: WipedText
  ) {
    self.run = run
    self.page = page
    self.secret = secret
    space = PresentationSpace(capabilities)
    // Nobody types before the host has given the keyboard.
    space.restore(aid: .none, lock: .waiting)
    screen = TypedScreen(space, page, surroundings: surroundings)
  }

  // MARK: Events

  /// Takes a host's record.
  /// - Returns: what answers its reads.
  public mutating func take(_ record: [UInt8]) -> [[UInt8]] {
    let outcome = space.apply(record)
    if outcome.wroteScreen || outcome.restored { hostWrote() }
    return outcome.replies
  }

  /// The host began an application with other sizes, or ended one.
  public mutating func bind(default first: Geometry?, alternate second: Geometry?) {
    space.bind(default: first, alternate: second)
    space.restore(aid: .none, lock: .waiting)
    screen = look()
  }

  /// The connection is gone.
  public mutating func disconnect() { run.handle(.sessionEnded) }

  private mutating func hostWrote() {
    screen = look()
    run.handle(.hostWrote)
    shown += 1
  }

  private func look() -> TypedScreen {
    TypedScreen(space, page, surroundings: screen.surroundings)
  }

  // MARK: Steps

  /// The screen as lines of the step trace.
  public func picture() -> [String] {
    StepTrace.lines(of: screen, number: shown, hide: hidden)
  }

  /// Goes on as far as the script can.
  public mutating func settle(at now: Instant) -> [Action] {
    var actions: [Action] = []
    deadline = nil
    while let effect = run.next(screen, at: now) {
      if let line = StepTrace.line(of: effect, columns: screen.columns) {
        actions.append(.tell(hidden(line)))
      }
      perform(effect, &actions)
    }
    return actions
  }

  private mutating func perform(_ effect: ScriptEffect, _ actions: inout [Action]) {
    switch effect {
    case .type(let text):
      type(page.encode(text))
      screen.type(text)
    case .typeSecret: typeSecret()
    case .moveCursor(let place): screen.move(to: place)
    case .press(let key):
      actions.append(.send(press(key)))
      screen.isKeyboardFree = false
    case .wake(let instant): deadline = instant
    case .command: run.handle(.refused("there is no menu here"))
    case .takeKey: run.handle(.keyPressed(.enter))
    case .define, .set, .delete: screen.surroundings.take(effect)
    case .end(let end): actions.append(.end(isDone: end == .done))
    case .send, .terminal, .log, .trace, .logOff, .goOnLater: break
    }
  }

  private mutating func typeSecret() {
    guard secret.count > 0 else { return run.handle(.refused("there is no password here")) }
    let field = screen.fields.first { offset(screen.cursor, in: $0) < $0.length }
    let room = field.map { $0.length - offset(screen.cursor, in: $0) }
    guard secret.count <= room ?? screen.rows * screen.columns - screen.cursor else {
      return run.handle(.refused("the password is longer than the field"))
    }
    secretPlaces.append((screen.cursor, field))
    // The screen that is shown has stars in its place, where it shows anything.
    screen.type(String(repeating: "*", count: secret.count))
    run.handle(.done)
  }

  private func offset(_ place: Int, in field: ScriptField) -> Int {
    (place - field.start + space.size.cells) % space.size.cells
  }

  // MARK: Typing

  private mutating func type(_ codes: [UInt8]) {
    Self.put(codes, at: screen.cursor, into: &space, fields: screen.fields)
  }

  /// Puts codes into the field of a place, and leaves the keyboard as it was.
  private static func put(
    _ codes: [UInt8], at place: Int, into space: inout PresentationSpace, fields: [ScriptField]
  ) {
    let size = space.size.cells
    let field = fields.first { (place - $0.start + size) % size < $0.length }
    let start = field?.start ?? place
    let before = (0..<(place - start + size) % size).map {
      code(at: (start + $0) % size, of: space)
    }
    let behind = (place - start + size) % size + codes.count
    let after =
      behind < field?.length ?? 0
      ? (behind..<(field?.length ?? 0)).map { code(at: (start + $0) % size, of: space) } : []
    var record = [AID.none.byte]
    BufferAddress.append(place, in: space.size, to: &record)
    record.append(OrderCode.setBufferAddress)
    BufferAddress.append(start, in: space.size, to: &record)
    record += before + codes + after
    defer { Wipe.bytes(&record) }
    let (aid, lock) = (space.aid, space.lock)
    guard let inbound = try? InboundRecord(record, in: space.size) else { return }
    space.merge(inbound)
    space.restore(aid: aid, lock: lock)
  }

  private static func code(at place: Int, of space: PresentationSpace) -> UInt8 {
    if case .character(let code) = space.kind(place), code >= 0x40 || code == 0 { code } else { 0 }
  }

  /// The record of a key; the secret stands in it and in no screen.
  private mutating func press(_ key: AID) -> [UInt8] {
    var full = space
    // What the host has put another field over in the meantime is not typed there.
    for (place, field) in secretPlaces
    where field.map(screen.fields.contains) ?? screen.fields.isEmpty {
      var codes = Array(secret.slice)
      Self.put(codes, at: place, into: &full, fields: screen.fields)
      Wipe.bytes(&codes)
    }
    secretPlaces = []
    var cursor = [key.byte]
    BufferAddress.append(screen.cursor, in: space.size, to: &cursor)
    if let record = try? InboundRecord(key.isShortRead ? [key.byte] : cursor, in: space.size) {
      space.merge(record)
      if key != .clear { full.merge(record) }
    }
    defer { full.wipe() }
    return key.isShortRead ? [key.byte] : full.readModified(all: false, as: key)
  }

  // MARK: Darkness

  /// A line with stars where the secret stands, in capitals or not.
  func hidden(_ line: String) -> String {
    guard secret.count > 0 else { return line }
    let sought = secret.slice.map(Self.folded)
    let scalars = Array(line.unicodeScalars)
    let codes = scalars.map { Self.folded(page.encode($0) ?? 0) }
    var shown = scalars
    var start = 0
    while start + sought.count <= codes.count {
      if codes[start..<start + sought.count].elementsEqual(sought) {
        for index in start..<start + sought.count { shown[index] = "*" }
      }
      start += 1
    }
    return String(String.UnicodeScalarView(shown))
  }

  /// Small letters of EBCDIC as capitals.
  private static func folded(_ code: UInt8) -> UInt8 {
    [0x81...0x89, 0x91...0x99, 0xA2...0xA9].contains { $0.contains(code) } ? code | 0x40 : code
  }
}
