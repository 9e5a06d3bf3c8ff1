import CPlatform
import Glibc

/// Processes that this one starts and waits for.
public enum Processes {
  /// How a process ended.
  public enum Ending: Hashable, Sendable {
    /// By itself, with its exit code.
    case exit(Int32)
    /// By a signal.
    case signal(Int32)
  }

  /// Signals that are sent to processes of ours.
  public enum Order: Hashable, Sendable {
    case terminate, reload, reopen
    /// Ends it, with a report of where it was.
    case abort
    /// Ends it at once.
    case kill

    var number: Int32 {
      switch self {
      case .terminate: SIGTERM
      case .reload: SIGHUP
      case .reopen: SIGUSR1
      case .abort: SIGABRT
      case .kill: SIGKILL
      }
    }
  }

  /// The signal that somebody sends to end a process at once.
  public static let killed = SIGKILL

  /// Number that the first link of a started process has there; others follow.
  public static let link = Int32(CPLATFORM_LINK)
  /// Most links of a process.
  public static let linkLimit = Int(CPLATFORM_LINKS)

  /// Starts a program that has a process group of its own, the signals of `Signals` blocked, and
  /// no descriptors but the first three and `links`; it is killed when this thread ends.
  /// - Returns: the process's number.
  public static func start(
    _ program: String, _ arguments: [String], links: [Int32]
  ) throws(SystemError) -> Int32 {
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    return try system("start \(program)") {
      cplatform_spawn(program, &words, links, Int32(links.count))
    }
  }

  /// Becomes another program: the same process with the same children, and no descriptors but the first
  /// three and `keeping`, since all others close with it.
  ///
  /// For processes with one thread alone.
  /// - Returns: why it did not.
  public static func become(
    _ program: String, _ arguments: [String], keeping: [Int32]
  ) -> SystemError {
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    for number in keeping { setKeptAtExec(number, true) }
    execv(program, &words)
    let error = SystemError("run \(program)", code: cplatform_errno())
    for number in keeping { setKeptAtExec(number, false) }
    return error
  }

  /// A process that this one started and that has ended; nil where there is none.
  public static func ended() -> (process: Int32, ending: Ending)? {
    var (status, bySignal): (Int32, Int32) = (0, 0)
    let process = cplatform_wait(&status, &bySignal)
    guard process > 0 else { return nil }
    return (process, bySignal != 0 ? .signal(status) : .exit(status))
  }

  /// Whether a process that this one started has ended; one that has is forgotten, and asked for once.
  public static func hasEnded(_ process: Int32) -> Bool {
    waitpid(process, nil, WNOHANG) != 0
  }

  /// Ends this process by a signal after so many seconds, whatever it does then.
  public static func limitLife(seconds: UInt32) { _ = alarm(seconds) }

  /// Sends a signal to a process; one that is gone hears nothing.
  public static func tell(_ process: Int32, _ order: Order) { kill(process, order.number) }

  /// Sends a signal to a process that this one started, and to all that it started and that kept its group.
  public static func tellGroup(of process: Int32, _ order: Order) { kill(-process, order.number) }

  /// Blocks no signals from now on, and ends by SIGPIPE as programs do: what this process starts inherits both.
  public static func hearSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    sigprocmask(SIG_SETMASK, &none, nil)
    signal(SIGPIPE, SIG_DFL)
  }

  /// Whether a process is there.
  public static func isThere(_ process: Int32) -> Bool {
    kill(process, 0) == 0 || cplatform_errno() != ESRCH
  }

  /// Number of this process.
  public static var own: Int32 { getpid() }
  /// Number of the process that started it.
  public static var parent: Int32 { getppid() }

  /// Path of this process's program.
  public static func program() throws(SystemError) -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = Int(
      try system("readlink /proc/self/exe") {
        Int32(clamping: readlink("/proc/self/exe", &path, path.count))
      })
    let text = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // So the kernel calls a file that another one took the place of.
    let removed = " (deleted)"
    return text.hasSuffix(removed) ? String(text.dropLast(removed.count)) : text
  }

  /// Opens a program, to be started once or often though its file may be replaced meanwhile.
  public static func open(program path: String) throws(SystemError) -> Descriptor {
    // A pipe by that name is none, and is not waited for.
    let number = try system("open \(path)") {
      Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    }
    let isProgram = access(path, X_OK) == 0
    let moved = isProgram ? cplatform_move_up(number) : -1
    guard moved >= 0 else {
      let code = cplatform_errno()
      close(number)
      throw SystemError("run \(path)", code: code)
    }
    return Descriptor(moved)
  }

  /// Path by which an opened program is started.
  public static func path(ofOpened number: Int32) -> String { "/proc/self/fd/\(number)" }

  /// Whether a descriptor stays open when this process becomes another program, or starts one.
  public static func setKeptAtExec(_ number: Int32, _ keeps: Bool) {
    _ = cplatform_keep_at_exec(number, keeps ? 1 : 0)
  }
}
