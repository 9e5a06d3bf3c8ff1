import Glibc

/// What a run says where a target traps: which input it was. It is written by a signal handler, which may
/// only write bytes that are there already.
enum TrapNote {
  private static let digits = 20
  private nonisolated(unsafe) static var bytes = UnsafeMutableBufferPointer<UInt8>(
    start: nil, count: 0)

  /// The number of the input that is looked at.
  nonisolated(unsafe) static var number: UInt64 = 0 {
    didSet {
      guard !bytes.isEmpty else { return }
      var rest = number
      for place in 1...digits {
        bytes[bytes.count - tail.count - place] = UInt8(0x30 + rest % 10)
        rest /= 10
      }
    }
  }

  private static let tail = Array(" --runs 1\n".utf8)

  /// From now on a trap is told.
  static func begin(target: String, seed: UInt64) {
    let text =
      Array("\(target) trapped; to see it: turnstile-fuzz \(target) --seed \(seed) --first ".utf8)
      + [UInt8](repeating: 0x30, count: digits) + tail
    bytes.deallocate()
    bytes = .allocate(capacity: text.count)
    _ = bytes.initialize(from: text)
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
      signal(number) { number in
        _ = Glibc.write(STDERR_FILENO, TrapNote.bytes.baseAddress, TrapNote.bytes.count)
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }
}
