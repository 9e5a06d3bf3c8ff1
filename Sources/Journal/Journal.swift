import Glibc
public import Messages
public import Platform
import Synchronization
public import Time

/// The log of what an operator must know, in TPX's layout.
///
/// `record` never waits: lines go into a bounded queue, and a thread of its own writes them. What the
/// queue cannot take is counted, and the count is written when there is room again.
public final class Journal: Sendable {
  private struct Queue {
    var lines: [(message: Message, time: WallTime)] = []
    var lost = 0
    var reopen = false
    var isStopping = false
    var isIdle = true
  }

  /// Most lines that wait: at 5,000 a second, a pause of the disk of some seconds.
  static let limit = 65_536

  private let queue = Mutex(Queue())
  private let wakeup: Mailbox<Void>
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
    queue.withLock { queue in
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
    queue.withLock { $0.isStopping = true }
    wakeup.send(())
    while !queue.withLock({ $0.isStopping && $0.lines.isEmpty && $0.isIdle }) { usleep(1000) }
  }

  private func run() {
    var file = try? LogFile(path: path)
    var waiting = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      if queue.withLock({ $0.lines.isEmpty }) {
        queue.withLock { $0.isIdle = true }
        poll(&waiting, 1, -1)
      }
      _ = wakeup.take()
      let (lines, lost, reopen) = queue.withLock { queue in
        let taken = (queue.lines, queue.lost, queue.reopen)
        queue.lines = []
        queue.lost = 0
        queue.reopen = false
        queue.isIdle = false
        return taken
      }
      if reopen || file == nil { file = try? LogFile(path: path) }
      write(lines, lost, &file)
    }
  }

  private func write(
    _ lines: [(message: Message, time: WallTime)], _ lost: Int, _ file: inout LogFile?
  ) {
    var text = ""
    for (message, time) in lines {
      let offset = Clock.utcOffset(at: time)
      let line = TPXLayout.render(message, at: time, offsetSeconds: offset)
      let date = CivilDate(time, offsetSeconds: offset)
      let today = date.year * 1000 + date.dayOfYear
      if let current = file,
        rotation.isDue(
          written: current.written + text.utf8.count, line: line.utf8.count, day: current.day,
          today: today)
      {
        flush(&text, &file)
        rotate(date, &file)
      }
      file?.day = today
      text += line
    }
    flush(&text, &file)
    if lost > 0 {
      text = TPXLayout.render(
        .recordsLost(count: lost), at: Clock.wall(),
        offsetSeconds: Clock.utcOffset(at: Clock.wall()))
      flush(&text, &file)
    }
  }

  /// Writes the text; what the disk refuses is counted as lost, and the file is opened anew.
  private func flush(_ text: inout String, _ file: inout LogFile?) {
    guard !text.isEmpty else { return }
    let count = text.utf8.count(where: { $0 == 0x0A })
    if file?.write(Array(text.utf8)) != true {
      file = nil
      queue.withLock { $0.lost += count }
    }
    text = ""
  }

  private func rotate(_ date: CivilDate, _ file: inout LogFile?) {
    file = nil
    let old = path + ".old"
    guard rename(path, old) == 0 else { return }
    file = try? LogFile(path: path)
    var number = 0
    var target = directory + "/" + Rotation.name(date, number: number)
    while Files.exists(target) {
      number += 1
      target = directory + "/" + Rotation.name(date, number: number)
    }
    try? Compression.compress(old, to: target)
    let kept = (try? Files.list(directory, suffix: ".log.gz")) ?? []
    for name in kept.dropLast(rotation.kept) { unlink(directory + "/" + name) }
  }
}

/// The log's open file.
private struct LogFile {
  private let descriptor: Shared
  var written: Int
  var day: Int

  /// A descriptor with one owner that can be held by a value.
  private final class Shared {
    let descriptor: Descriptor
    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
  }

  init(path: String) throws(SystemError) {
    let fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw SystemError("open \(path)", code: errno) }
    descriptor = Shared(Descriptor(fd))
    var facts = stat()
    fstat(fd, &facts)
    written = Int(facts.st_size)
    let time = WallTime(seconds: Int64(facts.st_mtim.tv_sec))
    let date = CivilDate(time, offsetSeconds: Clock.utcOffset(at: time))
    day = date.year * 1000 + date.dayOfYear
  }

  mutating func write(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(
          descriptor.descriptor.number, $0.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      done += count
    }
    written += bytes.count
    return true
  }
}
