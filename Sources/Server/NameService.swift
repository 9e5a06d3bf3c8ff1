import Platform
import SessionEngine
import Synchronization
import Tables
import Time

/// Looks hosts up, on threads of its own: a name service that hangs holds up no ticket.
///
/// Sessions that wait for the same name share one look-up, so that a name that hangs holds one thread.
/// Names of the machine's own file never wait for the name service. A name that is not found in time
/// gets the addresses that it had last, or a failure; while its look-up hangs on, so does the next one
/// that asks for it, at once.
final class NameService: Sendable {
  typealias Found = Result<[String], Sockets.ResolveError>
  /// Is called on one of the threads.
  typealias Answer = @Sendable (Found) -> Void

  /// One name that is being looked up.
  private struct LookUp {
    var answers: [Answer]
    let deadline: Instant
    /// Whether a thread has it.
    var isRunning = false
    /// Whether those who waited were answered without it.
    var isLate = false
  }

  private struct State {
    var lookUps: [String: LookUp] = [:]
    /// What names were found to be, and when.
    var known: [String: (addresses: [String], at: Instant)] = [:]
  }

  /// What a question comes to.
  private enum Step {
    case refused, waits, begins
    case answered(Found)
  }

  private let pool: HelperPool
  /// For what does not wait: the file, and answers that are there.
  private let clerk: HelperPool
  private let alarm: Signal
  private let resolve: @Sendable (String) -> Found
  private let file: @Sendable (String) -> [String]
  private let state = Mutex(State())
  private let limit: Int
  private let patience: Duration

  /// Names whose addresses are kept.
  private static let knownLimit = 1000
  /// How old an address may be that is used while the name service does not answer.
  private static let knownTime = Duration.seconds(24 * 3600)

  /// - `threads`: how many names are looked up at once.
  /// - `limit`: most names that wait, and most sessions for one name.
  /// - `patience`: how long a look-up may take.
  /// - `file`: addresses of a name in the machine's own file.
  /// - `resolve`: the look-up itself, which waits.
  init(
    threads: Int = 16, limit: Int = 1000, patience: Duration = .seconds(5),
    file: @escaping @Sendable (String) -> [String] = { HostsFile.addresses(of: $0) },
    resolve: @escaping @Sendable (String) -> Found = { Sockets.resolve($0) }
  ) throws(SystemError) {
    pool = try HelperPool(threads: threads, limit: limit)
    clerk = try HelperPool(threads: 1, limit: 2 * limit)
    alarm = try Signal()
    self.limit = limit
    self.patience = patience
    self.file = file
    self.resolve = resolve
    try Threads.start { [self] in watch() }
  }

  /// Looks a name up; false where too many wait already.
  func lookUp(_ name: String, then answer: @escaping Answer) -> Bool {
    let now = Clock.instant()
    let step = state.withLock { state -> Step in
      if let look = state.lookUps[name] {
        if look.isLate { return .answered(Self.late(name, state, at: now)) }
        guard look.answers.count < limit else { return .refused }
        state.lookUps[name]?.answers.append(answer)
        return .waits
      }
      guard state.lookUps.values.count(where: { !$0.isRunning }) < limit else { return .refused }
      state.lookUps[name] = LookUp(answers: [answer], deadline: now.advanced(by: patience))
      return .begins
    }
    switch step {
    case .refused: return false
    case .waits: return true
    case .answered(let found): return clerk.run { answer(found) }
    case .begins:
      alarm.set()
      let isQueued = clerk.run { [self] in begin(name) }
      if !isQueued { _ = takeAnswers(name) }
      return isQueued
    }
  }

  /// The file first, then the name service.
  private func begin(_ name: String) {
    let addresses = file(name)
    guard addresses.isEmpty else { return finish(name, .success(addresses)) }
    let isQueued = pool.run { [self] in ask(name) }
    if !isQueued { finish(name, .failure(Sockets.ResolveError(reason: "too many names wait"))) }
  }

  private func ask(_ name: String) {
    let isWanted = state.withLock { state in
      guard let look = state.lookUps[name], !look.isLate else {
        state.lookUps[name] = nil
        return false
      }
      state.lookUps[name]?.isRunning = true
      return true
    }
    if isWanted { finish(name, resolve(name)) }
  }

  private func finish(_ name: String, _ found: Found) {
    if case .success(let addresses) = found {
      let now = Clock.instant()
      state.withLock { state in
        if state.known.count >= Self.knownLimit { state.known = [:] }
        state.known[name] = (addresses, now)
      }
    }
    for answer in takeAnswers(name) { answer(found) }
  }

  private func takeAnswers(_ name: String) -> [Answer] {
    state.withLock { $0.lookUps.removeValue(forKey: name)?.answers ?? [] }
  }

  /// What there is to say of a name whose look-up hangs.
  private static func late(_ name: String, _ state: State, at now: Instant) -> Found {
    if let known = state.known[name], known.at.duration(to: now) < knownTime {
      return .success(known.addresses)
    }
    return .failure(Sockets.ResolveError(reason: "the name service does not answer"))
  }

  /// Answers those who have waited long enough.
  private func watch() {
    while true {
      let now = Clock.instant()
      let (due, next) = state.withLock { state -> ([(Answer, Found)], Instant?) in
        var due: [(Answer, Found)] = []
        for (name, look) in state.lookUps where !look.isLate && look.deadline <= now {
          let found = Self.late(name, state, at: now)
          due += look.answers.map { ($0, found) }
          state.lookUps[name]?.answers = []
          state.lookUps[name]?.isLate = true
        }
        return (due, state.lookUps.values.filter { !$0.isLate }.map(\.deadline).min())
      }
      for (answer, found) in due { answer(found) }
      let pause = next.map { next -> Int32 in
        let (seconds, attoseconds) = Clock.instant().duration(to: next).components
        return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
      }
      _ = alarm.wait(milliseconds: pause ?? -1)
    }
  }
}

/// What the look-up of a host came to, on a helper's thread.
struct HostResolution: Sendable {
  /// Numeric addresses, or why there is none.
  let addresses: Result<[String], HostFault>

  /// What was found for a name.
  init(_ name: String, _ found: NameService.Found) {
    addresses = found.mapError { HostFault(end: .nameUnknown("\(name): \($0.reason)")) }
  }
}

/// Why a host cannot be connected to.
struct HostFault: Error, Sendable {
  let end: HostEnd
}
