public import Bytes
import Platform
import Time

/// A worker as its keeper sees it.
struct Worker: Sendable {
  let id: Int
  let program: Program
  let startedAt: Instant
  /// What it said of itself.
  var hello: Hello?
  /// Whether it serves.
  var isReady = false
  /// Why it cannot serve, where it said so.
  var refusal: [String] = []
  /// The exit code that it said it would end with.
  var goodbye: Int32?
  /// Ticks since its last sign of life.
  var silentTicks = 0
  /// Whether it hung, and was told to end.
  var isHung = false

  /// Takes what it says of itself.
  mutating func take(_ message: ToKeeper) {
    silentTicks = 0
    switch message {
    case .hello(let hello): self.hello = hello
    case .refused(let lines): refusal = lines
    case .ready: isReady = true
    case .goodbye(let code): goodbye = code
    case .keep, .checked, .beat, .reloaded, .upgrade: break
    }
  }

  /// A second passes. A worker that gives no sign of life is ended: first so that it can say where it
  /// was.
  ///
  /// - `isFirst`: nobody served before it; then its start may take as long as it will.
  mutating func pass(at now: Instant, isFirst: Bool) -> [KeeperEffect] {
    guard isReady else {
      guard startedAt.advanced(by: KeeperLimits.startTime) <= now, !isFirst else { return [] }
      // Whatever it was at is suspected.
      isHung = true
      return [.signal(worker: id, .kill)]
    }
    silentTicks += 1
    guard silentTicks >= KeeperLimits.silence else { return [] }
    guard !isHung else {
      let isOver = silentTicks >= KeeperLimits.silence + KeeperLimits.report
      return isOver ? [.signal(worker: id, .kill)] : []
    }
    isHung = true
    return [
      .say(
        "turnstile: the server's process gave no sign of life for \(KeeperLimits.silence) "
          + "seconds, and is ended; another one goes on"),
      .signal(worker: id, .abort),
    ]
  }

  /// Why it does not serve any more: what it said, or how it ended.
  func why(_ ending: Processes.Ending) -> String {
    refusal.isEmpty ? Self.words(ending) : refusal.joined(separator: "\n")
  }

  /// How it ended, in words.
  static func words(_ ending: Processes.Ending) -> String {
    switch ending {
    case .exit(let code): "it ended with exit code \(code)"
    case .signal(let number): "it was ended by signal \(number)"
    }
  }
}

/// An upgrade that is under way.
struct Upgrade: Sendable {
  /// The worker of the new program.
  var candidate: Worker
  /// The connection of who asked for it.
  let client: Int32
  /// When the stage that it is in has lasted too long.
  var deadline: Instant

  /// What the operator hears where nothing came of it.
  ///
  /// - `rest`: what goes on.
  func failed(_ reason: String, _ rest: String = "nothing was changed") -> KeeperEffect {
    .answer(
      client: client,
      lines: ["\(candidate.program.path) does not take over: \(reason): \(rest)"], isFailed: true)
  }
}

/// A new program that has its turn, and did not serve yet.
struct Trial: Sendable {
  let client: Int32
  /// The program that comes back where this one fails.
  let former: Program
  let formerVersion: String
  let deadline: Instant

  /// What the operator hears where a worker of the new program serves.
  func done(_ worker: Worker) -> KeeperEffect {
    .answer(
      client: client,
      lines: [
        "upgraded from \(formerVersion) to \(worker.hello?.version ?? "?"): "
          + "\(worker.program.path) has the sessions now"
      ], isFailed: false)
  }

  /// What the operator hears where none came to serve.
  func failed(_ path: String, _ reason: String) -> KeeperEffect {
    .answer(
      client: client,
      lines: ["\(path) does not take over: \(reason): the former program goes on"], isFailed: true)
  }
}

/// How often workers died, and what follows for the next one.
struct Deaths: Sendable {
  private(set) var count = 0
  private var youngInARow = 0

  /// One has died; how long the next one waits.
  mutating func add(life: Duration) -> Duration? {
    count += 1
    youngInARow = life < KeeperLimits.youngLife ? youngInARow + 1 : 0
    let beyond = youngInARow - KeeperLimits.youngDeaths
    guard beyond >= 0 else { return nil }
    var pause = KeeperLimits.firstPause
    for _ in 0..<min(beyond, 16) { pause = min(pause * 2, KeeperLimits.longestPause) }
    return pause
  }

  init(count: Int = 0) { self.count = count }
}

extension Deaths: Freezable {
  /// Appends how many there were, and how many young ones in a row.
  func freeze(into freezer: inout Freezer) {
    freezer.put(count)
    freezer.put(youngInARow)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    count = try thawer.take()
    youngInARow = try thawer.take()
  }
}

extension Worker: Freezable {
  /// Appends who it is; it serves.
  func freeze(into freezer: inout Freezer) {
    freezer.put(id)
    freezer.put(program)
    freezer.put(startedAt)
    freezer.put(hello)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    id = try thawer.take()
    program = try thawer.take()
    startedAt = try thawer.take()
    hello = try thawer.take()
    isReady = true
  }
}

extension Hello: Freezable {
  /// Appends its versions.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(link)
    freezer.put(frozen)
    freezer.put(version)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    let (link, frozen) = (try thawer.take(UInt16.self), try thawer.take(UInt16.self))
    self.init(version: try thawer.take(), frozen: frozen, link: link)
  }
}

extension Hello {
  /// Why another program cannot take over from this one; nil where it can.
  func refusal(of other: Hello) -> String? {
    guard other.link == link else {
      return
        "its keeper and its workers speak version \(other.link) with each other, and those that "
        + "run \(link); stop the server and start the other program"
    }
    guard other.frozen != frozen else { return nil }
    let way = other.frozen < frozen ? "an older program" : "a newer program"
    return "it is \(way), which reads sessions of form \(other.frozen), and those that run have "
      + "form \(frozen); stop the server and start the other program, which ends the sessions"
  }
}
