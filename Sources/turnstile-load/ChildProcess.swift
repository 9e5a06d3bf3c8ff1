import Glibc
import Platform

/// A program that a measurement starts beside itself, and ends with itself.
final class ChildProcess {
  /// Why a program could not be used.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let process: Int32
  private let name: String
  private let output: Descriptor
  private var isEnded = false
  /// How it ended by itself; nil before that, and where a signal ended it.
  private(set) var exitCode: Int32?

  /// Starts a program; what it writes is read here.
  init(_ program: String, _ arguments: [String]) throws(Failure) {
    name = program
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(description: "pipe: \(Self.reason(errno))") }
    output = Descriptor(ends[0])
    let input = Descriptor(ends[1])
    _ = fcntl(output.number, F_SETFD, FD_CLOEXEC)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.number, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, input.number, STDERR_FILENO)
    posix_spawn_file_actions_addclose(&actions, input.number)
    // Whatever this program was started with, the other one hears when it is to end.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var number: pid_t = 0
    let code = posix_spawnp(&number, program, &actions, &attributes, &words, environ)
    guard code == 0 else { throw Failure(description: "\(program): \(Self.reason(code))") }
    process = number
  }

  deinit { end() }

  /// What it says up to and with the first line that has `text`.
  func read(until text: String, milliseconds: Int32) throws(Failure) -> String {
    var said: [UInt8] = []
    while !String(decoding: said, as: UTF8.self).contains(text) {
      guard let more = next(milliseconds) else {
        let words = String(decoding: said, as: UTF8.self)
        throw Failure(description: "\(name) did not start\(words.isEmpty ? "" : ": \(words)")")
      }
      said += more
    }
    return String(decoding: said, as: UTF8.self)
  }

  /// All that it says until it ends, or is silent for so many milliseconds.
  func readAll(milliseconds: Int32) -> String {
    var said: [UInt8] = []
    while let more = next(milliseconds) { said += more }
    return String(decoding: said, as: UTF8.self)
  }

  /// What it says next; nil where nothing comes.
  private func next(_ milliseconds: Int32) -> ArraySlice<UInt8>? {
    var watched = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let number = output.number
    guard poll(&watched, 1, milliseconds) > 0,
      case .bytes(let count) = buffer.withUnsafeMutableBytes({
        Descriptor.read(number, into: $0)
      })
    else { return nil }
    return buffer[..<count]
  }

  /// Whether it has not ended by itself.
  var isRunning: Bool {
    guard !isEnded else { return false }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return true }
    isEnded = true
    if status & 0x7F == 0 { exitCode = (status >> 8) & 0xFF }
    return false
  }

  /// Waits until it ends by itself; its exit code, or nil where a signal ended it.
  func finish() -> Int32? {
    guard !isEnded else { return nil }
    isEnded = true
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
  }

  /// Times that an end in good order is looked for, 10 ms apart.
  private static let patience = 1000

  /// Ends it, and waits until it is gone; one that does not go is killed.
  func end() {
    guard !isEnded else { return }
    isEnded = true
    kill(process, SIGTERM)
    var status: Int32 = 0
    for _ in 0..<Self.patience {
      if waitpid(process, &status, WNOHANG) != 0 { return }
      usleep(10_000)
    }
    kill(process, SIGKILL)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
