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
    self.init(user: user, groups: Set(known).union([group]))
  }

  /// Groups that a process may have at the most (NGROUPS_MAX).
  private static let groupLimit = 65_536
}

/// Users and groups of this machine, by the name service, which may wait for a directory: for helpers and for
/// the start.
public enum Accounts {
  /// The number of a group; nil where there is none of the name.
  public static func group(named name: String) -> UInt32? {
    UInt32(exactly: cplatform_group_number(name))
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
  /// group can list the directory, or write to it.
  ///
  /// - Parameters:
  ///   - socket: the socket's path.
  ///   - group: nil for nobody.
  /// - Throws: where the rights cannot be given; then nobody but this user can connect.
  public static func open(
    _ socket: String, toGroup group: UInt32?
  ) throws(SystemError) {
    let directory = String(socket[..<(socket.lastIndex(of: "/") ?? socket.startIndex)])
    var facts = stat()
    guard let group else {
      guard stat(socket, &facts) == 0, facts.st_mode & 0o060 != 0 else { return }
      _ = try system("chmod \(socket)") { chmod(socket, 0o600) }
      guard stat(directory, &facts) == 0, facts.st_mode & 0o777 == 0o710 else { return }
      _ = try system("chmod \(directory)") { chmod(directory, 0o700) }
      return
    }
    if stat(socket, &facts) == 0 {
      _ = try system("give \(socket) to the group") {
        cplatform_open_to_group(socket, Int64(group), 0o660)
      }
    }
    // Where everybody may pass, the group need not be let through.
    guard stat(directory, &facts) == 0, facts.st_mode & 0o001 == 0,
      facts.st_gid != group || facts.st_mode & 0o070 != 0o010
    else { return }
    _ = try system("give \(directory) to the group") {
      cplatform_open_to_group(directory, Int64(group), 0o710)
    }
  }
}
