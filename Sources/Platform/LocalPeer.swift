import CPlatform
import Glibc

/// Who is at the other end of a local socket, as the kernel knew the process when it connected.
public struct LocalPeer: Hashable, Sendable {
  /// Its effective user.
  public let user: UInt32
  /// Its effective group, and its supplementary ones.
  public let groups: Set<UInt32>

  /// A peer whose facts are known.
  public init(user: UInt32, groups: Set<UInt32>) {
    self.user = user
    self.groups = groups
  }

  /// A peer as the kernel tells of it: the numbers that stand for all that this process's user namespace does not
  /// know are nobody's. Nil where nobody knows which user it is.
  ///
  /// `own`: who this process is, where it may be that user itself: its namespace knows everybody.
  init?(told user: UInt32, groups: Set<UInt32>, own: UInt32?) {
    guard user != OverflowIDs.user || user == own else { return nil }
    self.init(user: user, groups: groups.subtracting([OverflowIDs.group]))
  }

  /// Asks the kernel (SO_PEERCRED, SO_PEERGROUPS; Linux, unix(7)); nil where it does not tell.
  public init?(of socket: Int32) {
    var (user, group): (UInt32, UInt32) = (0, 0)
    guard cplatform_peer(socket, &user, &group) == 0 else { return nil }
    var others = [UInt32](repeating: 0, count: 32)
    var count = cplatform_peer_groups(socket, &others, others.count)
    if count > others.count {
      others = [UInt32](repeating: 0, count: min(Int(count), Self.groupLimit))
      count = cplatform_peer_groups(socket, &others, others.count)
    }
    // Of more than the kernel lets a process have none is believed.
    let known = count >= 0 && count <= others.count ? others.prefix(Int(count)) : []
    self.init(
      told: user, groups: Set(known).union([group]),
      own: OverflowIDs.knowsEverybody ? geteuid() : nil)
  }

  /// Groups that a process may have at the most (NGROUPS_MAX).
  private static let groupLimit = 65_536
}

/// Numbers that the kernel tells where it has none for a user namespace (Linux, user_namespaces(7)).
public enum OverflowIDs {
  /// For a user.
  public static let user = number("/proc/sys/kernel/overflowuid")
  /// For a group.
  public static let group = number("/proc/sys/kernel/overflowgid")

  /// Whether this process's user namespace has a number for every user, so that none stands for others.
  static let knowsEverybody = lines("/proc/self/uid_map").contains { line in
    line.split(separator: " ") == ["0", "0", "4294967295"]
  }

  private static func lines(_ path: String) -> [Substring] {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return [] }
    let file = Descriptor(number)
    // Such a file tells no size, and comes whole.
    var room = [UInt8](repeating: 0, count: 4096)
    guard
      case .bytes(let count) = room.withUnsafeMutableBytes({
        Descriptor.read(file.number, into: $0)
      })
    else { return [] }
    return String(decoding: room[..<count], as: UTF8.self).split(separator: "\n")
  }

  /// The kernel's own number where the file is hidden, as from a service.
  private static func number(_ path: String) -> UInt32 {
    lines(path).first.flatMap { UInt32($0) } ?? 65_534
  }
}

/// Users and groups of this machine, by the name service, which may wait for a directory: for helpers and for
/// the start.
public enum Accounts {
  /// The number of a group; nil where there is none of the name.
  ///
  /// - Throws: where whoever knows the groups, such as a directory, did not answer.
  public static func group(named name: String) throws(SystemError) -> UInt32? {
    var number: UInt32 = 0
    let found = try system("group \(name)") { cplatform_group_number(name, &number) }
    return found == 1 ? number : nil
  }

  /// The name of a user; nil where there is none of the number.
  public static func name(ofUser user: UInt32) -> String? {
    var text = [CChar](repeating: 0, count: 256)
    guard cplatform_user_name(user, &text, text.count) == 0 else { return nil }
    return String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether this process may give files to a group: it is in it, or is the superuser's.
  public static func mayGive(toGroup group: UInt32) -> Bool { cplatform_is_in_group(group) == 1 }
}

extension FileRights {
  /// Lets a group through a directory of this user's to a socket in it, or nobody but this user: nobody of the
  /// group can list the directory, or write to it. What is right already is not touched.
  ///
  /// - Parameters:
  ///   - socket: the socket's path.
  ///   - group: nil for nobody.
  /// - Throws: where the rights cannot be given, or the directory is open to another group that somebody else
  ///   chose; the directory is as it was then.
  public static func open(_ socket: String, toGroup group: UInt32?) throws(Fault) {
    let directory = String(socket[..<(socket.lastIndex(of: "/") ?? socket.startIndex)])
    var (file, folder) = (stat(), stat())
    let isThere = stat(socket, &file) == 0
    let isFolder = stat(directory, &folder) == 0
    // The mark of what was opened here: both are of one group.
    let isOpened = isThere && file.st_mode & 0o060 != 0
    let isOurs = isOpened && folder.st_gid == file.st_gid && folder.st_mode & 0o777 == 0o710
    guard let group else {
      guard isOpened else { return }
      try change(socket) { chmod(socket, 0o600) }
      if isFolder, isOurs { try change(directory) { chmod(directory, 0o700) } }
      return
    }
    // Where everybody may pass, the group need not be let through.
    let mustPass = isFolder && folder.st_mode & 0o001 == 0
    guard !mustPass || isOurs || folder.st_gid == group || folder.st_mode & 0o070 == 0 else {
      throw Fault(
        path: directory,
        reason: "the group with the number \(folder.st_gid) has rights to it, and would lose them; "
          + "chmod 700 it, or let everybody pass (chmod o+x)")
    }
    if isThere { try give(socket, to: group, mode: 0o660) }
    if mustPass { try give(directory, to: group, mode: 0o710) }
  }

  private static func give(_ path: String, to group: UInt32, mode: UInt32) throws(Fault) {
    try change(path) { cplatform_open_to_group(path, Int64(group), mode) }
  }

  private static func change(_ path: String, _ call: () -> Int32) throws(Fault) {
    do {
      _ = try system("", call)
    } catch {
      throw Fault(
        path: path,
        reason: "its group's rights cannot be changed: \(error.reason); a service that may give "
          + "nothing to a group has the group as its own (Group=)")
    }
  }
}
