import Glibc

/// What this process uses of the machine.
public struct ProcessFigures: Sendable {
  /// Descriptors that are open; 0 where the system does not tell.
  public let openDescriptors: Int
  /// Memory that is resident, in bytes; 0 where the system does not tell.
  public let residentBytes: Int
  /// Processor time of all threads, in seconds.
  public let processorSeconds: Double

  /// Asks the system; waits for /proc.
  public init() {
    // The list itself takes one while it is read.
    openDescriptors = max(0, ((try? Files.list("/proc/self/fd", suffix: "")) ?? []).count - 1)
    residentBytes = Self.residentPages * sysconf(Int32(_SC_PAGESIZE))
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The second number of statm (proc(5)), whose size the system does not tell beforehand.
  private static var residentPages: Int {
    let number = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return 0 }
    let file = Descriptor(number)
    var bytes = [UInt8](repeating: 0, count: 256)
    let result = bytes.withUnsafeMutableBytes { Descriptor.read(file.number, into: $0) }
    guard case .bytes(let count) = result else { return 0 }
    let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]) ?? 0 : 0
  }
}
