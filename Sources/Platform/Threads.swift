import CPlatform
import Glibc
import Synchronization

/// Threads of our own, with a stack of a size that we name.
public enum Threads {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// What ps and top call this thread, and threads that it starts: 15 characters at the most.
  public static func name(_ name: String) { cplatform_set_name(name) }

  /// Lets this thread do nothing for a while.
  public static func sleep(milliseconds: UInt32) { usleep(milliseconds * 1000) }

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
///
/// Jobs may be for somebody, such as an address: who has many waiting does not keep others waiting.
public final class HelperPool: Sendable {
  private let queue: Mutex<FairQueue<String, @Sendable () -> Void>>
  private let available: Int32

  /// Starts `threads` threads; at most `limit` jobs wait, and at most `limitOfOwner` for one owner.
  public init(threads: Int, limit: Int, limitOfOwner: Int? = nil) throws(SystemError) {
    // A semaphore of the kernel's: each job adds one, each thread takes one.
    available = try system("eventfd") { cplatform_semaphore() }
    queue = Mutex(FairQueue(limit: limit, limitOfOwner: limitOfOwner ?? limit))
    for _ in 0..<threads {
      try Threads.start { [self] in
        while true {
          var count: UInt64 = 0
          _ = read(available, &count, 8)
          queue.withLock { $0.take() }?()
        }
      }
    }
  }

  /// Jobs that wait for a thread.
  public var waiting: Int { queue.withLock { $0.count } }

  /// Queues a job for an owner; false where too many wait: the caller gets an answer at once.
  public func run(for owner: String = "", _ job: @escaping @Sendable () -> Void) -> Bool {
    guard queue.withLock({ $0.add(job, for: owner) }) else { return false }
    var one: UInt64 = 1
    _ = write(available, &one, 8)
    return true
  }
}
