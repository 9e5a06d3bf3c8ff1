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

  /// What becomes of each item, in order, on as many threads as there are cores where there are many
  /// items.
  public static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let count = (items.count + piece - 1) / piece
    let parts = Parts<Result>(count)
    do {
      guard count > 1 else { return items.map(body) }
      try run(count, threads: ProcessHygiene.cores) { number in
        let part = items[number * piece..<min(items.count, (number + 1) * piece)].map(body)
        parts.all.withLock { $0[number] = part }
      }
    } catch {
      // Without an event of the system's, one thread does it.
      return items.map(body)
    }
    return parts.all.withLock { $0.flatMap(\.self) }
  }

  /// Items that a thread takes at once: so many are worth a thread's start.
  private static let piece = 500

  /// What the threads of `map` have made so far.
  private final class Parts<Result: Sendable>: Sendable {
    let all: Mutex<[[Result]]>
    init(_ count: Int) { all = Mutex(Array(repeating: [], count: count)) }
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
