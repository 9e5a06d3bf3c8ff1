import CPlatform
import Glibc

/// Where to listen or to connect: a numeric address, or a name for connecting, and a port.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
  /// A name, an IPv4 address, or an IPv6 address without brackets.
  public let host: String
  /// The TCP port.
  public let port: UInt16

  /// A host and a port, which were checked.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT`, `[::1]:PORT` or `:PORT`; nil where the text is none of them.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    self.init(host: host, port: port)
  }

  /// `HOST:PORT`, an IPv6 address in brackets.
  public var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}

/// Sockets of terminals, hosts and operators.
public enum Sockets {
  /// Connections that may wait until they are accepted.
  static let backlog: Int32 = 4096

  /// A TCP listener that does not wait.
  public static func listen(on address: SocketAddress) throws(SystemError) -> Descriptor {
    let socket = try bind(to: address)
    try listen(socket.number, address)
    return socket
  }

  /// A socket that has its address, and that nobody can connect to yet.
  public static func bind(to address: SocketAddress) throws(SystemError) -> Descriptor {
    Descriptor(
      try system("listen on \(address)") {
        let fd = cplatform_bind(address.host, String(address.port))
        if fd == -2 { errno = EINVAL }
        return fd
      })
  }

  /// Lets peers connect to a socket that `bind` made.
  public static func listen(
    _ socket: Int32, _ address: SocketAddress
  ) throws(SystemError) {
    _ = try system("listen on \(address)") { Glibc.listen(socket, backlog) }
  }

  /// Takes a listener that another program made; where it listens.
  public static func take(listener: Int32) throws(SystemError) -> SocketAddress {
    var host = [CChar](repeating: 0, count: 64)
    let port = try system("listener \(listener)") {
      cplatform_take_listener(listener, &host, host.count)
    }
    return SocketAddress(
      host: String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self),
      port: UInt16(truncatingIfNeeded: port))
  }

  /// The port that a listener has.
  public static func port(of listener: Int32) throws(SystemError) -> UInt16 {
    UInt16(try system("getsockname") { cplatform_local_port(listener) })
  }

  /// The next connection, with the peer's address; nil while there is none.
  public static func accept(
    _ listener: Int32
  ) throws(SystemError) -> (socket: Int32, address: String)? {
    var text = [CChar](repeating: 0, count: 64)
    while true {
      let fd = cplatform_accept(listener, &text, text.count)
      if fd >= 0 {
        return (
          try Descriptors.peer(fd, "accept"),
          String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        )
      }
      switch cplatform_errno() {
      case EAGAIN: return nil
      case EINTR, ECONNABORTED, EPROTO, EPERM: continue
      case let code: throw SystemError("accept", code: code)
      }
    }
  }

  /// Begins a connection to a numeric address, and returns whether it is up already.
  public static func connect(
    to address: SocketAddress
  ) throws(SystemError) -> (socket: Int32, isConnected: Bool) {
    var done: Int32 = 0
    let fd = try system("connect \(address)") {
      let fd = cplatform_connect(address.host, String(address.port), &done)
      if fd == -2 { errno = EINVAL }
      return fd
    }
    return (try Descriptors.peer(fd, "connect \(address)"), done == 1)
  }

  /// Returns the error of a connection that was begun; nil for success.
  public static func connectError(
    _ socket: Int32, to address: SocketAddress
  ) -> SystemError? {
    let code = cplatform_connect_error(socket)
    return code == 0 ? nil : SystemError("connect \(address)", code: code)
  }

  /// Ends a connection both ways at once, whoever else has a duplicate of it.
  public static func shutDown(_ socket: Int32) { shutdown(socket, Int32(SHUT_RDWR)) }

  /// Bytes that the kernel took to send on a TCP connection, and that it gave to its reader, since it was
  /// made; nil where it is no TCP connection, or broke.
  ///
  /// The kernel's own handshake may count as one: only differences say something.
  public static func counts(_ socket: Int32) -> (written: UInt64, read: UInt64)? {
    var (written, read): (UInt64, UInt64) = (0, 0)
    return cplatform_tcp_counts(socket, &written, &read) == 0 ? (written, read) : nil
  }

  /// Bytes that can be read at once; nil where it is no socket.
  public static func readable(_ socket: Int32) -> Int? {
    let count = cplatform_readable(socket)
    return count < 0 ? nil : Int(count)
  }

  /// Finds peers that are gone without a word. The kernel asks a peer that is silent for so many seconds,
  /// and breaks the connection when nothing comes for as long again, or data stays unacknowledged.
  ///
  /// On a listener it counts for all connections that come from then on, and costs each of them nothing.
  public static func keepAlive(_ socket: Int32, seconds: Int) throws(SystemError) {
    _ = try system("keepalive") { cplatform_keepalive(socket, Int32(clamping: seconds)) }
  }

  /// Whether a host is an address, which needs no look-up.
  public static func isNumeric(_ host: String) -> Bool {
    !host.isEmpty && cplatform_is_numeric(host) == 1
  }

  /// Numeric addresses of a name; waits, so on a helper's thread only.
  public static func resolve(_ host: String) -> Result<[String], ResolveError> {
    var text = [CChar](repeating: 0, count: 2048)
    let code = cplatform_resolve(host, &text, text.count)
    guard code == 0 else {
      return .failure(ResolveError(reason: String(cString: gai_strerror(code))))
    }
    let all = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var seen: Set<String> = []
    return .success(all.split(separator: "\n").map(String.init).filter { seen.insert($0).inserted })
  }

  /// Why a name has no address.
  public struct ResolveError: Error, Hashable, Sendable {
    /// What the resolver or the kernel said.
    public let reason: String
    /// A failure, with its reason in words.
    public init(reason: String) { self.reason = reason }
  }

  /// A listener on a path that does not wait; a path that nobody answers on is taken over.
  ///
  /// - `group`: who may connect besides this user, from the first moment; nil for nobody.
  public static func listen(
    onPath path: String, group: UInt32? = nil
  ) throws(SystemError) -> Descriptor {
    let other = cplatform_unix_connect(path)
    if other >= 0 {
      close(other)
      throw SystemError("listen on \(path)", code: EADDRINUSE)
    }
    if cplatform_errno() == ECONNREFUSED { unlink(path) }
    return Descriptor(
      try system("listen on \(path)") {
        cplatform_unix_listen(path, group.map(Int64.init) ?? -1)
      })
  }

  /// The next connection to a listener on a path, which does not wait either; nil while there is none.
  public static func acceptLocal(_ listener: Int32) throws(SystemError) -> Descriptor? {
    while true {
      let fd = cplatform_accept_local(listener)
      if fd >= 0 { return Descriptor(fd) }
      switch cplatform_errno() {
      case EAGAIN: return nil
      case EINTR, ECONNABORTED: continue
      case let code: throw SystemError("accept", code: code)
      }
    }
  }

  /// Connects to a path, waiting.
  public static func connect(toPath path: String) throws(SystemError) -> Descriptor {
    Descriptor(try system("connect \(path)") { cplatform_unix_connect(path) })
  }
}
