public import Bytes
import DataStream
import Names
import Time

/// What a run was frozen as, with its scripts found again.
struct FrozenRun {
  private(set) var frames: [RunFrame] = []
  private(set) var phase: RunPhase
  let memory: RunMemory
  let options: RunOptions
  let counts: RunCounts
  let hasUnread: Bool
  let place: ScriptPlace

  /// - Throws: where the bytes say what no run can be.
  init(_ thawer: inout Thawer, _ library: ScriptLibrary) throws(ThawError) {
    let count = try thawer.count()
    guard count <= ScriptLimits.calls else { throw .invalid("number of scripts") }
    var isChanged = false
    for _ in 0..<count {
      if let frame = try RunFrame(thawing: &thawer, library) {
        frames.append(frame)
      } else {
        isChanged = true
      }
    }
    phase = try thawer.take()
    memory = try thawer.take()
    options = try thawer.take()
    counts = try thawer.take()
    hasUnread = try thawer.take()
    place = try thawer.take()
    switch phase {
    case .over, .ending: frames = []
    default:
      guard count > 0 else { throw .invalid("number of scripts") }
      guard isChanged else { return }
      phase = .ending(.failed(place, .changed))
      frames = []
    }
  }
}

extension ScriptRun {
  /// Appends the run: its scripts by name and by what their texts come to.
  public func freeze(into freezer: inout Freezer) {
    // A run that ends runs no statement any more.
    let isEnding = if case .ending = phase { true } else { isOver }
    let frames = isEnding ? [] : frames
    freezer.put(number: UInt64(frames.count))
    for frame in frames { frame.freeze(into: &freezer) }
    freezer.put(phase)
    freezer.put(memory)
    freezer.put(options)
    freezer.put(counts)
    freezer.put(hasUnread)
    freezer.put(place)
  }

  /// Reads what `freeze` wrote; a run whose scripts are others now ends for that reason.
  /// - Throws: where the bytes say what no run can be.
  public init(
    thawing thawer: inout Thawer, in library: ScriptLibrary
  ) throws(ThawError) {
    self.init(try FrozenRun(&thawer, library), library)
  }
}

extension RunFrame {
  fileprivate func freeze(into freezer: inout Freezer) {
    freezer.put(program.name)
    freezer.put(word: program.digest)
    freezer.put(next)
    freezer.put(variables)
    freezer.put(time?.seconds)
    freezer.put(time?.label)
  }

  /// Nil where the script is not there, or is another one now.
  fileprivate init?(thawing thawer: inout Thawer, _ library: ScriptLibrary) throws(ThawError) {
    let name = try thawer.take(ScriptName.self)
    let digest = try thawer.word()
    let next = try thawer.take(Int.self)
    let variables = try thawer.take(ScriptVariables.self)
    let seconds = try thawer.seconds()
    let label = try thawer.take(Int?.self)
    guard let program = library[name], program.digest == digest else { return nil }
    self.init(program)
    guard (0...program.statements.count).contains(next) else { throw .invalid("statement") }
    self.next = next
    self.variables = variables
    guard let seconds, let label else { return }
    guard program.places.indices.contains(label) else { throw .invalid("label") }
    time = Time(seconds: seconds, label: label)
  }
}

extension Thawer {
  /// Reads seconds that a wait may last.
  fileprivate mutating func seconds() throws(ThawError) -> Int? {
    let seconds = try take(Int?.self)
    guard seconds.map({ (1...ScriptLimits.longestWait).contains($0) }) ?? true else {
      throw .invalid("wait")
    }
    return seconds
  }

  /// Reads a number of a range.
  fileprivate mutating func number(_ range: ClosedRange<Int>) throws(ThawError) -> Int {
    let number = try take(Int.self)
    guard range.contains(number) else { throw .invalid("number") }
    return number
  }
}

extension RunTyping: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .secret: freezer.put(byte: 0)
    case .text(let text):
      freezer.put(byte: 1)
      freezer.put(text)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .secret
    case 1: self = .text(try thawer.value())
    default: throw .invalid("typing")
    }
  }
}

extension RunPhase: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .running: freezer.put(byte: 0)
    case .typing(let parts):
      freezer.put(byte: 1)
      freezer.put(parts)
    case .waiting(let wait):
      freezer.put(byte: 2)
      freezer.put(wait)
    case .ending(let end):
      freezer.put(byte: 3)
      freezer.put(end)
    case .over: freezer.put(byte: 4)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .running
    case 1: self = .typing(try thawer.take())
    case 2: self = .waiting(try thawer.take())
    case 3: self = .ending(try thawer.take())
    case 4: self = .over
    default: throw .invalid("run of a script")
    }
  }
}

extension RunWait: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch kind {
    case .free: freezer.put(byte: 0)
    case .written: freezer.put(byte: 1)
    case .text(let text):
      freezer.put(byte: 2)
      freezer.put(text)
    case .pause: freezer.put(byte: 3)
    case .user: freezer.put(byte: 4)
    case .answer(let rest):
      freezer.put(byte: 5)
      freezer.put(rest)
    case .command: freezer.put(byte: 6)
    }
    freezer.put(deadline)
    switch expiry {
    case .goOn: freezer.put(byte: 0)
    case .branch: freezer.put(byte: 1)
    case .fail(let seconds):
      freezer.put(byte: 2)
      freezer.put(seconds)
    }
    freezer.put(isTold)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: kind = .free
    case 1: kind = .written
    case 2: kind = .text(try thawer.value())
    case 3: kind = .pause
    case 4: kind = .user
    case 5: kind = .answer(try thawer.take())
    case 6: kind = .command
    default: throw .invalid("wait")
    }
    deadline = try thawer.take()
    switch try thawer.byte() {
    case 0: expiry = .goOn
    case 1: expiry = .branch
    case 2: expiry = .fail(seconds: try thawer.number(1...ScriptLimits.longestWait))
    default: throw .invalid("wait")
    }
    isTold = try thawer.take()
  }
}

extension RunMemory: Freezable {
  func freeze(into freezer: inout Freezer) {
    for value in accumulators { freezer.put(value) }
    freezer.put(key)
    freezer.put(fault)
    freezer.put(isFound)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    for index in accumulators.indices {
      accumulators[index] = try thawer.number(0...ScriptLimits.largestNumber)
    }
    key = try thawer.take()
    fault = try thawer.take()
    isFound = try thawer.take()
  }
}

extension RunOptions: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(isTraced)
    freezer.put(takesErrors)
    freezer.put(showsSecrets)
    freezer.put(maxi)
    freezer.put(wait)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    isTraced = try thawer.take()
    takesErrors = try thawer.take()
    showsSecrets = try thawer.take()
    maxi = try thawer.number(0...ScriptLimits.largestMaxi)
    wait = try thawer.seconds()
  }
}

extension RunCounts: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(executed)
    freezer.put(idle)
    freezer.put(isTold)
    freezer.put(limit)
  }

  /// Counts from which no run comes to the largest number.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    executed = try thawer.number(0...(.max / 2))
    idle = try thawer.number(0...20_001)
    isTold = try thawer.take()
    limit = try thawer.take()
  }
}
