import Keeper

/// Keeps duplicates of a worker's descriptors in a process that outlives it, and gives them to the next.
///
/// What is held stays open when the worker dies. So the worker ends a held connection with `shutdown`
/// first: its own `close` alone would not be seen by the peer. It is called on every shard's thread, in
/// the middle of turns: it must not wait for longer than a message to a process of this machine takes.
public protocol Custody: Sendable {
  /// Whether descriptors and states outlive this process; false where a server serves alone.
  var isKeeping: Bool { get }
  /// Duplicates descriptors, before anything leaves that their peers may take for an answer, and closes
  /// the duplicates of others. A token that is held already gets the new descriptor in place of the old
  /// one; one to be released that is not held is none of its business.
  ///
  /// Returns false where that failed: what the descriptors are for ends with this process.
  @discardableResult func keep(_ held: [Held], release: [UInt64]) -> Bool
}

extension Custody {
  /// Duplicates one descriptor.
  @discardableResult func hold(_ held: Held) -> Bool { keep([held], release: []) }
  /// Closes the duplicate of one descriptor.
  func release(_ token: UInt64) { keep([], release: [token]) }
}

/// What a shard has held and let go in a turn, told at once: one message for however many connections come
/// and go.
struct CustodyOrders {
  private var held: [Held] = []
  private var released: [UInt64] = []

  /// Has a descriptor held, in place of one of the same name; it stays open until this is told.
  mutating func hold(_ new: Held) {
    held.removeAll { $0.token == new.token }
    held.append(new)
  }

  /// Lets a descriptor go, which may be closed from now on.
  mutating func release(_ token: UInt64) {
    held.removeAll { $0.token == token }
    released.append(token)
  }

  /// Whether no more goes into one message.
  var isFull: Bool { held.count >= Kept.portion || released.count >= Kept.releases }

  /// Tells all of it.
  mutating func tell(_ custody: any Custody) {
    guard !held.isEmpty || !released.isEmpty else { return }
    custody.keep(held, release: released)
    held.removeAll(keepingCapacity: true)
    released.removeAll(keepingCapacity: true)
  }
}

/// A descriptor that is held for the workers to come.
public struct Held: Hashable, Sendable {
  /// What a held descriptor is.
  public enum Kind: Hashable, Sendable {
    /// A port that terminals connect to; whether TLS begins with the first byte.
    case listener(isSecure: Bool)
    /// A terminal's connection; whether it came at a port for TLS.
    case terminal(isSecure: Bool)
    /// A connection to a host.
    case host
    /// Memory that has a shard's ledger.
    case ledger
    /// The socket where operators ask.
    case control
    /// Memory that has the files of the site in force.
    case site
    /// Memory that has the connections at whose input workers died.
    case suspects
    /// The right to the state directory: while it is kept, no other server can take it.
    case lock
  }

  /// Bytes that the kernel has taken from a worker and given to it on a connection, since it was made.
  public struct Counts: Hashable, Sendable {
    /// Bytes that were written, whether or not the peer has them yet.
    public var written: UInt64
    /// Bytes that were read; what waits in the kernel is not among them.
    public var read: UInt64

    /// Bytes both ways.
    public init(written: UInt64, read: UInt64) {
      self.written = written
      self.read = read
    }
  }

  /// The connection's name, of the shards' numbers: the same for all workers, and never given twice.
  public let token: UInt64
  /// What it is.
  public let kind: Kind
  /// The descriptor's number in the process that has this value.
  public let descriptor: Int32
  /// Where a terminal connects from, or where a listener listens; empty for others.
  public let address: String
  /// What somebody else counted who stands between, such as the process that speaks TLS; nil where
  /// the socket is TCP and the kernel is asked.
  public var counts: Counts?

  /// A descriptor of this process.
  public init(
    token: UInt64, _ kind: Kind, descriptor: Int32, address: String = "", counts: Counts? = nil
  ) {
    self.token = token
    self.kind = kind
    self.descriptor = descriptor
    self.address = address
    self.counts = counts
  }
}

/// What a worker gets from those before it. Its descriptors are the worker's own from then on; their
/// duplicates stay held until they are released.
public struct Inheritance: Sendable {
  /// Descriptors that were held when the worker began, ledgers among them.
  public var held: [Held] = []
  /// Ends of links to each TLS process (`PacketSocket`), one for each of its threads, by its number; none
  /// where this process speaks TLS itself. They are the same for all workers.
  public var tlsLinks: [UInt32: [Int32]] = [:]
  /// How many workers ended without wanting to, since the keeper began.
  public var deaths = 0
  /// Whether the last of them died of its own fault (a trap, a bad access, a watchdog), and not by
  /// somebody's SIGKILL: then what it worked at is suspected.
  public var wasFault = false
  /// Folder for what connections said at whose input workers died.
  public var crashFolder = ""

  /// Nothing: the first worker's.
  public init() {}
}

/// Holds nothing: the server serves alone, and what it has ends with it.
struct NoCustody: Custody {
  var isKeeping: Bool { false }
  @discardableResult func keep(_ held: [Held], release: [UInt64]) -> Bool { true }
}
