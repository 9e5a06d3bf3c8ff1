import Keystore
import Platform
import Synchronization
import Time

/// The thread that alone talks to a token; everybody else waits for it, and not for long.
final class CardThread: Sendable {
  /// How long a call may take: a token that hangs must not keep its users waiting.
  static let deadline: Int32 = 2000
  /// How often an idle token is asked whether it is there, and a lost one is looked for.
  static let interval: Int32 = 400

  /// Work for the token, and what came of it.
  private final class Job: Sendable {
    let work: @Sendable (TokenSession) throws -> any Sendable
    let result = Mutex<Result<any Sendable, any Error>?>(nil)
    let done: Signal

    init(_ work: @escaping @Sendable (TokenSession) throws -> any Sendable) throws(SystemError) {
      self.work = work
      done = try Signal()
    }
  }

  private struct State {
    var jobs: [Job] = []
    var patterns: MasterKeyPatterns?
    var level = "N/A"
    var isOpen = false
    /// When the work began that is being done.
    var busySince: Instant?
    /// Why the token was not opened the last time.
    var fault: TokenFault?
  }

  private let state = Mutex(State())
  private let wake: Signal
  private let open: @Sendable () throws(TokenFault) -> TokenSession
  private let drop: @Sendable () -> Void
  private let stamp: @Sendable () -> FileStamp?
  private let changed: @Sendable (Bool, String) -> Void

  /// Starts the card's thread, which calls all of them: `open` opens a session, `drop` lets the module
  /// forget one that failed, `stamp` tells whether the file with the PIN changed, and `changed` hears
  /// when the token comes or goes, and why.
  init(
    open: @escaping @Sendable () throws(TokenFault) -> TokenSession,
    drop: @escaping @Sendable () -> Void, stamp: @escaping @Sendable () -> FileStamp?,
    changed: @escaping @Sendable (Bool, String) -> Void
  ) throws(SystemError) {
    wake = try Signal()
    self.open = open
    self.drop = drop
    self.stamp = stamp
    self.changed = changed
    try Threads.start { [self] in run() }
  }

  var patterns: MasterKeyPatterns? { state.withLock { $0.patterns } }

  var health: CardHealth {
    state.withLock { state in
      let isStuck = state.busySince.map { Self.isOverdue($0) } ?? false
      return CardHealth(
        level: state.level, requests: state.jobs.count + (state.busySince == nil ? 0 : 1),
        fault: isStuck ? "it does not answer" : state.fault?.description ?? "")
    }
  }

  private static func isOverdue(_ since: Instant) -> Bool {
    since.duration(to: Clock.instant()) >= .milliseconds(Int(deadline))
  }

  /// Whether the token is open and not stuck in a call.
  var isOnline: Bool { state.withLock { Self.isOnline($0) } }

  private static func isOnline(_ state: State) -> Bool {
    guard state.isOpen else { return false }
    return state.busySince.map { !isOverdue($0) } ?? true
  }

  /// Waits until the token was opened or looked for once, at most as long as a call may take.
  func waitForFirst() {
    let end = Clock.instant().advanced(by: .milliseconds(Int(Self.deadline)))
    guard let pause = try? Signal() else { return }
    while Clock.instant() < end {
      if state.withLock({ $0.isOpen || $0.fault != nil }) { return }
      _ = pause.wait(milliseconds: 5)
    }
  }

  /// Does work on the token's thread.
  func perform<Value: Sendable>(
    _ work: @escaping @Sendable (TokenSession) throws -> Value
  ) throws(ServiceFailure) -> Value {
    guard let job = try? Job(work) else { throw .notAvailable }
    let isQueued = state.withLock { state in
      guard Self.isOnline(state) else { return false }
      state.jobs.append(job)
      return true
    }
    guard isQueued else { throw .notAvailable }
    wake.set()
    guard job.done.wait(milliseconds: Self.deadline) else {
      // Whoever waits next hears at once that the card is stuck.
      state.withLock { state in state.jobs.removeAll { $0 === job } }
      throw .notAvailable
    }
    switch job.result.withLock({ $0 }) {
    case .success(let value):
      guard let value = value as? Value else { throw .notAvailable }
      return value
    case .failure(let error as TokenFault): throw error.failure
    case .failure(let error as ServiceFailure): throw error
    case .failure, nil: throw .notAvailable
    }
  }

  private func run() {
    var session: TokenSession?
    // The PIN file with which the token refused the PIN.
    var refused: FileStamp??
    while true {
      let found = stamp()
      if session == nil, refused != .some(found) {
        refused = nil
        do throws(TokenFault) {
          let new = try open()
          session = new
          state.withLock { state in
            state.patterns = new.patterns
            state.level = new.level
            state.isOpen = true
            state.fault = nil
          }
          changed(true, "")
        } catch {
          drop()
          // A wrong PIN is not tried again, since three tries lock many tokens, until its file is
          // another.
          if error.isPIN { refused = .some(found) }
          let isNews = state.withLock { state in
            defer { state.fault = error }
            return state.fault != error
          }
          if isNews { changed(false, error.description) }
        }
      }
      let woken = wake.wait(milliseconds: Self.interval)
      let failure = woken ? work(session) : check(session)
      if let failure {
        session = nil
        close(failure)
        drop()
        changed(false, failure.description)
      }
    }
  }

  /// The token is away: whoever waits for it hears so at once.
  private func close(_ fault: TokenFault) {
    let waiting = state.withLock { state in
      state.isOpen = false
      state.fault = fault
      defer { state.jobs = [] }
      return state.jobs
    }
    for job in waiting {
      job.result.withLock { $0 = .failure(fault) }
      job.done.set()
    }
  }

  private func check(_ session: TokenSession?) -> TokenFault? {
    guard let session else { return nil }
    state.withLock { $0.busySince = Clock.instant() }
    defer { state.withLock { $0.busySince = nil } }
    return session.isAlive() ? nil : TokenFault("C_GetSessionInfo", code: 0x30)
  }

  /// Does all that waits; the fault that ends the session.
  private func work(_ session: TokenSession?) -> TokenFault? {
    guard let session else { return nil }
    while let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) {
      state.withLock { $0.busySince = Clock.instant() }
      let result = Result { try job.work(session) }
      state.withLock { $0.busySince = nil }
      job.result.withLock { $0 = result }
      job.done.set()
      if case .failure(let error as TokenFault) = result, error.code != 0, !error.isForeignKey {
        return error
      }
    }
    return nil
  }
}
