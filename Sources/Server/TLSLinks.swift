import Bytes
import Glibc
import Platform
import Synchronization
import TLSEnd
import Time

/// One thread of the TLS end, as the server reaches it; any thread of the server may.
final class TLSLink: Sendable {
  /// Faults of connections that are kept until their channels ask; of more the oldest are forgotten.
  private static let faultLimit = 1024
  /// Answers that are kept until who asked takes them; one thread asks at a time, and few do.
  private static let answerLimit = 64
  /// Milliseconds in which a TLS end that lives answers.
  private let patience: Int32

  private struct Notices {
    var faults: [UInt64: RelayFault] = [:]
    /// Their order.
    var order: [UInt64] = []
    var counts: [UInt64: [RelayCounts]] = [:]
    /// It did not answer in time, and is waited for no more until it does: a start with hundreds of
    /// connections must not wait for each of them.
    var isSilent = false
    let room = PacketRoom()
  }

  private let socket: Int32
  private let notices = Mutex(Notices())

  /// Owns its end of a `PacketSocket` from now on.
  ///
  /// - `patience`: milliseconds in which a TLS end that lives answers.
  init(_ socket: consuming Descriptor, patience: Int32 = 2000) {
    self.socket = socket.release()
    self.patience = patience
  }

  deinit { close(socket) }

  /// Gives a connection to the TLS end, which gets copies of both descriptors.
  func send(_ order: RelayOrder, network: Int32, clear: Int32) -> PacketSocket.Sent {
    // What nobody asks for must not fill the link.
    notices.withLock { take(into: &$0) }
    return send(.serve(order), [network, clear])
  }

  private func send(_ request: RelayRequest, _ descriptors: [Int32] = []) -> PacketSocket.Sent {
    var freezer = Freezer()
    freezer.put(request)
    return PacketSocket.send(socket, freezer.bytes, descriptors: descriptors, waits: false)
  }

  /// Why a pair's connection broke; nil where it just ended. Told before the end can be read.
  func takeFault(of pair: UInt64) -> RelayFault? {
    notices.withLock { notices in
      take(into: &notices)
      guard let fault = notices.faults.removeValue(forKey: pair) else { return nil }
      notices.order.removeAll { $0 == pair }
      return fault
    }
  }

  /// Bytes that went each way at a pair whose end this process has just got; waits for the answer, so
  /// only at a start. Nil where the TLS end does not know it: its connection is lost.
  func counts(of pair: UInt64, _ descriptor: Int32) -> Held.Counts? {
    while true {
      // Nobody reads there yet: what lies unread only grows, and is counted where it did not grow.
      let before = Sockets.readable(descriptor)
      guard let counts = ask(pair), let after = Sockets.readable(descriptor) else { return nil }
      guard before == after else { continue }
      // More lies there than was given: the numbers are of no use.
      guard counts.given >= UInt64(after) else { return nil }
      return Held.Counts(written: counts.written, read: counts.given - UInt64(after))
    }
  }

  private func ask(_ pair: UInt64) -> RelayCounts? {
    let question = UInt64.random(in: 0...UInt64.max)
    guard send(.count(question: question, [pair])) == .done else { return nil }
    let patience = notices.withLock { $0.isSilent } ? 0 : self.patience
    let end = Clock.instant().advanced(by: .milliseconds(patience))
    repeat {
      var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      _ = poll(&watched, 1, patience)
      let answer = notices.withLock { notices in
        take(into: &notices)
        let answer = notices.counts.removeValue(forKey: question)
        if answer != nil { notices.isSilent = false }
        return answer
      }
      if let answer { return answer.first }
    } while Clock.instant() < end
    notices.withLock { $0.isSilent = true }
    return nil
  }

  /// Another TLS end takes new connections: this one ends when those that it has do. Said again by each
  /// process that begins, so that one which could not be said is no harm.
  func retire() { _ = send(.retire) }

  /// Nobody orders anything any more: the TLS end ends when its connections have.
  func end() { Descriptor.endOutput(socket) }

  private func take(into notices: inout Notices) {
    while case .packet(let packet) = PacketSocket.receive(
      socket, into: notices.room, waits: false)
    {
      for descriptor in packet.descriptors { close(descriptor) }
      var thawer = Thawer(packet.bytes)
      switch try? thawer.take(RelayNotice.self) {
      case .broken(let pair, let fault):
        if notices.faults.updateValue(fault, forKey: pair) == nil { notices.order.append(pair) }
        if notices.order.count > Self.faultLimit {
          notices.faults[notices.order.removeFirst()] = nil
        }
      case .counts(let question, let counts):
        // Answers that a server before this one asked for are never taken.
        if notices.counts.count >= Self.answerLimit { notices.counts = [:] }
        notices.counts[question] = counts
      case nil: break
      }
    }
  }
}

/// TLS ends, and their threads: a connection has one thread of one of them for as long as it lives.
///
/// New connections go to the newest; a former one, of the program before an upgrade, has those that came
/// before it.
final class TLSLinks: Sendable {
  private struct State {
    /// Links to each TLS end, by its number.
    var all: [UInt32: [TLSLink]]
    var newest: UInt32 { all.keys.max() ?? 0 }
  }

  private let state: Mutex<State>
  /// The TLS end, where it is in this process.
  private let own: TLSEnd?

  /// Bits of a link's number that tell it from others of the same TLS end.
  private static let bits = 8

  /// Links to TLS ends that are processes of their own, each by its number; never none.
  init(to ends: [UInt32: [Int32]]) {
    state = Mutex(State(all: ends.mapValues { $0.map { TLSLink(Descriptor($0)) } }))
    own = nil
    retireFormer()
  }

  /// Links to one that is a process of its own.
  convenience init(to descriptors: [Int32]) { self.init(to: [0: descriptors]) }

  /// A TLS end on this many threads of this process.
  init(alone threads: Int) throws(SystemError) {
    var (near, far): ([TLSLink], [Int32]) = ([], [])
    for _ in 0..<threads {
      let ends = try PacketSocket.pair()
      near.append(TLSLink(Descriptor(ends.0)))
      far.append(ends.1)
    }
    state = Mutex(State(all: [0: near]))
    own = try TLSEnd(links: far)
  }

  /// There is another TLS end, which takes new connections where it is the newest.
  func add(_ number: UInt32, _ descriptors: [Int32]) {
    let links = descriptors.map { TLSLink(Descriptor($0)) }
    state.withLock { $0.all[number] = links }
    retireFormer()
  }

  /// A TLS end has ended; channels that still have one of its links hear of it there.
  func remove(_ number: UInt32) { state.withLock { _ = $0.all.removeValue(forKey: number) } }

  private func retireFormer() {
    let former = state.withLock { state in
      state.all.filter { $0.key != state.newest }.flatMap(\.value)
    }
    for link in former { link.retire() }
  }

  /// The link that a shard's new connections take.
  func index(ofShard shard: Int) -> Int {
    state.withLock { state in
      let newest = state.newest
      return Int(newest) << Self.bits | shard % max(1, state.all[newest]?.count ?? 1)
    }
  }

  /// A link by its number; another one of the same TLS end where the processes before had more. Nil where
  /// that TLS end is gone.
  subscript(index: Int) -> TLSLink? {
    state.withLock { state in
      guard let links = state.all[UInt32(truncatingIfNeeded: index >> Self.bits)], !links.isEmpty
      else { return nil }
      return links[(index & (1 << Self.bits - 1)) % links.count]
    }
  }

  /// Nobody orders anything any more. Where the TLS end is in this process, its last bytes go out within
  /// the time that a stop may take.
  func end() {
    guard let own else { return }
    for link in state.withLock({ $0.all.values.flatMap { $0 } }) { link.end() }
    while !own.isOver { usleep(1000) }
  }
}
