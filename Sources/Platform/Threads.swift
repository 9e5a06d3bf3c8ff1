import CPlatform
import Glibc
import Synchronization

/// Threads of our own, with a stack of a size that we name.
public enum Threads {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread that nobody waits for.
  public static func start(
    stack: Int = 1 << 20, _ run: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    let context = Unmanaged.passRetained(Body(run)).toOpaque()
    let code = cplatform_thread(
      stack,
      { context in
        guard let context else { return nil }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    guard code == 0 else {
      Unmanaged<Body>.fromOpaque(context).release()
      throw SystemError("pthread_create", code: code)
    }
  }
}

/// A few threads for work that waits: password hashes, the database, names, parsing.
public final class HelperPool: Sendable {
  private struct Queue {
    var jobs: [@Sendable () -> Void] = []
    var next = 0
  }

  private let queue = Mutex(Queue())
  private let available: Int32
  private let limit: Int

  /// - Parameters:
  ///   - threads: how many work at once.
  ///   - limit: most jobs that wait; one more is refused.
  public init(threads: Int, limit: Int) throws(SystemError) {
    // A semaphore of the kernel's: each job adds one, each thread takes one.
    available = try system("eventfd") { cplatform_semaphore() }
    self.limit = limit
    for _ in 0..<threads {
      try Threads.start { [self] in
        while true {
          var count: UInt64 = 0
          _ = read(available, &count, 8)
          take()?()
        }
      }
    }
  }

  /// Queues a job; false where too many wait, which is an answer, not a wait.
  public func run(_ job: @escaping @Sendable () -> Void) -> Bool {
    let isQueued = queue.withLock { queue in
      guard queue.jobs.count - queue.next < limit else { return false }
      queue.jobs.append(job)
      return true
    }
    guard isQueued else { return false }
    var one: UInt64 = 1
    _ = write(available, &one, 8)
    return true
  }

  private func take() -> (@Sendable () -> Void)? {
    queue.withLock { queue in
      guard queue.next < queue.jobs.count else { return nil }
      let job = queue.jobs[queue.next]
      queue.next += 1
      if queue.next == queue.jobs.count {
        queue.jobs = []
        queue.next = 0
      }
      return job
    }
  }
}
