import Synchronization

/// Several threads that do one job and end with it.
public enum Crew {
  private final class Work: Sendable {
    private let next = Atomic<Int>(0)
    private let left: Atomic<Int>
    private let count: Int
    private let done: Signal
    private let body: @Sendable (Int) -> Void

    init(_ count: Int, threads: Int, body: @escaping @Sendable (Int) -> Void) throws(SystemError) {
      self.count = count
      self.body = body
      left = Atomic(threads)
      done = try Signal()
    }

    func go() {
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < count else { break }
        body(place)
      }
      if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done.set() }
    }

    /// A thread that could not be started is waited for by nobody.
    func leave() { _ = left.subtract(1, ordering: .acquiringAndReleasing) }

    func wait() { while !done.wait(milliseconds: -1) {} }
  }

  /// Calls `body` with each number below `count`, on so many threads, this one among them; returns when
  /// all are done.
  /// - Throws: where the system has no event; then nothing was done.
  public static func run(
    _ count: Int, threads: Int, body: @escaping @Sendable (Int) -> Void
  ) throws(SystemError) {
    let threads = max(1, min(threads, count))
    let work = try Work(count, threads: threads, body: body)
    for _ in 1..<threads {
      do { try Threads.start { work.go() } } catch { work.leave() }
    }
    work.go()
    work.wait()
  }
}
