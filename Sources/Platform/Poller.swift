import CPlatform

/// Waits for many descriptors at once (epoll, level-triggered).
public struct Poller: ~Copyable {
  /// What a descriptor is ready for.
  public struct Readiness: OptionSet, Hashable, Sendable {
    /// Bits of epoll.
    public let rawValue: UInt32
    /// Takes bits of epoll.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Bytes, an end or a connection can be read.
    public static let read = Readiness(rawValue: CPLATFORM_IN | CPLATFORM_RDHUP)
    /// Bytes can be written.
    public static let write = Readiness(rawValue: CPLATFORM_OUT)

    /// Something can be read, or the end, or an error.
    public var canRead: Bool {
      rawValue & (CPLATFORM_IN | CPLATFORM_RDHUP | CPLATFORM_HUP | CPLATFORM_ERR) != 0
    }
    /// Whether the kernel takes bytes.
    public var canWrite: Bool { rawValue & CPLATFORM_OUT != 0 }
    /// The connection is gone, in both directions: told also of a descriptor that nobody waits for.
    public var isBroken: Bool { rawValue & (CPLATFORM_HUP | CPLATFORM_ERR) != 0 }
  }

  private let epoll: Descriptor
  private var events: [cplatform_event]

  /// Most events of one turn.
  static let batch = 256

  /// A poller that watches nothing yet.
  public init() throws(SystemError) {
    epoll = Descriptor(try system("epoll_create1") { cplatform_epoll_create() })
    events = Array(repeating: cplatform_event(), count: Self.batch)
  }

  /// Watches a descriptor from now on; `token` comes back with its events.
  public func add(_ descriptor: Int32, _ readiness: Readiness, token: UInt64) throws(SystemError) {
    _ = try system("epoll_ctl add") {
      cplatform_epoll_add(epoll.number, descriptor, readiness.rawValue, token)
    }
  }

  /// Watches a descriptor, which was added, for other things.
  public func change(_ descriptor: Int32, _ readiness: Readiness, token: UInt64) {
    let result = cplatform_epoll_change(epoll.number, descriptor, readiness.rawValue, token)
    precondition(result == 0, "a descriptor is changed that was not added")
  }

  /// Stops watching a descriptor, before it is closed.
  public func remove(_ descriptor: Int32) {
    _ = cplatform_epoll_remove(epoll.number, descriptor)
  }

  /// Waits at most so many milliseconds (-1: for ever), and calls `body` for each descriptor that is
  /// ready.
  public mutating func wait(
    milliseconds: Int32, _ body: (_ token: UInt64, _ readiness: Readiness) -> Void
  ) {
    let count = cplatform_epoll_wait(epoll.number, &events, Int32(Self.batch), milliseconds)
    guard count > 0 else { return }
    for index in 0..<Int(count) {
      body(events[index].token, Readiness(rawValue: events[index].events))
    }
  }
}
