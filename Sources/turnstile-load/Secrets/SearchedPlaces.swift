import Glibc
import Platform

/// Where secrets may lie: files below a folder, and all that a process can write to in its memory, which
/// is what a core has.
struct SearchedPlaces {
  private let search: SecretSearch
  /// What was found, by the place where it lay.
  private(set) var found: [String: [SecretSearch.Find: Int]] = [:]
  private(set) var files = 0
  private(set) var fileBytes = 0
  private(set) var memoryBytes = 0
  /// Places that this user may not look at, with the reason.
  private(set) var closed: [String] = []

  /// Bytes that are read at a time.
  private static let piece = 4 << 20
  /// Where a file has data and where not (lseek(2)).
  private static let (seekData, seekHole): (Int32, Int32) = (3, 4)

  init(_ search: SecretSearch) { self.search = search }

  /// Looks at all files below a folder.
  mutating func folder(_ path: String, as name: String) {
    guard let entries = opendir(path) else { return closed.append("\(path): \(reason)") }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard file != ".", file != ".." else { continue }
      var status = stat()
      guard lstat(path + "/" + file, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: folder(path + "/" + file, as: name + "/" + file)
      case S_IFREG:
        files += 1
        fileBytes += whole(path + "/" + file, as: name + "/" + Self.kind(of: file))
      default: continue
      }
    }
  }

  /// Looks at a text.
  mutating func text(_ text: String, as name: String) {
    var finds: [SecretSearch.Find] = []
    Array(text.utf8).withUnsafeBytes { bytes in search.look(in: bytes) { finds.append($0) } }
    for find in finds { found[name, default: [:]][find, default: 0] += 1 }
  }

  /// A file's name without what differs from one of its kind to the next.
  private static func kind(of file: String) -> String {
    String(file.map { $0.isNumber ? "N" : $0 })
  }

  /// Looks at a process's memory, and at memory that it shares.
  mutating func process(_ process: Int32, as name: String) {
    let memory = open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
    guard memory >= 0 else { return closed.append("\(name)'s memory: \(reason)") }
    let file = Descriptor(memory)
    for range in Self.ranges(of: process) {
      memoryBytes += bytes(of: file.number, range.from..<range.to, as: "\(name): \(range.name)")
    }
    shared(process, name)
  }

  /// Memory that is a file without a name. It is looked at where it has data: it may be large and empty.
  private mutating func shared(_ process: Int32, _ name: String) {
    for number in 0..<Int32(4096) {
      let path = "/proc/\(process)/fd/\(number)"
      var text = [CChar](repeating: 0, count: 64)
      guard readlink(path, &text, 63) > 0,
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
          .hasPrefix("/memfd:")
      else { continue }
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      let file = Descriptor(descriptor)
      var from = lseek(file.number, 0, Self.seekData)
      while from >= 0 {
        let to = lseek(file.number, from, Self.seekHole)
        guard to > from else { break }
        memoryBytes += bytes(
          of: file.number, UInt64(from)..<UInt64(to), as: "\(name): shared memory")
        from = lseek(file.number, to, Self.seekData)
      }
    }
  }

  /// A range of a process's addresses.
  private struct Range {
    let from: UInt64
    let to: UInt64
    let name: String
  }

  /// What a process can write to, and nobody else has (proc_pid_maps(5)).
  private static func ranges(of process: Int32) -> [Range] {
    let lines = (ProcessSample.read("/proc/\(process)/maps") ?? "").split(separator: "\n")
    return lines.compactMap { line in
      let words = line.split(separator: " ", maxSplits: 5)
      let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
      guard words.count >= 5, ends.count == 2, words[1].hasPrefix("rw"), words[1].hasSuffix("p")
      else { return nil }
      let name = words.count > 5 ? words[5].drop { $0 == " " } : ""
      let kind =
        switch String(name) {
        case "": "memory without a name"
        case "[heap]": "heap"
        case "[stack]": "first stack"
        default: "data of \(name.split(separator: "/").last.map(String.init) ?? "a file")"
        }
      return Range(from: ends[0], to: ends[1], name: kind)
    }
  }

  private mutating func whole(_ path: String, as name: String) -> Int {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      closed.append("\(path): \(reason)")
      return 0
    }
    let file = Descriptor(descriptor)
    return bytes(of: file.number, 0..<UInt64(Int64.max), as: name)
  }

  /// Looks at a range of a file; how many bytes it had.
  private mutating func bytes(of file: Int32, _ range: Swift.Range<UInt64>, as name: String) -> Int
  {
    let common = max(0, search.longest - 1)
    var buffer = [UInt8](repeating: 0, count: Self.piece + common)
    var place = range.lowerBound
    var kept = 0
    var total = 0
    while place < range.upperBound {
      let wanted = Int(min(UInt64(Self.piece), range.upperBound - place))
      let count = buffer.withUnsafeMutableBytes {
        pread(file, $0.baseAddress?.advanced(by: kept), wanted, off_t(place))
      }
      // A page that is not there, such as a guard: nothing behind it can be read in one go.
      guard count > 0 else { break }
      var finds: [SecretSearch.Find] = []
      buffer.withUnsafeBytes { bytes in
        search.look(in: UnsafeRawBufferPointer(rebasing: bytes[..<(kept + count)])) {
          finds.append($0)
        }
      }
      for find in finds { found[name, default: [:]][find, default: 0] += 1 }
      place += UInt64(count)
      total += count
      let rest = min(common, kept + count)
      buffer.replaceSubrange(0..<rest, with: Array(buffer[(kept + count - rest)..<(kept + count)]))
      kept = rest
    }
    return total
  }

  private var reason: String { String(cString: strerror(errno)) }
}
