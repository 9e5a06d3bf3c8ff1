import CPlatform
import Glibc

/// The right to work on a directory, for one process at a time; the kernel gives it back when the
/// process ends, however it ends (flock(2)).
public final class ProcessLock: Sendable {
  /// What a process does with the directory.
  public enum Role: String, Sendable {
    /// Serves terminals, until it is stopped.
    case server
    /// Does one command, and ends.
    case command
  }

  /// Who has the right now.
  public struct Holder: Hashable, Sendable {
    /// What the holder does.
    public let role: Role
    /// Number of its process.
    public let process: Int32

    /// Reads `server 1234`; nil where the text is no holder, as in the moment before it is written.
    public init?(_ text: String) {
      let words = text.split { $0 == " " || $0 == "\n" }
      guard words.count == 2, let role = Role(rawValue: String(words[0])),
        let process = Int32(words[1]), process > 0
      else { return nil }
      self.role = role
      self.process = process
    }
  }

  private let file: Int32

  private init(file: Int32) { self.file = file }

  /// The right that another process had, which gave it by its descriptor: it was never free between.
  public init(kept file: Int32) { self.file = file }

  /// Whoever has this descriptor, or a duplicate of it, has the right.
  public var descriptor: Int32 { file }

  deinit { close(file) }

  /// Takes the right by a file of the directory, which is made where there is none and stays; nil
  /// where another process has the right.
  ///
  /// - `process`: whom others are told of; it is the one to be signalled.
  public static func take(
    _ path: String, as role: Role, process: Int32 = Processes.own
  ) throws(SystemError) -> ProcessLock? {
    let file = Descriptor(
      try system("open \(path)") {
        open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
      })
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
      let code = cplatform_errno()
      guard code == EWOULDBLOCK else { throw SystemError("lock \(path)", code: code) }
      return nil
    }
    let text = Array("\(role.rawValue) \(process)\n".utf8)
    // Who holds it is told to people only: the lock counts without it, as on a full disk.
    _ = ftruncate(file.number, 0)
    _ = pwrite(file.number, text, text.count, 0)
    return ProcessLock(file: file.release())
  }

  /// Who has the right, where somebody has it and said so.
  public static func holder(_ path: String) -> Holder? {
    guard let bytes = try? Files.read(path, limit: 64) else { return nil }
    return Holder(String(decoding: bytes, as: UTF8.self))
  }
}
