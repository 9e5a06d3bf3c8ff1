import Glibc
import Platform

/// What the kernel says of a process at one moment (proc(5)).
struct ProcessSample: Equatable {
  /// User and system time, in seconds.
  var cpu: Double = 0
  /// Resident memory, in bytes.
  var resident: Int = 0
  var threads = 0
  /// Descriptors that are open; 0 where this user may not see them.
  var descriptors = 0

  /// Nil where there is no such process.
  init?(_ process: Int32) {
    guard let stat = Self.read("/proc/\(process)/stat"),
      let status = Self.read("/proc/\(process)/status")
    else { return nil }
    self.init(stat: stat, status: status, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)))
    descriptors = Self.list("/proc/\(process)/fd").count
  }

  /// Nil where the texts are not of that form.
  init?(stat: String, status: String, ticksPerSecond: Int) {
    // The command stands in parentheses and may contain anything, so count from the last one.
    guard let end = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[end...].split(separator: " ").dropFirst()
    guard fields.count > 12, let user = Int(fields[fields.startIndex + 11]),
      let system = Int(fields[fields.startIndex + 12])
    else { return nil }
    cpu = Double(user + system) / Double(ticksPerSecond)
    for line in status.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count > 1, let number = Int(words[1]) else { continue }
      if words[0] == "VmRSS:" { resident = number * 1024 }
      if words[0] == "Threads:" { threads = number }
    }
  }

  /// Processes that a process has started and that are there.
  static func children(of process: Int32) -> [Int32] {
    (read("/proc/\(process)/task/\(process)/children") ?? "").split(separator: " ").compactMap {
      Int32($0)
    }
  }

  /// Whether a process was started with a word in its command line.
  static func hasWord(_ word: String, process: Int32) -> Bool {
    (read("/proc/\(process)/cmdline") ?? "").split(separator: "\0").contains { $0 == word }
  }

  /// All processes together, each with those that it started; nil where there is none.
  ///
  /// - `threads`: a name of threads: then the CPU is that of those alone.
  static func sum(_ processes: [Int32], threads: String? = nil) -> ProcessSample? {
    let all = processes + processes.flatMap { children(of: $0) }
    if let threads { return sum(of: threads, all) }
    return all.reduce(nil) { total, process in
      guard var sample = ProcessSample(process) else { return total }
      if let total {
        sample.cpu += total.cpu
        sample.resident += total.resident
        sample.threads += total.threads
      }
      return sample
    }
  }

  private static func sum(of name: String, _ processes: [Int32]) -> ProcessSample? {
    var total: ProcessSample?
    for process in processes {
      for thread in list("/proc/\(process)/task") {
        let path = "/proc/\(process)/task/\(thread)"
        guard read(path + "/comm")?.split(separator: "\n").first == name[...],
          let stat = read(path + "/stat"), let status = read(path + "/status"),
          let sample = ProcessSample(
            stat: stat, status: status, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)))
        else { continue }
        if total == nil { total = sample } else { total?.cpu += sample.cpu }
      }
    }
    return total
  }

  /// Names in a directory of /proc that are numbers.
  private static func list(_ path: String) -> [Int32] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var numbers: [Int32] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let number = Int32(name) { numbers.append(number) }
    }
    return numbers
  }

  /// Files in /proc tell no size.
  static func read(_ path: String) -> String? {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case .bytes(let count) = buffer.withUnsafeMutableBytes({
      Descriptor.read(file.number, into: $0)
    }) {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
