import Glibc
import Platform
import Time

/// One log of a state directory: the file that is written now, and its old ones.
///
/// Whoever appends hears how many records the disk refused.
struct RotatedLog {
  let path: String
  private let directory: String
  /// What names of files end in, as `.log`.
  private let suffix: String
  private let rotation: Rotation
  private var file: LogFile?
  private var batch = LogBatch()

  /// Nothing is opened yet: the first flush does it.
  init(directory: String, suffix: String, rotation: Rotation) {
    self.directory = directory
    self.suffix = suffix
    self.rotation = rotation
    path = directory + "/turnstile" + suffix
  }

  /// Opens the file, or makes it; one that is gone is made anew.
  mutating func open() { file = try? LogFile(path: path) }

  /// Opens the file where it is not open.
  mutating func openIfClosed() { if file == nil { open() } }

  /// Adds a record of whole lines, which `flush` writes.
  /// - Returns: how many records were lost since the file was full or of another day.
  mutating func append(_ record: String, at date: CivilDate) -> Int {
    let today = date.year * 1000 + date.dayOfYear
    var lost = 0
    if let current = file,
      rotation.isDue(
        written: current.written + batch.bytes.count, line: record.utf8.count, day: current.day,
        today: today)
    {
      lost = flush()
      rotate(date)
    }
    file?.day = today
    batch.append(record)
    return lost
  }

  /// Adds a record to whatever file is open.
  mutating func append(_ record: String) { batch.append(record) }

  /// Writes what was appended; the file is opened anew after a failure.
  /// - Returns: how many records the disk refused.
  mutating func flush() -> Int {
    guard !batch.isEmpty else { return 0 }
    let count = batch.ends.count
    let done = file?.write(batch) ?? 0
    if done < count { file = nil }
    batch = LogBatch()
    return count - done
  }

  private mutating func rotate(_ date: CivilDate) {
    var number = 0
    var old = directory + "/" + Rotation.name(date, number: number, suffix: suffix)
    while Files.exists(old) || Files.exists(old + ".gz") {
      number += 1
      old = directory + "/" + Rotation.name(date, number: number, suffix: suffix)
    }
    // Where it cannot be moved it grows on.
    guard rename(path, old) == 0 else { return }
    open()
    // One that could not be compressed, on a full disk say, is tried again with the next.
    for name in olds(suffix) {
      try? Compression.compress(directory + "/" + name, to: directory + "/" + name + ".gz")
    }
    let kept = (olds(suffix + ".gz") + olds(suffix)).map {
      Rotation.Old(name: $0, size: Files.size(directory + "/" + $0) ?? 0)
    }
    let now = Clock.wall()
    let expired = rotation.expired(
      kept, now: now, offsetSeconds: Clock.utcOffset(at: now), suffix: suffix)
    for name in expired { unlink(directory + "/" + name) }
  }

  private func olds(_ suffix: String) -> [String] {
    ((try? Files.list(directory, suffix: suffix)) ?? []).filter { $0.hasPrefix("turnstile-") }
  }
}
