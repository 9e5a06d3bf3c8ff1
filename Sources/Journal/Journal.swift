import Glibc
public import Messages
public import Platform
import Synchronization
public import Time

/// The log of what an operator must know, in TPX's layout.
///
/// `record` never waits: lines go into a bounded queue, and a thread of its own writes them. What the
/// queue or the disk cannot take is counted, and the count is written when there is room again. Lines
/// on account of strangers have limits of their own.
public final class Journal: Sendable {
  private struct Queue {
    var lines: [(message: Message, time: WallTime)] = []
    var strangers = StrangerLines()
    var lost = 0
    var reopen = false
    var isStopping = false
    var isIdle = true
  }

  /// What the thread has to do.
  private struct Work {
    var lines: [(message: Message, time: WallTime)]
    var lost: Int
    var reopen: Bool
  }

  /// Most lines that wait: at 5,000 a second, a pause of the disk of some seconds.
  static let limit = 65_536
  /// How long a count of lost lines waits until the next try, in milliseconds.
  private static let retry: Int32 = 1000

  private let queue = Mutex(Queue())
  private let wakeup: Mailbox<Void>
  /// Path of the log that is written now.
  public let path: String
  private let directory: String
  private let rotation: Rotation

  /// Opens the log of a state directory and starts its thread.
  public init(
    directory: String, rotation: Rotation = Rotation()
  ) throws(SystemError) {
    self.directory = directory
    self.rotation = rotation
    path = directory + "/turnstile.log"
    wakeup = try Mailbox(limit: 1)
    _ = try LogFile(path: path)
    try Threads.start { [self] in run() }
  }

  /// Queues a line.
  public func record(_ message: Message, at time: WallTime) {
    let now = Clock.instant()
    queue.withLock { queue in
      guard queue.strangers.takes(message.cause, at: now) else { return }
      if queue.lines.count < Self.limit {
        queue.lines.append((message, time))
      } else {
        queue.lost += 1
      }
    }
    wakeup.send(())
  }

  /// Opens the file anew, after somebody moved it away.
  public func reopen() {
    queue.withLock { $0.reopen = true }
    wakeup.send(())
  }

  /// Writes what waits, and ends; returns when all is on its way to the disk.
  public func stop() {
    let time = Clock.wall()
    let now = Clock.instant()
    queue.withLock { queue in
      queue.lines += queue.strangers.last(at: now).map { ($0, time) }
      queue.isStopping = true
    }
    wakeup.send(())
    while !queue.withLock({ $0.isStopping && $0.lines.isEmpty && $0.isIdle }) { usleep(1000) }
  }

  private func run() {
    var file = try? LogFile(path: path)
    var waiting = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      if let pause = rest() { poll(&waiting, 1, pause) }
      _ = wakeup.take()
      let work = takeWork()
      if work.reopen || file == nil { file = try? LogFile(path: path) }
      write(work, &file)
    }
  }

  /// How long the thread may wait, in milliseconds, -1 for ever; nil where there are lines.
  private func rest() -> Int32? {
    let now = Clock.instant()
    return queue.withLock { queue in
      guard queue.lines.isEmpty else { return nil }
      queue.isIdle = true
      let next = queue.strangers.next.map { time in
        let (seconds, attoseconds) = now.duration(to: time).components
        return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
      }
      guard queue.lost > 0 else { return next ?? -1 }
      return min(next ?? Self.retry, Self.retry)
    }
  }

  private func takeWork() -> Work {
    let (now, time) = (Clock.instant(), Clock.wall())
    return queue.withLock { queue in
      queue.lines += queue.strangers.summaries(at: now).map { ($0, time) }
      let work = Work(lines: queue.lines, lost: queue.lost, reopen: queue.reopen)
      queue.lines = []
      queue.lost = 0
      queue.reopen = false
      queue.isIdle = false
      return work
    }
  }

  private func write(_ work: Work, _ file: inout LogFile?) {
    var batch = LogBatch()
    for (message, time) in work.lines {
      let offset = Clock.utcOffset(at: time)
      let line = TPXLayout.render(message, at: time, offsetSeconds: offset)
      let date = CivilDate(time, offsetSeconds: offset)
      let today = date.year * 1000 + date.dayOfYear
      if let current = file,
        rotation.isDue(
          written: current.written + batch.bytes.count, line: line.utf8.count, day: current.day,
          today: today)
      {
        lose(flush(&batch, &file))
        rotate(date, &file)
      }
      file?.day = today
      batch.append(line)
    }
    lose(flush(&batch, &file))
    guard work.lost > 0 else { return }
    let time = Clock.wall()
    batch.append(
      TPXLayout.render(
        .recordsLost(count: work.lost), at: time, offsetSeconds: Clock.utcOffset(at: time)))
    // A count that cannot be written stays what it is.
    if flush(&batch, &file) > 0 { lose(work.lost) }
  }

  private func lose(_ count: Int) {
    if count > 0 { queue.withLock { $0.lost += count } }
  }

  /// Writes a batch, and returns how many of its records the disk refused; the file is then opened anew.
  private func flush(_ batch: inout LogBatch, _ file: inout LogFile?) -> Int {
    guard !batch.isEmpty else { return 0 }
    let count = batch.ends.count
    let done = file?.write(batch) ?? 0
    if done < count { file = nil }
    batch = LogBatch()
    return count - done
  }

  // MARK: Old files

  private func rotate(_ date: CivilDate, _ file: inout LogFile?) {
    var number = 0
    var old = directory + "/" + Rotation.name(date, number: number)
    while Files.exists(old) || Files.exists(old + ".gz") {
      number += 1
      old = directory + "/" + Rotation.name(date, number: number)
    }
    // Where it cannot be moved it grows on.
    guard rename(path, old) == 0 else { return }
    file = try? LogFile(path: path)
    // One that could not be compressed, on a full disk say, is tried again with the next.
    for name in (try? Files.list(directory, suffix: ".log")) ?? []
    where name.hasPrefix("turnstile-") {
      try? Compression.compress(directory + "/" + name, to: directory + "/" + name + ".gz")
    }
    let names =
      ((try? Files.list(directory, suffix: ".log.gz")) ?? [])
      + ((try? Files.list(directory, suffix: ".log")) ?? [])
    let olds = names.filter { $0.hasPrefix("turnstile-") }.map {
      Rotation.Old(name: $0, size: Files.size(directory + "/" + $0) ?? 0)
    }
    let now = Clock.wall()
    let expired = rotation.expired(olds, now: now, offsetSeconds: Clock.utcOffset(at: now))
    for name in expired { unlink(directory + "/" + name) }
  }
}
