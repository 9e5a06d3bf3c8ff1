import CPlatform
import Glibc
import Synchronization
import Time

/// Tells when one of the names that were asked about changes.
///
/// Any thread may set the places again at any time. Each path is then looked up anew, and may lead to
/// another directory than before.
public final class FileWatch: Sendable {
  /// A name in a directory, or all of its names.
  public struct Place: Hashable, Sendable {
    /// The directory.
    public let directory: String
    /// The only name in it that counts; nil for all.
    public let name: String?

    /// All names of a directory, or one.
    public init(_ directory: String, _ name: String? = nil) {
      self.directory = directory
      self.name = name
    }
  }

  /// A directory that is watched: the names that count, or nil for all.
  private struct Watched {
    let path: String
    var names: Set<String>?

    func isAbout(_ name: String) -> Bool { names?.contains(name) ?? true }
  }

  private let descriptor: Int32
  private let watched = Mutex<[Int32: Watched]>([:])

  /// A watch of nothing yet.
  public init() throws(SystemError) {
    descriptor = try system("inotify_init") { cplatform_inotify() }
  }

  deinit { close(descriptor) }

  /// Watches these places from now on, and no others.
  /// - Returns: what the kernel refused to watch, but for directories that are not there or that this
  ///   process may not read: for those, the place above them speaks.
  public func set(_ places: Set<Place>) -> [SystemError] {
    var wanted: [String: Set<String>?] = [:]
    for place in places {
      switch (wanted[place.directory], place.name) {
      case (.some(nil), _), (_, nil): wanted[place.directory] = .some(nil)
      case (.some(.some(let names)), .some(let name)):
        wanted[place.directory] = names.union([name])
      case (nil, .some(let name)): wanted[place.directory] = [name]
      }
    }
    var refused: [SystemError] = []
    watched.withLock { watched in
      var new: [Int32: Watched] = [:]
      for (path, names) in wanted {
        do throws(SystemError) {
          let number = try system("watch \(path)") { cplatform_inotify_add(descriptor, path) }
          // Two paths may lead to one directory.
          let union = new[number].map { old in
            old.names.flatMap { some in names.map { some.union($0) } }
          }
          new[number] = Watched(path: path, names: union ?? names)
        } catch {
          if ![ENOENT, ENOTDIR, EACCES, ELOOP].contains(error.code) { refused.append(error) }
        }
      }
      for number in watched.keys where new[number] == nil {
        _ = cplatform_inotify_remove(descriptor, number)
      }
      watched = new
    }
    return refused
  }

  /// Milliseconds of quiet after which a change is over: editors write in several steps.
  private static let quiet: Int32 = 50
  /// Rounds after which a file that is still being written is read all the same.
  private static let rounds = 20

  /// Waits for a change, and then until none has come for a moment.
  /// - Returns: false where none came in time; changes of other names do not lengthen it, since a
  ///   folder above a site, `/tmp` say, may change all day.
  public func wait(milliseconds: Int32) -> Bool {
    let end = Clock.now().instant.advanced(by: .milliseconds(milliseconds))
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    var hasChanged = false
    while !hasChanged {
      let left = Clock.now().instant.duration(to: end) / .milliseconds(1)
      guard isReady(Int32(max(0, left.rounded(.up)))) else { return false }
      hasChanged = drain(&buffer)
      if !hasChanged, left <= 0 { return false }
      // Where others write without end, they are looked at some times a second, not at each write.
      if !hasChanged { usleep(UInt32(Self.quiet) * 1000) }
    }
    var round = 0
    while round < Self.rounds, isReady(Self.quiet) {
      _ = drain(&buffer)
      round += 1
    }
    return true
  }

  private func isReady(_ milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, milliseconds) > 0
  }

  /// Most reads of one look, whoever writes faster than we read.
  private static let reads = 16

  /// Takes events that wait, and returns whether one of them is about a name that counts.
  private func drain(_ buffer: inout [UInt8]) -> Bool {
    var isRelevant = false
    for _ in 0..<Self.reads {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return isRelevant }
      buffer.withUnsafeBytes { bytes in
        // struct inotify_event: wd, mask, cookie, length of the name, and the name.
        var offset = 0
        while offset + 16 <= count {
          let number = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
          let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
          let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
          let end = min(count, offset + 16 + length)
          let name = String(
            decoding: bytes[(offset + 16)..<end].prefix { $0 != 0 }, as: UTF8.self)
          isRelevant = isRelevant || counts(number, mask, name: name)
          offset = end
        }
      }
    }
    return isRelevant
  }

  private func counts(_ number: Int32, _ mask: UInt32, name: String) -> Bool {
    if mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
    if mask & UInt32(IN_IGNORED) != 0 { return false }
    guard let place = watched.withLock({ $0[number] }) else { return false }
    guard !name.isEmpty else { return true }
    guard place.isAbout(name) else { return false }
    guard mask & UInt32(IN_CREATE) != 0, mask & UInt32(IN_ISDIR) == 0 else { return true }
    // A plain file that was just made is empty yet, and tells again when it is closed; a link, of
    // either kind, is whole at once.
    var facts = stat()
    return lstat(place.path + "/" + name, &facts) != 0 || facts.st_mode & S_IFMT != S_IFREG
      || facts.st_nlink > 1
  }
}
