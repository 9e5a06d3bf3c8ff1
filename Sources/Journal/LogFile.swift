import Glibc
import Platform
import Time

/// Records that are written in one go; each is whole lines.
struct LogBatch {
  private(set) var bytes: [UInt8] = []
  /// Where each record ends.
  private(set) var ends: [Int] = []

  var isEmpty: Bool { ends.isEmpty }

  mutating func append(_ record: String) {
    bytes += record.utf8
    ends.append(bytes.count)
  }

  /// Records that are whole in the first `count` bytes, and where the last of them ends.
  func whole(in count: Int) -> (records: Int, end: Int) {
    let records = ends.prefix { $0 <= count }.count
    return (records, records == 0 ? 0 : ends[records - 1])
  }
}

/// The log's open file.
struct LogFile {
  private let descriptor: Shared
  var written: Int
  var day: Int

  /// A descriptor with one owner that can be held by a value.
  private final class Shared {
    let descriptor: Descriptor
    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
  }

  /// Opens the log, or makes it. What is no plain file is no log: a link would lead lines to where
  /// somebody else wants them, and a pipe would keep them waiting.
  init(path: String) throws(SystemError) {
    let number = open(
      path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard number >= 0 else {
      let code = errno
      throw SystemError("open \(path)\(code == ELOOP ? ", which is a link" : "")", code: code)
    }
    let file = Descriptor(number)
    var facts = stat()
    fstat(number, &facts)
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw SystemError("open \(path), which is no plain file", code: EINVAL)
    }
    descriptor = Shared(file)
    written = Int(facts.st_size)
    let time = WallTime(seconds: Int64(facts.st_mtim.tv_sec))
    let date = CivilDate(time, offsetSeconds: Clock.utcOffset(at: time))
    day = date.year * 1000 + date.dayOfYear
  }

  /// Writes a batch, and returns how many records are in the file whole. Nothing of the next record is
  /// there either.
  mutating func write(_ batch: LogBatch) -> Int {
    let number = descriptor.descriptor.number
    var done = 0
    while done < batch.bytes.count {
      let count = batch.bytes.withUnsafeBytes {
        Glibc.write(number, $0.baseAddress?.advanced(by: done), batch.bytes.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        let (records, end) = batch.whole(in: done)
        if end < done { _ = ftruncate(number, off_t(written + end)) }
        written += end
        return records
      }
      done += count
    }
    written += done
    return batch.ends.count
  }
}
