import Bytes
public import Platform

/// A worker's end of the link to its keeper.
///
/// What a worker says goes out at once, from whatever thread; the keeper reads nothing of a network and
/// takes it in microseconds. What the keeper says is read by one thread.
public final class KeeperLink: Sendable {
  /// What a worker begins with.
  public struct Start: Sendable {
    /// Why it is there, and how often others were.
    public let beginning: Beginning
    /// Descriptors that were kept; their numbers are this process's own.
    public let kept: [(kept: Kept, descriptor: Int32)]
    /// Listeners of the service manager's, with their names.
    public let listeners: [(name: String, descriptor: Int32)]
    /// Links to companions, by the companions' numbers; of several the highest is the newest.
    public let companions: [UInt32: [Int32]]
    /// Whether it was asked to check first: a program that is to take over.
    public let isCandidate: Bool
  }

  /// The keeper said what it never says.
  public struct Fault: Error, CustomStringConvertible {
    /// What happened, in words.
    public let description: String
  }

  private let number: Int32

  /// Longest that a shard waits for its keeper, in milliseconds: more than a machine that swaps needs.
  private static let patience = 1000

  /// Takes the link that this process was started with.
  public init(number: Int32 = Processes.link) {
    self.number = number
    Processes.setKeptAtExec(number, false)
    PacketSocket.limitWaiting(number, milliseconds: Self.patience)
  }

  /// Tells the keeper something; descriptors stay this process's own.
  ///
  /// - `waits`: whether this thread waits, not for long, while the keeper has not taken what was said
  ///   before.
  /// - Returns: false where the keeper did not take it in time, which is not tried again.
  @discardableResult
  public func tell(
    _ message: ToKeeper, descriptors: [Int32] = [], waits: Bool = true
  ) -> Bool {
    var freezer = Freezer()
    freezer.put(message)
    return PacketSocket.send(number, freezer.bytes, descriptors: descriptors, waits: waits) == .done
  }

  /// Tells the keeper why this program cannot serve, in lines; of very many the first.
  public func refuse(_ lines: [String]) {
    tell(.refused([KeeperLimits.shortened(lines.joined(separator: "\n"))]))
  }

  /// Says who this is, and waits for its turn.
  ///
  /// - `check`: whether this program could serve; nil where it could, or why not, in lines.
  /// - Returns: nil where it could not, and has told its keeper so.
  public func begin(
    _ hello: Hello, check: () -> [String]?
  ) throws(Fault) -> Start? {
    tell(.hello(hello))
    var kept: [(kept: Kept, descriptor: Int32)] = []
    var listeners: [(name: String, descriptor: Int32)] = []
    var companions: [UInt32: [Int32]] = [:]
    var isCandidate = false
    let room = PacketRoom()
    while true {
      let (message, descriptors) = try next(room)
      switch message {
      case .inherit(let all):
        guard all.count == descriptors.count else { throw Self.torn }
        kept += zip(all, descriptors).map { ($0, $1) }
      case .listeners(let names):
        guard names.count == descriptors.count else { throw Self.torn }
        listeners += zip(names, descriptors).map { ($0, $1) }
      case .check:
        isCandidate = true
        if let lines = check() {
          refuse(lines)
          return nil
        }
        tell(.checked)
      case .begin(let beginning):
        return Start(
          beginning: beginning, kept: kept, listeners: listeners, companions: companions,
          isCandidate: isCandidate)
      case .link(let companion): companions[companion] = descriptors
      case .unlink(let companion):
        for number in companions.removeValue(forKey: companion) ?? [] { _ = Descriptor(number) }
      case .companionDied: continue
      case .yield, .stay: throw Fault(description: "the keeper speaks out of turn")
      }
    }
  }

  private static let torn = Fault(
    description: "not all descriptors came through: this process may have too few; raise the "
      + "limit (ulimit -n)")

  /// Waits for what the keeper says next.
  private func next(_ room: PacketRoom) throws(Fault) -> (ToWorker, [Int32]) {
    switch PacketSocket.receive(number, into: room, waits: true) {
    case .nothing, .ended: throw Fault(description: "the keeper is gone")
    case .packet(let packet):
      guard !packet.isTorn else { throw Self.torn }
      var thawer = Thawer(packet.bytes)
      do {
        return (try thawer.take(), packet.descriptors)
      } catch {
        throw Fault(description: "the keeper is not understood: \(error)")
      }
    }
  }

  /// What a worker hears after its beginning.
  public enum News: Sendable {
    /// It is to end its turn, and itself.
    case yield
    /// An upgrade did not come about, and why.
    case stay(String)
    /// Links to another companion, which is the newest from now on; they are the hearer's.
    case companion(UInt32, [Int32])
    /// A companion has ended.
    case companionEnded(UInt32)
    /// One died, in these words; so many have, since the keeper began.
    case companionDied(String, count: Int)
  }

  /// Listens to the keeper from now on, on a thread of its own, where `hear` is called.
  public func listen(_ hear: @escaping @Sendable (News) -> Void) throws(SystemError) {
    try Threads.start { [number] in
      let room = PacketRoom()
      while case .packet(let packet) = PacketSocket.receive(number, into: room, waits: true) {
        if let news = Self.news(packet) {
          hear(news)
        } else {
          for descriptor in packet.descriptors { _ = Descriptor(descriptor) }
        }
      }
    }
  }

  /// What a packet tells a worker that serves; nil for nothing. One whose descriptors did not all come
  /// through is nothing: the worker goes on with the links that it has, and hears what follows.
  private static func news(_ packet: PacketSocket.Packet) -> News? {
    var thawer = Thawer(packet.bytes)
    guard !packet.isTorn, let message = try? thawer.take(ToWorker.self) else { return nil }
    switch message {
    case .yield: return .yield
    case .stay(let reason): return .stay(reason)
    case .link(let companion): return .companion(companion, packet.descriptors)
    case .unlink(let companion): return .companionEnded(companion)
    case .companionDied(let words, let count): return .companionDied(words, count: count)
    case .inherit, .listeners, .check, .begin: return nil
    }
  }
}
