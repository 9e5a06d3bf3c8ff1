import Glibc
public import Messages
public import Platform
import Synchronization
public import Time

/// The log of what an operator must know, in TPX's layout, and in other forms beside it where the site
/// wants them.
///
/// `record` never waits: lines go into a bounded queue, and a thread of its own writes them. What the
/// queue or the disk cannot take is counted, and the count is written when there is room again. Lines
/// on account of strangers have limits of their own. Each message is counted, written or not.
public final class Journal: Sendable {
  private struct Queue {
    var lines: [(message: Message, time: WallTime)] = []
    var strangers = StrangerLines()
    var counts = MessageCounts()
    /// Records of `turnstile.log` that the log does not tell of yet.
    var lost = 0
    /// Records that each form lost since the start.
    var lostSinceStart = LogLosses()
    var forms = LogForms()
    var reopen = false
    var isStopping = false
    var isIdle = true
  }

  /// What the thread has to do.
  private struct Work {
    var lines: [(message: Message, time: WallTime)]
    var lost: Int
    var reopen: Bool
    var forms: LogForms
  }

  /// What there is to tell of the log in figures.
  public struct Figures: Sendable {
    /// How often each message was recorded.
    public let counts: MessageCounts
    /// Lines that wait to be written.
    public let waiting: Int
    /// Records that each form lost since the start.
    public let lost: LogLosses
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
  /// Where journald listens.
  private let journald: String

  /// Opens the log of a state directory and starts its thread.
  ///
  /// `forms`: what is written beside `turnstile.log`. `journald`: path of journald's socket.
  public init(
    directory: String, rotation: Rotation = Rotation(), forms: LogForms = [],
    journald: String = "/run/systemd/journal/socket"
  ) throws(SystemError) {
    self.directory = directory
    self.rotation = rotation
    self.journald = journald
    path = directory + "/turnstile.log"
    wakeup = try Mailbox(limit: 1)
    _ = try LogFile(path: path)
    queue.withLock { $0.forms = forms }
    try Threads.start { [self] in run() }
  }

  /// Queues a line.
  public func record(_ message: Message, at time: WallTime) {
    let now = Clock.instant()
    queue.withLock { queue in
      queue.counts.count(message)
      guard queue.strangers.takes(message.cause, at: now) else { return }
      if queue.lines.count < Self.limit {
        queue.lines.append((message, time))
      } else {
        queue.lost += 1
        queue.lostSinceStart.add(1, to: .all(queue.forms))
      }
    }
    wakeup.send(())
  }

  /// Changes what is written beside `turnstile.log`, from the next line on.
  public func write(_ forms: LogForms) { queue.withLock { $0.forms = forms } }

  /// What there is to tell of it now.
  public var figures: Figures {
    queue.withLock {
      Figures(counts: $0.counts, waiting: $0.lines.count, lost: $0.lostSinceStart)
    }
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
    var log = RotatedLog(directory: directory, suffix: ".log", rotation: rotation)
    var lines = RotatedLog(directory: directory, suffix: ".jsonl", rotation: rotation)
    log.open()
    var waiting = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      if let pause = rest() { poll(&waiting, 1, pause) }
      _ = wakeup.take()
      let work = takeWork()
      if work.reopen { log.open() }
      log.openIfClosed()
      write(work, &log)
      if work.forms.contains(.json) {
        if work.reopen { lines.open() }
        lines.openIfClosed()
        writeJSON(work, &lines)
      }
      if work.forms.contains(.journald) { writeJournald(work) }
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
      let work = Work(
        lines: queue.lines, lost: queue.lost, reopen: queue.reopen, forms: queue.forms)
      queue.lines = []
      queue.lost = 0
      queue.reopen = false
      queue.isIdle = false
      return work
    }
  }

  private func write(_ work: Work, _ log: inout RotatedLog) {
    for (message, time) in work.lines {
      let offset = Clock.utcOffset(at: time)
      let line = TPXLayout.render(message, at: time, offsetSeconds: offset)
      lose(log.append(line, at: CivilDate(time, offsetSeconds: offset)))
    }
    lose(log.flush())
    guard work.lost > 0 else { return }
    let time = Clock.wall()
    log.append(
      TPXLayout.render(
        .server.recordsLost(count: work.lost), at: time, offsetSeconds: Clock.utcOffset(at: time)))
    // A count that cannot be written stays what it is.
    if log.flush() > 0 { queue.withLock { $0.lost += work.lost } }
  }

  private func lose(_ count: Int) {
    guard count > 0 else { return }
    queue.withLock { queue in
      queue.lost += count
      queue.lostSinceStart.add(count, to: .log)
    }
  }

  private func writeJSON(_ work: Work, _ lines: inout RotatedLog) {
    var lost = 0
    for (message, time) in work.lines {
      let date = CivilDate(time, offsetSeconds: Clock.utcOffset(at: time))
      lost += lines.append(JSONLine.render(message, at: time), at: date)
    }
    lost += lines.flush()
    if lost > 0 { queue.withLock { $0.lostSinceStart.add(lost, to: .json) } }
  }

  private func writeJournald(_ work: Work) {
    var lost = 0
    for (message, _) in work.lines {
      do throws(SystemError) {
        try Datagrams.send(JournaldRecord.encode(message), to: journald)
      } catch {
        lost += 1
      }
    }
    if lost > 0 { queue.withLock { $0.lostSinceStart.add(lost, to: .journald) } }
  }
}
