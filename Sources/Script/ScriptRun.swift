import DataStream
import Syntax
public import Time

/// A script that runs at a session: a value, driven by events, time and a look at the screen.
///
/// Whoever drives it hands over each event, then asks for effects and does each one before asking for
/// the next, until there is none. It has no clock and no secret.
public struct ScriptRun: Sendable {
  private(set) var frames: [RunFrame]
  private(set) var phase = RunPhase.running
  private(set) var memory = RunMemory()
  private(set) var options = RunOptions()
  private(set) var counts = RunCounts()
  /// The host wrote something that no wait has taken yet.
  private(set) var hasUnread = false
  private(set) var place: ScriptPlace
  private let library: ScriptLibrary

  /// Begins a script; nil where there is none of the name.
  /// - Parameters:
  ///   - name: the script's.
  ///   - library: the scripts that it may call; a new one leaves the run as it is.
  ///   - limit: the site's runaway limit.
  ///   - isTraced: whether statements are told from the beginning, as `OPTION FLOW,ON` does.
  public init?(
    _ name: ScriptName, in library: ScriptLibrary, limit: RunawayLimit, isTraced: Bool = false
  ) {
    guard let program = library[name] else { return nil }
    frames = [RunFrame(program)]
    place = ScriptPlace(script: name, line: 0)
    self.library = library
    (counts.limit, options.isTraced) = (limit, isTraced)
  }

  /// A run that was frozen.
  init(_ frozen: FrozenRun, _ library: ScriptLibrary) {
    frames = frozen.frames
    phase = frozen.phase
    memory = frozen.memory
    options = frozen.options
    counts = frozen.counts
    hasUnread = frozen.hasUnread
    place = frozen.place
    self.library = library
  }

  /// Whether it is over, and asks for nothing more.
  public var isOver: Bool { phase == .over }

  /// Whether it waits for the host to write.
  public var waitsForHost: Bool {
    if case .waiting(let wait) = phase { wait.kind.isHost } else { false }
  }

  /// Whether it waits for the user's key (INPUT).
  public var waitsForKey: Bool {
    if case .waiting(let wait) = phase { wait.kind == .user } else { false }
  }

  // MARK: Events

  /// Takes what happened; effects are then asked for.
  public mutating func handle(_ event: ScriptEvent) {
    switch phase {
    case .over, .ending: return
    default: break
    }
    switch (event, phase) {
    case (.hostWrote, _): hasUnread = true
    case (.userBrokeIn, _): fail(.brokenIn)
    case (.sessionEnded, _): fail(.sessionEnded)
    case (.keyPressed(let key), .waiting(let wait)) where wait.kind == .user:
      memory.key = key
      phase = .running
    case (.done, .waiting(let wait)):
      if wait.kind == .command { phase = .running }
      if case .answer(let rest) = wait.kind { phase = .typing(rest) }
    case (.refused(let words), .waiting(let wait)):
      guard wait.isAnswered else { break }
      take(.refused(String(words.prefix(ScriptLimits.valueLength))))
    default: break
    }
  }

  /// The screen that the host wrote is gone, with whoever wrote it.
  public mutating func forgetWritten() { hasUnread = false }

  private mutating func fail(_ failure: ScriptFailure) {
    phase = .ending(.failed(place, failure))
  }

  /// A statement could not be done: the script is told, or ends.
  private mutating func take(_ fault: RunFault) {
    guard options.takesErrors else { return fail(.fault(fault)) }
    memory.fault = fault
    phase = .running
  }

  // MARK: Effects

  /// What is to be done next; nil where the run waits for an event or is over.
  public mutating func next(_ view: some ScriptView, at now: Instant) -> ScriptEffect? {
    var steps = 0
    return next(view, at: now, after: &steps)
  }

  /// The same, where `steps` statements were run in this turn before.
  public mutating func next(
    _ view: some ScriptView, at now: Instant, after steps: inout Int
  ) -> ScriptEffect? {
    while true {
      switch phase {
      case .over: return nil
      case .ending(let end):
        phase = .over
        return .end(end)
      case .waiting(let wait):
        guard isOver(wait, view, at: now) else { return tell(wait) }
      case .typing(let parts):
        if let effect = type(parts, view, at: now) { return effect }
      case .running:
        guard steps < ScriptLimits.statementsAtOnce else { return .goOnLater }
        steps += 1
        if let effect = step(view, at: now) { return effect }
      }
    }
  }

  /// Tells once until when a wait lasts: control is given up, but by a command, which is given at once.
  private mutating func tell(_ wait: RunWait) -> ScriptEffect? {
    guard !wait.isTold else { return nil }
    var told = wait
    told.isTold = true
    phase = .waiting(told)
    if wait.kind != .command { counts.idle = 0 }
    return .wake(wait.deadline)
  }

  /// Whether a wait has ended; the run then goes on.
  private mutating func isOver(
    _ wait: RunWait, _ view: some ScriptView, at now: Instant
  ) -> Bool {
    let hasCome =
      switch wait.kind {
      case .free: hasUnread && view.isKeyboardFree
      case .written: hasUnread
      case .text(let text): (try? ScreenWalk(view: view).finds(text, in: .screen)) == true
      case .pause, .user, .answer, .command: false
      }
    if hasCome {
      hasUnread = false
      if case .text = wait.kind { memory.isFound = true }
      phase = .running
      return true
    }
    guard now >= wait.deadline else { return false }
    if case .text = wait.kind { memory.isFound = false }
    switch wait.expiry {
    case .goOn: phase = .running
    case .branch: branchForTime()
    case .fail(let seconds): fail(.timeOut(seconds: seconds))
    }
    return true
  }

  /// Goes to the label of OPTION TIME: that of the script, or of the one that called it.
  private mutating func branchForTime() {
    while frames.count > 1, frames[frames.count - 1].time == nil { frames.removeLast() }
    phase = .running
    if let time = frames[frames.count - 1].time { branch(time.label) }
  }

  private mutating func branch(_ label: Int) {
    let frame = frames.count - 1
    frames[frame].next = frames[frame].program.places[label]
  }

  // MARK: Statements

  /// Runs the next statement.
  private mutating func step(_ view: some ScriptView, at now: Instant) -> ScriptEffect? {
    let frame = frames[frames.count - 1]
    guard frame.next < frame.program.statements.count else {
      goBack()
      return nil
    }
    let statement = frame.program.statements[frame.next]
    if case .jump(let label) = statement.operation {
      branch(label)
      return nil
    }
    place = ScriptPlace(script: frame.program.name, line: statement.span.line)
    if options.isTraced, !counts.isTold {
      counts.isTold = true
      return .trace(place, frame.program.words(of: frame.next))
    }
    if let failure = counts.add(options.maxi) {
      fail(failure)
      return nil
    }
    frames[frames.count - 1].next += 1
    do throws(RunFault) {
      return try execute(statement.operation, view, at: now)
    } catch {
      take(error)
      return nil
    }
  }

  private mutating func goBack() {
    if frames.count > 1 { frames.removeLast() } else { phase = .ending(.done) }
  }

  private mutating func execute(
    _ operation: Operation, _ view: some ScriptView, at now: Instant
  ) throws(RunFault) -> ScriptEffect? {
    let walk = ScreenWalk(view: view)
    let values = Evaluation(view: view, frames: frames, memory: memory)
    switch operation {
    case .waitForHost: begin(.free, at: now)
    case .press(let key):
      try requireKeyboard(view)
      hasUnread = false
      begin(.free, at: now)
      return .press(key)
    case .key(let parts): phase = .typing(try values.typing(parts))
    case .tab(let count):
      try requireKeyboard(view)
      return .moveCursor(try walk.tab(count))
    case .home:
      try requireKeyboard(view)
      return .moveCursor(try walk.home())
    case .setCursor(let place, let column):
      try requireKeyboard(view)
      let second: Int? = if let column { try values.number(column) } else { nil }
      return .moveCursor(try walk.place(try values.number(place), second))
    case .search(let text, let area):
      memory.isFound = try walk.finds(try values.text(text), in: try values.area(area))
    case .branch(let label), .jump(let label): branch(label)
    case .test(let condition, let otherwise):
      if !(try values.holds(condition)) { branch(otherwise) }
    case .wait(let seconds, let text):
      let text: String? = if let text { try values.text(text) } else { nil }
      begin(text.map { .text($0) } ?? .written, own: seconds, at: now)
    case .pause(let seconds): begin(.pause, own: seconds, at: now)
    case .call(let name): call(name)
    case .goBack: goBack()
    case .end: phase = .ending(.done)
    case .fail(let words): fail(.said(try values.text(words)))
    case .option(let option): return set(option)
    case .set, .add, .define, .delete: return try change(operation, values)
    case .send, .input, .command, .log, .logOff: return try tell(operation, values, at: now)
    }
    return nil
  }

  private func requireKeyboard(_ view: some ScriptView) throws(RunFault) {
    guard view.isKeyboardFree else { throw .locked }
  }

  private mutating func call(_ name: ScriptName) {
    guard frames.count < ScriptLimits.calls else { return fail(.tooDeep) }
    guard let program = library[name] else { return fail(.noScript(name)) }
    frames.append(RunFrame(program))
  }

  private mutating func set(_ option: ScriptOption) -> ScriptEffect? {
    switch option {
    case .flow(let isOn): options.isTraced = isOn
    case .terminal(let isOn): return .terminal(isShown: isOn)
    case .error(let isOn):
      options.takesErrors = isOn
      memory.fault = nil
    case .visible(let isOn): options.showsSecrets = isOn
    case .maxi(let count): options.maxi = count
    case .time(let seconds, let label):
      frames[frames.count - 1].time = RunFrame.Time(seconds: seconds, label: label)
    case .noTime: frames[frames.count - 1].time = nil
    case .wait(let seconds): options.wait = seconds
    }
    return nil
  }

  /// Statements that show or tell something.
  private mutating func tell(
    _ operation: Operation, _ values: Evaluation<some ScriptView>, at now: Instant
  ) throws(RunFault) -> ScriptEffect? {
    switch operation {
    case .send(let words): return .send(try values.text(words))
    case .log(let words): return .log(place, try values.text(words))
    case .command(let words):
      let text = try values.text(words)
      begin(.command, at: now)
      return .command(text)
    case .input:
      begin(.user, at: now)
      return .takeKey
    default:
      phase = .ending(.done)
      return .logOff
    }
  }

  // MARK: Typing

  /// Types the next part.
  private mutating func type(
    _ parts: [RunTyping], _ view: some ScriptView, at now: Instant
  ) -> ScriptEffect? {
    guard let part = parts.first else {
      phase = .running
      return nil
    }
    let rest = Array(parts.dropFirst())
    do throws(RunFault) {
      try requireKeyboard(view)
      let walk = ScreenWalk(view: view)
      let field = try walk.fieldAtCursor()
      switch part {
      case .text(let text):
        phase = .typing(rest)
        let room = walk.room(in: field)
        guard text.unicodeScalars.count <= room else { throw .noRoom(room) }
        return text.isEmpty ? nil : .type(text)
      case .secret:
        guard options.showsSecrets || field?.isHidden == true else { throw .visible }
        begin(.answer(rest), at: now)
        return .typeSecret
      }
    } catch {
      take(error)
      return nil
    }
  }

  // MARK: Waits

  private mutating func begin(_ kind: RunWait.Kind, own: Int? = nil, at now: Instant) {
    let time = frames.last { $0.time != nil }?.time?.seconds
    phase = .waiting(RunWait(kind, own: own, time: time, onward: options.wait, at: now))
  }

  // MARK: Variables

  private mutating func change(
    _ operation: Operation, _ values: Evaluation<some ScriptView>
  ) throws(RunFault) -> ScriptEffect? {
    switch operation {
    case .set(let target, let value): return try set(target, values.text(value), in: values)
    case .add(let target, let value, let isNegative):
      let number = try values.number(value)
      let old = try values.number(target.value)
      let sum = isNegative ? old - number : old + number
      guard (0...ScriptLimits.largestNumber).contains(sum) else { throw .range }
      return try set(target, String(sum), in: values)
    case .define(.program, let name):
      try frames[frames.count - 1].variables.define(name)
    case .delete(.program, let name):
      guard let frame = frames.lastIndex(where: { $0.variables[name] != nil }) else {
        throw .undefined(name)
      }
      try frames[frame].variables.delete(name)
    case .define(.shared(let scope), let name):
      var variables = values.view.variables(scope)
      try variables.define(name)
      return .define(scope, name)
    case .delete(.shared(let scope), let name):
      var variables = values.view.variables(scope)
      try variables.delete(name)
      return .delete(scope, name)
    default: break
    }
    return nil
  }

  private mutating func set(
    _ target: Target, _ text: String, in values: Evaluation<some ScriptView>
  ) throws(RunFault) -> ScriptEffect? {
    switch target {
    case .accumulator(let index):
      guard let number = ScriptNumber.read(text), number <= ScriptLimits.largestNumber
      else { throw .noNumber }
      memory.accumulators[index] = number
      return nil
    case .own(let name):
      if let frame = frames.lastIndex(where: { $0.variables[name] != nil }) {
        try frames[frame].variables.set(name, to: text)
        return nil
      }
      for scope in SharedScope.allCases {
        var variables = values.view.variables(scope)
        guard variables[name] != nil else { continue }
        try variables.set(name, to: text)
        return .set(scope, name, to: text)
      }
      throw .undefined(name)
    }
  }
}
